"""Bookings and credits as printed tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from xldesk.cli.output import Heading, say, table
from xldesk.records.money import format_minor, major

if TYPE_CHECKING:
    from xldesk.attribution.summary import CategoryBookings, PartnerCredit
    from xldesk.ledger.basis import Basis

SHOWN_PARTNERS = 6
"""Partners shown for each currency."""


def show_bookings(rows: Sequence[CategoryBookings], period: str | None) -> None:
    """Print won bookings by currency and headline category."""
    if not rows:
        say(f"no won deals{f' in {period}' if period else ''}")
        return
    table(
        [
            Heading("currency"),
            Heading("headline category"),
            Heading("deals", "right"),
            Heading("bookings", "right"),
            Heading("part", "right"),
        ],
        [
            (
                row.currency,
                row.headline_category,
                f"{row.deals:,}",
                format_minor(row.amount, row.currency),
                f"{row.part:.1%}",
            )
            for row in rows
        ],
        title=f"Bookings by headline category{f', {period}' if period else ''}",
    )


def show_credits(rows: Sequence[PartnerCredit]) -> None:
    """Print the largest credits of each currency; amounts of two currencies are never added."""
    if not rows:
        return
    shown: list[PartnerCredit] = []
    for _, of_currency in groupby(rows, key=lambda row: row.currency):
        shown += list(of_currency)[:SHOWN_PARTNERS]
    table(
        [
            Heading("partner"),
            Heading("name"),
            Heading("currency"),
            Heading("deals", "right"),
            Heading("credit", "right"),
        ],
        [
            (
                row.partner_id,
                row.partner_name,
                row.currency,
                f"{row.deals:,}",
                format_minor(row.credit, row.currency),
            )
            for row in shown
        ],
        title="Credit by partner",
    )
    if len(rows) > len(shown):
        say(f"... and {len(rows) - len(shown):,} more: xldesk attribute --json or --out FILE")


def figures_json(
    basis: Basis, bookings: Sequence[CategoryBookings], credit: Sequence[PartnerCredit]
) -> dict[str, object]:
    """Return bookings and credits for JSON: amounts as decimal text in whole units.

    ``basis`` says what they stand on: time, ledger position, and the policies with their models.
    """
    settings = basis.con.execute(
        "SELECT policy_version, model, status FROM attribution_setting ORDER BY policy_no"
    ).fetchall()
    return {
        "basis": {
            "as_of": basis.as_of,
            "ledger_position": basis.position,
            "head_hash": basis.head_hash,
            "policies": [
                {"policy_version": version, "model": model, "status": status}
                for version, model, status in settings
            ],
        },
        "bookings": [
            {**asdict(row), "amount": str(major(row.amount, row.currency))} for row in bookings
        ],
        "credits": [
            {**asdict(row), "credit": str(major(row.credit, row.currency))} for row in credit
        ],
    }
