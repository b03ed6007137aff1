"""Many plain rows of one form at once: the rows of a table, column by column.

A block says of its rows what they would say one by one. Where a row among them is written any
other way there is no block, and its rows are read one by one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.cell import unescaped
from xldesk.workbooks.check.plain_row import (
    CELL,
    CELL_GROUPS,
    ROW,
    IrregularError,
    places_of,
    row_attributes,
    rows_in,
    unreferenced,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xldesk.workbooks.check.cell import FoundRow

FEWEST_ROWS = 3
"""A block of fewer rows takes longer than they do."""

_POSITION = re.compile(r"[0-9]{1,9}")
_ROW_END = "</row>"


class BlockColumn(NamedTuple):
    """The cells of one column: their values from top to bottom, and the one formula of all.

    ``kind`` is that of all cells with a value: n (numbers) or s (texts). ``formula`` is None where
    no cell has one.
    """

    kind: str
    values: Sequence[str | None]
    formula: str | None

    @property
    def says_something(self) -> bool:
        """Whether a cell holds a value or a formula."""
        return self.formula is not None or any(self.values)


class RowBlock(NamedTuple):
    """Rows of a sheet without a gap; none is hidden, none shows an error.

    ``columns`` are all that have cells, by number; each has a cell in every row. ``pieces`` are
    the rows as they are written.
    """

    first: int
    pieces: Sequence[str]
    columns: dict[int, BlockColumn]
    needs_namespace: bool

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.pieces) - 1


def rows_of(block: RowBlock, shared: list[str], columns: int) -> Iterator[FoundRow]:
    """Yield the rows of ``block`` one by one."""
    for piece in block.pieces:
        for plain in rows_in(piece, shared, columns):
            yield plain.row


def block_of(pieces: Sequence[str], shared: list[str], columns: int) -> RowBlock | None:
    """Return the block of rows written in ``pieces``, each up to its end tag; None if it is none.

    ``shared`` are the workbook's texts, ``columns`` the last column there may be.
    """
    try:
        return _block_of(pieces, shared, columns)
    except _OtherError:
        return None
    except IrregularError:
        return None  # whoever reads the rows one by one meets it again, and says where


class _OtherError(Exception):
    """The rows are plain, but not of one form."""


def _block_of(pieces: Sequence[str], shared: list[str], columns: int) -> RowBlock:
    parts = CELL.split(_ROW_END.join(pieces))
    count = len(pieces)
    width, rest = divmod(len(parts) // CELL_GROUPS, count)
    if rest or not width:
        raise _OtherError
    between = parts[::CELL_GROUPS]
    first, needs_namespace = _first_row(between[::width][:count])
    for at in range(1, width):
        if any(between[at::width]):
            raise _OtherError
    if between[-1]:
        raise _OtherError
    numbers = [str(number) for number in range(first, first + count)]
    letters, rows = parts[1::CELL_GROUPS], parts[2::CELL_GROUPS]
    one_row = letters[:width]
    if letters != one_row * count or any(rows[at::width] != numbers for at in range(width)):
        raise _OtherError
    groups = [parts[at::CELL_GROUPS] for at in range(4, CELL_GROUPS)]
    cells = {
        place: _column(*(group[at::width] for group in groups), shared=shared)
        for at, place in enumerate(places_of(tuple(one_row), columns))
    }
    return RowBlock(first, pieces, cells, needs_namespace)


def _first_row(starts: Sequence[str]) -> tuple[int, bool]:
    """Return the number of the first row, and whether any needs Excel's namespace."""
    needs_namespace = False
    first = 0
    for at, start in enumerate(starts):
        match = ROW.fullmatch(start, 0 if at == 0 else len(_ROW_END))
        if match is None:
            raise _OtherError
        first = first or int(match[1])
        if match[1] != str(first + at):
            raise _OtherError
        is_hidden, _, needs = row_attributes(match[2])
        if is_hidden:
            raise _OtherError
        needs_namespace |= needs
    return first, needs_namespace


def _column(
    types: list[str | None],
    attributes: list[str | None],
    formulas: list[str | None],
    values: list[str | None],
    inlines: list[str | None],
    *,
    shared: list[str],
) -> BlockColumn:
    formula = _formula(set(attributes), set(formulas))
    kinds = set(types)
    if formula is None and kinds == {"s"}:
        _nothing(inlines)
        return BlockColumn("s", [_shared(value, shared) for value in values], None)
    if formula is None and "inlineStr" in kinds and kinds <= {None, "inlineStr"}:
        _nothing(values)
        if None in kinds and any(
            text is not None and kind is None for kind, text in zip(types, inlines, strict=True)
        ):
            raise _OtherError
        return BlockColumn("s", _each(inlines, _text), None)
    _nothing(inlines)
    if kinds == {"str"}:
        return BlockColumn("s", _each(values, _text), formula)
    if kinds != {None}:
        raise _OtherError
    if formula is not None and not all(values):
        raise _OtherError  # a value is missing
    return BlockColumn("n", _each(values, unreferenced), formula)


def _formula(attributes: set[str | None], formulas: set[str | None]) -> str | None:
    """Return the formula that all cells have, None where none has one."""
    if attributes == {None}:
        return None
    formula = next(iter(formulas))
    if attributes != {""} or len(formulas) != 1 or formula is None:
        raise _OtherError
    return unreferenced(formula)


def _nothing(texts: list[str | None]) -> None:
    if any(text is not None for text in texts):
        raise _OtherError


def _each(texts: list[str | None], read: Callable[[str], str]) -> Sequence[str | None]:
    """Return what the texts stand for; nearly always they stand for themselves."""
    together = "".join(filter(None, texts))
    if "&" not in together and "_x" not in together:
        return texts
    return [None if text is None else read(text) for text in texts]


def _text(written: str) -> str:
    return unescaped(unreferenced(written))


def _shared(value: str | None, shared: list[str]) -> str:
    position = int(value) if value is not None and _POSITION.fullmatch(value) else -1
    if not 0 <= position < len(shared):
        raise _OtherError
    return shared[position]
