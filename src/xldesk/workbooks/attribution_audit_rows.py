"""The rows of the attribution audit, from the desk's own tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xldesk.policy.period import period_days
from xldesk.records.fields import CATEGORIES
from xldesk.records.money import format_minor, major
from xldesk.workbooks.content import Link
from xldesk.workbooks.statements import statement

if TYPE_CHECKING:
    from xldesk.controls.result import ControlResult
    from xldesk.ledger.basis import Basis

Rows = list[dict[str, Any]]
Scope = dict[str, date | None]
"""First and last day of the deals shown, by name; both None for all won deals."""

ROWS_AT_ONCE = 5_000


def scope(basis: Basis, period: str | None) -> Scope:
    """Return the days of ``period``; raises UsageError where it cannot be read."""
    first, last = period_days(basis.policy, period) if period is not None else (None, None)
    return {"first": first, "last": last}


def shown_status(status: str) -> str:
    """Return a control's status as its chip says it."""
    return status.replace("_", " ")


def reconciliation(basis: Basis, days: Scope) -> Rows:
    """Return bookings and credits per currency and headline category, all four of a currency.

    Bookings come from the opportunities themselves, credits from the credit lines.
    """
    found = basis.con.execute(statement("audit_reconciliation"), days).fetchall()
    by_place = {(currency, headline): figures for currency, headline, *figures in found}
    rows = []
    for currency in sorted({currency for currency, _ in by_place}):
        for category in CATEGORIES:
            deals, booked, credited, direct = by_place.get((currency, category), (0, 0, 0, 0))
            rows.append(
                {
                    "currency": currency,
                    "headline": category,
                    "deals": deals,
                    "bookings": booked,
                    "credits": credited,
                    "difference": credited - booked,
                    "partners": credited - direct,
                }
            )
    return rows


def bookings(reconciled: Rows) -> Rows:
    """Return a row for each currency: deals, bookings, and the part of each category."""
    rows = []
    for currency in dict.fromkeys(row["currency"] for row in reconciled):
        own = [row for row in reconciled if row["currency"] == currency]
        total = sum(row["bookings"] for row in own)
        parts = {
            row["headline"]: Decimal(row["bookings"]) / total if total else Decimal(0)
            for row in own
        }
        deals = sum(row["deals"] for row in own)
        rows.append({"currency": currency, "deals": deals, "bookings": total, **parts})
    return rows


def bookings_caption(booked: Rows) -> str:
    """Return the caption of the largest currency's bookings: which part of the deals it covers."""
    if len(booked) < 2:
        return "Bookings, {currency}"
    largest = max(row["deals"] for row in booked)
    total = sum(row["deals"] for row in booked)
    return f"Bookings, {{currency}} deals only ({largest} of {total})"


def controls_line(statuses: Sequence[str]) -> str:
    """Return in one line how many controls fail and how many did not run."""
    failed = statuses.count("fail")
    said = {0: "No control fails", 1: "1 control fails"}.get(failed, f"{failed} controls fail")
    return f"{said}, {statuses.count('not run')} not run"


def total_difference(reconciled: Rows) -> Decimal:
    """Return the sum of all differences without their signs, in whole units."""
    return sum((major(abs(row["difference"]), row["currency"]) for row in reconciled), Decimal(0))


_STATUSES = ("fail", "not run", "accepted", "pass")
"""What is to be acted upon first."""


def by_status(results: Sequence[ControlResult]) -> Rows:
    """Return a row for each status: its controls, how many, and how many exceptions they have.

    Controls that must hold are those whose failure nobody can accept.
    """
    rows = []
    for status in _STATUSES:
        own = [control for control in results if shown_status(control.status) == status]
        must_hold = sum(control.integrity for control in own)
        rows.append(
            {
                "status": status,
                "which": ids_in_short([c.id for c in own], [c.id for c in results]),
                "controls": len(own),
                "must_hold": must_hold,
                "acceptable": len(own) - must_hold,
                "exceptions": sum(control.exception_count for control in own),
                "detail": Link("Controls", "Controls"),
            }
        )
    return rows


