"""Values of formulas after a change: new where it reaches, kept elsewhere, or left in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from excel.patching import Macro, changed_elements, changed_parts, loaded, parts
from excel.rich_workbook import PARTS, write_rich
from workbooks.example_workbook import SPEC, write
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import PatchError
from xldesk.excel.patch.package_edit import PackageEdit
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.recalculation import ironcalc_engine
from xldesk.workbooks.recalculation.engines import Engine
from xldesk.workbooks.recalculation.formula_cells import formula_cells
from xldesk.workbooks.recalculation.proof import prove

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xldesk.workbooks.recalculation.formula_cells import FormulaCell, Value

FIRST, SECOND, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
IRONCALC = Engine("IronCalc", ironcalc_engine.recalculate)


@dataclass
class Scripted:
    """A program that calculates what it was told, by file and cell; the file's value elsewhere."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    says: str | None = None
    calls: int = 0

    def __call__(
        self, asked: Mapping[Path, Sequence[FormulaCell]]
    ) -> dict[Path, list[Value] | str]:
        self.calls += 1
        return {path: self._values(path, cells) for path, cells in asked.items()}

    def _values(self, path: Path, cells: Sequence[FormulaCell]) -> list[Value] | str:
        if self.says is not None:
            return self.says
        told = self.after if path.name == "after.xlsx" else self.before
        return [told.get(f"{cell.sheet}!{cell.cell}", cell.value) for cell in cells]

    def engine(self) -> Engine:
        return Engine("Scripted", self)


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """Return the rich workbook without its formula over several cells."""
    one = str(PARTS[FIRST]).replace('ref="E6:E7"', 'ref="E6"')
    return write_rich(tmp_path / "rich.xlsx", {FIRST: one})


def values(path: Path) -> dict[str, Any]:
    """Return the values that the file holds of its formulas."""
    return {f"{c.sheet}!{c.cell}": c.value for c in formula_cells(path, Limits())}


def test_the_values_that_a_change_reaches_are_new_and_the_others_keep_their_bytes(
    rich: Path, tmp_path: Path
) -> None:
    macro = Macro(rich)
    macro.put("Deals", "C3", 300)
    receipt = macro.save(tmp_path / "out.xlsx", [IRONCALC])
    assert (receipt.engine, receipt.values, receipt.recalculates_on_load) == ("IronCalc", 3, False)
    assert changed_parts(rich, tmp_path / "out.xlsx") == {FIRST, SECOND}
    old, new = parts(rich), parts(tmp_path / "out.xlsx")
    assert changed_elements(old[FIRST], new[FIRST]) == {"row3"}
    assert changed_elements(old[SECOND], new[SECOND]) == {"row1", "row2"}
    before = values(rich)
    assert values(tmp_path / "out.xlsx") == {
        **before, "Deals!D3": 150, "Totals!B1": 450.5, "Totals!B2": 225.25
    }  # fmt: skip


def test_a_formula_cell_that_says_nothing_of_itself_gets_its_value(tmp_path: Path) -> None:
    rows = "<sheetData><row><c><v>1</v></c><c><f>A1*2</f><v>2</v></c></row></sheetData>"
    before, _, rest = str(PARTS[SECOND]).partition("<sheetData>")
    _, _, after = rest.partition("</sheetData>")
    write_rich(tmp_path / "bare.xlsx", {SECOND: before + rows + after})
    macro = Macro(tmp_path / "bare.xlsx")
    macro.put("Totals", "A1", 5)
    macro.save(engines=[Scripted(after={"Totals!B1": 10}).engine()])
    assert values(tmp_path / "bare.xlsx")["Totals!B1"] == 10
    cell = etree.fromstring(parts(tmp_path / "bare.xlsx")[SECOND]).find(".//{*}row")[1]
    assert [(etree.QName(child).localname, child.text) for child in cell] == [
        ("f", "A1*2"),
        ("v", "10"),
    ]


