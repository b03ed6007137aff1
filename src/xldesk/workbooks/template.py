"""Builds the empty workbook of a spec with openpyxl: styles, validations, charts, print setup.

A template depends on nothing but its spec and theme: no desk, no policy, no day.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableFormula, TableStyleInfo

from xldesk.workbooks import theme
from xldesk.workbooks.formula import file_form
from xldesk.workbooks.highlights import (
    CHECKS_CHIPS,
    add_flag_highlights,
    add_highlights,
    add_validation,
    flag_chips,
)
from xldesk.workbooks.layout import (
    BASIS_ROW,
    FILTERED_KINDS,
    FIRST_COLUMN,
    FLAG_ROW,
    LINE_HEIGHT,
    MARGIN_COLUMN,
    NOTE_ROW,
    OWN_FLAG_ROW,
    TITLE_ROW,
    PlacedChart,
    PlacedFields,
    PlacedFigures,
    PlacedTable,
    PlacedText,
    SheetLayout,
    formula_of,
    header_height,
    lay_out,
    row_height,
)
from xldesk.workbooks.paper import SIDE_MARGIN, paper_of
from xldesk.workbooks.standard_sheets import (
    FLAG_FORMULA,
    LISTS_TABLE,
    list_name,
)
from xldesk.workbooks.styles import (
    add_named_styles,
    register_variants,
    style_label,
    style_value,
)
from xldesk.workbooks.template_charts import add_chart
from xldesk.workbooks.template_names import LEDGER_FOOTER
from xldesk.workbooks.template_package import TABLE_STYLE, finish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from xldesk.workbooks.parts import Column, Sheet
    from xldesk.workbooks.spec import Workbook

CAPTION_HEIGHT = 27.0
"""Two lines under a key figure, in points."""


def build_template(spec: Workbook) -> bytes:
    """Return the .xlsx of ``spec`` without data; the same spec gives the same parts."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    add_named_styles(book)
    layouts = [lay_out(sheet, has_checks=spec.has_checks) for sheet in spec.pages]
    homes = {
        placed.table.name: (layout.sheet.name, placed)
        for layout in layouts
        for placed in layout.tables
    }
    for layout in layouts:
        _add_sheet(book, layout, has_checks=spec.has_checks)
    for layout in layouts:
        for placed in layout.placed:
            if isinstance(placed, PlacedChart):
                tab, source = homes[placed.chart.table]
                add_chart(book[layout.sheet.name], placed, source, tab)
    book.active = 0
    book.worksheets[0].sheet_view.tabSelected = True
    buffer = io.BytesIO()
    book.save(buffer)
    return finish(buffer.getvalue(), spec)


def _add_sheet(book: openpyxl.Workbook, layout: SheetLayout, *, has_checks: bool) -> None:
    spec = layout.sheet
    sheet = book.create_sheet(spec.name)
    _heading_lines(sheet, layout)
    _page(sheet, layout)
    for placed in layout.placed:
        if isinstance(placed, PlacedTable):
            _table(sheet, placed, spec, has_checks=has_checks)
        elif isinstance(placed, PlacedFigures):
            _figures(sheet, placed)
        elif isinstance(placed, PlacedFields):
            _fields(sheet, placed)
        elif isinstance(placed, PlacedText):
            _text(sheet, placed)
    sheet.protection.sheet = True
    sheet.protection.sort = False
    sheet.protection.autoFilter = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _heading_lines(sheet: Worksheet, layout: SheetLayout) -> None:
    spec = layout.sheet
    _put(sheet, TITLE_ROW, spec.title or spec.name, "Desk Title")
    _put(sheet, BASIS_ROW, None, "Desk Basis")
    sheet.row_dimensions[1].height = 9
    sheet.row_dimensions[TITLE_ROW].height = 24
    if spec.note:
        _put(sheet, NOTE_ROW, spec.note, "Desk Note")
    if layout.shows_flag:
        _flag_line(sheet, layout, FLAG_ROW, FLAG_FORMULA, CHECKS_CHIPS)
        if spec.flag is not None:
            _flag_line(sheet, layout, OWN_FLAG_ROW, spec.flag.formula, flag_chips(spec.flag))


