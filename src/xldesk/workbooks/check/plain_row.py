"""One row written the plain way: the order of attributes and elements that programs write.

A pattern takes the row from end to end, and nothing else. What it takes is well-formed and means
what an XML parser would read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from xldesk.workbooks.check.cell import FoundRow, ReadCell, column_of, made_cell, typed_cell
from xldesk.workbooks.check.markup import is_shut, size_of

ROW = re.compile(r'<row r="([0-9]{1,7})"([^<>&]*)>')
CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,9})")?(?: t="([A-Za-z]{1,9})")?'
    r"(?:/>|>(?:<f([^<>&]*)>(?:([^<]*)</f>)?)?(?:<v>([^<]*)</v>)?"
    r'(?:<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
CELL_GROUPS = 9
"""What one cell adds to a text split by the pattern: what stood before it, and eight groups."""

_DESCENT = "x14ac:dyDescent"
"""The one attribute of another namespace that Excel gives to rows."""

_ATTRIBUTE = re.compile(rf' ((?!xml)[A-Za-z][A-Za-z0-9]*|{_DESCENT})="([^"<>&\x00-\x1f]*)"')
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SHARED_TEXT = ' t="s"'
_LONGEST_ATTRIBUTES = 500
_REMEMBERED_LENGTH = 4_000
"""Characters of a row that is remembered, to meet it again in the next file."""


class IrregularError(Exception):
    """Something is not written the plain way; an XML parser has to read it."""


class PlainRow(NamedTuple):
    """A row, and whether its attributes need the namespace of Excel 2010 that they stand in."""

    row: FoundRow
    needs_namespace: bool


def rows_in(piece: str, shared: list[str], columns: int) -> tuple[PlainRow, ...]:
    """Return the empty rows that ``piece`` begins with, and the row that is the rest of it.

    ``piece`` is the markup up to a row's end tag, ``shared`` are the workbook's texts, ``columns``
    the last column there may be. Raises IrregularError for all that is not plain.
    """
    if len(piece) > _REMEMBERED_LENGTH or _SHARED_TEXT in piece:
        return _rows_in(piece, shared, columns)
    return _remembered(piece, columns)


def empty_rows(text: str) -> tuple[PlainRow, ...]:
    """Return the rows of ``text``, which are all empty and closed by themselves."""
    rows, end = _empty_rows(text)
    if end != len(text):
        raise IrregularError
    return tuple(rows)


@lru_cache(maxsize=2_000)
def _remembered(piece: str, columns: int) -> tuple[PlainRow, ...]:
    """Return the rows of ``piece``; files of one form have many rows that are the same."""
    return _rows_in(piece, [], columns)


def _rows_in(piece: str, shared: list[str], columns: int) -> tuple[PlainRow, ...]:
    rows, start = _empty_rows(piece)
    match = ROW.match(piece, start)
    if match is None:
        raise IrregularError
    cells = _cells(piece[match.end() :], match[1], shared, columns)
    return (*rows, _row(match[1], match[2], cells))


def _empty_rows(text: str) -> tuple[list[PlainRow], int]:
    """Return the empty rows at the beginning of ``text``, and where they end."""
    rows = []
    end = 0
    while (match := ROW.match(text, end)) is not None and match[2].endswith("/"):
        rows.append(_row(match[1], match[2][:-1], {}))
        end = match.end()
    return rows, end


def _row(number: str, attributes: str, cells: dict[int, ReadCell]) -> PlainRow:
    hidden, height, needs_namespace = row_attributes(attributes)
    return PlainRow(FoundRow(int(number), cells, hidden, height), needs_namespace)


@lru_cache(maxsize=2_000)
def row_attributes(text: str) -> tuple[bool, float | None, bool]:
    """Return whether a row is hidden, its height, and whether it needs Excel's namespace."""
    found = _attributes(text)
    if "r" in found:
        raise IrregularError
    height = size_of(found.get("ht"))
    return is_shut(found.get("hidden"), height), height, _DESCENT in found


def _cells(markup: str, number: str, shared: list[str], columns: int) -> dict[int, ReadCell]:
    parts = CELL.split(markup)
    if any(parts[::CELL_GROUPS]) or not {number}.issuperset(parts[2::CELL_GROUPS]):
        raise IrregularError
    cells: dict[int, ReadCell] = {}
    places = places_of(tuple(parts[1::CELL_GROUPS]), columns)
    groups: list[list[Any]] = [parts[at::CELL_GROUPS] for at in range(3, CELL_GROUPS)]
    for column, style, kind, attributes, written, value, inline in zip(
        places, *groups, strict=True
    ):
        if kind is attributes is inline is None:  # a number, or nothing
            if value is not None and "&" in value:
                value = unreferenced(value)  # noqa: PLW2901 -- what it stands for
            cells[column] = made_cell(column, "n", value or None, None, style or "0")
            continue
        if (inline is not None and (kind != "inlineStr" or value is not None)) or (
            kind == "inlineStr" and value is not None
        ):
            raise IrregularError
        text = value if inline is None else inline
        if text is not None and "&" in text:
            text = unreferenced(text)
        if attributes is None:
            if kind == "inlineStr" and text is not None and "_x" not in text:
                cells[column] = made_cell(column, "s", text, None, style or "0")
                continue
            group, formula = None, None
        else:
            group, formula = _formula(attributes, written)
        cells[column] = typed_cell(column, kind or "n", text, formula, style or "0", group, shared)
    return cells


@lru_cache(maxsize=2_000)
def places_of(letters: tuple[str, ...], columns: int) -> tuple[int, ...]:
    """Return the numbers of a row's columns, which stand in their order, ``columns`` at most."""
    places = tuple(column_of(each) for each in letters)
    before = 0
    for column in places:
        if not before < column <= columns:
            raise IrregularError
        before = column
    return places


@lru_cache(maxsize=2_000)
def _attributes(text: str) -> dict[str, str]:
    """Return the attributes that ``text`` consists of."""
    if len(text) > _LONGEST_ATTRIBUTES:
        raise IrregularError
    parts = _ATTRIBUTE.split(text)
    names = parts[1::3]
    if any(parts[::3]) or len(set(names)) != len(names):
        raise IrregularError
    return dict(zip(names, parts[2::3], strict=True))


def _formula(attributes: str, text: str | None) -> tuple[str | None, str]:
    """Return the group of a shared formula, and the formula's text."""
    if (text is None) != attributes.endswith("/"):
        raise IrregularError
    group = None
    if attributes not in {"", "/"}:
        found = _attributes(attributes.removesuffix("/"))
        if _DESCENT in found:
            raise IrregularError
        kind = found.get("t", "normal")
        if kind not in {"normal", "shared"} or (kind == "shared") != ("si" in found):
            raise IrregularError
        group = found.get("si")
    if text is None:
        return group, ""
    return group, text if "&" not in text else unreferenced(text)


def unreferenced(text: str) -> str:
    """Return ``text`` with the characters that its references stand for."""
    return _REFERENCE.sub(_referenced, text)


def _referenced(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16) if match[3] else 0
    is_character = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
    if not is_character and not 0x10000 <= code <= 0x10FFFF:
        raise IrregularError
    return chr(code)
