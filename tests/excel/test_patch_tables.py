"""Tables after a patch: added, resized, renamed, gone, and never at odds with their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from excel.patching import Macro, loaded, parts
from excel.rich_workbook import PARTS, write_rich
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import PatchError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECOND, TABLE = "xl/worksheets/sheet2.xml", "xl/tables/table1.xml"


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return write_rich(tmp_path / "rich.xlsx")


def around(macro: Macro, sheet: str, place: str, aspect: Aspect, new: object) -> None:
    """Note a change that was made to a table."""
    macro.note_change(sheet, place, aspect, object(), new)


def resize(macro: Macro, ref: str, columns: tuple[str, ...]) -> None:
    table = macro.book["Deals"].tables["Deals_1"]
    known = {column.name: column for column in table.tableColumns}
    table.ref = table.autoFilter.ref = ref
    table.tableColumns = [known.get(name) or TableColumn(1, name=name) for name in columns]
    around(macro, "Deals", "Deals_1", Aspect.TABLE_RESIZED, ref)


def test_a_table_grows_and_keeps_what_is_said_of_its_columns(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "E1", "Words & more")
    resize(macro, "A1:E5", ("Deal", "Partner", "Amount", "Half", "Words & more"))
    macro.save(tmp_path / "out.xlsx")
    text = parts(tmp_path / "out.xlsx")[TABLE].decode()
    assert text.count('ref="A1:E5"') == 2
    assert '<tableColumn id="4" name="Half"><calculatedColumnFormula>' in text
    assert '<tableColumns count="5">' in text
    assert '<tableColumn id="6" name="Words &amp; more"/>' in text
    assert 'headerRowDxfId="0"' in text
    assert loaded(tmp_path / "out.xlsx")["Deals"].tables["Deals_1"].ref == "A1:E5"


def test_a_column_is_called_otherwise_where_no_formula_speaks_of_it(rich: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "B1", "Company")
    resize(macro, "A1:D4", ("Deal", "Company", "Amount", "Half"))
    macro.save()
    assert b'<tableColumn id="2" name="Company"/>' in parts(rich)[TABLE]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m.put("Deals", "B1", "Other"), r"value of Deals!B1: it names a column"),
        (
            lambda m: (
                m.put("Deals", "C1", "Sum"),
                resize(m, "A1:D4", ("Deal", "Partner", "Sum", "Half")),
            ),
            "column amount of a table is to go, and a formula in xl/tables/table1.xml",
        ),
        (
            lambda m: resize(m, "A1:E4", ("Deal", "Partner", "Amount", "Half", "More")),
            "must be different texts",
        ),
    ],
)
def test_a_table_never_says_other_names_than_its_cells(
    change: Callable[[Macro], Any], words: str, rich: Path
) -> None:
    macro = Macro(rich)
    change(macro)
    with pytest.raises(PatchError, match=words):
        macro.save()


def test_a_table_is_added_renamed_and_taken_away(rich: Path) -> None:
    macro = Macro(rich)
    sheet = macro.book["Totals"]
    for place, value in (("D5", "One"), ("E5", "Two"), ("D6", 1), ("E6", "=SUM(Sums[One])")):
        macro.put("Totals", place, value)
    sheet.add_table(
        Table(displayName="Sums", ref="D5:E6", tableStyleInfo=TableStyleInfo("TableStyleLight1"))
    )
    around(macro, "Totals", "Sums", Aspect.TABLE_ADDED, "D5:E6")
    macro.save()
    assert (
        b'id="8" name="Sums" displayName="Sums" ref="D5:E6"' in parts(rich)["xl/tables/table2.xml"]
    )
    assert b'tableParts count="1"' in parts(rich)[SECOND]
    named = Macro(rich)
    table = named.book["Totals"].tables.pop("Sums")
    table.name = table.displayName = "Parts"
    named.book["Totals"].tables["Parts"] = table
    around(named, "Totals", "Sums", Aspect.TABLE_RENAMED, "Parts")
    named.save()
    assert b'displayName="Parts"' in parts(rich)["xl/tables/table2.xml"]
    assert loaded(rich)["Totals"]["E6"].value == "=SUM(Parts[One])"
    gone = Macro(rich)
    del gone.book["Totals"].tables["Parts"]
    around(gone, "Totals", "Parts", Aspect.TABLE_DELETED, None)
    with pytest.raises(PatchError, match="parts is to go, and a formula in"):
        gone.save()
    gone.put("Totals", "E6", 1)
    gone.save()
    assert "xl/tables/table2.xml" not in parts(rich)
    assert b"tablePart" not in parts(rich)[SECOND]


def test_a_table_looks_otherwise(rich: Path) -> None:
    macro = Macro(rich)
    table = macro.book["Deals"].tables["Deals_1"]
    table.tableStyleInfo = TableStyleInfo("TableStyleDark1", showColumnStripes=True)
    table.totalsRowCount, table.ref = 1, "A1:D5"
    around(macro, "Deals", "Deals_1", Aspect.TABLE_LOOK, "")
    macro.save()
    text = parts(rich)[TABLE].decode()
    assert '<autoFilter ref="A1:D4"/>' in text
    assert 'totalsRowCount="1"' in text
    look = re.findall(r"<tableStyleInfo ([^>]*)/>", text)[0]
    stripes = 'showRowStripes="0" showColumnStripes="1"'
    assert look == f'name="TableStyleDark1" showFirstColumn="0" showLastColumn="0" {stripes}'


def test_a_table_from_outside_goes_with_its_query(tmp_path: Path) -> None:
    query = "xl/queryTables/queryTable1.xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/queryTable" Target="/{query}"/>'
        "</Relationships>"
    )
    added = {query: "<queryTable/>", "xl/tables/_rels/table1.xml.rels": relations}
    plain = re.sub(r"<calculated.*</calculatedColumnFormula>", "", str(PARTS[TABLE]))
    macro = Macro(write_rich(tmp_path / "rich.xlsx", {**added, TABLE: plain}))
    del macro.book["Deals"].tables["Deals_1"]
    around(macro, "Deals", "Deals_1", Aspect.TABLE_DELETED, None)
    macro.save()
    assert {TABLE, *added}.isdisjoint(parts(macro.path))