def _flag_line(
    sheet: Worksheet, layout: SheetLayout, row: int, formula: str, chips: Mapping[str, str]
) -> None:
    _put(sheet, row, f"={file_form(formula, None)}", "Desk Flag")
    last = get_column_letter(FIRST_COLUMN + layout.flag_columns - 1)
    first = get_column_letter(FIRST_COLUMN)
    cells = f"{first}{row}" if first == last else f"{first}{row}:{last}{row}"
    add_flag_highlights(sheet, cells, chips)


def _put(sheet: Worksheet, row: int, value: object, style: str, column: int = FIRST_COLUMN) -> Cell:
    cell = sheet.cell(row, column, value)
    cell.style = style
    register_variants(cell, "text")
    return cell


def _page(sheet: Worksheet, layout: SheetLayout) -> None:
    spec = layout.sheet
    sheet.sheet_properties.tabColor = theme.TAB_COLOURS[spec.kind]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = bool(layout.tables) and spec.kind not in {"summary", "about"}
    sheet.freeze_panes = f"A{layout.frozen_row}"
    sheet.column_dimensions["A"].width = MARGIN_COLUMN
    for index, width in enumerate(layout.widths):
        sheet.column_dimensions[get_column_letter(FIRST_COLUMN + index)].width = width
    last = get_column_letter(layout.last_column)
    sheet.print_area = f"A1:{last}{layout.last_row}"
    first_repeated, last_repeated = layout.repeated_rows
    sheet.print_title_rows = f"{first_repeated}:{last_repeated}"
    paper = paper_of(layout)
    sheet.page_setup.orientation = paper.orientation
    sheet.page_setup.paperSize = paper.size
    sheet.page_setup.fitToWidth = paper.across
    if paper.across > 1:
        sheet.print_title_cols = f"A:{get_column_letter(FIRST_COLUMN)}"
        sheet.page_setup.pageOrder = "overThenDown"
    on_one_page = spec.kind == "summary" or spec.name == LISTS_TABLE
    sheet.page_setup.fitToHeight = 1 if on_one_page else 0
    sheet.print_options.horizontalCentered = False
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, SIDE_MARGIN)
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    for part, text in (
        (sheet.oddFooter.left, LEDGER_FOOTER),
        (sheet.oddFooter.center, "&A"),
        (sheet.oddFooter.right, "Page &P of &N"),
    ):
        part.text = text
        part.size = theme.CAPTION_SIZE
        part.font = f"{theme.FONT},Regular"
        part.color = theme.MUTED


def _table(sheet: Worksheet, placed: PlacedTable, spec: Sheet, *, has_checks: bool) -> None:
    table = placed.table
    if placed.heading_row:
        _put(sheet, placed.heading_row, table.heading, "Desk Heading")
    if placed.note_row:
        _put(sheet, placed.note_row, table.note, "Desk Note")
    with_buttons = spec.kind in FILTERED_KINDS
    sheet.row_dimensions[placed.header_row].height = header_height(table, with_buttons=with_buttons)
    last = placed.first_row + placed.count - 1
    for index, column in enumerate(table.columns):
        letter = get_column_letter(FIRST_COLUMN + index)
        header = sheet[f"{letter}{placed.header_row}"]
        header.value = column.name
        style_label(header, type_=column.type, has_button=with_buttons)
        for row in range(placed.first_row, last + 1):
            sheet.row_dimensions[row].height = row_height(1)
            cell = sheet[f"{letter}{row}"]
            style_value(cell, column.type, column.role, wrap=column.wrap)
            formula = formula_of(placed, index, row - placed.first_row)
            if formula is not None:
                cell.value = f"={formula}"
        cells = f"{letter}{placed.first_row}"
        if last > placed.first_row:
            cells += f":{letter}{last}"
        add_highlights(sheet, column, cells, has_checks=has_checks)
        add_validation(sheet, column, cells)
        if table.name == LISTS_TABLE:
            _name(sheet, list_name(column.field), f"${letter}${placed.first_row}")
    _excel_table(sheet, placed, last, with_buttons=with_buttons)


