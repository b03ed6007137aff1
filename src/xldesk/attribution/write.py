"""Credit lines for others: as records, and as a CSV file that a spreadsheet opens safely."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.attribution.period import won_in
from xldesk.ledger.engine import second_connection
from xldesk.records.attribution import Attribution
from xldesk.records.csv_file import plain_text, write_csv
from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.ledger.basis import Basis

FIELDS = (
    "opportunity_id",
    "product_family",
    "partner_id",
    "headline_category",
    "line_category",
    "role",
    "reason_code",
    "model",
    "share",
    "credit",
    "currency",
    "status",
    "policy_version",
)
"""Columns of a credit line, in order."""

COLUMNS = (*FIELDS, "is_won", "close_date")

_BATCH = 10_000
_SHARE_DECIMALS = 6


def credit_lines(basis: Basis, period: str | None = None) -> Iterator[Attribution]:
    """Return the credit lines as records, by opportunity, family, precedence and partner.

    With a period only deals won in it, without one every won and open deal. Needs
    ``attribute(basis)``. Raises UsageError for a period that cannot be read.
    """
    rows = _rows(basis, period)
    return (Attribution(**dict(zip(FIELDS, row[: len(FIELDS)], strict=True))) for row in rows)


def write_credits(basis: Basis, path: Path, period: str | None = None) -> int:
    """Write the credit lines as CSV and return how many there are.

    UTF-8; credit in whole units of its currency as exact decimal text, share as a fraction with
    six decimals. Text that a spreadsheet would take for a formula gets an apostrophe before it
    (OWASP ASVS 1.2.10); numbers stay numbers. The file appears when it is complete. Raises
    UsageError where it can not be written, or for a period that cannot be read.
    """
    return write_csv(path, COLUMNS, map(_cells, _rows(basis, period)))


def _rows(basis: Basis, period: str | None) -> Iterator[tuple[Any, ...]]:
    condition, days = won_in(basis.policy, period) if period else ("TRUE", [])
    # A cursor of its own, so that the caller may go on asking while reading.
    found = second_connection(basis.con).execute(
        f"SELECT {', '.join(f'c.{field}' for field in FIELDS)}, c.is_won, d.close_date"  # noqa: S608 -- names and condition are constants of this package
        " FROM credit AS c JOIN deal AS d USING (opportunity_id, product_family)"
        f" WHERE {condition} ORDER BY c.opportunity_id, c.product_family,"
        " list_position(['sourced', 'co_sell', 'influenced', 'direct'], c.line_category),"
        " c.partner_id",
        days,
    )
    return _fetched(found)


def _fetched(found: Any) -> Iterator[tuple[Any, ...]]:
    while batch := found.fetchmany(_BATCH):
        yield from batch


def _cells(row: tuple[Any, ...]) -> list[str]:
    values = dict(zip(COLUMNS, row, strict=True))
    values["share"] = Decimal(values["share"]).scaleb(-_SHARE_DECIMALS)
    values["credit"] = major(values["credit"], values["currency"])
    return [_cell(values[column]) for column in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return plain_text(str(value))
