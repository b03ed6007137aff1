"""Columns that the sheets of the MDF tracker share."""

from __future__ import annotations

from xldesk.workbooks.spec import Column, Highlight

DECIMALS = Column("Decimals", "decimals", type="integer", width=10)
"""Decimals of the row's currency, to which formulas round money."""

INVOICE = "invoice"
"""What an invoice's number identifies; see ``Entry.once``."""

FUND, REQUEST = "fund", "request"
"""What the ids of funds and requests name; see ``Entry.names``."""


def amount(
    name: str,
    field: str,
    formula: str | None = None,
    *,
    highlight: Highlight | None = None,
) -> Column:
    """Return a column of amounts in the currency of the row's column Currency."""
    return Column(
        name,
        field,
        type="amount",
        currency="currency",
        formula=formula,
        highlight=highlight,
        width=14,
    )
