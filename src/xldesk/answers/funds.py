"""Figures of a partner's marketing funds and activities, those of the MDF tracker."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.answers.unknown import Unknown
from xldesk.errors import UsageError
from xldesk.policy.period import period_days
from xldesk.records.money import major
from xldesk.workbooks import mdf_tracker_rows as tracker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.ledger.basis import Basis
    from xldesk.policy.rulebook import Policy

Rows = list[dict[str, Any]]

AMOUNTS = (
    "available",
    "allocated",
    "reallocated",
    "base",
    "reclaimed",
    "expired",
    "approved_requests",
    "released",
    "committed",
    "approved_claims",
    "paid",
)
"""Measures of funds in money; ``base`` is what is allocated and reallocated."""

RATIOS = {"utilisation": ("paid",), "commitment": ("committed", "paid")}
"""Measures of funds that are parts of the base, and what stands above the line."""

MEASURES = (*AMOUNTS, *RATIOS)
RETURNS = ("actual", "projected", "pipeline")
"""Kinds of return, the default first."""


def fund_rows(basis: Basis) -> Rows:
    """Return the rows of the tracker's table Funds; ``mdf_figures`` has run on ``basis``."""
    return tracker.funds(basis, None)


def return_rows(basis: Basis) -> Rows:
    """Return the rows of the tracker's table Roi; ``mdf_figures`` has run on ``basis``."""
    return tracker.returns(basis, None, tracker.linked_credit(basis, None))


def balance(
    rows: Rows, policy: Policy, partner_id: str, period: str, measure: str
) -> Decimal | Unknown | None:
    """Return a measure over a partner's funds whose period lies in ``period`` (section 6).

    Money in whole units, ratios as parts of 1, None where the base is 0. Raises UsageError for a
    measure or period that does not exist, and for funds of several currencies.
    """
    if measure not in MEASURES:
        raise UsageError(f"no measure {measure!r}; choose one of {', '.join(MEASURES)}")
    days = period_days(policy, period)
    own = [row for row in rows if row["partner_id"] == partner_id]
    funds = [row for row in own if _lies_in(policy, row["period"], days)]
    if not funds:
        others = ", ".join(sorted({row["period"] for row in own}))
        has = f"; it has funds of {others}" if others else ""
        return Unknown(f"{partner_id} has no fund in {period}{has}")
    currency = _one_currency(funds)
    if measure in AMOUNTS:
        return major(sum(row[measure] for row in funds), currency)
    above = sum(row[name] for row in funds for name in RATIOS[measure])
    return _part(above, sum(row["base"] for row in funds))


def returned(
    rows: Rows, policy: Policy, partner_id: str, period: str, kind: str
) -> Decimal | Unknown | None:
    """Return the return on a partner's approved activities that ended in ``period`` (section 6).

    Over several activities it is the return on the sum of what they cost. ``projected``: margin on
    the pipeline expected less planned spend, by planned spend. ``actual``: margin on won credit
    less approved claims, by approved claims, of activities past one sales cycle. ``pipeline``:
    open and won credit by approved claims. None where nothing was spent, nothing expected or
    no activity is mature. Raises UsageError for a kind or period that does not exist, and for
    activities in several currencies.
    """
    if kind not in RETURNS:
        raise UsageError(f"no kind of return {kind!r}; choose one of {', '.join(RETURNS)}")
    first, last = period_days(policy, period)
    own = [
        row
        for row in rows
        if row["partner_id"] == partner_id and first <= row["activity_end"] <= last
    ]
    if kind == "projected":
        return _projected([row for row in own if row["projected_roi"] is not None])
    if kind == "actual":
        own = [row for row in own if row["state"] == "actual"]
    spent = [row for row in own if row["claims_approved"] > 0]
    lacking = sum(row["lines_without_rate"] for row in spent)
    if lacking:
        return Unknown(
            f"{lacking} credit lines of the activities cannot be converted: the policy has no rate"
        )
    _one_currency(spent)
    cost = sum(row["claims_approved"] for row in spent)
    if kind == "pipeline":
        return _part(sum(row["open_credit"] + row["won_credit"] for row in spent), cost)
    return _part(sum(row["margin_on_won"] for row in spent) - cost, cost)


def _projected(rows: Rows) -> Decimal | None:
    _one_currency(rows)
    gain = sum(
        (row["expected_pipeline"] * row["expected_close_rate"] * row["margin"] for row in rows),
        Decimal(0),
    )
    planned = sum(row["planned_spend"] for row in rows)
    return _part(gain - planned, planned)


def _part(amount: Decimal | int, whole: int) -> Decimal | None:
    return Decimal(amount) / Decimal(whole) if whole > 0 else None


def _one_currency(rows: Sequence[dict[str, Any]]) -> str:
    """Return the currency of all rows, empty where there are none."""
    found = sorted({str(row["currency"]) for row in rows})
    if len(found) > 1:
        raise UsageError(f"amounts in {', '.join(found)} are not added; name a shorter period")
    return found[0] if found else ""


def _lies_in(policy: Policy, period: str, days: tuple[date, date]) -> bool:
    try:
        first, last = period_days(policy, period)
    except UsageError:
        return False  # a fund may name a period that is no part of the fiscal year
    return days[0] <= first and last <= days[1]
