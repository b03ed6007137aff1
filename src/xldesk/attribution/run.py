"""Attribution as a whole: from validated records to credit lines."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from xldesk.attribution.models import known_model, split
from xldesk.attribution.statements import run_step

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def attribute(basis: Basis, model: str | None = None) -> None:
    """Attribute every won and open deal of ``basis``; ``validate(basis)`` must have run.

    Makes the tables ``deal``, ``contribution``, ``credit`` and ``influence_overlay`` in
    ``basis.con``, each in a fixed order. Credit lines of the policy's own model (the default)
    are proposed; those of any other are ``what_if`` and can not be approved. The result is a
    pure function of the basis: the order of rows and the number of threads do not matter.

    Raises UsageError for a model that does not exist.
    """
    own = basis.policy.attribution.model
    chosen = known_model(model or own)
    _put_setting(basis, chosen, "proposed" if chosen == own else "what_if")
    for step in ("lines", "claims", "contributions", "headline", "steps"):
        run_step(basis.con, step)
    split(basis.con, chosen, basis.policy.attribution)
    for step in ("credit", "overlay", "tidy"):
        run_step(basis.con, step)


def _put_setting(basis: Basis, model: str, status: str) -> None:
    """Make the one-row table ``attribution_setting`` that the SQL reads its parameters from."""
    pools = basis.policy.attribution.pools
    basis.con.execute(
        "CREATE OR REPLACE TABLE attribution_setting AS SELECT"
        " $model::VARCHAR AS model, $status::VARCHAR AS status,"
        " $version::VARCHAR AS policy_version, $as_of::TIMESTAMP AS as_of,"
        " $as_of_day::DATE AS as_of_day, $time_zone::VARCHAR AS time_zone,"
        " $sourced::BIGINT AS pool_sourced, $co_sell::BIGINT AS pool_co_sell,"
        " $influenced::BIGINT AS pool_influenced",
        {
            "model": model,
            "status": status,
            "version": basis.policy_version,
            "as_of": basis.as_of.astimezone(UTC).replace(tzinfo=None),
            "as_of_day": basis.as_of_day,
            "time_zone": basis.policy.calendar.time_zone,
            "sourced": pools.sourced,
            "co_sell": pools.co_sell,
            "influenced": pools.influenced,
        },
    )
