"""A workbook made with openpyxl in which no modelling rule finds anything, to plant faults in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, NamedStyle, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table

from workbooks.repackage import repackaged

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

AMOUNT = "#,##0.00;(#,##0.00)"
DEALS = 60
FIRST, LAST = 4, 3 + DEALS
CREDIT = "=Deals[[#This Row],[Amount]]*Deals[[#This Row],[Share]]"
DRAWING = "xl/drawings/drawing1.xml"


def sound_book() -> openpyxl.Workbook:
    """Return the workbook; formulas have no values, as openpyxl writes none."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.add_named_style(
        NamedStyle(
            "House input",
            font=Font(color="1D4ED8"),
            fill=PatternFill("solid", fgColor="FFF8E1"),
            protection=Protection(locked=False),
        )
    )
    _deals(book.create_sheet("Deals"))
    _plan(book.create_sheet("Plan"))
    checks = book.create_sheet("Checks")
    checks.append(["Check", "Difference"])
    checks.append(["Shares", "=SUM(Deals[Share])-ROWS(Deals[Share])"])
    checks.append(["Credits", "=SUM(Deals[Credit])-SUM(Deals[Amount])"])
    checks.append(["Plan", "=Plan!C8-Plan!C8"])
    checks.append(["Checks that fail", "=ABS(B2)+ABS(B3)+ABS(B4)"])
    book.defined_names["Checks_Failed"] = DefinedName("Checks_Failed", attr_text="'Checks'!$B$5")
    about = book.create_sheet("About")
    about.append(["Version", "1.4"])
    about.append(["SHA-256 of the data", "ab" * 32])
    _summary(book.create_sheet("Summary", 0), book["Deals"])
    for sheet in book:
        _set_up(sheet)
    return book


def _deals(sheet: Worksheet) -> None:
    """Add a table longer than a screen."""
    sheet["A1"] = "Deals, amounts in EUR"
    for column, name in enumerate(("Deal", "Amount", "Share", "Credit"), start=1):
        sheet.cell(FIRST - 1, column, name)
    for row in range(FIRST, LAST + 1):
        sheet.cell(row, 1, f"W-{row}")
        sheet.cell(row, 2, row * 1_000).number_format = AMOUNT
        sheet.cell(row, 3, 1)
        sheet.cell(row, 4, CREDIT).number_format = AMOUNT
    sheet.add_table(Table(displayName="Deals", ref=f"A{FIRST - 1}:D{LAST}"))
    sheet.freeze_panes = f"A{FIRST}"


def _plan(sheet: Worksheet) -> None:
    """Add inputs and calculations without a table: filled down, and across months."""
    sheet.append(["Month", "Pipeline", "Weighted", "Rate"])
    for row in range(2, 8):
        sheet.append([f"2026-{row:02}", row * 100, f"=B{row}*$D$2"])
    sheet["C8"] = "=SUM(C2:C7)"
    sheet["D2"] = 0.35
    for place in [f"B{row}" for row in range(2, 8)] + ["D2"]:
        sheet[place].style = "House input"
    for column in "FGHI":
        before = chr(ord(column) - 1)
        sheet[f"{column}2"] = f"={before}2+1"
        sheet[f"{column}3"] = f"={column}2*Plan!$D$2"
        sheet[f"{column}4"] = f"={column}3-{column}2"


def _summary(sheet: Worksheet, deals: Worksheet) -> None:
    sheet["A1"] = '=IF(Checks_Failed=0,"all checks hold","checks fail")'
    sheet.sheet_view.showGridLines = False
    chart = BarChart()
    chart.title = "Credit by deal"
    chart.y_axis.title = "EUR"
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.add_data(Reference(deals, min_col=4, min_row=3, max_row=12), titles_from_data=True)
    sheet.add_chart(chart, "B4")


def _set_up(sheet: Worksheet) -> None:
    sheet.print_area = "A1:I70"
    sheet.print_title_rows = "1:1"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.protection.sheet = True
    if sheet.title == "About":
        sheet.sheet_view.showGridLines = False


def saved(book: openpyxl.Workbook, folder: Path, *, alt_text: str = "Bars: credit by deal") -> Path:
    """Return the file of ``book``, its charts with the alternative text openpyxl cannot write."""
    path = folder / "saved.xlsx"
    book.save(path)

    def described(part: bytes) -> bytes:
        text, count = re.subn(rb'name="Chart 1"', rf'\g<0> descr="{alt_text}"'.encode(), part)
        assert count == 1, "there is one chart"
        return text

    return repackaged(path, {DRAWING: described})
