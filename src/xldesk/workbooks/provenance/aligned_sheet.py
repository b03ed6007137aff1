"""A sheet whose rows or columns were put in, taken out or sorted: each beside the issued one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.cell import FoundRow
from xldesk.workbooks.provenance.moved_columns import IN_PLACE, Columns, columns_of
from xldesk.workbooks.provenance.moved_rows import (
    Pair,
    RowPartners,
    is_blank,
    put_in,
    row_moves,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xldesk.workbooks.check.document import FoundTable
    from xldesk.workbooks.provenance.difference import Difference

MOST_CELLS = 200_000
"""Cells of a sheet up to which rows are looked for elsewhere; of larger ones each in its place."""


class Alignment(NamedTuple):
    """The rows that belong together, by where they stand now, and what was moved."""

    pairs: list[Pair]
    moves: list[Difference]


class _Head(NamedTuple):
    table: FoundTable
    row: FoundRow
    columns: Columns


def rows_held(rows: Iterable[FoundRow]) -> list[FoundRow] | None:
    """Return the ``rows`` of a sheet, None where they have more cells than are held at once."""
    held, count = [], 0
    for row in rows:
        count += len(row.cells)
        if count > MOST_CELLS:
            return None
        held.append(row)
    return held


def aligned(
    sheet: str, tables: Sequence[FoundTable], issued: list[FoundRow], found: list[FoundRow]
) -> Alignment | None:
    """Return the rows of both that belong together, None where nothing was moved.

    Headers tell the columns of a table, its first column tells its rows; what stands between
    tables is told by what it says. Also None where too little is the same to tell.
    """
    heads = list(_heads(sheet, tables, found))
    pairs: list[Pair] = []
    moves = [move for head in heads for move in head.columns.moves]
    for head, rows in _stretches(heads, issued, found):
        extra: list[FoundRow] = []
        beside = head or (heads[0] if heads else None)
        if head is not None:
            header = next((r for r in issued if r.number == head.table.area.first_row), None)
            pairs.append(Pair(header, head.row, head.columns))
            if _has_keys(head, rows):
                if not _pair_by_keys(head, rows):
                    return None
                moves += row_moves(sheet, head.table, head.columns, rows)
                extra = put_in(head.table, head.columns, rows)
            else:
                _pair_by_place(head, rows)
        else:
            _pair_texts(None, rows)
            rows.by_neighbours()
        pairs += _pairs(head, beside, rows, {row.number for row in extra})
    return Alignment(pairs, moves) if moves else None


def _stretches(
    heads: list[_Head], issued: list[FoundRow], found: list[FoundRow]
) -> Iterator[tuple[_Head | None, RowPartners]]:
    """Yield the rows above the first header, and those from each header to the next."""
    starts = [head.table.area.first_row for head in heads]
    found_starts = [head.row.number for head in heads]
    edges = zip([0, *starts], [*starts, None], strict=True)
    found_edges = zip([0, *found_starts], [*found_starts, None], strict=True)
    for head, edge, found_edge in zip([None, *heads], edges, found_edges, strict=True):
        yield head, RowPartners(_between(issued, *edge), _between(found, *found_edge))


def _heads(sheet: str, tables: Sequence[FoundTable], found: list[FoundRow]) -> Iterator[_Head]:
    """Yield the found header rows of ``tables``, from above; those that are not there left out."""
    above = 0
    for table in sorted(tables, key=lambda table: table.area.first_row):
        wanted = set(table.columns)
        rows = [row for row in found if row.number > above]
        scored = [(len(wanted & {c.value for c in row.cells.values()}), row) for row in rows]
        _, best = max(scored, key=lambda one: (one[0], -one[1].number), default=(0, None))
        columns = None if best is None else columns_of(sheet, table, best)
        if best is not None and columns is not None:
            above = best.number
            yield _Head(table, best, columns)


def _between(rows: list[FoundRow], low: int, high: int | None) -> list[FoundRow]:
    return [row for row in rows if low < row.number and (high is None or row.number < high)]


def _has_keys(head: _Head, rows: RowPartners) -> bool:
    """Tell whether the table's first column still stands there, and says what its rows are."""
    area = head.table.area
    return head.columns.of(area.first_column) is not None and any(
        _value(row, area.first_column) for row in rows.issued if row.number <= area.last_row
    )


