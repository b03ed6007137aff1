"""MDF-REQUEST-LATE: asked for in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.policy.calendar import add_business_days
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    """Create ``mdf_earliest_start``: the first day a day's requests may ask for."""
    con, lead = basis.con, basis.policy.mdf.request_lead_business_days
    con.execute(
        "CREATE OR REPLACE TABLE mdf_earliest_start (submitted_day DATE, earliest_start DATE)"
    )
    days = con.execute(
        "SELECT DISTINCT submitted_day FROM mdf_request_known ORDER BY submitted_day"
    ).fetchall()
    if days:
        con.execute(
            "INSERT INTO mdf_earliest_start "
            "SELECT CAST(unnest(?) AS DATE), CAST(unnest(?) AS DATE)",
            [
                [day for (day,) in days],
                [add_business_days(basis.policy, day, lead) for (day,) in days],
            ],
        )


RULE = Rule(
    code="MDF-REQUEST-LATE",
    severity="block",
    scope="payout",
    object_kind="mdf_request",
    title="request submitted too shortly before the activity",
    why=(
        "Money is planned before it is spent: a request comes as many business days before the "
        "activity as the policy says."
    ),
    remedy="refuse the request, or resolve the finding with the reason of the exception",
    owner_role="partner_manager",
    needs=("mdf_request",),
    prepare=_prepare,
)
