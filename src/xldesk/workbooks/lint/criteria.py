"""Numbers in texts that are compared: ``">=500"`` of COUNTIF, ``"5"`` of ``A1>"5"``."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xldesk.workbooks.formula import CONSTANTS

if TYPE_CHECKING:
    from xldesk.workbooks.lint.expression import Expression

_FIRST_CRITERION = {
    "AVERAGEIF": 1,
    "AVERAGEIFS": 2,
    "COUNTIF": 1,
    "COUNTIFS": 1,
    "MAXIFS": 2,
    "MINIFS": 2,
    "SUMIF": 1,
    "SUMIFS": 2,
}
"""The argument that is a criterion, from 0; of the functions in S every second one behind it."""

_ORDERING = frozenset({"<", ">", "<=", ">="})
_CRITERION = re.compile(r"(<=|>=|<>|[=<>])?(.*)", re.DOTALL)
_NUMBER = re.compile(r"[-+(\s]*(\d[\d.,\s]*(?:[eE][-+]?\d+)?)([%)\s]*)")
_PLAIN = re.compile(r"\d{1,40}(?:\.\d{0,40})?")
_DIGIT = re.compile(r"\d")
_ALLOWED = frozenset(map(Fraction, CONSTANTS))


def criteria_of(call: Expression) -> tuple[Expression, ...]:
    """Return the arguments of ``call`` that say in a text what cells are compared with."""
    first = _FIRST_CRITERION.get(call.name)
    if first is None:
        return ()
    return call.parts[first::2] if call.name.endswith("S") else call.parts[first : first + 1]


def ordered_operands(chain: Expression) -> tuple[Expression, ...]:
    """Return what a comparison asks to be more or less than something else."""
    pairs = zip(chain.signs[1:], chain.parts, chain.parts[1:], strict=False)
    return tuple(part for sign, *both in pairs if sign in _ORDERING for part in both)


def has_hidden_number(text: str) -> bool:
    """Tell whether cells are compared with a number other than 0, 1, 12 and 100.

    ``text`` is as a formula writes it. Equal to a code such as ``P-014`` is no number; to be more
    than ``2026-01-01`` is one, since that is read as a date.
    """
    match = _CRITERION.fullmatch(text[1:-1].strip())
    operator, compared = (match[1], match[2].strip()) if match else (None, text)
    number = _NUMBER.fullmatch(compared)
    if number is None:
        return operator in _ORDERING and _DIGIT.search(compared) is not None
    digits = number[1].strip()
    is_plain = _PLAIN.fullmatch(digits) is not None and "%" not in number[2]
    return not is_plain or Fraction(Decimal(digits)) not in _ALLOWED
