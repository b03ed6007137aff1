"""Attribution as a whole: from validated records to credit lines."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from xldesk.attribution.merge import merge
from xldesk.attribution.models import known_model, split
from xldesk.attribution.statements import run_step
from xldesk.ledger.governed import under_each_policy

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

NEEDS_LOST = ("markov",)
"""Models that learn from lost deals too."""


def attribute(basis: Basis, model: str | None = None) -> None:
    """Attribute every won and open deal of ``basis``; ``validate(basis)`` must have run.

    Makes ``deal``, ``contribution``, ``credit`` and ``influence_overlay`` in ``basis.con``, each
    in a fixed order. A deal is split by the policy that governs it: by its model, its weights,
    its windows. Credit lines of that policy's own model (the default) are proposed; those of any
    other are ``what_if`` and can not be approved. The result is a pure function of the basis: the
    order of rows and the number of threads do not matter.

    Raises UsageError for a model that does not exist.
    """
    if model is not None:
        known_model(model)
    for number, governed in zip(
        reversed(range(len(basis.earlier) + 1)), under_each_policy(basis), strict=True
    ):
        attribute_governed(governed, model, number)
        run_step(basis.con, "tidy")
    if basis.earlier:
        merge(basis)
    run_step(basis.con, "overlay")


def attribute_governed(
    basis: Basis, model: str | None, policy_no: int = 0, *, with_lost: bool = False
) -> None:
    """Attribute the deals of ``governed_opportunity`` by one policy; intermediate tables stay.

    ``with_lost`` lets the table ``contribution`` hold what was done on lost deals too.
    """
    own = basis.policy.attribution.model
    chosen = model or own
    _put_setting(
        basis,
        chosen,
        "proposed" if chosen == own else "what_if",
        policy_no,
        with_lost=with_lost or chosen in NEEDS_LOST,
    )
    for step in ("lines", "claims", "contributions", "headline", "steps"):
        run_step(basis.con, step)
    split(basis.con, chosen, basis.policy.attribution)
    if not with_lost and chosen in NEEDS_LOST:
        run_step(basis.con, "without_lost")
    for step in ("credit", "credit_view"):
        run_step(basis.con, step)


def _put_setting(basis: Basis, model: str, status: str, policy_no: int, *, with_lost: bool) -> None:
    """Make the one-row table ``attribution_setting`` that the SQL reads its parameters from."""
    pools = basis.policy.attribution.pools
    basis.con.execute(
        "CREATE OR REPLACE TABLE attribution_setting AS SELECT"
        " $policy_no::BIGINT AS policy_no, $model::VARCHAR AS model, $status::VARCHAR AS status,"
        " $version::VARCHAR AS policy_version, $as_of::TIMESTAMP AS as_of,"
        " $as_of_day::DATE AS as_of_day, $time_zone::VARCHAR AS time_zone,"
        " $with_lost::BOOLEAN AS with_lost,"
        " $sourced::BIGINT AS pool_sourced, $co_sell::BIGINT AS pool_co_sell,"
        " $influenced::BIGINT AS pool_influenced",
        {
            "policy_no": policy_no,
            "model": model,
            "status": status,
            "version": basis.policy_version,
            "as_of": basis.as_of.astimezone(UTC).replace(tzinfo=None),
            "as_of_day": basis.as_of_day,
            "time_zone": basis.policy.calendar.time_zone,
            "with_lost": with_lost,
            "sourced": pools.sourced,
            "co_sell": pools.co_sell,
            "influenced": pools.influenced,
        },
    )
