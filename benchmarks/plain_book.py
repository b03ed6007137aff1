"""A workbook as plain values: what another writer needs to make one that looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell.cell import Cell
    from openpyxl.chart.bar_chart import BarChart
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

_PROPERTIES = ("title", "creator", "category", "version", "lastModifiedBy", "created")

_EMU_A_POINT = 12_700


def taken_apart(path: Path) -> dict[str, Any]:
    """Return sheets with what they hold, and the formats and styles they name by number.

    ``formats`` are those of cells; ``styles`` are those that conditional rules lay over them.
    Colours are six hexadecimal digits, and None where there is none.
    """
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    formats: dict[str, int] = {}
    kept: list[dict[str, Any]] = []
    styles: list[dict[str, Any]] = []
    sheets = [
        {
            "name": sheet.title,
            "freeze": sheet.freeze_panes,
            "widths": {letters: size.width for letters, size in sheet.column_dimensions.items()},
            "heights": {
                row: size.height for row, size in sheet.row_dimensions.items() if size.height
            },
            "tables": [
                (table.displayName, table.ref, [column.name for column in table.tableColumns])
                for table in sheet.tables.values()
            ],
            "validations": _validations(sheet),
            "rules": _rules(sheet, styles),
            "links": [
                (cell.row, cell.column, cell.hyperlink.location, cell.hyperlink.display)
                for row in sheet.iter_rows()
                for cell in row
                if cell.hyperlink
            ],
            "charts": [_chart(chart) for chart in sheet._charts],  # noqa: SLF001 no other way
            "grid": bool(sheet.sheet_view.showGridLines),
            "tab": _colour(sheet.sheet_properties.tabColor),
            "print": _print(sheet),
            "protection": _protection(sheet),
            "cells": [
                (
                    cell.row,
                    cell.column,
                    cell.value,
                    values[sheet.title].cell(cell.row, cell.column).value,
                    _number(cell, formats, kept),
                )
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None or cell.has_style
            ],
        }
        for sheet in formulas.worksheets
    ]
    return {
        "sheets": sheets,
        "formats": kept,
        "styles": styles,
        "names": {name: found.attr_text for name, found in formulas.defined_names.items()},
        "properties": _properties(formulas),
    }


def _properties(book: Workbook) -> dict[str, Any]:
    found = {name: getattr(book.properties, name) for name in _PROPERTIES}
    return {name: value for name, value in found.items() if value is not None}


def _validations(sheet: Worksheet) -> list[dict[str, Any]]:
    return [
        {
            "ranges": str(rule.sqref).split(),
            "type": rule.type,
            "operator": rule.operator,
            "formulas": [text for text in (rule.formula1, rule.formula2) if text],
            "title": rule.promptTitle,
            "prompt": rule.prompt,
            "error_title": rule.errorTitle,
            "error": rule.error,
            "tells": bool(rule.showInputMessage),
            "stops": bool(rule.showErrorMessage),
            "blank": bool(rule.allowBlank),
        }
        for rule in sheet.data_validations.dataValidation
    ]


def _rules(sheet: Worksheet, styles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the conditional rules in their order, their styles as numbers in ``styles``."""
    found: list[dict[str, Any]] = []
    for place in sheet.conditional_formatting:
        for rule in place.rules:
            style = {
                "bold": bool(rule.dxf.font.b),
                "color": _colour(rule.dxf.font.color),
                "fill": _colour(rule.dxf.fill.bgColor) if rule.dxf.fill else None,
            }
            if style not in styles:
                styles.append(style)
            found.append(
                {
                    "ranges": str(place.sqref).split(),
                    "type": rule.type,
                    "operator": rule.operator,
                    "formulas": list(rule.formula),
                    "style": styles.index(style),
                    "stop": bool(rule.stopIfTrue),
                }
            )
    return found


def _print(sheet: Worksheet) -> dict[str, Any]:
    """Return the print set-up; margins are in inches, titles the first and last row to repeat."""
    titles, margins = sheet.print_title_rows, sheet.page_margins
    return {
        "titles": [int(row) for row in titles.replace("$", "").split(":")] if titles else None,
        "area": sheet.print_area.rpartition("!")[2].replace("$", "") or None,
        "orientation": sheet.page_setup.orientation,
        "paper": sheet.page_setup.paperSize,
        "fit": (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight)
        if sheet.sheet_properties.pageSetUpPr.fitToPage
        else None,
        "margins": {
            name: getattr(margins, name)
            for name in ("left", "right", "top", "bottom", "header", "footer")
        },
        "header": _edge(sheet.oddHeader),
        "footer": _edge(sheet.oddFooter),
    }


