"""Which examination belongs to which control, and the run of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from xldesk.controls import (
    authenticated_entries,
    control_totals,
    intake_complete,
    ledger_intact,
    policy_signed,
)
from xldesk.controls.acceptance import accepted
from xldesk.controls.catalogue import ControlText, catalogue
from xldesk.controls.examination import Examination, by_query, open_scope
from xldesk.controls.result import ControlResult, ControlStatus, Outcome
from xldesk.policy.period import period_days

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis
    from xldesk.ledger.ledger import Ledger


def _query(name: str) -> Callable[[Examination], Outcome]:
    return partial(by_query, name=name)


EXAMINATIONS: Mapping[str, Callable[[Examination], Outcome]] = {
    "C-01": _query("credits_equal_bookings"),
    "C-02": _query("headline_for_every_win"),
    "C-03": _query("shares_whole"),
    "C-04": _query("counted_once"),
    "C-05": _query("one_sourcing_partner"),
    "C-06": _query("sourced_credit_backed"),
    "C-07": _query("blocking_findings_settled"),
    "C-08": _query("roles_with_evidence"),
    "C-09": _query("submitter_not_approver"),
    "C-10": _query("approvals_within_limits"),
    "C-11": authenticated_entries.examine,
    "C-13": _query("adjustments_cited"),
    "C-15": policy_signed.examine,
    "C-18": _query("mdf_in_order"),
    "C-19": _query("claims_proven"),
    "C-20": _query("disputes_in_time"),
    "C-21": intake_complete.examine,
    "C-22": control_totals.examine,
    "C-23": ledger_intact.examine,
}
"""The controls that run; the catalogue says of every other one why it does not yet."""


def run_controls(basis: Basis, ledger: Ledger, period: str | None = None) -> list[ControlResult]:
    """Return the audit checklist (domain model, section 11), one result a control, in order.

    ``validate``, ``attribute`` and ``mdf_figures`` must have run on ``basis``. ``period`` takes
    the deals closed in it (a fiscal quarter, month or year); without one, every won deal.
    Raises UsageError for a period that cannot be read.
    """
    first, last = period_days(basis.policy, period) if period is not None else (None, None)
    examination = Examination(basis, ledger, period, first, last)
    open_scope(examination)
    return [_run(examination, text) for text in catalogue().values()]


def _run(examination: Examination, text: ControlText) -> ControlResult:
    examine = EXAMINATIONS.get(text.id)
    if examine is None:
        return _result(text, Outcome(0), "not_run", text.not_run)
    outcome = examine(examination)
    if outcome.exception_count:
        reason = "" if text.integrity else accepted(examination, text.id)
        return _result(text, outcome, "accepted" if reason else "fail", reason)
    if outcome.population == 0 and text.nothing:
        return _result(text, outcome, "not_run", text.nothing)
    return _result(text, outcome, "pass", "")


def _result(
    text: ControlText, outcome: Outcome, status: ControlStatus, reason: str
) -> ControlResult:
    return ControlResult(
        id=text.id,
        title=text.title,
        proves=text.proves,
        how=text.how,
        population=outcome.population,
        exceptions=outcome.exceptions,
        exception_count=outcome.exception_count,
        amount_at_stake=outcome.at_stake,
        status=status,
        reason=reason,
        owner=text.owner,
        evidence=text.evidence,
        integrity=text.integrity,
    )
