"""Writes a workbook of plain cells and formats with XlsxWriter, as its manual shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path


def write(plain: dict[str, Any], path: Path) -> None:
    """Write what ``plain_book.taken_apart`` returned as ``path``."""
    with xlsxwriter.Workbook(path) as book:
        formats = [book.add_format(_properties(found)) for found in plain["formats"]]
        for one in plain["sheets"]:
            _fill(book.add_worksheet(one["name"]), one, formats)


def _fill(sheet: Any, plain: dict[str, Any], formats: list[Any]) -> None:
    if plain["freeze"]:
        sheet.freeze_panes(plain["freeze"])
    for letters, width in plain["widths"].items():
        sheet.set_column(f"{letters}:{letters}", width)
    for row, height in plain["heights"].items():
        sheet.set_row(row - 1, height)
    for name, reference, columns in plain["tables"]:
        sheet.add_table(
            reference,
            {
                "name": name,
                "style": "Table Style Light 1",
                "columns": [{"header": column} for column in columns],
            },
        )
    for row, column, written, value, number in plain["cells"]:
        _put(sheet, (row - 1, column - 1), written, value, formats[number])
    for rule in plain["validations"]:
        sheet.data_validation(rule["range"], _rule(rule))


def _put(sheet: Any, place: tuple[int, int], written: Any, value: Any, form: Any) -> None:
    if isinstance(written, str):
        if written.startswith("="):
            sheet.write_formula(*place, written, form, value)
        else:
            sheet.write_string(*place, written, form)
    elif written is None:
        sheet.write_blank(*place, None, form)
    elif hasattr(written, "year"):
        sheet.write_datetime(*place, written, form)
    else:
        sheet.write_number(*place, written, form)


def _properties(found: dict[str, Any]) -> dict[str, Any]:
    wanted = {
        "font_name": found["font"],
        "font_size": found["size"],
        "bold": found["bold"],
        "italic": found["italic"],
        "font_color": found["color"] and f"#{found['color']}",
        "bg_color": found["fill"] and f"#{found['fill']}",
        "bottom": 1 if found["bottom"] else None,
        "bottom_color": found["bottom_color"] and f"#{found['bottom_color']}",
        "align": found["horizontal"],
        "valign": {"center": "vcenter"}.get(found["vertical"], found["vertical"]),
        "text_wrap": found["wrap"],
        "indent": found["indent"],
        "num_format": found["number"],
        "locked": found["locked"],
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a validation as XlsxWriter takes it."""
    wanted = {
        "validate": rule["type"] or "any",
        "input_title": rule["title"],
        "input_message": rule["prompt"],
    }
    if not rule["formulas"]:
        return wanted
    first, *second = rule["formulas"]
    if rule["type"] == "list":
        source = first.strip('"').split(",") if first.startswith('"') else f"={first}"
        return {**wanted, "source": source}
    if rule["type"] == "custom":
        return {**wanted, "value": f"={first}"}
    if second:
        return {**wanted, "criteria": rule["operator"], "minimum": first, "maximum": second[0]}
    return {**wanted, "criteria": rule["operator"], "value": first}
