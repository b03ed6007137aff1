"""An audit whose credit lines and findings take several sheets: the whole journey, in small."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.mdf_world import MdfWorld
from support.programme import QUARTER, fill
from workbooks.recalculation import converted, disagreements, formula_count
from workbooks.repackage import repackaged
from xldesk.errors import UsageError
from xldesk.ledger.basis import Basis
from xldesk.workbooks.attribution_audit import SPEC
from xldesk.workbooks.attribution_audit_sheets import Span, packed
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.layout import MAX_SHEET_ROWS
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.pack import make_pack
from xldesk.workbooks.provenance.facts import Facts
from xldesk.workbooks.provenance.verdict import Verification, verify_workbooks
from xldesk.workbooks.read import read_workbook

ROWS = 50
"""Rows of a sheet, six of them down to the header."""

MOST_MEGABYTES = 500
"""What writing or reading a million lines may take, that the rows alone would exceed threefold."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk, and the audit it issues: on one sheet each, and on sheets of ``ROWS``."""

    world: MdfWorld
    basis: Basis
    whole: Path
    spread: Path

    def issue(self, folder: Path, rows: int) -> Path:
        """Write the audit with sheets of so many rows."""
        [packed] = make_pack(
            self.basis,
            self.world.world.ledger,
            desk="Northwind",
            folder=folder,
            period=QUARTER,
            only=["attribution_audit"],
            sheet_rows=rows,
        )
        return packed.path

    def verified(self, path: Path) -> Verification:
        """Return what ``path`` turns out to be beside what this desk issues now."""

        def reissue(wanted: Sequence[Facts], folder: Path) -> dict[Facts, Path]:
            return dict.fromkeys(wanted, self.issue(folder, ROWS))

        return verify_workbooks([path], self.world.world.ledger, reissue)[path]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("several")
    with MdfWorld(folder / "desk") as world:
        basis = fill(world).basis()
        made = Desk(world, basis, folder / "one.xlsx", folder / "several.xlsx")
        made.issue(folder / "one", MAX_SHEET_ROWS).rename(made.whole)
        made.issue(folder / "several", ROWS).rename(made.spread)
        yield made


