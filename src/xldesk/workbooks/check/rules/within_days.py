"""Days that people fill in lie within those of the fund or request that the file shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_rule import day_in
from xldesk.workbooks.check.named_row_rule import NamedRowRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.named_rows import NamedRow, Typed
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.entry import Entry


class WithinDays(NamedRowRule):
    """Finds days outside those of the row they name (``Entry.from_day``, ``until_day``)."""

    def asks(self, entry: Entry) -> tuple[str, ...]:
        """Return the days that bound a column."""
        return tuple(filter(None, (entry.from_day, entry.until_day)))

    def judged(
        self, document: Document, typed: list[tuple[Typed, NamedRow]]
    ) -> Iterator[CheckFinding]:
        """Yield the days that are too early or too late."""
        for one, named in typed:
            day = day_in(one.cell, one.days)
            first, last = one.column.entry.from_day, one.column.entry.until_day
            begin = None if first is None else named.day(first)
            end = None if last is None else named.day(last)
            if day is None:
                continue
            if first is not None and begin is not None and day < begin:
                told = f"comes before {_place(one, named, first)} {begin}"
            elif last is not None and end is not None and day > end:
                told = f"comes after {_place(one, named, last)} {end}"
            else:
                continue
            yield one.finding(document, "INPUT-DAYS", f"{one.told} {told}", _REMEDY)


_REMEDY = "mend the day, or choose another one in the first column of the row"


def _place(one: Typed, named: NamedRow, field: str) -> str:
    return f"the day of {one.key[1]} in {named.header(field)} ({named.place(field)}),"
