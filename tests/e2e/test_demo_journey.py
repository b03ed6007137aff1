"""A new user runs the demo: a desk, a summary, three workbooks that calculate as they say."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.sample_demo import SampleDemo, sample_demo
from workbooks.recalculation import converted, disagreements
from xldesk.demo.run import make_demo
from xldesk.desk import Desk
from xldesk.workbooks.lint import lint_workbook

NAMES = ["attribution_audit.xlsx", "mdf_tracker.xlsx", "runbook.xlsx"]
UNREADABLE = ("####", "#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "Err:5")
"""What a cell shows that is too narrow, or whose formula is wrong."""

FOOTER = re.compile(r"Ledger position \d+\s+(\S.*?)\s+Page \d")
"""What stands under a printed page: the ledger's position, the sheet and the page."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> SampleDemo:
    """Return what ``xldesk demo sample`` said and left; nothing in it is changed."""
    return sample_demo(tmp_path_factory)


@pytest.fixture(scope="module")
def demo_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the demo's pack, with all partners' trackers below it."""
    from xldesk.demo.days import TODAY

    folder = sample_demo(tmp_path_factory).desk
    with Desk.open(folder) as desk:
        desk.pack(as_of=TODAY, period="2026-Q2", partners=[], out=folder / "trackers")
    return folder


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_demo_says_what_it_made_and_what_to_open(demo: SampleDemo, xldesk: CommandLine) -> None:
    packs = demo.desk / "packs"
    assert sorted(path.name for path in packs.iterdir()) == NAMES
    for heading in ("Bookings by headline category, 2026-Q2", "Credit by partner", "REG-DUP"):
        assert heading in demo.out
    for name in NAMES:
        assert f"sample/packs/{name}" in demo.out
    assert "Traceback" not in demo.err
    checked = xldesk("check", *sorted(packs.glob("*.xlsx")))
    assert checked.out.count("no finding, not compared with a desk") == 3
    assert "whole" in xldesk("--desk", demo.desk, "ledger", "verify").out


def test_a_second_demo_is_refused_and_leaves_the_first(xldesk: CommandLine) -> None:
    (xldesk.folder / "xldesk-demo").mkdir()
    (xldesk.folder / "xldesk-demo" / "mine.txt").write_text("keep")
    refused = xldesk("demo", code=2)
    assert "not empty" in refused.err
    assert [path.name for path in (xldesk.folder / "xldesk-demo").iterdir()] == ["mine.txt"]


def test_two_demos_show_the_same_data(demo_pack: Path, tmp_path: Path) -> None:
    from xldesk.demo.days import TODAY

    def shown(desk: Desk, folder: Path) -> dict[str, str]:
        packed = desk.pack(as_of=TODAY, period="2026-Q2", out=folder, only=["mdf_tracker"])
        return {row.name: row.digest for row in packed}

    with make_demo(tmp_path / "again").desk as again, Desk.open(demo_pack) as first:
        assert shown(again, tmp_path / "b") == shown(first, tmp_path / "a")


def test_packing_again_changes_nothing_and_a_changed_file_is_kept(
    demo_pack: Path, tmp_path: Path
) -> None:
    from xldesk.demo.days import TODAY

    copy = shutil.copytree(demo_pack, tmp_path / "copy")
    runbook = copy / "packs" / "runbook.xlsx"
    before = digest(runbook)
    with Desk.open(copy) as desk:
        (again,) = desk.pack(as_of=TODAY, period="2026-Q2", only=["runbook"])
        assert (again.kept, digest(runbook)) == (None, before)
        runbook.write_bytes(b"notes of mine")
        (mended,) = desk.pack(as_of=TODAY, period="2026-Q2", only=["runbook"])
    assert mended.kept is not None
    assert mended.kept.read_bytes() == b"notes of mine"
    assert digest(runbook) == before


def test_each_partner_gets_a_tracker(demo_pack: Path) -> None:
    trackers = sorted((demo_pack / "trackers").glob("*.xlsx"))
    assert len(trackers) == 12
    assert all(path.name.startswith("mdf_tracker_P-") for path in trackers)


def test_every_workbook_is_built_by_the_modelling_rules(demo_pack: Path) -> None:
    workbooks = [*(demo_pack / "packs").glob("*.xlsx"), *(demo_pack / "trackers").glob("*.xlsx")]
    assert len(workbooks) == 15
    assert [found for path in workbooks for found in lint_workbook(path).findings] == []


@pytest.mark.libreoffice
def test_other_programs_agree_with_every_value(demo_pack: Path) -> None:
    workbooks = [demo_pack / "packs" / name for name in NAMES]
    workbooks += sorted((demo_pack / "trackers").glob("*.xlsx"))[:2]
    assert disagreements(workbooks) == []


@pytest.mark.libreoffice
def test_every_printed_page_can_be_read(demo_pack: Path, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: apt-get install poppler-utils)")
    workbooks = [demo_pack / "packs" / name for name in NAMES]
    workbooks += sorted((demo_pack / "trackers").glob("*.xlsx"))[:2]
    for pdf in converted(workbooks, tmp_path, "pdf"):
        command = ["pdftotext", "-layout", str(pdf), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        pages = text.rstrip("\f").split("\f")
        for number, page in enumerate(pages, start=1):
            wrong = [sign for sign in UNREADABLE if sign in page]
            assert not wrong, f"{pdf.name}, page {number}: {wrong}"
            # more than the footer: page number, sheet and ledger position
            assert len(page.split()) > 12, f"{pdf.name}, page {number} is empty"
            assert f"Page {number} of {len(pages)}" in page
        sheets = [FOOTER.findall(page)[-1] for page in pages]
        assert sheets[0] == "Summary"
        assert sheets.count("Summary") == 1, "a summary is one page"
