"""Amounts that people fill in have no more decimals than their currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.currency import exponent, is_known
from xldesk.workbooks.check.input_rule import number_in
from xldesk.workbooks.check.named_row_rule import NamedRowRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.named_rows import NamedRow, Typed
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.entry import Entry


class CurrencyDecimals(NamedRowRule):
    """Finds amounts in parts that the named row's currency does not have (``Entry.is_money``)."""

    def asks(self, entry: Entry) -> tuple[str, ...]:
        """Return where the currency of an amount stands."""
        return ("currency",) if entry.is_money else ()

    def judged(
        self, document: Document, typed: list[tuple[Typed, NamedRow]]
    ) -> Iterator[CheckFinding]:
        """Yield the amounts that nobody can pay to the last decimal."""
        for one, named in typed:
            number, currency = number_in(one.cell), named.word("currency")
            if number is None or not is_known(currency):
                continue
            decimals = exponent(currency)
            smallest = number.scaleb(decimals)
            if smallest != smallest.to_integral_value():
                has = f"{decimals} decimals" if decimals else "no decimals"
                yield one.finding(
                    document,
                    "AMOUNT-DECIMALS",
                    f"{one.told} is no amount in {currency}, which has {has} "
                    f"({named.place('currency')})",
                    "round the amount",
                )
