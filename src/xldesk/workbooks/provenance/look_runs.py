"""The same difference down a column, said once for all cells in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.provenance.difference import Difference
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.provenance.difference import About, Code


class _Run(NamedTuple):
    code: Code
    message: str
    first: int
    last: int


class LookRuns:
    """Differences of one sheet by column, held as long as the next row may go on with them."""

    def __init__(self, sheet: str, about: About = "look") -> None:
        self._sheet = sheet
        self._about = about
        self._open: dict[int, _Run] = {}

    def add(self, row: int, column: int, code: Code, message: str) -> Iterator[Difference]:
        """Take a difference in a cell; yield the one above it in its column that has ended."""
        run = self._open.get(column)
        if run is not None and run[:2] == (code, message) and run.last == row - 1:
            self._open[column] = run._replace(last=row)
            return
        if run is not None:
            yield self._said(column, run)
        self._open[column] = _Run(code, message, row, row)

    def finish(self) -> Iterator[Difference]:
        """Yield what is left, by column."""
        for column, run in sorted(self._open.items()):
            yield self._said(column, run)
        self._open.clear()

    def _said(self, column: int, run: _Run) -> Difference:
        letters = letters_of(column)
        down = "" if run.first == run.last else f" (down to {letters}{run.last})"
        cell = f"{letters}{run.first}"
        return Difference(run.code, self._sheet, cell, run.message + down, self._about)
