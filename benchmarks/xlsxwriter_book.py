"""Writes a workbook of plain values with XlsxWriter, as its manual shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

_CRITERIA = {
    "between": "between",
    "notBetween": "not between",
    "equal": "==",
    "notEqual": "!=",
    "greaterThan": ">",
    "lessThan": "<",
    "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=",
}
_ALLOWANCES = {
    "objects": "objects",
    "scenarios": "scenarios",
    "formatCells": "format_cells",
    "formatColumns": "format_columns",
    "formatRows": "format_rows",
    "insertColumns": "insert_columns",
    "insertRows": "insert_rows",
    "insertHyperlinks": "insert_hyperlinks",
    "deleteColumns": "delete_columns",
    "deleteRows": "delete_rows",
    "selectLockedCells": "select_locked_cells",
    "selectUnlockedCells": "select_unlocked_cells",
    "sort": "sort",
    "autoFilter": "autofilter",
    "pivotTables": "pivot_tables",
}
_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "category": "category",
    "created": "created",
}
_SUBTYPES = {"stacked": "stacked", "percentStacked": "percent_stacked"}
_LABELS = {"low": "low", "high": "high", "nextTo": "next_to"}
_SIDES = {"b": "bottom", "t": "top", "l": "left", "r": "right"}
_EMU_A_PIXEL = 9_525
_PADDING = 5 / 7
"""What XlsxWriter adds to a column's width, which it takes as characters, for the cell's edges."""


def write(plain: dict[str, Any], path: Path) -> None:
    """Write what ``plain_book.taken_apart`` returned as ``path``."""
    with xlsxwriter.Workbook(path) as book:
        formats = [book.add_format(_properties(found)) for found in plain["formats"]]
        styles = [book.add_format(_changes(found)) for found in plain["styles"]]
        for one in plain["sheets"]:
            sheet = book.add_worksheet(one["name"])
            _fill(sheet, one, formats)
            _look(sheet, one, styles)
            _set_up_print(sheet, one["print"])
            for chart in one["charts"]:
                sheet.insert_chart(chart["place"], _chart(book, chart), {"object_position": 2})
        for name, place in plain["names"].items():
            book.define_name(name, f"={place}")
        found = plain["properties"]
        book.set_properties(
            {theirs: found[ours] for ours, theirs in _PROPERTIES.items() if ours in found}
        )


def _fill(sheet: Any, plain: dict[str, Any], formats: list[Any]) -> None:
    if plain["freeze"]:
        sheet.freeze_panes(plain["freeze"])
    for letters, width in plain["widths"].items():
        sheet.set_column(f"{letters}:{letters}", width - _PADDING)
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
    links = {(row, column): location for row, column, location, _ in plain["links"]}
    for row, column, written, value, number in plain["cells"]:
        if links and (row, column) in links:
            target = f"internal:{links[row, column]}"
            sheet.write_url(row - 1, column - 1, target, formats[number], written)
        else:
            _put(sheet, (row - 1, column - 1), written, value, formats[number])
    for rule in plain["validations"]:
        sheet.data_validation(rule["ranges"][0], _several(rule, _rule(rule)))


def _put(sheet: Any, place: tuple[int, int], written: Any, value: Any, form: Any) -> None:
    if isinstance(written, str):
        if written.startswith("="):
            sheet.write_formula(*place, written, form, "" if value is None else value)
        else:
            sheet.write_string(*place, written, form)
    elif written is None:
        sheet.write_blank(*place, None, form)
    elif hasattr(written, "year"):
        sheet.write_datetime(*place, written, form)
    else:
        sheet.write_number(*place, written, form)


def _look(sheet: Any, plain: dict[str, Any], styles: list[Any]) -> None:
    """Give the sheet its conditional rules, tab, view and protection."""
    for rule in plain["rules"]:
        wanted = {
            **_condition(rule),
            "format": styles[rule["style"]],
            "stop_if_true": rule["stop"],
        }
        sheet.conditional_format(rule["ranges"][0], _several(rule, wanted))
    if plain["tab"]:
        sheet.set_tab_color(f"#{plain['tab']}")
    if not plain["grid"]:
        sheet.hide_gridlines(2)
    if plain["protection"]:
        kept = plain["protection"]
        sheet.protect("", {theirs: not kept[ours] for ours, theirs in _ALLOWANCES.items()})


def _condition(rule: dict[str, Any]) -> dict[str, Any]:
    first, *second = rule["formulas"]
    if rule["type"] == "expression":
        return {"type": "formula", "criteria": f"={first}"}
    criteria = _CRITERIA[rule["operator"]]
    if second:
        return {"type": "cell", "criteria": criteria, "minimum": first, "maximum": second[0]}
    return {"type": "cell", "criteria": criteria, "value": first}


def _several(rule: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what is wanted with all ranges of the rule, where it has more than one."""
    if len(rule["ranges"]) == 1:
        return wanted
    return {**wanted, "multi_range": " ".join(rule["ranges"])}