def test_a_part_that_is_no_markup_is_not_written(rich: Path) -> None:
    before = rich.read_bytes()
    package = PackageEdit.of(rich)
    package.put_chunks(SECOND, [b"<worksheet><c>", b"</worksheet>"])
    with pytest.raises(PatchError, match=f"part {SECOND} would not be well-formed"):
        package.write(rich)
    assert rich.read_bytes() == before
    package.put(SECOND, parts(rich)[SECOND])
    package.write(rich)


def test_a_workbook_of_the_desk_still_proves_its_numbers(tmp_path: Path) -> None:
    write(tmp_path / "issued.xlsx")
    macro = Macro(tmp_path / "issued.xlsx")
    table = macro.book["Summary"].tables["ByCategory"]
    bookings = macro.book["Summary"][table.ref][1][3]
    macro.put("Summary", bookings.coordinate, bookings.value + 1)
    receipt = macro.save(engines=[IRONCALC])
    assert receipt.values > 1
    assert not receipt.recalculates_on_load
    assert prove([tmp_path / "issued.xlsx"], [IRONCALC])[tmp_path / "issued.xlsx"] == []
    codes = set(check_workbook(tmp_path / "issued.xlsx", specs=[SPEC]).counts)
    assert codes == {"DATA-ALTERED", "CHECKS-FAIL"}


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        (7.5, '<c r="B9"><f>A1</f><v>7.5</v></c>'),
        ("a & b", '<c r="B9" t="str"><f>A1</f><v>a &amp; b</v></c>'),
        ("#N/A", '<c r="B9" t="e"><f>A1</f><v>#N/A</v></c>'),
        (True, '<c r="B9" t="b"><f>A1</f><v>1</v></c>'),
        ("", '<c r="B9" t="str"><f>A1</f><v></v></c>'),
        (None, '<c r="B9" t="str"><f>A1</f><v></v></c>'),
    ],
)
def test_a_new_formula_gets_the_value_that_it_has(value: Any, markup: str, rich: Path) -> None:
    program = Scripted(after={"Totals!B9": value})
    macro = Macro(rich)
    macro.put("Totals", "B9", "=A1")
    receipt = macro.save(engines=[program.engine()])
    assert markup in parts(rich)[SECOND].decode()
    assert not receipt.recalculates_on_load


@pytest.mark.parametrize(
    ("before", "after", "kept", "is_left"),
    [
        ({}, {"Totals!B1": 9.0}, 9.0, False),  # reached
        ({"Totals!B1": 1.0}, {"Totals!B1": 1.0}, 350.5, False),  # a disagreement of its own
        ({"Totals!B1": 1.0}, {"Totals!B1": 9.0}, 350.5, True),  # reached, yet not believed
        ({"Totals!B1": "#NAME?"}, {"Totals!B1": "#NAME?"}, 350.5, True),  # cannot calculate it
        ({}, {"Totals!B1": "#NAME?"}, 350.5, True),
        ({}, {"Totals!B1": "#DIV/0!"}, "#DIV/0!", False),
    ],
)
def test_only_a_program_that_agreed_before_is_believed(
    before: dict[str, Any], after: dict[str, Any], kept: Any, is_left: bool, rich: Path
) -> None:
    macro = Macro(rich)
    macro.put("Deals", "C3", 300)
    receipt = macro.save(engines=[Scripted(before, after).engine()])
    assert values(rich)["Totals!B1"] == kept
    assert receipt.recalculates_on_load is is_left
    assert (b'fullCalcOnLoad="1"' in parts(rich)[BOOK]) is is_left


def test_the_next_program_is_asked_where_one_gives_up(rich: Path) -> None:
    broken, works = Scripted(says="it broke"), Scripted(after={"Totals!B1": 9.0})
    macro = Macro(rich)
    macro.put("Deals", "C3", 300)
    receipt = macro.save(engines=[broken.engine(), works.engine()])
    assert (broken.calls, works.calls, receipt.values) == (1, 2, 1)


