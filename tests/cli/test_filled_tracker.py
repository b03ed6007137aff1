"""A tracker comes back filled in: checked, counted, and not taken for an export."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest

from support.command_line import CommandLine
from workbooks.provenance_desk import issued_desk
from workbooks.repackage import repackaged

FORM = "xl/worksheets/sheet2.xml"
SOUND = {"B10": "F-1", "D10": "event", "F10": 46_300, "G10": 46_301, "H10": 637.44}
"""A request of 2026-10-05, far enough ahead."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk that has issued trackers."""
    return issued_desk(tmp_path_factory, tmp_path_factory.mktemp("issued") / "a desk")


@pytest.fixture
def desk(made: Path, xldesk: CommandLine) -> CommandLine:
    """Return the command line inside a copy of that desk."""
    shutil.copytree(made, xldesk.folder / "a desk")
    xldesk.enter("a desk")
    return xldesk


def tracker(desk: CommandLine, cells: dict[str, str | float]) -> Path:
    """Return a copy of the first partner's tracker with ``cells`` of its form filled in."""
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")

    def fill(part: bytes) -> bytes:
        text = part.decode()
        for cell, value in cells.items():
            before, mark, after = text.partition(f'<c r="{cell}"')
            style, _, rest = after.partition("/>")
            assert mark
            assert "<" not in style
            kind = ' t="str"' if isinstance(value, str) else ""
            text = f"{before}{mark}{style}{kind}><v>{value}</v></c>{rest}"
        return text.encode()

    return repackaged(path, {FORM: fill})


def test_what_is_filled_in_is_counted(desk: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    second = {cell.replace("10", "11"): value for cell, value in SOUND.items()}
    path = tracker(desk, SOUND | second)
    assert "P-1 Quay, 2026-Q2, 2 requests filled in" in desk("check", path).out
    (report,) = desk("check", path, "--json").json
    assert (report["verdict"], report["fine"]) == ("as_issued", True)
    assert report["filled"] == {"request": 2}
    monkeypatch.chdir(desk.folder.parent)
    away = desk("check", path)
    assert "no finding, not compared with a desk, 2 requests filled in" in away.out
    (report,) = desk("check", path, "--json").json
    assert (report["verdict"], report["fine"]) == ("not_compared", True)


def test_nonsense_blocks_and_says_what_to_do(desk: CommandLine) -> None:
    nonsense = {"B10": "F-99", "F10": 46_301, "G10": 46_300, "H10": -637.4400000000001, "K10": 20}
    said = desk("check", tracker(desk, nonsense), code=1).out
    assert "'F-99' is not a choice of Fund (F-1)" in said
    assert "the request is half filled in: Kind is empty" in said
    assert "End 2026-10-05 comes before Start 2026-10-06" in said
    assert "'-637.44' is not valid for Planned spend" in said
    assert "do: type 20%" in said
    assert "1 request filled in" in said


def test_whose_a_file_is_stands_in_a_word(desk: CommandLine) -> None:
    openpyxl.Workbook().save(desk.folder / "mine.xlsx")
    (report,) = desk("check", "mine.xlsx", "--json").json
    assert (report["verdict"], report["fine"]) == ("not_ours", False)
    (desk.folder / "text.xlsx").write_text("a,b\n")
    (report,) = desk("check", "text.xlsx", "--json", code=1).json
    assert (report["verdict"], report["fine"]) == ("not_compared", False)


def test_the_advice_for_a_partners_tracker_names_its_command(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    number = len(openpyxl.load_workbook(path).sheetnames)

    def without(part: bytes) -> bytes:
        assert b"Ledger position" in part
        return part.replace(b"Ledger position", b"Position")

    changed = repackaged(path, {f"xl/worksheets/sheet{number}.xml": without})
    said = desk("check", changed, code=1).out
    assert (
        "xldesk pack --partner ID (what people typed into this file is not in the new one)" in said
    )


def test_a_workbook_of_the_desk_is_no_export(desk: CommandLine) -> None:
    path = tracker(desk, SOUND)
    said = desk("intake", path, code=2).err
    assert "is an MDF tracker that a desk wrote, not an export" in said
    assert "comes with the mail commands of a later version" in said
    assert f"xldesk check {shlex.quote(str(path))}" in said
    assert "not an export" in desk("intake", "trackers", code=2).err
    assert "not an export" in desk("intake", path, "--suggest-map", code=2).err
    said = desk("intake", "packs/attribution_audit.xlsx", code=2).err
    assert "a workbook that a desk wrote (Attribution audit)" in said
    assert "typed" not in said


def test_the_next_step_can_be_pasted_into_a_shell(desk: CommandLine) -> None:
    said = desk("pack", "--only", "runbook", "--period", "2026-Q2").out
    words = shlex.split(said.splitlines()[-1])
    assert words[:3] == ["next:", "xldesk", "check"]
    assert words[3] == str(desk.folder / "packs" / "*.xlsx")


def test_a_tracker_for_a_partner_is_never_put_beside_an_internal_one(desk: CommandLine) -> None:
    packed = desk("pack", "--partner", "P-1", "--period", "2026-Q2")
    tracker = desk.folder / "packs" / "partners" / "mdf_tracker_P-1.xlsx"
    assert packed.out.startswith(str(tracker))
    assert tracker.exists()
    assert "for partners: each file holds the data of the one partner in its name" in packed.err
    assert "internal" in desk("pack", "--partner", "P-1", "--out", "packs", code=2).err
    assert "internal" in desk("pack", "--out", "trackers", code=2).err


def test_the_doctor_says_something_of_each_file_that_is_named(desk: CommandLine) -> None:
    path = tracker(desk, SOUND)
    (desk.folder / "old.xls").write_text("a;b\n")
    assert "a workbook of a desk: MDF tracker" in desk("doctor", path).out
    said = desk("doctor", path, "old.xls", "gone.xlsx", code=1).out
    assert "this is text, not a workbook" in said
    assert "the file cannot be read (No such file or directory)" in said
    assert "2 troubles found" in said