def _edge(edge: HeaderFooterItem) -> dict[str, dict[str, Any]]:
    """Return the parts of a header or footer that have a text, by ``left, center, right``."""
    return {
        name: {"text": part.text, "font": part.font, "size": part.size, "color": part.color}
        for name in ("left", "center", "right")
        if (part := getattr(edge, name)).text
    }


def _protection(sheet: Worksheet) -> dict[str, bool] | None:
    """Return what a protected sheet keeps from its readers, by the file format's words."""
    if not sheet.protection.sheet:
        return None
    return {
        name: getattr(sheet.protection, name)
        for name in sheet.protection.__attrs__
        if isinstance(getattr(sheet.protection, name), bool) and name != "sheet"
    }


def _chart(chart: BarChart) -> dict[str, Any]:
    """Return a column chart: sizes in EMU (360,000 a centimetre), widths of lines in points."""
    start = chart.anchor._from  # noqa: SLF001 the file's word
    corner = chart.title.layout.manualLayout
    return {
        "place": f"{openpyxl.utils.get_column_letter(start.col + 1)}{start.row + 1}",
        "size": (chart.anchor.ext.width, chart.anchor.ext.height),
        "grouping": chart.grouping,
        "gap": chart.gapWidth,
        "overlap": chart.overlap,
        "title": {**_words(chart.title), "corner": (corner.x, corner.y)},
        "series": [
            {
                "name": one.tx.strRef.f,
                "categories": one.cat.strRef.f,
                "values": one.val.numRef.f,
                "fill": one.spPr.solidFill.srgbClr,
                "line": _line(one.spPr),
            }
            for one in chart.series
        ],
        "x": {
            "font": _font(chart.x_axis.txPr.p[0]),
            "labels": chart.x_axis.tickLblPos,
            "line": _line(chart.x_axis.spPr),
        },
        "y": {
            "title": _words(chart.y_axis.title),
            "font": _font(chart.y_axis.txPr.p[0]),
            "number": chart.y_axis.numFmt.formatCode,
            "step": chart.y_axis.majorUnit,
            "grid": _line(chart.y_axis.majorGridlines.spPr),
            "line": _line(chart.y_axis.spPr),
        },
        "legend": {"position": chart.legend.position, "font": _font(chart.legend.txPr.p[0])},
        "border": _line(chart.graphical_properties),
    }


def _words(title: Any) -> dict[str, Any]:
    paragraph = title.tx.rich.p[0]
    return {"text": paragraph.r[0].t, "font": _font(paragraph)}


def _font(paragraph: Any) -> dict[str, Any]:
    found = paragraph.pPr.defRPr
    return {
        "name": found.latin.typeface,
        "size": found.sz / 100,
        "bold": bool(found.b),
        "color": found.solidFill.srgbClr,
    }


def _line(shape: Any) -> dict[str, Any] | None:
    """Return a line's colour and width, or None where no line is drawn."""
    if shape.ln.noFill:
        return None
    return {"color": shape.ln.solidFill.srgbClr, "width": shape.ln.w / _EMU_A_POINT}


def _number(cell: Cell, formats: dict[str, int], kept: list[dict[str, Any]]) -> int:
    """Return the number of the cell's format, which is kept where it is new."""
    found = {
        "font": cell.font.name,
        "size": cell.font.sz,
        "bold": bool(cell.font.b),
        "italic": bool(cell.font.i),
        "color": _colour(cell.font.color),
        "fill": _colour(cell.fill.fgColor) if cell.fill.fill_type == "solid" else None,
        "bottom": cell.border.bottom.style if cell.border.bottom else None,
        "bottom_color": _colour(cell.border.bottom.color) if cell.border.bottom else None,
        "horizontal": cell.alignment.horizontal,
        "vertical": cell.alignment.vertical,
        "wrap": bool(cell.alignment.wrap_text),
        "indent": int(cell.alignment.indent or 0),
        "number": cell.number_format,
        "locked": bool(cell.protection.locked),
    }
    key = repr(found)
    if key not in formats:
        formats[key] = len(kept)
        kept.append(found)
    return formats[key]


def _colour(colour: Any) -> str | None:
    return colour.rgb[-6:] if colour is not None and colour.type == "rgb" else None
