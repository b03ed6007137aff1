"""Rows that are written alike, taken apart column by column: what is the same in all is split off.

A row's number stands in each of its cells. Split at it, the rows of a table are columns of text,
and what the cells of a column have in common is found by looking for text, not by a pattern.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from xldesk.workbooks.check.row_form import CellTexts, FormRows, format_and_value, told_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.check.row_form import FormColumn

_HEAD = re.compile(r'<row r="([0-9]{1,7})"([^<>&]*+)><c r="([A-Z]{1,3})')
_VALUE = re.compile(r"(?:<v>|<t(?: xml:space=\"preserve\")?>)([^<]*+)")
_FORMULA = re.compile(r"<f>([^<]*+)")
_BETWEEN = "\0"
"""What no XML has."""

_LONGEST_POSITION = 9
"""Digits of the position of a shared text."""


def alike_rows(columns: Sequence[FormColumn], pieces: Sequence[str]) -> FormRows | None:
    """Return what the rows in ``pieces`` say, each up to its end tag, without a zero character.

    ``columns`` are those of the first row. The answer is None where the others are written
    otherwise, or a cell has no format; a pattern then has to tell. Raises OtherFormError.
    """
    begin = _HEAD.match(pieces[0])
    if begin is None or str(first := int(begin[1])) != begin[1] or begin[3] != columns[0].letters:
        return None
    rows = [piece.split(f'{number}" s="') for number, piece in enumerate(pieces, first)]
    if set(map(len, rows)) != {len(columns) + 1}:
        return None
    heads, *cells = zip(*rows, strict=True)
    attributes = _attributes(heads, first, columns[0].letters)
    if attributes is None:
        return None
    ends = [*(f'<c r="{column.letters}' for column in columns[1:]), ""]
    told = []
    for column, written, end in zip(columns, cells, ends, strict=True):
        texts = _same_around(column, written, end) or _one_by_one(column, written, end)
        if texts is None:
            return None
        told.append(texts)
    return FormRows(first, attributes, told)


def _attributes(heads: Sequence[str], first: int, letters: str) -> set[str] | None:
    """Return the attributes of rows that follow each other; ``heads`` go up to the first number."""
    begin = f'<row r="{first}'
    rest = heads[0].removeprefix(begin)
    if heads == tuple([f'<row r="{number}{rest}' for number in range(first, first + len(heads))]):
        heads = heads[:1]  # what the first says holds for all
    found = set()
    for number, head in enumerate(heads, first):
        match = _HEAD.fullmatch(head)
        if match is None or match[1] != str(number) or match[3] != letters:
            return None
        found.add(match[2])
    return found


def _same_around(column: FormColumn, written: Sequence[str], end: str) -> CellTexts | None:
    """Return the cells of a column that differ in nothing but their value; None for others.

    ``written`` is each cell from its format on, up to the letters of the next one, with ``end``.
    """
    one = written[0]
    if (
        not one.endswith(end)
        or format_and_value(column.types, column.has_formula).fullmatch(one.removesuffix(end))
        is None
    ):
        return None
    value = _VALUE.search(one)
    if value is None:
        empty = CellTexts("n", None, [None] * len(written))
        return empty if written.count(one) == len(written) else None
    before, after = one[: value.start(1)], one[value.end(1) :]
    texts = list(map(itemgetter(slice(len(before), -len(after))), written))
    if before + f"{after}{_BETWEEN}{before}".join(texts) + after != _BETWEEN.join(written):
        return None
    if "<" in "".join(texts) or len(column.types) != 1:
        return None
    (type_,) = column.types
    if type_ == "s" and not _are_positions(texts):
        return None
    formula = _FORMULA.search(before) if column.has_formula else None
    return CellTexts(type_, None if formula is None else formula[1], texts)


def _are_positions(texts: Sequence[str]) -> bool:
    digits = "".join(texts)
    lengths = set(map(len, texts))
    is_number = digits.isascii() and digits.isdigit()
    return is_number and min(lengths) > 0 and max(lengths) <= _LONGEST_POSITION


def _one_by_one(column: FormColumn, written: Sequence[str], end: str) -> CellTexts | None:
    """Return the cells of a column whose formats differ, or of which some are empty."""
    take = format_and_value(column.types, column.has_formula).fullmatch
    cells = [cell.removesuffix(end) for cell in written if cell.endswith(end)]
    found = [match for cell in cells if (match := take(cell)) is not None]
    if len(found) != len(written):
        return None
    return told_of(column, list(zip(*(match.groups() for match in found), strict=True)))
