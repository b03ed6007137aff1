"""Rows that may be no data: set aside while a file is read, judged at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.intake.endings import is_footer
from xldesk.intake.reject import shown

if TYPE_CHECKING:
    from xldesk.intake.parsing import Rejected

MOST_LINES = 40
"""More lines with one text each are no footer."""

MOST_UNKNOWN = 8
"""So many lines may be a footer by their looks alone, where none is known as one."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row set aside: its cells, and how it is rejected if it is data after all.

    ``line`` is the only text of a row that may belong to a footer, None for a row of totals;
    ``looks`` says that it may be one by its looks (``LoneRows.may_be_footer``).
    """

    number: int
    cells: tuple[str, ...]
    rejected: Rejected
    line: str | None
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Footer:
    """Lines at a file's end: those that look like a footer, those known as one, and data."""

    looking: list[SetAside]
    known: list[SetAside]
    data: list[Rejected]

    def texts(self, *, private: bool) -> tuple[str, ...]:
        """Say which rows are left out, in a line each.

        A row told by its looks is quoted, but not where the file may name people: the ledger keeps
        these lines.
        """
        looking, known = ([row.number for row in rows] for rows in (self.looking, self.known))
        texts = []
        if looking:
            quoted = "" if private else f": {shown(self.looking[0].line or '')}"
            more = " and so on" if quoted and looking[1:] else ""
            why = "taken for a footer, one cell alone is filled"
            texts.append(f"{rows_text(looking)}: {why}{quoted}{more}")
        if known:
            texts.append(f"{rows_text(known)}: footer of the report")
        return tuple(texts)


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

    def footer(self) -> Footer:
        """Return the lines of the footer at the file's end, and those before it that are data.

        It begins with the first line that is known as one, or with the line before that (a
        report's name) where an empty row parts it from the data. Below data, lines before it
        belong to it where they look so.
        """
        lines = self._lines
        known = next((i for i, row in enumerate(lines) if is_footer(row.line or "")), len(lines))
        if known == 1 < len(lines) and lines[0].number > self._last_data + 1:
            known = 0
        first = known
        while first > 0 and lines[first - 1].looks:
            first -= 1
        if not self._last_data or known - first > MOST_UNKNOWN:
            first = known
        data = [row.rejected for row in lines[:first]]
        return Footer(lines[first:known], lines[known:], data)


def rows_text(numbers: Sequence[int]) -> str:
    """Return ``row 7`` or ``rows 1 to 3`` for the numbers of some rows in order."""
    if len(numbers) == 1:
        return f"row {numbers[0]:,}"
    return f"rows {numbers[0]:,} to {numbers[-1]:,}"
