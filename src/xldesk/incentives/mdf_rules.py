"""The policy's MDF rules as tables that the figures' SQL reads."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
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
    _fill(
        con,
        "mdf_margin(family VARCHAR, margin_ppm BIGINT)",
        [
            (name, ppm(product.margin))
            for product in policy.products
            if product.margin is not None
            for name in dict.fromkeys((product.family, *product.aliases))
        ],
    )
    activities = policy.mdf.activities
    _fill(con, "mdf_activity(activity_kind VARCHAR)", [(kind.kind,) for kind in activities])
    _fill(
        con,
        "mdf_proof(activity_kind VARCHAR, ord BIGINT, evidence VARCHAR, words VARCHAR)",
        [
            (kind.kind, number, proof, as_words(proof))
            for kind in activities
            for number, proof in enumerate(kind.evidence)
        ],
    )
    periods = con.execute("SELECT DISTINCT period FROM mdf_fund ORDER BY period").fetchall()
    _fill(
        con,
        "mdf_period(period VARCHAR, first_day DATE, last_day DATE)",
        [(period, *_days(policy, period)) for (period,) in periods],
    )
    submitted = con.execute(
        "SELECT DISTINCT local_day(submitted_at) AS day FROM mdf_request ORDER BY day"
    ).fetchall()
    lead = policy.mdf.request_lead_business_days
    _fill(
        con,
        "mdf_lead_time(submitted_day DATE, earliest_start DATE)",
        [(day, add_business_days(policy, day, lead)) for (day,) in submitted],
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
    _fill(
        con,
        "mdf_rule(claim_days BIGINT, attribution_days BIGINT, median_days BIGINT, "
        "reimbursement_ppm BIGINT, default_margin_ppm BIGINT, behind_ppm BIGINT, "
        "max_share_ppm BIGINT, second_approver_above BIGINT, limits_currency VARCHAR)",
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
    )


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}")
    if rows:
        name = table.partition("(")[0]
        # A type for each: of a column of nothing but NULL there is none to be seen.
        types = [column.split()[1] for column in table.partition("(")[2].rstrip(")").split(", ")]
        values = ", ".join(f"unnest(?::{of_type}[])" for of_type in types)
        columns = [list(column) for column in zip(*rows, strict=True)]
        con.execute(f"INSERT INTO {name} SELECT {values}", columns)


def _days(policy: Policy, period: str) -> tuple[date | None, date | None]:
    try:
        return period_days(policy, period)
    except UsageError:
        return None, None
