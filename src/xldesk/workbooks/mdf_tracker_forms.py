"""What stands over the forms of the MDF tracker: the currency in which to fill in amounts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from xldesk.workbooks.mdf_tracker_rows import Rows

NO_FUND, NO_REQUEST, NO_ACTIVITY = "no open fund", "no open request", "no activity"
"""What the lists of the forms say where there is nothing to choose."""

MOST_NAMED = 12
"""Funds or requests that are named one by one with their currencies."""


NOTHING_OPEN = "No {what} is open now."
"""What stands over a form that cannot be filled in."""


def open_funds(fund_rows: Rows) -> Rows:
    """Return the funds that a new request may name: all that are not over."""
    return [row for row in fund_rows if row["state"] != "closed"]


def claimable(request_rows: Rows, today: date) -> Rows:
    """Return the approved requests whose claim days are not over."""
    return [
        row for row in request_rows if row["status"] == "approved" and row["claim_due_day"] >= today
    ]


def currencies(fund_rows: Rows, request_rows: Rows, today: date) -> dict[str, str]:
    """Return by field the words over each form, of the funds and requests that it may name."""
    funds, requests = open_funds(fund_rows), claimable(request_rows, today)
    return {
        "forms.requests": _words([(row["fund_id"], row["currency"]) for row in funds], "fund"),
        "forms.claims": _words(
            [(row["request_id"], row["currency"]) for row in requests], "request"
        ),
    }


def _words(offered: list[tuple[str, str]], what: str) -> str:
    named: dict[str, list[str]] = defaultdict(list)
    for name, currency in sorted(offered):
        named[currency].append(name)
    if not named:
        return NOTHING_OPEN.format(what=what)
    if len(named) == 1:
        return f"All amounts in {min(named)}, the currency of every open {what}."
    if len(offered) > MOST_NAMED:
        *first, last = sorted(named)
        sheet = f"{what.capitalize()}s"
        return (
            f"Amounts in the currency of the {what}, {', '.join(first)} or {last}: the sheet "
            f"{sheet} says which."
        )
    listed = "; ".join(f"{currency} for {', '.join(named[currency])}" for currency in sorted(named))
    return f"Amounts in the currency of the {what}: {listed}."
