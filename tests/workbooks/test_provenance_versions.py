"""A file that names another version of xldesk is compared where it has the form of this one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbooks.provenance_desk import issued_desk
from workbooks.repackage import repackaged
from xldesk.desk import Desk
from xldesk.workbooks import stamp
from xldesk.workbooks.provenance.verdict import Verification
from xldesk.workbooks.workbook_set import workbook_set

SUMMARY, CORE, TABLE = "xl/worksheets/sheet1.xml", "docProps/core.xml", "xl/tables/table1.xml"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a desk that issued a pack."""
    return issued_desk(tmp_path_factory, tmp_path_factory.mktemp("versions") / "a desk")


def edit(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return a change of the one place in a part that reads ``old``."""

    def changed(part: bytes) -> bytes:
        text, count = re.subn(old, new, part.decode())
        assert count == 1, old
        return text.encode()

    return changed


OTHER_VERSION = {CORE: edit("(<cp:version>|<version>)[^<]*", r"\g<1>0000")}
FIGURE = {SUMMARY: edit("<v>5700</v></c><c r=.D7.", "<v>9900</v></c><c r='D7'")}
COLUMN = {TABLE: edit('name="Currency"', 'name="Money"')}

# what was changed, the verdict, codes of its findings
CHANGED = {
    "the version": ({}, "as issued", set()),
    "the version and a figure": (FIGURE, "altered", {"CELL-ALTERED"}),
    "the version and a column": (COLUMN, "not compared", {"NOT-COMPARED"}),
    "the version, a column and a figure": (COLUMN | FIGURE, "not compared", {"NOT-COMPARED"}),
}


@pytest.mark.parametrize(("edits", "verdict", "codes"), CHANGED.values(), ids=CHANGED.keys())
def test_another_version_hides_nothing(
    desk: Path,
    tmp_path: Path,
    edits: dict[str, Callable[[bytes], bytes]],
    verdict: str,
    codes: set[str],
) -> None:
    sent = Path(shutil.copy(desk / "packs" / "mdf_tracker.xlsx", tmp_path))
    found = verified(desk, repackaged(sent, OTHER_VERSION | edits))
    assert found.verdict == verdict
    assert {finding.code for finding in found.findings} == codes
    is_named = any("other sheets, tables or columns" in one.message for one in found.findings)
    assert is_named == (verdict == "not compared")
    severities = {finding.severity for finding in found.findings}
    assert severities == ({"warn"} if verdict == "not compared" else {"block"} if codes else set())


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b"half a template", "the template cannot be read .*; build it again"),
        ("runbook.xlsx", "the template was built from another version"),
    ],
)
def test_a_file_that_the_desk_cannot_issue_again_is_not_said_to_be_forged(
    desk: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    template: bytes | str,
    said: str,
) -> None:
    sent = Path(shutil.copy(desk / "packs" / "mdf_tracker.xlsx", tmp_path))
    templates = tmp_path / "templates"
    templates.mkdir()
    if isinstance(template, str):
        shutil.copy(workbook_set() / template, templates / sent.name)
    else:
        (templates / sent.name).write_bytes(template)
    monkeypatch.setattr(stamp, "workbook_set", lambda: templates)
    found = verified(desk, sent)
    assert (found.verdict, found.position) == ("not compared", 4)
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("NOT-COMPARED", "warn")
    assert re.search(f"could not issue the file again, .*: .*{said}", finding.message)


def verified(folder: Path, path: Path) -> Verification:
    """Return what the desk in ``folder`` says of the file at ``path``."""
    with Desk.open(folder) as opened:
        return opened.verify_workbooks([path])[path]
