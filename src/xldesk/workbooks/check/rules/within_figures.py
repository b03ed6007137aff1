"""What people ask for is there: no more than the fund or the approval that the file shows."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_rule import number_in
from xldesk.workbooks.check.named_row_rule import NamedRowRule
from xldesk.workbooks.encoders import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.named_rows import NamedRow, Typed
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.entry import Entry


class WithinFigures(NamedRowRule):
    """Finds inputs that add up to more than the row they name has left (``Entry.within``).

    All rows that name the same one count together; it is said once, where the sum goes beyond.
    """

    def asks(self, entry: Entry) -> tuple[str, ...]:
        """Return the figures that bound a column, and their currency."""
        return (*entry.within, "currency") if entry.within else ()

    def judged(
        self, document: Document, typed: list[tuple[Typed, NamedRow]]
    ) -> Iterator[CheckFinding]:
        """Yield the first input of each sum that goes beyond."""
        sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
        for one, named in typed:
            number, bound = number_in(one.cell), _left(named, one.column.entry.within)
            if number is None or number <= 0 or bound is None:
                continue
            added = sums[(one.column.field, *one.key)]
            before = sum(added, Decimal(0))
            added.append(number)
            is_first = before <= bound or before == 0
            if is_first and before + number > bound:
                yield one.finding(
                    document, "INPUT-BEYOND", _told(one, named, added, bound), _REMEDY
                )


_REMEDY = "ask for no more than that, or leave it and say why in your mail"


def _left(named: NamedRow, within: tuple[str, ...]) -> Decimal | None:
    """Return the first figure less the others, None where there is no first."""
    first, *others = within
    whole = named.figure(first)
    return None if whole is None else whole - sum(named.figure(one) or 0 for one in others)


def _told(one: Typed, named: NamedRow, added: list[Decimal], bound: Decimal) -> str:
    first, *others = (field for field in one.column.entry.within if field in named.parts)
    less = " and ".join(named.header(field) for field in others)
    what = named.header(first) + (f" less {less}" if less else "")
    asked = one.told
    if len(added) > 1:
        together = number_text(sum(added, Decimal(0)))
        asked = f"{asked} makes {together} in {len(added)} {one.row_name}s, which"
    amount = f"{number_text(bound)} {named.word('currency')}".rstrip()
    return f"{asked} is more than {one.key[1]} has: {what} is {amount} ({named.place(first)})"
