"""The policy as tables, so that rules and models can be written in SQL alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from xldesk.ledger.filled_table import fill_table
from xldesk.policy.calendar import local_day
from xldesk.policy.period import period_days, quarter_of
from xldesk.records.currency import exponent, exponents
from xldesk.records.reason import reason_codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from xldesk.policy.rulebook import Policy

FIRST_YEAR, LAST_YEAR = 2, 9_998
"""Years whose fiscal quarters begin and end inside the calendar."""

YEARS_BACK, YEARS_AHEAD = 10, 5

_TABLES = {
    "policy_stage": {
        "name": "VARCHAR",
        "ord": "BIGINT",
        "probability": "DECIMAL(7,6)",
        "day_limit": "BIGINT",
        "is_closed": "BOOLEAN",
        "is_won": "BOOLEAN",
        "forecast": "VARCHAR",
    },
    "policy_kind_weight": {"kind": "VARCHAR", "weight": "BIGINT"},
    "policy_product": {"family": "VARCHAR"},
    "policy_rate": {"period": "VARCHAR", "currency": "VARCHAR", "rate": "DECIMAL(28,10)"},
    "policy_holiday": {"day": "DATE"},
    "policy_territory": {"region": "VARCHAR", "country": "VARCHAR"},
    "policy_compliance_flag": {"flag": "VARCHAR"},
    "policy_registration_field": {"ord": "BIGINT", "field": "VARCHAR"},
    "policy_mdf_proof": {"activity_kind": "VARCHAR", "ord": "BIGINT", "evidence": "VARCHAR"},
    "free_mail": {"domain": "VARCHAR"},
    "known_currency": {"code": "VARCHAR", "exponent": "BIGINT"},
    "fiscal_quarter": {"period": "VARCHAR", "first_day": "DATE", "last_day": "DATE"},
    "reason_code": {"code": "VARCHAR", "category": "VARCHAR", "evidence_required": "BOOLEAN"},
}

_SCALARS = {
    "as_of": "TIMESTAMP",
    "as_of_day": "DATE",
    "as_of_quarter": "VARCHAR",
    "time_zone": "VARCHAR",
    "policy_version": "VARCHAR",
    "position": "BIGINT",
    "grace_days": "INTEGER",
    "window_days": "INTEGER",
    "extension_days": "INTEGER",
    "one_opportunity_per_registration": "BOOLEAN",
    "renewal_term_months": "INTEGER",
    "latest_stage": "VARCHAR",
    "latest_stage_ord": "BIGINT",
    "influence_days": "INTEGER",
    "backdated_days": "INTEGER",
    "reporting_currency": "VARCHAR",
    "attribution_model": "VARCHAR",
    "half_life_days": "INTEGER",
    "pool_sourced": "BIGINT",
    "pool_co_sell": "BIGINT",
    "pool_influenced": "BIGINT",
    "mdf_attribution_days": "INTEGER",
    "mdf_claim_days": "INTEGER",
    "mdf_reimbursement": "DECIMAL(7,6)",
    "mdf_second_approver_above": "BIGINT",
    "mdf_limits_currency": "VARCHAR",
    "spif_clawback_days": "INTEGER",
    "double_amount": "DECIMAL(7,6)",
    "double_days": "INTEGER",
    "deals_compared": "INTEGER",
    "block_likeness": "DECIMAL(7,6)",
    "warn_likeness": "DECIMAL(7,6)",
}


def register_policy(
    con: duckdb.DuckDBPyConnection,
    policy: Policy,
    version: str,
    as_of: datetime,
    position: int,
) -> None:
    """Create the policy's tables, the one-row table ``basis`` and the macro ``local_day``.

    ``local_day(timestamp)`` is the day of a UTC timestamp in the policy's time zone.
    """
    scalars = _scalars(policy, version, as_of, position)
    fill_table(con, "basis", _SCALARS, [[scalars[name] for name in _SCALARS]])
    # A macro takes no parameter; the policy made sure that this names a time zone.
    zone = policy.calendar.time_zone.replace("'", "''")
    con.execute(
        "CREATE OR REPLACE MACRO local_day(moment) AS "
        f"CAST(timezone('{zone}', timezone('UTC', moment)) AS DATE)"
    )
    quarters = _quarters(policy, _years(con, as_of))
    for name, rows in _rows(policy, quarters).items():
        fill_table(con, name, _TABLES[name], rows)


def _scalars(policy: Policy, version: str, as_of: datetime, position: int) -> dict[str, object]:
    sourced, influence = policy.taxonomy.sourced, policy.taxonomy.influence
    latest = policy.taxonomy.co_sell.latest_stage
    day = local_day(policy, as_of)
    decimals = exponent(policy.mdf.approval_limits_currency)
    return {
        "as_of": as_of.astimezone(UTC).replace(tzinfo=None),
        "as_of_day": day,
        "as_of_quarter": quarter_of(policy, day),
        "time_zone": policy.calendar.time_zone,
        "policy_version": version,
        "position": position,
        "grace_days": sourced.grace_days,
        "window_days": sourced.window_days,
        "extension_days": sourced.extension_days,
        "one_opportunity_per_registration": sourced.one_opportunity_per_registration,
        "renewal_term_months": sourced.renewal_term_months,
        "latest_stage": latest,
        "latest_stage_ord": {stage.name: stage.order for stage in policy.stages}.get(latest),
        "influence_days": influence.window_days,
        "backdated_days": influence.backdated_days,
        "reporting_currency": policy.currencies.reporting,
        "attribution_model": policy.attribution.model,
        "half_life_days": policy.attribution.half_life_days,
        "pool_sourced": policy.attribution.pools.sourced,
        "pool_co_sell": policy.attribution.pools.co_sell,
        "pool_influenced": policy.attribution.pools.influenced,
        "mdf_attribution_days": policy.mdf.attribution_days,
        "mdf_claim_days": policy.mdf.claim_days,
        "mdf_reimbursement": str(policy.mdf.reimbursement_pct),
        "mdf_second_approver_above": int(policy.mdf.second_approver_above.scaleb(decimals)),
        "mdf_limits_currency": policy.mdf.approval_limits_currency,
        "spif_clawback_days": policy.spif.clawback_days,
        **_matching(policy),
    }


def _matching(policy: Policy) -> dict[str, object]:
    found = policy.matching
    return {
        "double_amount": None if found is None else str(found.double_amount),
        "double_days": None if found is None else found.double_days,
        "deals_compared": None if found is None else found.deals_compared,
        "block_likeness": None if found is None else str(found.block_likeness),
        "warn_likeness": None if found is None else str(found.warn_likeness),
    }


def _rows(policy: Policy, quarters: list[list[object]]) -> dict[str, list[list[object]]]:
    return {
        "policy_stage": [
            [s.name, s.order, str(s.probability), s.day_limit, s.is_closed, s.is_won, s.forecast]
            for s in policy.stages
        ],
        "policy_kind_weight": [
            [kind, weight] for kind, weight in policy.taxonomy.influence.kind_weights.items()
        ],
        "policy_product": [[product.family] for product in policy.products],
        "policy_rate": [
            [period.period, currency, str(rate)]
            for period in policy.currencies.rates
            for currency, rate in period.rates.items()
        ],
        "policy_holiday": [[day] for day in policy.calendar.holidays],
        "policy_territory": [
            [row.region.casefold(), country.upper()]
            for row in policy.territories
            for country in row.countries
        ],
        "policy_compliance_flag": [
            [flag.casefold()] for flag in (policy.compliance.flags if policy.compliance else ())
        ],
        "policy_registration_field": [
            [number, name]
            for number, group in enumerate(
                policy.registrations.required if policy.registrations else ()
            )
            for name in group
        ],
        "policy_mdf_proof": [
            [row.kind, number, proof]
            for row in policy.mdf.activities
            for number, proof in enumerate(row.evidence)
        ],
        "free_mail": [
            [domain.casefold()] for domain in policy.taxonomy.influence.free_mail_domains
        ],
        "known_currency": [[code, decimals] for code, decimals in exponents().items()],
        "fiscal_quarter": quarters,
        "reason_code": [
            [reason.code, reason.category, reason.evidence_required]
            for reason in reason_codes().values()
        ],
    }


def _years(con: duckdb.DuckDBPyConnection, as_of: datetime) -> list[int]:
    """Return the calendar years that deals close or begin in, and those around ``as_of``."""
    found = con.execute(
        "SELECT DISTINCT year(close_date) FROM opportunity WHERE close_date IS NOT NULL "
        "UNION SELECT DISTINCT year(created_date) FROM opportunity WHERE created_date IS NOT NULL"
    ).fetchall()
    around = range(as_of.year - YEARS_BACK, as_of.year + YEARS_AHEAD + 1)
    years = {int(year) for (year,) in found} | set(around)
    return sorted(year for year in years if FIRST_YEAR <= year <= LAST_YEAR)


def _quarters(policy: Policy, years: Iterable[int]) -> list[list[object]]:
    periods = {quarter_of(policy, date(year, month, 1)) for year in years for month in range(1, 13)}
    dated = [(*period_days(policy, period), period) for period in periods]
    return [[period, first, last] for first, last, period in sorted(dated)]