def ids_in_short(ids: Sequence[str], order: Sequence[str]) -> str | None:
    """Return ``ids`` as one text, three and more that follow each other in ``order`` as a span.

    None without any.
    """
    runs = [[*run] for is_own, run in groupby(order, key=set(ids).__contains__) if is_own]
    said = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]
    return ", ".join(said) or None


def failed(results: Sequence[ControlResult]) -> Rows:
    """Return the controls that fail, in the order of the checklist."""
    return [
        {
            "id": Link(control.id, "Controls"),
            "title": control.title,
            "owner": control.owner.replace("_", " "),
            "population": control.population,
            "exceptions": control.exception_count,
            "acceptable": not control.integrity,
            "detail": Link("Exceptions", "Exceptions"),
        }
        for control in results
        if control.status == "fail"
    ]


def sign_offs() -> Rows:
    """Return the two lines to sign: who prepared the audit, and who reviewed it."""
    return [
        {
            "part": part,
            **dict.fromkeys(("name", "day", "result", "position", "head_hash", "digest")),
        }
        for part in ("Prepared", "Reviewed")
    ]


def controls(results: Sequence[ControlResult]) -> Rows:
    """Return the controls in full."""
    return [
        {
            "id": control.id,
            "title": control.title,
            "status": shown_status(control.status),
            "proves": control.proves,
            "population": control.population,
            "exceptions": control.exception_count,
            "listed": len(control.exceptions),
            "at_stake": "\n".join(
                f"{currency} {format_minor(amount, currency)}"
                for currency, amount in control.amount_at_stake.items()
            ),
            "reason": control.reason,
            "how": control.how,
            "evidence": control.evidence,
            "owner": control.owner.replace("_", " "),
            "acceptable": not control.integrity,
            "first": None,
            "second": None,
        }
        for control in results
    ]


def exceptions(results: Sequence[ControlResult]) -> Rows:
    """Return the exceptions of all controls, in the order of the checklist."""
    return [
        {
            "control": control.id,
            "object_kind": exception.object_kind.replace("_", " "),
            "object_id": exception.object_id,
            "opportunity_id": exception.opportunity_id,
            "message": exception.message,
            "amount": None if exception.currency is None else exception.amount,
            "currency": exception.currency,
            "action": None,
            "comment": None,
        }
        for control in results
        for exception in control.exceptions
    ]


def credits(  # noqa: A001 -- the field's word
    basis: Basis,
    days: Scope,
    fields: Sequence[str],
    first_deal: str | None = None,
    last_deal: str | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Yield ``fields`` of the credit lines in scope, by deal, line category and partner.

    With ``first_deal`` and ``last_deal`` those of the deals between them, both included.
    """
    names = ", ".join(f'"{name}"' for name in fields)
    order = "ORDER BY opportunity_id, product_family, line_rank, partner_id"
    yield from of_credits(basis, days, names, order, first_deal, last_deal)


def of_credits(
    basis: Basis,
    days: Scope,
    wanted: str,
    rest: str,
    first_deal: str | None = None,
    last_deal: str | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Yield what ``wanted`` selects from the credit lines in scope; ``rest`` groups and orders."""
    lines = statement("audit_credits")
    result = basis.con.execute(
        f"SELECT {wanted} FROM ({lines}) {rest}",  # noqa: S608 -- our own words
        {**days, "first_deal": first_deal, "last_deal": last_deal},
    )
    while rows := result.fetchmany(ROWS_AT_ONCE):
        yield from rows


def findings(basis: Basis, days: Scope) -> Rows:
    """Return the findings in scope, blocking ones first, resolved ones with their outcome."""
    result = basis.con.execute(statement("audit_findings"), days)
    names = [column[0] for column in result.description or ()]
    rows = [dict(zip(names, found, strict=True)) for found in result.fetchall()]
    for row in rows:
        row["object_kind"] = row["object_kind"].replace("_", " ")
        row["owner_role"] = row["owner_role"].replace("_", " ")
        row["due_at"] = None if row["due_at"] is None else row["due_at"].replace(tzinfo=UTC)
        row["place"] = _place(row["source_file"], row["source_row"])
    return rows


def _place(file: str | None, row: int | None) -> str | None:
    return file if row is None or file is None else f"{file}:{row}"
