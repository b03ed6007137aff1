"""How the rows of one table are written: found out once for a template, used by every stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.encoders import ColumnEncoder
from xldesk.workbooks.layout import FIRST_COLUMN, PlacedTable, formula_of, text_per_line
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xldesk.workbooks.style_book import StyleBook

NUMBER = "\x00"
"""Stands for the row's number in the form of a row."""

_KEPT_ROWS = 1_000
"""The forms of rows up to this number are kept."""
_KEPT_FORMS = 8


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How one column is written; ``currency`` is the index of the column with its currencies.

    ``per_line`` is how much text a line of it takes, 0 where it does not wrap.
    """

    name: str
    letters: str
    encoder: ColumnEncoder
    currency: int | None
    digested: bool
    is_recalculated: bool
    is_link: bool
    per_line: int


class TablePlan:
    """The columns of a placed table, and its blank rows."""

    def __init__(
        self, placed: PlacedTable, attributes: str, styles: dict[str, int], book: StyleBook
    ) -> None:
        self.placed = placed
        self.attributes = attributes
        self.wraps = any(column.wrap for column in placed.table.columns)
        self.fields = [column.field for column in placed.table.columns]
        self.values_of = _getter(self.fields)
        self._styles = styles
        self._book = book
        self._by_row: dict[int, tuple[ColumnPlan, ...]] = {}
        self._numbered: dict[str, dict[int, str]] = {}
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
        names = [plan.name for plan in self.columns() if plan.digested]
        return "\x1f".join([self.placed.table.name, *names]).encode()

    def numbered(self, form: str, numbers: range) -> list[str]:
        """Return ``form`` with each of ``numbers`` where NUMBER stands."""
        if numbers.stop > _KEPT_ROWS:
            return [form.replace(NUMBER, str(number)) for number in numbers]
        known = self._numbered.get(form)
        if known is None:
            if len(self._numbered) == _KEPT_FORMS:
                self._numbered.clear()
            known = self._numbered[form] = {}
        for number in numbers:
            if number not in known:
                known[number] = form.replace(NUMBER, str(number))
        return [known[number] for number in numbers]

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
                column.role != "input",
                column.is_recalculated,
                column.type == "link",
                text_per_line(column.width or 0) if column.wrap else 0,
            )
            for index, column in enumerate(self.placed.table.columns)
        ]

    def _made_blank(self, number: int) -> str:
        cells = (
            f'<c r="{plan.letters}{number}"{plan.encoder.blank()[0]}' for plan in self.columns()
        )
        return f'<row r="{number}"{self.attributes}>{"".join(cells)}</row>'


def _getter(fields: list[str]) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """Return a function that takes a row's values in the order of ``fields``."""
    if len(fields) == 1:
        return lambda row: (row[fields[0]],)
    return itemgetter(*fields)