def part_of(path: Path, sheet: str) -> str:
    """Return the name of a sheet's part, those of our files being numbered in order."""
    names = openpyxl.load_workbook(path, read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def test_rows_stand_on_numbered_sheets_in_their_order(desk: Desk) -> None:
    whole, spread = read_workbook(desk.whole), read_workbook(desk.spread)
    assert spread.ok
    for name in ("Credits", "Findings"):
        sheets = spread.sheets_of(name)
        assert [one.sheet for one in sheets] == [name, f"{name} 2", f"{name} 3"][: len(sheets)]
        assert len(sheets) > 1
        assert all(len(one.rows) <= ROWS - 6 for one in sheets)
        values = [row for one in sheets for row in one.values]
        assert values == whole.tables[name].values
    lines = [{row["opportunity_id"] for row in one.values} for one in spread.sheets_of("Credits")]
    assert sum(map(len, lines)) == len(set[Any]().union(*lines)), "a deal stands on two sheets"
    assert [one.name for one in whole.sheets_of("Credits")] == ["Credits"]


def test_the_reconciliation_is_the_same_to_the_cent(desk: Desk) -> None:
    whole, spread = (
        read_workbook(path).tables["Reconciliation"].values for path in (desk.whole, desk.spread)
    )
    for one, other in zip(whole, spread, strict=True):
        assert {name: other[name] for name in one} == one
        assert sum(other[f"credits.{number}"] for number in (1, 2, 3)) == one["credits"]
        direct = sum(other[f"partners.{number}"] for number in (1, 2, 3))
        assert one["credits"] - direct == one["partners"]
        assert one["difference"] == 0


def test_it_passes_check_and_lint(desk: Desk) -> None:
    assert check_workbook(desk.spread).findings == []
    report = lint_workbook(desk.spread)
    assert report.findings == []
    assert report.is_ours


def test_every_sheet_is_as_its_first(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.spread)
    first, second = book["Credits"], book["Credits 2"]
    assert second.freeze_panes == first.freeze_panes
    assert second.print_title_rows == first.print_title_rows
    assert second.page_setup.orientation == first.page_setup.orientation
    assert second.tables["Credits_2"].column_names == first.tables["Credits"].column_names
    assert [second.cell(7, column).style_id for column in range(2, 15)] == [
        first.cell(7, column).style_id for column in range(2, 15)
    ]


def test_summary_and_about_lead_to_every_sheet(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.spread)
    names = [name for name in book.sheetnames if re.match("Credits|Findings", name)]
    for tab in ("Summary", "About"):
        led = {
            cell.hyperlink.location
            for row in book[tab].iter_rows()
            for cell in row
            if cell.hyperlink
        }
        assert {f"'{name}'!A1" for name in names} <= led
    read = read_workbook(desk.spread)
    further = read.tables["FurtherSheets"].values
    assert [row["sheet"] for row in further] == names
    counted = {table.sheet: len(table.rows) for table in read.tables.values()}
    assert [row["rows"] for row in further] == [counted[name] for name in names]
    contents = {row["table"]: row for row in read.tables["Contents"].values}
    assert {"Credits", "Credits_2", "Credits_3", "Findings_2"} <= contents.keys()
    assert len({contents[name]["digest"] for name in contents}) == len(contents)
    last = read.tables["Credits_2"].values[-1]["opportunity_id"]
    assert further[1]["what"].endswith(f" to {last}")


def test_as_issued_and_altered_on_a_further_sheet(desk: Desk) -> None:
    assert desk.verified(desk.spread).verdict == "as issued"

    def raise_credit(part: bytes) -> bytes:
        text, count = re.subn(rb'(<c r="L9"[^>]*><v>)', rb"\g<1>9", part)
        assert count == 1
        return text

    changed = repackaged(desk.spread, {part_of(desk.spread, "Credits 2"): raise_credit})
    found = desk.verified(changed)
    assert found.verdict == "altered"
    assert [str(one.place) for one in found.findings] == ["changed.xlsx!Credits 2!L9"]
    [altered] = check_workbook(changed).findings
    assert altered.code == "DATA-ALTERED"
    assert "table Credits_2" in altered.message


def test_a_further_sheet_that_is_gone_is_missed(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(desk.spread)
    version = book.properties.version
    del book["Credits 3"]
    book.save(tmp_path / "less.xlsx")
    codes = check_workbook(tmp_path / "less.xlsx").counts
    assert version.endswith("-Credits.3-Findings.2")
    assert codes["SHEET-MISSING"] == 1
    assert "FILE-VERSION" not in codes


@pytest.mark.libreoffice
@pytest.mark.parametrize("engine", ["LibreOffice", "IronCalc"])
def test_other_programs_add_up_over_all_sheets(desk: Desk, engine: str) -> None:
    assert formula_count(desk.spread) > formula_count(desk.whole)
    assert disagreements([desk.spread], engine) == []


@pytest.mark.libreoffice
def test_a_file_saved_by_libreoffice_is_known_and_read(desk: Desk, tmp_path: Path) -> None:
    [saved] = converted([desk.spread], tmp_path / "again")
    report = check_workbook(saved)
    assert report.is_ours
    # a difference of two sums, calculated anew, may end in another 15th digit
    assert report.counts.keys() <= {"DATA-ALTERED"}
    again, issued = read_workbook(saved), read_workbook(desk.spread)
    assert again.ok
    for name in ("Credits", "Credits_2", "Credits_3", "Findings_2", "Reconciliation"):
        assert again.tables[name].values == issued.tables[name].values


def test_a_form_is_known_by_its_tables_where_the_file_tells_no_version(desk: Desk) -> None:
    def forget(core: bytes) -> bytes:
        text, count = re.subn(rb"<cp:(version)>[^<]*</cp:\1>", b"", core)
        assert count == 1
        return text

    assert check_workbook(repackaged(desk.spread, {"docProps/core.xml": forget})).findings == []


def test_more_lines_than_a_workbook_holds_are_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the credit lines need 1. sheets, and a workbook has 10"):
        desk.issue(tmp_path, 15)
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_not_a_form() -> None:
    assert SPEC.form_with(["Credits_2"]).continued == (("Credits", 2),)
    assert SPEC.form_with(["Exceptions_2", "Credits_0"]).continued == ()


@given(st.lists(st.integers(1, 9)), st.integers(1, 30))
def test_spans_hold_every_deal_once_and_as_many_as_fit(lines: list[int], room: int) -> None:
    deals = [(f"W-{number:03}", count) for number, count in enumerate(lines)]
    spans = list(packed(deals, room))
    inside = [[deal for deal in deals if span.first <= deal[0] <= span.last] for span in spans]
    assert [deal for part in inside for deal in part] == deals
    for span, part in zip(spans, inside, strict=True):
        assert span == Span(part[0][0], part[-1][0], sum(count for _, count in part))
        assert span.lines <= room or len(part) == 1
    for span, (following, *_) in zip(spans, inside[1:], strict=False):
        assert span.lines + following[1] > room


@pytest.mark.long
def test_more_lines_than_a_sheet_has_rows_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"

    def told(act: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "support.long_audit_program", act, str(path)],
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        assert answer["peak_megabytes"] < MOST_MEGABYTES
        return answer

    written = told("write")
    assert written["rows"]["Credits"] <= MAX_SHEET_ROWS - 6
    assert written["rows"]["Credits"] + written["rows"]["Credits_2"] > MAX_SHEET_ROWS
    checked = told("check")
    assert (checked["ours"], checked["findings"]) == (True, [])
    read = told("read")
    assert read["ok"]
    assert read["rows"] == written["rows"]
    assert read["credits"] == written["credits"]
    assert {name: total for name, total in read["reconciled"].items() if total} == read["credits"]
