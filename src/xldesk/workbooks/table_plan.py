"""How the rows of one table are written: found out once for a template, used by every stamp."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.cell_text import MAX_CELL_TEXT
from xldesk.workbooks.encoded_column import TEXT_TYPES, ColumnValueError
from xldesk.workbooks.encoded_rows import EncodedRows, encode_rows
from xldesk.workbooks.encoders import ColumnEncoder
from xldesk.workbooks.layout import (
    FIRST_COLUMN,
    PlacedTable,
    formula_of,
    text_per_line,
    width_for,
)
from xldesk.workbooks.parts import NUMERIC
from xldesk.workbooks.row_pieces import NUMBER, RowPieces
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xldesk.workbooks.encoders import CellForm
    from xldesk.workbooks.parts import Column
    from xldesk.workbooks.style_book import StyleBook

WIDEST_TEXT = 44.0
_KEPT_FORMS = 8
_KEPT_FIXED = 200


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How one column is written; ``currency`` is the index of the column with its currencies.

    ``per_line`` is how much text a line of it takes, 0 where it does not wrap.
    """

    name: str
    letters: str
    encoder: ColumnEncoder
    currency: int | None
    is_recalculated: bool
    per_line: int


class TablePlan:
    """The columns of a placed table, and its blank rows."""

    def __init__(
        self,
        placed: PlacedTable,
        attributes: str,
        styles: dict[str, int],
        book: StyleBook,
        widths: Sequence[float],
    ) -> None:
        self.placed = placed
        self.attributes = attributes
        self.wraps = any(column.wrap for column in placed.table.columns)
        self.fields = [column.field for column in placed.table.columns]
        columns = placed.table.columns
        self.digested = [at for at, column in enumerate(columns) if column.role != "input"]
        self.texts = tuple(at for at, column in enumerate(columns) if column.type in TEXT_TYPES)
        self.amounts = _by_currency(columns, self.fields)
        self.links = [at for at, column in enumerate(columns) if column.type == "link"]
        self.names = {column.name: at for at, column in enumerate(columns)}
        self.values_of = _getter(self.fields)
        self.rooms = list(map(room_of, columns, widths))
        """How many characters each column shows as wide as the sheet's template has it."""
        self._styles = styles
        self._book = book
        self._by_row: dict[int, tuple[ColumnPlan, ...]] = {}
        self._row_pieces: dict[tuple[CellForm, ...], tuple[RowPieces, str]] = {}
        self._fixed = lru_cache(maxsize=_KEPT_FIXED, typed=True)(self._made_fixed)
        self._blank = lru_cache(maxsize=200)(self._made_blank)

    def columns(self, row: int = 0) -> tuple[ColumnPlan, ...]:
        """Return the plans of the row with this index; rows differ only in a fixed table."""
        at = row if self.placed.is_fixed else 0
        if at not in self._by_row:
            self._by_row[at] = tuple(self._planned(at))
        return self._by_row[at]

    @cached_property
    def digested_header(self) -> bytes:
        """What the digest covers before the rows: names of the table and of its columns."""
        names = [self.columns()[at].name for at in self.digested]
        return "\x1f".join([self.placed.table.name, *names]).encode()

    def row_pieces(self, forms: tuple[CellForm, ...]) -> tuple[RowPieces, str]:
        """Return what stands before each value of a row, and after the last; ``forms`` by column.

        Where a column's text wraps, the first value is the height of the row.
        """
        known = self._row_pieces.get(forms)
        if known is None:
            if len(self._row_pieces) == _KEPT_FORMS:
                self._row_pieces.clear()
            known = self._row_pieces[forms] = self._pieces(forms)
        return known

    def _pieces(self, forms: tuple[CellForm, ...]) -> tuple[RowPieces, str]:
        made = [f'<row r="{NUMBER}" ht="'] if self.wraps else []
        end = '" customHeight="1">' if self.wraps else f'<row r="{NUMBER}"{self.attributes}>'
        for plan, (before, after) in zip(self.columns(), forms, strict=True):
            made.append(f'{end}<c r="{plan.letters}{NUMBER}"{before}')
            end = after
        return RowPieces(made), f"{end}</row>"

    def fixed_row(self, number: int, index: int, *values: Any) -> EncodedRows:
        """Return a row of a fixed table: few of them differ from file to file.

        Raises ColumnValueError for a value its column does not take.
        """
        try:
            return self._fixed(number, index, *values)
        except ColumnValueError:
            raise
        except TypeError:  # a value that cannot be looked up
            return self._made_fixed(number, index, *values)

    def _made_fixed(self, number: int, index: int, *values: Any) -> EncodedRows:
        return encode_rows(self, [(value,) for value in values], range(number, number + 1), index)

    def blank(self, number: int) -> str:
        """Return the XML of a blank row."""
        return self._blank(number)

    def _planned(self, row: int) -> list[ColumnPlan]:
        return [
            ColumnPlan(
                column.name,
                letters_of(FIRST_COLUMN + index),
                ColumnEncoder(
                    column.type,
                    self._styles[letters_of(FIRST_COLUMN + index)],
                    self._book,
                    formula_of(self.placed, index, row),
                ),
                None if column.currency is None else self.fields.index(column.currency),
                column.is_recalculated,
                text_per_line(column.width or 0) if column.wrap else 0,
            )
            for index, column in enumerate(self.placed.table.columns)
        ]

    def _made_blank(self, number: int) -> str:
        cells = (
            f'<c r="{plan.letters}{number}"{plan.encoder.blank()[0]}' for plan in self.columns()
        )
        return f'<row r="{number}"{self.attributes}>{"".join(cells)}</row>'


def width_of(column: Column, longest: int) -> float:
    """Return how wide ``column`` has to be to show ``longest`` characters, as far as it goes."""
    if column.type in NUMERIC:
        return width_for(longest)
    return 0.0 if column.wrap else min(longest + 2.0, WIDEST_TEXT)


def room_of(column: Column, width: float) -> int:
    """Return how many characters fit ``width``, a cell's longest text where it never grows."""
    if width_of(column, MAX_CELL_TEXT) <= width:
        return MAX_CELL_TEXT
    return bisect_right(range(MAX_CELL_TEXT), width, key=partial(width_of, column)) - 1


def _by_currency(columns: Sequence[Column], fields: list[str]) -> dict[int, tuple[int, ...]]:
    """Return which columns hold amounts by the column with their currencies."""
    found: dict[int, tuple[int, ...]] = {}
    for at, column in enumerate(columns):
        if column.type == "amount" and column.currency is not None:
            currency = fields.index(column.currency)
            found[currency] = (*found.get(currency, ()), at)
    return found


def _getter(fields: list[str]) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """Return a function that takes a row's values in the order of ``fields``."""
    if len(fields) == 1:
        return lambda row: (row[fields[0]],)
    return itemgetter(*fields)
