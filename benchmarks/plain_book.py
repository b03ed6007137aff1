"""A workbook as plain values: what another writer needs to make one that looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def taken_apart(path: Path) -> dict[str, Any]:
    """Return sheets with their cells, and the formats that cells name by number."""
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    formats: dict[str, int] = {}
    kept: list[dict[str, Any]] = []
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
    return {"sheets": sheets, "formats": kept}


def _validations(sheet: Worksheet) -> list[dict[str, Any]]:
    return [
        {
            "range": str(rule.sqref).split()[0],
            "type": rule.type,
            "operator": rule.operator or "between",
            "formulas": [text for text in (rule.formula1, rule.formula2) if text],
            "title": rule.promptTitle or "",
            "prompt": rule.prompt or "",
        }
        for rule in sheet.data_validations.dataValidation
    ]


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
