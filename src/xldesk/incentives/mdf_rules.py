"""The policy's MDF rules as tables that the figures' SQL reads."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.ledger.filled_table import fill_table
from xldesk.policy.calendar import add_business_days
from xldesk.policy.period import period_days
from xldesk.records.currency import exponent

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from xldesk.policy.rulebook import Policy

PPM = 1_000_000
"""Fractions of the policy as whole parts per million: it allows six decimals."""

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def register_mdf_rules(con: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """Create the tables that say what the policy asks of MDF, in ``con``.

    mdf_rule has one row with every number; mdf_margin the margin by product family and alias,
    in parts per million; mdf_activity and mdf_proof the kinds of activity and the proof each
    needs; mdf_period the days of every fund's period (NULL where its name is not a period of
    the fiscal calendar); mdf_lead_time the earliest activity a day's requests may ask for.
    """
    _register_rule(con, policy)
    fill_table(
        con,
        "mdf_margin",
        {"family": "VARCHAR", "margin_ppm": "BIGINT"},
        [
            (name, ppm(product.margin))
            for product in policy.products
            if product.margin is not None
            for name in dict.fromkeys((product.family, *product.aliases))
        ],
        temporary=True,
    )
    activities = policy.mdf.activities
    fill_table(
        con,
        "mdf_activity",
        {"activity_kind": "VARCHAR"},
        [(kind.kind,) for kind in activities],
        temporary=True,
    )
    fill_table(
        con,
        "mdf_proof",
        {"activity_kind": "VARCHAR", "ord": "BIGINT", "evidence": "VARCHAR", "words": "VARCHAR"},
        [
            (kind.kind, number, proof, as_words(proof))
            for kind in activities
            for number, proof in enumerate(kind.evidence)
        ],
        temporary=True,
    )
    periods = con.execute("SELECT DISTINCT period FROM mdf_fund ORDER BY period").fetchall()
    fill_table(
        con,
        "mdf_period",
        {"period": "VARCHAR", "first_day": "DATE", "last_day": "DATE"},
        [(period, *_days(policy, period)) for (period,) in periods],
        temporary=True,
    )
    submitted = con.execute(
        "SELECT DISTINCT local_day(submitted_at) AS day FROM mdf_request ORDER BY day"
    ).fetchall()
    lead = policy.mdf.request_lead_business_days
    fill_table(
        con,
        "mdf_lead_time",
        {"submitted_day": "DATE", "earliest_start": "DATE"},
        [(day, add_business_days(policy, day, lead)) for (day,) in submitted],
        temporary=True,
    )


def ppm(fraction: Decimal) -> int:
    """Return a fraction of the policy in whole parts per million, exactly."""
    return int(fraction * PPM)


def as_words(text: str) -> str:
    """Return ``text`` in small letters and digits, anything else a single space."""
    return _NOT_A_WORD.sub(" ", text.lower()).strip()


def _register_rule(con: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    mdf = policy.mdf
    limit = mdf.second_approver_above.scaleb(exponent(mdf.approval_limits_currency))
    fill_table(
        con,
        "mdf_rule",
        {
            **dict.fromkeys(("claim_days", "attribution_days", "median_days"), "BIGINT"),
            **dict.fromkeys(("reimbursement_ppm", "default_margin_ppm", "behind_ppm"), "BIGINT"),
            **dict.fromkeys(("max_share_ppm", "second_approver_above"), "BIGINT"),
            "limits_currency": "VARCHAR",
        },
        [
            (
                mdf.claim_days,
                mdf.attribution_days,
                mdf.median_sales_cycle_days,
                ppm(mdf.reimbursement_pct),
                ppm(mdf.default_margin),
                ppm(mdf.behind_straight_line),
                ppm(mdf.reallocation_max_share),
                int(limit),
                mdf.approval_limits_currency,
            )
        ],
        temporary=True,
    )


def _days(policy: Policy, period: str) -> tuple[date | None, date | None]:
    try:
        return period_days(policy, period)
    except UsageError:
        return None, None
