"""Conditional formats and validations of a template's columns and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from xldesk.workbooks import theme
from xldesk.workbooks.parts import Field
from xldesk.workbooks.standard_sheets import MASTER_FLAG, TOLERANCE_NAME, list_name
from xldesk.workbooks.validations import input_range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.worksheet import Worksheet

    from xldesk.workbooks.parts import Column, Flag

_LIST_HELP = "Choose one of the list."


def _chip(kind: str) -> tuple[Font, PatternFill]:
    text, fill = theme.CHIPS[kind]
    return Font(color=text, bold=True), PatternFill("solid", bgColor=fill)


def add_highlights(sheet: Worksheet, column: Column, cells: str, *, has_checks: bool) -> None:
    """Add the conditional formats of ``column`` over its model ``cells`` (such as ``D7``)."""
    for rule in _rules(column, cells.split(":", maxsplit=1)[0], has_checks=has_checks):
        sheet.conditional_formatting.add(cells, rule)


def _rules(column: Column, cell: str, *, has_checks: bool) -> list[Rule]:
    if column.type == "category":
        return [
            CellIsRule("equal", [f'"{word}"'], font=Font(color=colour, bold=True))
            for word, colour in theme.CATEGORY_COLOURS.items()
        ]
    if column.highlight == "status":
        return [_word_rule(cell, kind) for kind in theme.CHIPS]
    if column.highlight == "nonzero":
        font, fill = _chip("fail")
        beyond = f"ABS({cell})>{TOLERANCE_NAME}" if has_checks else f"{cell}<>0"
        return [FormulaRule([f"AND(ISNUMBER({cell}),{beyond})"], font=font, fill=fill)]
    if column.highlight == "negative":
        return [CellIsRule("lessThan", ["0"], font=Font(color=theme.CHIPS["fail"][0]))]
    if column.highlight == "bar":
        return [DataBarRule("num", 0, "num", 1, color=theme.CHART_COLOURS["light"])]
    return []


def _word_rule(cell: str, kind: str) -> Rule:
    font, fill = _chip(kind)
    words = ",".join(f'{cell}="{word}"' for word in theme.CHIP_WORDS[kind])
    return FormulaRule([f"OR({words})"], font=font, fill=fill)


CHECKS_CHIPS = {"pass": f"{MASTER_FLAG}=0", "fail": f"{MASTER_FLAG}<>0"}
"""When the summary's line about the checks wears which chip."""


def flag_chips(flag: Flag) -> dict[str, str]:
    """Return when a sheet's own flag wears which chip; the first condition that holds wins."""
    return {"fail": flag.fails, "warn": flag.warns, "pass": "TRUE"}


def add_flag_highlights(sheet: Worksheet, cells: str, chips: Mapping[str, str]) -> None:
    """Colour a line of the summary by the first condition of ``chips`` that holds."""
    for kind, condition in chips.items():
        font, fill = _chip(kind)
        rule = FormulaRule([condition], font=font, fill=fill, stopIfTrue=True)
        sheet.conditional_formatting.add(cells, rule)


def add_validation(sheet: Worksheet, part: Column | Field, cell: str) -> None:
    """Add the validation and input message of ``part`` to ``cell``; none where it has none."""
    validation = _validation(part)
    if validation is None:
        return
    label = part.label if isinstance(part, Field) else part.name
    validation.promptTitle = label[:32]
    validation.showInputMessage = True
    validation.add(cell)
    sheet.add_data_validation(validation)


def _validation(part: Column | Field) -> DataValidation | None:
    if part.choices is not None:
        words = (
            list_name(part.choices)
            if isinstance(part.choices, str)
            else f'"{",".join(part.choices)}"'
        )
        return DataValidation(
            type="list",
            formula1=words,
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Not in the list",
            error=_LIST_HELP,
            prompt=part.help or _LIST_HELP,
        )
    allowed = input_range(part)
    if allowed is not None:
        return DataValidation(
            type=allowed.kind,
            operator="greaterThan" if allowed.is_open else "between",
            formula1=str(allowed.lowest),
            formula2=None if allowed.is_open else str(allowed.highest),
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Not valid here",
            error=allowed.message,
            prompt=part.help or allowed.message,
        )
    if part.help:
        return DataValidation(allow_blank=True, prompt=part.help)
    return None