def _set_up_print(sheet: Any, plain: dict[str, Any]) -> None:
    if plain["titles"]:
        sheet.repeat_rows(*(row - 1 for row in plain["titles"]))
    if plain["area"]:
        sheet.print_area(plain["area"])
    if plain["orientation"] == "landscape":
        sheet.set_landscape()
    sheet.set_paper(plain["paper"])
    if plain["fit"]:
        sheet.fit_to_pages(*plain["fit"])
    margins = plain["margins"]
    sheet.set_margins(margins["left"], margins["right"], margins["top"], margins["bottom"])
    sheet.set_header(_edge(plain["header"]), {"margin": margins["header"]})
    sheet.set_footer(_edge(plain["footer"]), {"margin": margins["footer"]})


def _edge(parts: dict[str, dict[str, Any]]) -> str:
    """Return a header or footer in the codes of the file format."""
    return "".join(
        f'&{name[0].upper()}&"{part["font"]}"&{part["size"]} &K{part["color"]}{part["text"]}'
        for name, part in parts.items()
    )


def _chart(book: Any, plain: dict[str, Any]) -> Any:
    chart = book.add_chart({"type": "column", "subtype": _SUBTYPES[plain["grouping"]]})
    for one in plain["series"]:
        chart.add_series(
            {
                "name": f"={one['name']}",
                "categories": f"={one['categories']}",
                "values": f"={one['values']}",
                "fill": {"color": f"#{one['fill']}"},
                "border": _line(one["line"]),
                "gap": int(plain["gap"]),
                "overlap": int(plain["overlap"]),
            }
        )
    x, y = plain["title"]["corner"]
    chart.set_title({**_title(plain["title"]), "layout": {"x": x, "y": y}})
    ticks = {"major_tick_mark": "none", "minor_tick_mark": "none"}
    chart.set_x_axis(
        {
            **ticks,
            "num_font": _font(plain["x"]["font"]),
            "label_position": _LABELS[plain["x"]["labels"]],
            "line": _line(plain["x"]["line"]),
        }
    )
    chart.set_y_axis(
        {
            **ticks,
            **_title(plain["y"]["title"]),
            "num_font": _font(plain["y"]["font"]),
            "num_format": plain["y"]["number"],
            "major_unit": plain["y"]["step"],
            "major_gridlines": {"visible": True, "line": _line(plain["y"]["grid"])},
            "line": _line(plain["y"]["line"]),
        }
    )
    legend = plain["legend"]
    chart.set_legend({"position": _SIDES[legend["position"]], "font": _font(legend["font"])})
    chart.set_chartarea({"border": _line(plain["border"])})
    width, height = (length / _EMU_A_PIXEL for length in plain["size"])
    chart.set_size({"width": width, "height": height})
    return chart


def _title(plain: dict[str, Any]) -> dict[str, Any]:
    return {"name": plain["text"], "name_font": _font(plain["font"])}


def _font(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "color": f"#{found['color']}"}


def _line(found: dict[str, Any] | None) -> dict[str, Any]:
    if found is None:
        return {"none": True}
    return {"color": f"#{found['color']}", "width": found["width"]}


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


def _changes(found: dict[str, Any]) -> dict[str, Any]:
    """Return what a rule changes: its format is made once and shared by the rules that name it."""
    wanted = {
        "bold": found["bold"] or None,
        "font_color": found["color"] and f"#{found['color']}",
        "bg_color": found["fill"] and f"#{found['fill']}",
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a validation as XlsxWriter takes it, which writes None as a word."""
    told = {
        "input_title": rule["title"],
        "input_message": rule["prompt"],
        "error_title": rule["error_title"],
        "error_message": rule["error"],
    }
    wanted = {
        **{name: text for name, text in told.items() if text is not None},
        "validate": {None: "any", "textLength": "length"}.get(rule["type"], rule["type"]),
        "ignore_blank": rule["blank"],
        "show_input": rule["tells"],
        "show_error": rule["stops"],
    }
    if not rule["formulas"]:
        return wanted
    first, *second = rule["formulas"]
    if rule["type"] == "list":
        source = first.strip('"').split(",") if first.startswith('"') else f"={first}"
        return {**wanted, "source": source}
    if rule["type"] == "custom":
        return {**wanted, "value": f"={first}"}
    criteria = _CRITERIA[rule["operator"] or "between"]
    if second:
        return {**wanted, "criteria": criteria, "minimum": first, "maximum": second[0]}
    return {**wanted, "criteria": criteria, "value": first}