@pytest.mark.parametrize("engines", [(), (Scripted(says="it broke").engine(),)])
def test_without_a_program_the_file_is_calculated_when_it_is_opened(
    engines: tuple[Engine, ...], rich: Path
) -> None:
    before = values(rich)
    assert "RECALC-ON-LOAD" not in check_workbook(rich).counts
    macro = Macro(rich)
    macro.put("Deals", "C3", 300)
    assert macro.save(engines=engines).recalculates_on_load
    assert values(rich) == before
    assert b'<calcPr calcId="191029" fullCalcOnLoad="1"/>' in parts(rich)[BOOK]
    (finding,) = [f for f in check_workbook(rich).findings if f.code == "RECALC-ON-LOAD"]
    assert finding.severity == "warn"


def test_a_book_without_settings_of_calculation_gets_them(tmp_path: Path) -> None:
    book = str(PARTS[BOOK]).replace('<calcPr calcId="191029"/>', "")
    macro = Macro(write_rich(tmp_path / "rich.xlsx", {BOOK: book}))
    macro.put("Deals", "C3", 300)
    macro.save()
    assert b'</definedNames><calcPr fullCalcOnLoad="1"/><extLst>' in parts(macro.path)[BOOK]


def test_a_formula_over_several_cells_leaves_the_file_to_the_program(tmp_path: Path) -> None:
    macro = Macro(write_rich(tmp_path / "rich.xlsx"))
    macro.put("Deals", "C3", 300)
    receipt = macro.save(engines=[IRONCALC])
    assert (receipt.values, receipt.recalculates_on_load) == (3, True)


def test_a_file_without_values_gets_those_that_a_change_reaches(tmp_path: Path) -> None:
    bare = {
        part: re.sub(r"(</f>|/>)<v>[^<]*</v>", r"\1", str(PARTS[part])) for part in (FIRST, SECOND)
    }
    bare[FIRST] = bare[FIRST].replace('ref="E6:E7"', 'ref="E6"')
    macro = Macro(write_rich(tmp_path / "rich.xlsx", bare))
    macro.put("Deals", "C3", 300)
    macro.put("Totals", "B9", "=B1")
    receipt = macro.save(engines=[IRONCALC])
    assert (receipt.values, receipt.recalculates_on_load) == (4, False)
    kept = {"Deals!D3": 150, "Totals!B1": 450.5, "Totals!B2": 225.25, "Totals!B9": 450.5}
    assert {place: value for place, value in values(macro.path).items() if value} == kept


def test_marks_and_notes_ask_no_program(rich: Path) -> None:
    program = Scripted()
    macro = Macro(rich)
    macro.look("Deals", "C3", Aspect.NUMBER_FORMAT, "0.000")
    macro.note("Deals", "C3", "a note")
    sheet = macro.book.create_sheet("Findings")
    macro.note_change("Findings", "Findings", Aspect.SHEET_ADDED, None, 3)
    sheet["A1"] = "words"
    assert not macro.save(engines=[program.engine()]).recalculates_on_load
    assert program.calls == 0


def test_values_follow_a_sheet_that_is_called_otherwise(rich: Path) -> None:
    macro = Macro(rich)
    macro.book["Totals"].title = "Sums"
    macro.note_change("Totals", "Totals", Aspect.SHEET_RENAMED, "Totals", "Sums")
    macro.put("Deals", "C3", 300)
    receipt = macro.save(engines=[IRONCALC])
    assert (receipt.values, receipt.recalculates_on_load) == (3, False)
    assert values(rich)["Sums!B2"] == 225.25
    assert loaded(rich)["Sums"]["B2"].value == "=Total/2"


@pytest.mark.parametrize("on_load", ["1", "true"])
def test_check_speaks_of_formulas_alone(on_load: str, tmp_path: Path) -> None:
    book = str(PARTS[BOOK]).replace("<calcPr ", f'<calcPr fullCalcOnLoad="{on_load}" ')
    asked = write_rich(tmp_path / "asked.xlsx", {BOOK: book})
    assert check_workbook(asked).counts["RECALC-ON-LOAD"] == 1
    plain = {
        part: re.sub(r"<f\b[^>]*/>|<f\b.*?</f>", "", str(PARTS[part])) for part in (FIRST, SECOND)
    }
    values_only = write_rich(tmp_path / "plain.xlsx", {BOOK: book, **plain})
    assert "RECALC-ON-LOAD" not in check_workbook(values_only).counts
