"""The numbers that a formula holds, however they are written.

Besides numbers themselves these are constants joined into others (``12*12``, ``DATE(100,1,1)``,
``LEN("aaaa")``), texts that are read as numbers (``"5"+A1``, ``COUNTIF(B:B,">=500")``) and places
(``COLUMN(XFD1)``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from xldesk.workbooks.formula import CONSTANTS
from xldesk.workbooks.lint.constant_places import is_fixed_place
from xldesk.workbooks.lint.criteria import criteria_of, has_hidden_number, ordered_operands
from xldesk.workbooks.lint.expression import DEEPEST, Expression, TooDeepError, expression_of
from xldesk.workbooks.lint.function_kinds import (
    CHOOSING_FUNCTIONS,
    NUMBER_FUNCTIONS,
    OUTSIDE_FUNCTIONS,
    PLACE_FUNCTIONS,
    READING_FUNCTIONS,
    TEXT_FUNCTIONS,
)
from xldesk.workbooks.lint.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

_NUMBER = re.compile(r"\d{1,40}(?:\.\d{0,40})?|\.\d{1,40}")
_NUMBER_TEXT = re.compile(r'"[-+(\s]*\d[\d.,\s]*+(?:[eE][-+]?\d+)?[%)\s]*"')
_HAS_DIGIT = re.compile(r"\d")
_ALLOWED = frozenset(Fraction(text) for text in CONSTANTS)
_PARTS_OF_ONE = frozenset(1 / number for number in _ALLOWED if number)
_TURNED = frozenset(
    Fraction(12) ** months * Fraction(100) ** percent
    for months in (-1, 0, 1)
    for percent in (-1, 0, 1)
) | {Fraction(0)}
"""What the constants of a product may come to: it is turned to months and to percent."""

_SHOWN = {"text", "join", "empty", "error"}
_LOGICAL_CALLS = {"TRUE", "FALSE"}
_NUMBER_CALLS = {"SHEET", "SHEETS"}
"""Calls of nothing that give a number: of a sheet, and of how many there are."""

_NAMING_CALLS = {"LET", "LAMBDA"}
"""Calls that give names to what stands in them."""

_CHAINED_CALLS = {"SUM": "+", "PRODUCT": "*"}


def hidden_numbers(formula: str, counters: AbstractSet[str] = frozenset()) -> list[str]:
    """Return what ``formula`` holds in place of a number in a cell, as it is written, in order.

    ``counters`` are the place functions that count the cells it is filled into.
    """
    try:
        root = expression_of(formula)
    except TooDeepError:
        numbers = [token.text for token in tokens_of(formula) if token.kind == "number"]
        return [*filter(_is_foreign, numbers), f"expressions more than {DEEPEST} deep"]
    if root.kind == "text":
        return [root.text] if _NUMBER_TEXT.fullmatch(root.text) else []
    return list(dict.fromkeys(_found(root, counters)))


def _found(root: Expression, counters: AbstractSet[str]) -> Iterator[str]:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.name != "LAMBDA" and _is_constant(part, counters):
            if not _is_plain(part):
                yield part.text
        else:
            yield from _joined(part)
            for operand in _read_as_numbers(part):
                yield from _texts_of(operand, counters)
            yield from _compared_texts(part, counters)
            waiting += reversed(part.parts)


def _is_constant(
    part: Expression, counters: AbstractSet[str], named: AbstractSet[str] = frozenset()
) -> bool:
    """Tell whether ``part`` is the same whatever any cell holds.

    ``named`` are names in capitals that LET and LAMBDA around it give to constants.
    """
    if part.kind == "union":
        return False
    if part.kind == "other" and not (part.parts and part.parts[0].name == "LAMBDA"):
        return part.text.upper() in named
    if part.kind == "call":
        if part.name in PLACE_FUNCTIONS:
            return is_fixed_place(part, counters)
        if not part.parts:
            return part.name in _LOGICAL_CALLS | _NUMBER_CALLS
        if part.name in OUTSIDE_FUNCTIONS:
            return False
        if part.name in _NAMING_CALLS:
            named = named | _names_given(part)
    return all(_is_constant(inner, counters, named) for inner in part.parts)


def _names_given(call: Expression) -> frozenset[str]:
    """Return the names of LET, of which each has its value behind it, or those of LAMBDA."""
    step = 2 if call.name == "LET" else 1
    return frozenset(part.text.upper() for part in call.parts[:-1:step] if part.kind == "other")


def _is_plain(part: Expression) -> bool:
    """Tell whether a constant holds nothing but an allowed number, an answer or a shown text."""
    if part.kind == "array":
        return all(map(_is_plain, part.parts))
    if part.kind == "call" and part.name in TEXT_FUNCTIONS:
        return all(map(_is_plain, part.parts))
    value = _value(part)
    if value is not None:
        return abs(value) in _ALLOWED | _PARTS_OF_ONE
    return part.kind in _SHOWN and all(map(_is_plain, part.parts))


def _is_foreign(number: str) -> bool:
    return not _NUMBER.fullmatch(number) or Fraction(Decimal(number)) not in _ALLOWED


def _value(part: Expression) -> Fraction | None:
    """Return the number that a constant of allowed numbers comes to."""
    if part.kind == "number":
        return None if _is_foreign(part.text) else Fraction(Decimal(part.text))
    if part.kind == "logical" or part.name in _LOGICAL_CALLS:
        return Fraction(part.text.upper().startswith("TRUE"))
    if part.kind == "array" and len(part.parts) == 1:
        return _value(part.parts[0])
    if part.kind not in {"sum", "product"}:
        return None
    values = [_value(inner) for inner in part.parts]
    known = [value for value in values if value is not None]
    return _total(part.kind, part.signs, known) if len(known) == len(values) else None


def _total(kind: str, signs: tuple[str, ...], values: list[Fraction]) -> Fraction | None:
    pairs = list(zip(signs, values, strict=True))
    if kind == "sum":
        return sum((-value if sign == "-" else value for sign, value in pairs), Fraction(0))
    if any(sign == "/" and not value for sign, value in pairs):
        return None
    return prod((1 / value if sign == "/" else value for sign, value in pairs), start=Fraction(1))


def _joined(part: Expression) -> Iterator[str]:
    """Yield the constants of a sum or product that come to another number together."""
    if part.name in _CHAINED_CALLS:
        sign = _CHAINED_CALLS[part.name]
        kind, terms = ("sum" if sign == "+" else "product"), [(sign, p) for p in part.parts]
    elif part.kind in {"sum", "product"}:
        kind, terms = part.kind, list(_terms(part))
    else:
        return
    neutral = kind == "product"
    constants = [
        (sign, inner.text, value)
        for sign, inner in terms
        if (value := _value(inner)) is not None and value != neutral
    ]
    signs, texts, values = zip(*constants, strict=True) if len(constants) > 1 else ((), (), ())
    total = _total(kind, signs, list(values))
    if constants[1:] and (total is None or abs(total) not in (_TURNED if neutral else _ALLOWED)):
        shown = "".join(f"{sign}{text}" for sign, text in zip(signs, texts, strict=True))
        yield f"1{shown}" if shown.startswith("/") else shown.lstrip("+*")


def _terms(chain: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield the operands of a chain, those of chains of the same kind in it among them."""
    first, inverse = ("+", "-") if chain.kind == "sum" else ("*", "/")
    for sign, part in zip(chain.signs, chain.parts, strict=True):
        if part.kind != chain.kind:
            yield sign, part
            continue
        for inner, term in _terms(part):
            yield (first if inner == sign else inverse), term


