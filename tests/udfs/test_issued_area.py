"""Which cells the desk issues: a totals row of people's own, below its rows, is none."""

from __future__ import annotations

from xldesk.excel.engine import headless
from xldesk_udfs.macros.issued_area import IssuedAreas


def test_a_totals_row_is_below_what_the_desk_issues() -> None:
    with headless():
        import xlwings as xw

        book = xw.App(add_book=True).books[0]
        sheet = book.sheets[0]
        sheet.name = "Credits"
        sheet.range("B6").value = [["Opportunity", "Credit"], ["W-1", 1.0]]
        table = sheet.tables.add(sheet.range("B6:C7"), name="Credits")
        assert IssuedAreas(book).has(sheet.range("B7"))
        assert not IssuedAreas(book).has(sheet.range("B8"))
        table.show_totals = True
        assert IssuedAreas(book).has(sheet.range("B7"))
        assert not IssuedAreas(book).has(sheet.range("B8"))
