"""A cell of the model as the markup of the file: what stands between its tags, and its type."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

from xldesk.excel.patch.refusal import PatchError
from xldesk.workbooks.cell_text import escaped, inline, legal
from xldesk.workbooks.encoders import LARGEST_NUMBER

if TYPE_CHECKING:
    from xldesk.workbooks.recalculation.formula_cells import Value

ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!"}
)
"""What a cell of the type ``e`` may show."""

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")


class UnwritableError(PatchError):
    """A value that no cell holds; who asks knows the place."""


def content_markup(cell: Any) -> tuple[str, str]:
    """Return the type and the content of openpyxl's ``cell``; a formula comes without a value.

    Raises UnwritableError for what a cell cannot hold.
    """
    value = cell.value
    if value is None or value == "":
        return "", ""
    if cell.data_type == "f":
        return "", _formula(value)
    if cell.data_type == "e":
        return "e", f"<v>{escaped(str(value))}</v>"
    if isinstance(value, bool):
        return "b", f"<v>{value:d}</v>"
    if type(value) is str:
        return "inlineStr", inline(legal(value))
    return "", f"<v>{_plain_value(value, cell.parent.parent.epoch)}</v>"


def has_formula(content: str | bytes) -> bool:
    """Tell whether the content of cells has a formula, whatever its element's prefix."""
    text = content if isinstance(content, bytes) else content.encode()
    return _FORMULA.search(text) is not None


def value_markup(value: Value) -> tuple[str, str]:
    """Return the type and the ``v`` element of a formula's calculated value."""
    if isinstance(value, bool):
        return "b", f"<v>{value:d}</v>"
    if isinstance(value, (int, float)):
        return "", f"<v>{_number(value)}</v>"
    text = value or ""
    return ("e" if text in ERRORS else "str"), f"<v>{escaped(legal(text))}</v>"


def _formula(value: Any) -> str:
    if isinstance(value, ArrayFormula):
        text = (value.text or "").removeprefix("=")
        return f'<f t="array" ref="{value.ref}">{escaped(text)}</f>'
    if isinstance(value, str):
        return f"<f>{escaped(value.removeprefix('='))}</f>"
    raise UnwritableError(f"a {type(value).__name__} is a formula that can only be kept")


def _plain_value(value: Any, epoch: datetime) -> str:
    if isinstance(value, (date, time, timedelta)):
        return _moment(value, epoch)
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    raise UnwritableError(f"a {type(value).__name__} is not a value that can be written there")


def _number(value: float | Decimal) -> str:
    try:
        size = abs(float(value))
    except OverflowError:
        size = math.inf
    if not size <= LARGEST_NUMBER:
        raise UnwritableError(f"{value!r:.40} is not a number that a cell holds")
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) < 20 else repr(float(value))
    return repr(float(value)).removesuffix(".0")


def _moment(value: date | time | timedelta, epoch: datetime) -> str:
    if isinstance(value, (datetime, time)) and value.tzinfo is not None:
        raise UnwritableError("a cell holds no time zone; give the time without one")
    serial: float = to_excel(value, epoch)
    return _number(serial)
