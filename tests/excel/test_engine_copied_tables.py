"""A copied sheet's tables calculate what their models do, and read themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.table import TableFormula

from excel.patching import parts
from xldesk.excel.engine import journal_of
from xldesk.excel.engine.missing import MissingMemberError

pytestmark = pytest.mark.headless

HALF, OWN = "Deals[[#This Row],[amount]]/2", "SUM(Deals[half])+1"


@pytest.fixture
def sheet(app: Any, tmp_path: Path) -> Any:
    """Return the first sheet of a file with a table that calculates, and one beside it."""
    book = app.books.add()
    sheet = book.sheets[0]
    sheet["A1"].value = [["id", "amount", "half"], ["a", 1, f"={HALF}"], ["b", 2, f"={HALF}"]]
    table = sheet.tables.add(sheet["A1:C3"], name="Deals")
    sheet["F1"].value = [["rate"], [2]]
    sheet.tables.add(sheet["F1:F2"], name="Rates")
    table.show_totals = True
    columns = table.impl.api.tableColumns
    columns[0].totalsRowLabel = "Total"
    columns[1].totalsRowFunction = "sum"
    columns[2].calculatedColumnFormula = TableFormula(attr_text=HALF)
    columns[2].totalsRowFunction = "custom"
    columns[2].totalsRowFormula = TableFormula(attr_text=OWN)
    sheet["B4:C4"].formula = [["=SUBTOTAL(109,Deals[amount])", f"={OWN}"]]
    sheet["H1"].formula = '="Deals"&Deals[[#Totals],[amount]]*Rates[rate]'
    other = book.sheets.add("Other", after=sheet)
    other["A1"].formula = "=SUM(Deals[amount])"
    book.save(tmp_path / "model.xlsx")
    book.close()
    return app.books.open(tmp_path / "model.xlsx").sheets[0]


def test_a_copied_table_calculates_and_the_copy_reads_it(sheet: Any) -> None:
    copied = sheet.copy(name="Copy")
    assert copied["C2"].formula == "=Deals_2[[#This Row],[amount]]/2"
    copied.tables["Deals_2"].name = "Mine"
    assert copied["C2:C4"].formula == (
        ("=Mine[[#This Row],[amount]]/2",),
        ("=Mine[[#This Row],[amount]]/2",),
        ("=SUM(Mine[half])+1",),
    )
    assert copied["B4"].formula == "=SUBTOTAL(109,Mine[amount])"
    assert copied["H1"].formula == '="Deals"&Mine[[#Totals],[amount]]*Rates_2[rate]'
    assert sheet["B4"].formula == "=SUBTOTAL(109,Deals[amount])"
    book = sheet.book
    assert book.sheets["Other"]["A1"].formula == "=SUM(Deals[amount])"
    book.save()
    texts = [
        text.decode() for name, text in parts(Path(book.fullname)).items() if "tables/" in name
    ]
    model = next(text for text in texts if 'displayName="Deals"' in text)
    (mine,) = (text for text in texts if 'displayName="Mine"' in text)
    for said in (
        ' totalsRowLabel="Total"',
        ' totalsRowFunction="sum"',
        "<calculatedColumnFormula>Mine[[#This Row],[amount]]/2</calculatedColumnFormula>",
        "<totalsRowFormula>SUM(Mine[half])+1</totalsRowFormula>",
    ):
        assert said in mine
        assert said.replace("Mine", "Deals") in model


def test_a_copy_that_is_undone_leaves_nothing(sheet: Any) -> None:
    sheet.copy(name="Copy").tables["Deals_2"].name = "Mine"
    journal_of(sheet.book).undo()
    assert [table.name for found in sheet.book.sheets for table in found.tables] == [
        "Deals",
        "Rates",
    ]
    assert sheet["C2"].formula == f"={HALF}"


def test_a_column_of_array_formulas_is_not_copied(sheet: Any) -> None:
    sheet.tables["Deals"].impl.api.tableColumns[2].calculatedColumnFormula.array = True
    with pytest.raises(MissingMemberError, match="of table Deals, whose column half has array"):
        sheet.copy()
    assert len(sheet.book.sheets) == 2