def _read_as_numbers(part: Expression) -> tuple[Expression, ...]:
    """Return the operands or arguments that ``part`` takes for numbers, whatever they are."""
    if part.kind in {"sum", "product", "power"} or part.name in NUMBER_FUNCTIONS:
        return part.parts
    return part.parts[:1] if part.name in READING_FUNCTIONS else ()


def _compared_texts(part: Expression, counters: AbstractSet[str]) -> Iterator[str]:
    """Yield the texts that ``part`` compares cells with and that hold a number."""
    waiting = list(ordered_operands(part) if part.kind == "compare" else criteria_of(part))
    while waiting:
        for operand in _choices(waiting.pop(0)):
            if operand.kind == "join" and not _is_constant(operand, counters):
                waiting += operand.parts
            elif operand.kind == "text" or (
                operand.kind == "join" and all(inner.kind == "text" for inner in operand.parts)
            ):
                if has_hidden_number(_joined_text(operand)):
                    yield operand.text
            else:
                yield from _texts_of(operand, counters)


def _joined_text(part: Expression) -> str:
    """Return the text that ``part`` is, or that its texts make together, as formulas write it."""
    pieces = part.parts if part.kind == "join" else (part,)
    return f'"{"".join(piece.text[1:-1] for piece in pieces)}"'


def _texts_of(operand: Expression, counters: AbstractSet[str]) -> Iterator[str]:
    """Yield the texts with digits that ``operand`` may be."""
    for part in _choices(operand):
        if _gives_text(part) and _HAS_DIGIT.search(part.text) and _is_constant(part, counters):
            yield part.text


def _choices(operand: Expression) -> Iterator[Expression]:
    """Yield what ``operand`` may be: the values of an array, or of a function that chooses."""
    waiting = [operand]
    while waiting:
        part = waiting.pop()
        if part.kind == "array":
            waiting += reversed(part.parts)
        elif part.name in CHOOSING_FUNCTIONS:
            waiting += reversed(part.parts[CHOOSING_FUNCTIONS[part.name] :])
        else:
            yield part


def _gives_text(part: Expression) -> bool:
    return part.kind in {"text", "join"} or part.name in TEXT_FUNCTIONS
