"""Many plain rows of one form at once: the rows of a table, column by column.

A block says of its rows what they would say one by one. Where a row among them is written any
other way there is no block, and its rows are read one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.alike_rows import alike_rows
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.cell import unescaped
from xldesk.workbooks.check.numbers import are_written_here
from xldesk.workbooks.check.plain_row import (
    IrregularError,
    places_of,
    row_attributes,
    rows_in,
    unreferenced,
)
from xldesk.workbooks.check.row_form import OtherFormError, matched_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xldesk.workbooks.check.cell import FoundRow
    from xldesk.workbooks.check.document import Area
    from xldesk.workbooks.check.row_form import CellTexts, RowForms

FEWEST_ROWS = 3
"""A block of fewer rows takes longer than they do."""


def block_rows(areas: Sequence[Area]) -> list[range]:
    """Return the rows of data of tables in ``areas`` that may come as blocks.

    Where the rows of two tables meet, each row is looked at by itself.
    """
    rows = [range(area.first_row, area.last_row + 1) for area in areas]
    return [
        range(own.start + 1, own.stop)
        for at, own in enumerate(rows)
        if not any(
            own.start < other.stop and other.start < own.stop
            for number, other in enumerate(rows)
            if number != at
        )
    ]


class BlockColumn(NamedTuple):
    """The cells of one column: their values from top to bottom, and the one formula of all.

    ``kind`` is that of all cells with a value: n (numbers) or s (texts). ``formula`` is None where
    no cell has one.
    """

    kind: str
    values: Sequence[str | None]
    formula: str | None

    @property
    def is_exact(self) -> bool:
        """Whether the cells are numbers that are all written as the desk writes them."""
        return self.kind == "n" and are_written_here(self.values)

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
    """Yield the rows of ``block`` one by one; raises ArchiveError where they are no plain rows."""
    try:
        for piece in block.pieces:
            for plain in rows_in(piece, shared, columns):
                yield plain.row
    except IrregularError as error:
        where = f"rows {block.first} to {block.last}"
        raise ArchiveError("FILE-XML", f"{where} are written in two ways at once") from error


def block_of(
    pieces: Sequence[str], forms: RowForms, shared: list[str], columns: int
) -> RowBlock | None:
    """Return the block of rows written in ``pieces``, each up to its end tag; None if it is none.

    ``forms`` are those of the sheet, ``shared`` the workbook's texts, ``columns`` the last column
    there may be.
    """
    try:
        return _block_of(pieces, forms, shared, columns)
    except OtherFormError:
        return None
    except IrregularError:
        return None  # whoever reads the rows one by one meets it again, and says where


def _block_of(pieces: Sequence[str], forms: RowForms, shared: list[str], columns: int) -> RowBlock:
    form = forms.form_of(pieces[0])
    if form is None:
        raise OtherFormError
    rows = alike_rows(form, pieces) or matched_rows(form, pieces)
    places = places_of(tuple(column.letters for column in form), columns)
    cells = {place: _column(texts, shared) for place, texts in zip(places, rows.cells, strict=True)}
    return RowBlock(rows.first, pieces, cells, _needs_namespace(rows.attributes))


def _needs_namespace(attributes: set[str]) -> bool:
    """Return whether a row needs Excel's namespace; none of them may be hidden."""
    found = [row_attributes(text) for text in attributes]
    if any(is_hidden for is_hidden, _, _ in found):
        raise OtherFormError
    return any(needs for _, _, needs in found)


def _column(cells: CellTexts, shared: list[str]) -> BlockColumn:
    type_, formula, texts = cells
    if formula is not None:
        formula = unreferenced(formula)
        if type_ == "n" and not all(texts):
            raise OtherFormError  # a value is missing
    if type_ == "s":
        return BlockColumn("s", [_shared(position, shared) for position in texts], None)
    if type_ == "n":
        return BlockColumn("n", _each(texts, unreferenced), formula)
    return BlockColumn("s", _each(texts, _text), formula)


def _each(texts: Sequence[str | None], read: Callable[[str], str]) -> Sequence[str | None]:
    """Return what the texts stand for; nearly always they stand for themselves."""
    together = "".join(filter(None, texts))
    if "&" not in together and "_x" not in together:
        return texts
    return [None if text is None else read(text) for text in texts]


def _text(written: str) -> str:
    return unescaped(unreferenced(written))


def _shared(written: str | None, shared: list[str]) -> str | None:
    if written is None:
        return None
    position = int(written)
    if position >= len(shared):
        raise OtherFormError
    return shared[position]