def _excel_table(sheet: Worksheet, placed: PlacedTable, last: int, *, with_buttons: bool) -> None:
    table = placed.table
    first_letter = get_column_letter(FIRST_COLUMN)
    last_letter = get_column_letter(FIRST_COLUMN + len(table.columns) - 1)
    excel = ExcelTable(
        displayName=table.name, ref=f"{first_letter}{placed.header_row}:{last_letter}{last}"
    )
    excel.name = table.name
    excel.totalsRowShown = False
    excel._initialise_columns()  # noqa: SLF001 -- else openpyxl leaves calculated columns out
    if not with_buttons:
        excel.autoFilter = None
    for index, (column, part) in enumerate(zip(excel.tableColumns, table.columns, strict=True), 1):
        column.id = index
        _fill_column(column, part, table.name)
    excel.tableStyleInfo = TableStyleInfo(name=TABLE_STYLE, showRowStripes=True)
    sheet.add_table(excel)


def _fill_column(excel: TableColumn, column: Column, table: str) -> None:
    excel.name = column.name
    if column.formula is not None:
        excel.calculatedColumnFormula = TableFormula(attr_text=file_form(column.formula, table))


def _figures(sheet: Worksheet, placed: PlacedFigures) -> None:
    sheet.row_dimensions[placed.value_row].height = 30
    sheet.row_dimensions[placed.caption_row].height = CAPTION_HEIGHT
    for index, figure in enumerate(placed.block.figures):
        column = placed.column(index)
        formula = None if figure.formula is None else f"={file_form(figure.formula, None)}"
        cell = sheet.cell(placed.value_row, column, formula)
        cell.style = "Desk Figure"
        cell.number_format = theme.FIGURE_FORMATS[figure.type]
        if figure.type in theme.TEXT_LIKE:
            register_variants(cell, "text")
        _put(sheet, placed.caption_row, figure.caption, "Desk Caption", column)
        if figure.name:
            _name(sheet, figure.name, f"${get_column_letter(column)}${placed.value_row}")


def _fields(sheet: Worksheet, placed: PlacedFields) -> None:
    if placed.heading_row:
        _put(sheet, placed.heading_row, placed.block.heading, "Desk Heading")
    for index, item in enumerate(placed.block.items):
        row = placed.first_row + index
        _put(sheet, row, item.label, "Desk Label")
        formula = None if item.formula is None else f"={file_form(item.formula, None)}"
        cell = sheet.cell(row, FIRST_COLUMN + 1, formula)
        style_value(cell, item.type, item.role, wrap=False)
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
        cell.number_format = theme.field_format(item.type, item.role)
        register_variants(cell, item.type)
        add_validation(sheet, item, cell.coordinate)
        sheet.row_dimensions[row].height = row_height(1)
        if item.name:
            _name(sheet, item.name, f"${get_column_letter(FIRST_COLUMN + 1)}${row}")


def _text(sheet: Worksheet, placed: PlacedText) -> None:
    if placed.heading_row:
        _put(sheet, placed.heading_row, placed.block.heading, "Desk Heading")
    for index, line in enumerate(placed.lines if placed.lines is not None else ("",)):
        _put(sheet, placed.first_row + index, line or None, "Desk Text")
        sheet.row_dimensions[placed.first_row + index].height = LINE_HEIGHT


def _name(sheet: Worksheet, name: str, cell: str) -> None:
    book = sheet.parent
    book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{cell}")
