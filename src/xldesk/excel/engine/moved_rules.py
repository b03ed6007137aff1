"""Rules over cells after rows or columns came or went: where they hold, and what they ask.

A rule is written as of the first cell of its range and asked of each other one in turn, so a
reference without ``$`` keeps its distance from that cell, and one with ``$`` follows what it names
(ECMA-376-1, 18.3.1.10). A rule over one row is asked there only, as a formula in its cell would be.
"""

from __future__ import annotations

import re
from copy import copy, deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from openpyxl.utils import range_boundaries

from xldesk.excel.engine.references import GONE, Shift, moved_formula, moved_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIXED_ROW, _FIXED_COLUMN = re.compile(r"\$[0-9]+\Z"), re.compile(r"\A\$[A-Za-z]")
_SCALES = ("colorScale", "dataBar", "iconSet")
Formats = tuple[tuple[str, tuple[Any, ...]], ...]
"""Conditional formats: ranges and their rules."""


def moved_validations(rules: Sequence[Any], home: str, sheet: str, shift: Shift) -> tuple[Any, ...]:
    """Return the validations of sheet ``home`` after cells of ``sheet`` moved; lost ones go."""
    return tuple(
        moved
        for rule in rules
        if (moved := _moved_validation(rule, home, sheet, shift)) is not None
    )


def moved_formats(formats: Formats, home: str, sheet: str, shift: Shift) -> Formats:
    """Return the conditional formats of sheet ``home`` likewise."""
    moved = []
    for ranges, rules in formats:
        where = _Where(ranges, moved_ranges(ranges, home, sheet, shift), home, sheet, shift)
        if where.after:
            moved.append((where.after, tuple(_moved_format(rule, where) for rule in rules)))
    return tuple(moved)


def moved_ranges(ranges: str, home: str, sheet: str, shift: Shift) -> str:
    """Return where ``ranges``, parted by spaces, are afterwards; empty where all are gone."""
    moved = (moved_reference(part, home, sheet, shift) for part in ranges.split())
    return " ".join(part for part in moved if part != GONE)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a rule holds before and after, and what moved."""

    before: str
    after: str
    home: str
    sheet: str
    shift: Shift

    def moved(self, text: str) -> str:
        """Return a condition without its equals sign as it is written afterwards."""
        if not self._is_asked_in_turn:
            return moved_formula(f"={text}", self.home, self.sheet, self.shift)[1:]
        parts = []
        for token in Tokenizer(f"={text}").items:
            is_range = token.type == Token.OPERAND and token.subtype == Token.RANGE
            parts.append(self._reference(token.value) if is_range else token.value)
        return "".join(parts)

    @property
    def _is_asked_in_turn(self) -> bool:
        """Whether it is asked along the way that cells moved, on the sheet where they did."""
        if self.home != self.sheet:
            return False
        left, top, right, bottom = range_boundaries(self.before.split()[0])
        first, last = (top, bottom) if self.shift.down else (left, right)
        return first != last or " " in self.before

    def _reference(self, text: str) -> str:
        followed = moved_reference(text, self.home, self.sheet, self.shift)
        if "!" in text or followed == GONE:
            return followed
        kept = Translator(f"={text}", _first(self.before)).translate_formula(_first(self.after))
        corners = zip(text.split(":"), followed.split(":"), kept[1:].split(":"), strict=True)
        return ":".join(
            followed if _is_fixed(corner, down=self.shift.down) else kept
            for corner, followed, kept in corners
        )


def _is_fixed(corner: str, *, down: bool) -> bool:
    """Tell whether a corner of a reference has ``$`` before its row, or its column."""
    return (_FIXED_ROW if down else _FIXED_COLUMN).search(corner) is not None


def _moved_validation(rule: Any, home: str, sheet: str, shift: Shift) -> Any:
    before = str(rule.sqref)
    where = _Where(before, moved_ranges(before, home, sheet, shift), home, sheet, shift)
    if not where.after:
        return None
    moved = copy(rule)
    moved.sqref = where.after
    for name in ("formula1", "formula2"):
        text = getattr(rule, name)
        if text is not None:
            setattr(moved, name, where.moved(text))
    return moved


def _moved_format(rule: Any, where: _Where) -> Any:
    moved = copy(rule)
    moved.formula = [where.moved(text) for text in rule.formula]
    for name in _SCALES:
        scale = getattr(rule, name)
        if scale is not None and any(value.type == "formula" for value in scale.cfvo):
            scale = deepcopy(scale)
            for value in scale.cfvo:
                if value.type == "formula":
                    value.val = where.moved(value.val)
            setattr(moved, name, scale)
    return moved


def _first(ranges: str) -> str:
    return ranges.split(maxsplit=1)[0].partition(":")[0].replace("$", "")