def _pair_by_place(head: _Head, rows: RowPartners) -> None:
    below = {row.number - head.row.number: row for row in rows.found}
    for row in rows.issued:
        other = below.get(row.number - head.table.area.first_row)
        if other is not None:
            rows.pair(row, other)


def _pair_by_keys(head: _Head, rows: RowPartners) -> bool:
    """Pair the rows under a header; return whether enough of the table's are there."""
    area, columns = head.table.area, head.columns
    inside = [row for row in rows.issued if row.number <= area.last_row]
    texts = {row.number: _text(row, columns) for row in inside}
    rows.by_text(texts, {row.number: _text(row, None) for row in rows.found})
    keys = {row.number: _value(row, area.first_column) for row in inside}
    key = columns.of(area.first_column)
    rows.by_text(keys, {row.number: _value(row, key) for row in rows.found})
    if 2 * len(rows.partner) < len(inside):
        return False
    rows.found = _filled_up(rows)
    _pair_texts(head, rows)
    rows.by_neighbours()
    return True


def _filled_up(rows: RowPartners) -> list[FoundRow]:
    """Return the found rows, those without cells among the table's too, and no blank one behind."""
    last = max(rows.taken, default=0)
    there = {row.number: row for row in rows.found}
    first = min(there, default=last + 1)
    inside = [
        there.get(number) or FoundRow(number, {}, is_hidden=False)
        for number in range(first, last + 1)
    ]
    return inside + [row for row in rows.found if row.number > last and not is_blank(row)]


def _pair_texts(head: _Head | None, rows: RowPartners) -> None:
    """Pair the rows outside of a table by all that they say."""
    last = 0 if head is None else head.table.area.last_row
    rows.issued = [row for row in rows.issued if row.number <= last or not is_blank(row)]
    if head is None:
        rows.found = [row for row in rows.found if not is_blank(row)]
    outside = {row.number: _text(row, None) for row in rows.issued if row.number > last}
    rows.by_text(outside, {row.number: _text(row, None) for row in rows.found})


def _pairs(
    head: _Head | None, beside: _Head | None, rows: RowPartners, extra: set[int]
) -> Iterator[Pair]:
    """Yield the rows to be compared, by where they stand now; those put in (``extra``) are not."""
    last = 0 if head is None else head.table.area.last_row
    by_number = {row.number: row for row in rows.issued}
    for row in rows.found:
        one = by_number.get(rows.taken.get(row.number, 0))
        if one is None:
            if not is_blank(row) and row.number not in extra:
                yield Pair(None, row, IN_PLACE)
        elif head is not None and one.number <= last:
            if not is_blank(row) or not _has_keys(head, rows):
                yield Pair(one, row, head.columns)
        else:
            yield Pair(one, row, _nearer(one, row, beside))
    for row in rows.issued:
        is_told = head is not None and row.number <= last and _has_keys(head, rows)
        if row.number not in rows.partner and not is_told:
            yield Pair(row, None, IN_PLACE)


def _nearer(one: FoundRow, other: FoundRow, beside: _Head | None) -> Columns:
    """Return the columns in which two rows outside of a table say more of the same."""
    if beside is None or _alike(one, other, beside.columns) <= _alike(one, other, IN_PLACE):
        return IN_PLACE
    return beside.columns


def _alike(one: FoundRow, other: FoundRow, columns: Columns) -> int:
    return sum(
        _value(one, column) == _value(other, columns.of(column))
        for column in one.cells
        if _value(one, column)
    )


def _value(row: FoundRow, column: int | None) -> str:
    cell = None if column is None else row.cells.get(column)
    return "" if cell is None else cell.formula or cell.value or ""


def _text(row: FoundRow, columns: Columns | None) -> str:
    """Return what a row says: formulas, else values; ``columns`` leaves out those taken out."""
    return "\x1f".join(
        text
        for column in sorted(row.cells)
        if (columns is None or columns.of(column) is not None) and (text := _value(row, column))
    )
