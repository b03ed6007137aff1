"""The cells a formula names by letters and numbers, and its form relative to where it stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.document import Area
from xldesk.workbooks.lint.tokens import LONGEST_READ, tokens_of
from xldesk.workbooks.sheet_letters import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.lint.tokens import Token

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384


class Reference(NamedTuple):
    """Cells that a formula names: on which sheet (None: its own), which, as text."""

    sheet: str | None
    area: Area
    text: str

    @property
    def is_single(self) -> bool:
        """Whether it is one cell."""
        area = self.area
        return (area.first_row, area.first_column) == (area.last_row, area.last_column)


def references_of(formula: str) -> Iterator[Reference]:
    """Yield the cells and ranges of this workbook that ``formula`` names, in order."""
    tokens = tokens_of(formula)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        area = _area(token)
        if area is None:
            at += 1
            continue
        before = tokens[at - 1] if at else None
        text = token.text
        if at + 2 < len(tokens) and tokens[at + 1].text == ":":
            last = _area(tokens[at + 2])
            if last is not None:
                area, text = _joined(area, last), f"{text}:{tokens[at + 2].text}"
                at += 2
        at += 1
        if before is None or before.kind not in {"sheet", "book"}:
            yield Reference(None, area, text)
        elif before.kind == "sheet" and "[" not in before.text:
            yield Reference(_sheet_name(before.text), area, text)


def relative_form(formula: str, row: int, column: int) -> str:
    """Return ``formula`` as it reads from its cell: the same for a formula filled down or across.

    Cells become ``R[-1]C[2]``, ``R5C`` (fixed row, own column) and so on, as in Excel's R1C1
    notation; capitals and spaces do not count.
    """
    read = formula[:LONGEST_READ]
    fixed = _fixed_form(read)
    if fixed is not None:
        return fixed
    return "".join(_relative(token, row, column) for token in tokens_of(read))


@lru_cache(maxsize=1_024)
def _fixed_form(formula: str) -> str | None:
    """Return the form of a formula that names no cells by letter and number, else None."""
    tokens = tokens_of(formula)
    if any(token.kind in {"cell", "rows", "columns"} for token in tokens):
        return None
    return "".join(_relative(token, 1, 1) for token in tokens)


def _relative(token: Token, row: int, column: int) -> str:
    if token.kind == "text":
        return token.text
    if token.kind == "cell":
        match = _CELL.fullmatch(token.text)
        if match is None:
            raise AssertionError("a cell token is a cell")
        across = _offset("C", number_of(match[2].upper()), column, is_fixed=match[1] == "$")
        return _offset("R", int(match[4]), row, is_fixed=match[3] == "$") + across
    if token.kind in {"rows", "columns"}:
        return ":".join(_edge(edge, row, column) for edge in token.text.split(":"))
    return token.text.upper()


def _edge(edge: str, row: int, column: int) -> str:
    plain = edge.removeprefix("$")
    if plain.isdigit():
        return _offset("R", int(plain[:9]), row, is_fixed=plain != edge)
    return _offset("C", number_of(plain.upper()), column, is_fixed=plain != edge)


def _offset(letter: str, there: int, here: int, *, is_fixed: bool) -> str:
    if is_fixed:
        return f"{letter}{there}"
    return letter if there == here else f"{letter}[{there - here}]"


def _area(token: Token) -> Area | None:
    if token.kind == "cell":
        match = _CELL.fullmatch(token.text)
        if match is None:
            raise AssertionError("a cell token is a cell")
        row, column = int(match[4]), number_of(match[2].upper())
        return Area(row, column, row, column)
    first, _, last = token.text.replace("$", "").partition(":")
    if token.kind == "rows":
        return _joined(
            Area(int(first[:9]), 1, int(first[:9]), _LAST_COLUMN),
            Area(int(last[:9]), 1, int(last[:9]), _LAST_COLUMN),
        )
    if token.kind == "columns":
        left, right = number_of(first.upper()), number_of(last.upper())
        return _joined(Area(1, left, _LAST_ROW, left), Area(1, right, _LAST_ROW, right))
    return None


def _joined(one: Area, other: Area) -> Area:
    return Area(
        min(one.first_row, other.first_row),
        min(one.first_column, other.first_column),
        max(one.last_row, other.last_row),
        max(one.last_column, other.last_column),
    )


def _sheet_name(prefix: str) -> str:
    """Return the name of the sheet before ``!``, without its quotes."""
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
