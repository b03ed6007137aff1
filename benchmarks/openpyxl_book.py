"""Builds a workbook of plain cells and formats with openpyxl, as its manual shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet


def write(plain: dict[str, Any], path: Path) -> None:
    """Write what ``plain_book.taken_apart`` returned as ``path``."""
    book = Workbook()
    book.remove(book.active)
    names = [f"format {number}" for number in range(len(plain["formats"]))]
    for name, found in zip(names, plain["formats"], strict=True):
        book.add_named_style(_style(name, found))
    for one in plain["sheets"]:
        _fill(book.create_sheet(one["name"]), one, names)
    book.save(path)


def _fill(sheet: Worksheet, plain: dict[str, Any], names: list[str]) -> None:
    sheet.freeze_panes = plain["freeze"]
    for letters, width in plain["widths"].items():
        sheet.column_dimensions[letters].width = width
    for row, height in plain["heights"].items():
        sheet.row_dimensions[row].height = height
    for row, column, written, _, number in plain["cells"]:
        sheet.cell(row, column, written).style = names[number]
    for name, reference, _ in plain["tables"]:
        table = Table(displayName=name, ref=reference)
        table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
        sheet.add_table(table)
    for rule in plain["validations"]:
        validation = DataValidation(
            rule["type"],
            *rule["formulas"],
            promptTitle=rule["title"],
            prompt=rule["prompt"],
            sqref=rule["range"],
        )
        sheet.add_data_validation(validation)


def _style(name: str, found: dict[str, Any]) -> NamedStyle:
    bottom = Side(found["bottom"], found["bottom_color"]) if found["bottom"] else None
    return NamedStyle(
        name,
        font=Font(
            name=found["font"],
            sz=found["size"],
            b=found["bold"],
            i=found["italic"],
            color=found["color"],
        ),
        fill=PatternFill("solid", fgColor=found["fill"]) if found["fill"] else PatternFill(),
        border=Border(bottom=bottom) if bottom else Border(),
        alignment=Alignment(
            found["horizontal"], found["vertical"], wrap_text=found["wrap"], indent=found["indent"]
        ),
        number_format=found["number"],
        protection=Protection(locked=found["locked"]),
    )
