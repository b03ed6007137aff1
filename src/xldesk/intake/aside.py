"""Rows that may be no data: set aside while a file is read, judged at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.intake.endings import is_footer

if TYPE_CHECKING:
    from xldesk.intake.parsing import Rejected

MOST_LINES = 40
"""More lines with one text each are no footer."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row set aside: its cells, and how it is rejected if it is data after all.

    ``line`` is the only text of a row that may belong to a footer, None for a row of totals;
    ``sentence`` says that it is one where the table has no words (``endings.is_sentence``).
    """

    number: int
    cells: tuple[str, ...]
    rejected: Rejected
    line: str | None
    sentence: bool = False


@dataclass(slots=True)
class Asides:
    """The rows set aside so far: ``totals``, and lines at the end that may be a footer."""

    totals: list[SetAside] = field(default_factory=list)
    _lines: list[SetAside] = field(default_factory=list)
    _last_data: int = 0

    def take(self, rows: Sequence[SetAside], last_data: int) -> list[Rejected]:
        """Keep a chunk's rows aside; return lines that are data, because data follows them.

        ``last_data`` is the number of the chunk's last other row, 0 without one.
        """
        self.totals += [row for row in rows if row.line is None]
        self._lines += [row for row in rows if row.line is not None]
        self._last_data = max(self._last_data, last_data)
        data = [row for row in self._lines if row.number < self._last_data]
        self._lines = [row for row in self._lines if row.number > self._last_data]
        while len(self._lines) > MOST_LINES:
            self._last_data = self._lines[0].number
            data.append(self._lines.pop(0))
        return [row.rejected for row in data]

    def footer(self) -> tuple[list[SetAside], list[Rejected]]:
        """Return the lines of the footer at the file's end, and those before it that are data.

        It begins with the first line that is known as one or is a sentence, or with the line
        before that (a report's name) where an empty row parts it from the data.
        """
        first = next(
            (i for i, row in enumerate(self._lines) if row.sentence or is_footer(row.line or "")),
            None,
        )
        if first is None:
            return [], [row.rejected for row in self._lines]
        if first > 0 and first == 1 and self._lines[0].number > self._last_data + 1:
            first = 0
        return self._lines[first:], [row.rejected for row in self._lines[:first]]


def rows_text(numbers: Sequence[int]) -> str:
    """Return ``row 7`` or ``rows 1 to 3`` for the numbers of some rows in order."""
    if len(numbers) == 1:
        return f"row {numbers[0]:,}"
    return f"rows {numbers[0]:,} to {numbers[-1]:,}"
