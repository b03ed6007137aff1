"""What partners did on one deal, and in words why each act counts or does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal

from xldesk.attribution.statements import statement
from xldesk.ledger.parsed import run_parsed

if TYPE_CHECKING:
    import duckdb

Verdict = Literal["counts", "blocked", "left out"]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a partner did. ``why`` says what lets it count, or what keeps it out.

    ``occurred_at`` is UTC, None where nobody recorded a time. ``counts_on`` names the product
    families on which it counts where the deal has several lines and it counts on some alone.
    ``source`` is the place it was read from (``file:row``), ``ledger_position`` the entry.
    """

    occurred_at: datetime | None
    partner_id: str
    partner_name: str | None
    category: str
    kind: str
    object_kind: str
    object_id: str
    verdict: Verdict
    why: str
    codes: tuple[str, ...]
    counts_on: tuple[str, ...]
    source: str | None
    ledger_position: int | None


def acts_of(con: duckdb.DuckDBPyConnection, opportunity_id: str) -> tuple[Act, ...]:
    """Return everything done on a deal in time order; same times in the total order.

    Reads ``contribution`` and the tables of validation under the present policy.
    """
    found = run_parsed(con, statement("story_acts"), {"opportunity_id": opportunity_id})
    names = [column[0] for column in found.description or ()]
    return tuple(_act(dict(zip(names, row, strict=True))) for row in found.fetchall())


def _act(row: dict[str, Any]) -> Act:
    when: datetime | None = row["occurred_at"]
    counts_on = tuple(family for family in row["counts_on"] if family) if row["in_part"] else ()
    return Act(
        occurred_at=None if when is None else when.replace(tzinfo=UTC),
        partner_id=row["partner_id"],
        partner_name=row["partner_name"],
        category=row["category"],
        kind=row["kind"],
        object_kind=row["object_kind"],
        object_id=row["object_id"],
        verdict="counts" if row["counts"] else "blocked" if row["blocked"] else "left out",
        why=_why(row),
        codes=tuple(row["codes"]),
        counts_on=counts_on,
        source=row["source"],
        ledger_position=row["ledger_position"],
    )


def _why(row: dict[str, Any]) -> str:
    if not row["counts"]:
        return str(row["blocking"] or _left_out(row))
    reasons = [_counting(row)]
    if row["in_part"]:
        reasons.append(f"only on {', '.join(row['counts_on'])}: elsewhere {row['why']}")
    if row["agreed_ppm"] is not None:
        reasons.append(f"agreed share {row['agreed_ppm'] / 10_000:.4f} %")
    if row["released"]:
        reasons.append(str(row["released"]))
    return "; ".join(reasons)


def _left_out(row: dict[str, Any]) -> str:
    if row["why"] == "TOUCH-WINDOW":
        return f"TOUCH-WINDOW: {row['outside'] or 'outside the influence window'}"
    return str(row["why"])


def _counting(row: dict[str, Any]) -> str:
    """Return what lets an act count, in the numbers of the policy."""
    if row["object_kind"] == "touch":
        until = "close" if row["is_closed"] else "the day asked for"
        day = f"day {row['days_before']} before {until}"
        return f"{day}, window {row['influence_days']}, weight {row['weight']}"
    if row["category"] == "sourced":
        first = "first approved claim" if row["kind"] == "registration" else "first accepted claim"
        window = f", window {row['window_days']}" if row["kind"] == "registration" else ""
        return f"{first}, {_created(row)}{window}"
    stage = f" at {row['accepted_at_stage']}" if row["accepted_at_stage"] else ""
    return f"accepted by both sides{stage}" if row["kind"] == "co_sell" else "agreed influence role"


def _created(row: dict[str, Any]) -> str:
    created: date | None = row["created_date"]
    if created is None:
        return "the deal has no creation date"
    days = (created - row["occurred_day"]).days
    if days == 0:
        return "deal created the same day"
    if days > 0:
        return f"deal created {_days(days)} later"
    return f"deal created {_days(-days)} before, grace {row['grace_days']}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
