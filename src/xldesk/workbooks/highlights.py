"""Conditional formats and validations of a template's columns and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from xldesk.workbooks import theme
from xldesk.workbooks.standard_sheets import MASTER_FLAG, TOLERANCE_NAME, list_name

if TYPE_CHECKING:
    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.worksheet import Worksheet

    from xldesk.workbooks.parts import Column, Field

LARGEST_AMOUNT = "9999999999999"
_LIST_HELP = "Choose one of the list."
_TYPE_VALIDATIONS = {
    "integer": ("whole", "0", "999999999", "Enter a whole number, 0 or more."),
    "amount": ("decimal", f"-{LARGEST_AMOUNT}", LARGEST_AMOUNT, "Enter an amount in the currency."),
    "number": ("decimal", f"-{LARGEST_AMOUNT}", LARGEST_AMOUNT, "Enter a number."),
    "percent": ("decimal", "0", "1", "Enter a percentage from 0 to 100 %."),
    "ratio": ("decimal", f"-{LARGEST_AMOUNT}", LARGEST_AMOUNT, "Enter a number."),
    "date": ("date", "1", "2958465", "Enter a date, such as 2026-06-30."),
    "time": ("date", "1", "2958465", "Enter a date and time in UTC, such as 2026-06-30 09:00."),
}


def _chip(kind: str) -> tuple[Font, PatternFill]:
    text, fill = theme.CHIPS[kind]
    return Font(color=text, bold=True), PatternFill("solid", bgColor=fill)


def add_highlights(sheet: Worksheet, column: Column, cell: str, *, has_checks: bool) -> None:
    """Add the conditional formats of ``column`` over its model ``cell`` (such as ``D7``)."""
    for rule in _rules(column, cell, has_checks=has_checks):
        sheet.conditional_formatting.add(cell, rule)


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


def add_flag_highlights(sheet: Worksheet, cell: str) -> None:
    """Colour the summary's line about the checks by the master flag."""
    for kind, condition in (("pass", f"{MASTER_FLAG}=0"), ("fail", f"{MASTER_FLAG}<>0")):
        font, fill = _chip(kind)
        sheet.conditional_formatting.add(cell, FormulaRule([condition], font=font, fill=fill))


def add_validation(sheet: Worksheet, part: Column | Field, cell: str) -> None:
    """Add the validation and input message of ``part`` to ``cell``; none where it has none."""
    validation = _validation(part)
    if validation is None:
        return
    name = part.name if hasattr(part, "width") else getattr(part, "label", "")
    validation.promptTitle = str(name)[:32]
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
    if part.role == "input" and part.type in _TYPE_VALIDATIONS:
        kind, lowest, highest, words = _TYPE_VALIDATIONS[part.type]
        return DataValidation(
            type=kind,
            operator="between",
            formula1=lowest,
            formula2=highest,
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Not valid here",
            error=words,
            prompt=part.help or words,
        )
    if part.help:
        return DataValidation(allow_blank=True, prompt=part.help)
    return None
