"""Attribution as a whole: from validated records to credit lines."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Literal

from xldesk.attribution.merge import merge
from xldesk.attribution.models import known_model, split
from xldesk.attribution.statements import run_step
from xldesk.ledger.governed import under_each_policy
from xldesk.ledger.parsed import run_parsed

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

NEEDS_LOST = ("markov",)
"""Models that learn from lost deals too."""

Uncredited = Literal["none", "lost", "all"]
"""Deals that nothing is credited of and that are looked at: none, lost ones, or also those
without an amount."""


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
    basis: Basis, model: str | None, policy_no: int = 0, uncredited: Uncredited = "none"
) -> None:
    """Attribute the deals of ``governed_opportunity`` by one policy; intermediate tables stay.

    ``uncredited`` says of which other deals ``contribution`` and ``headline`` hold something too.
    """
    chosen = model or basis.policy.attribution.model
    learns_only = uncredited == "none" and chosen in NEEDS_LOST
    judge_governed(basis, chosen, policy_no, "lost" if learns_only else uncredited)
    run_step(basis.con, "steps")
    split(basis.con, chosen, basis.policy.attribution)
    if learns_only:
        run_step(basis.con, "without_lost")
    for step in ("credit", "credit_view"):
        run_step(basis.con, step)


def judge_governed(basis: Basis, model: str, policy_no: int, uncredited: Uncredited) -> None:
    """Make ``contribution``, ``deal`` and the temporary ``headline`` of the same deals.

    ``headline`` has one row for each deal on which something counts, the ``uncredited`` ones
    among them; ``deal`` has those alone that are credited.
    """
    _put_setting(basis, model, policy_no, uncredited)
    for step in ("lines", "claims", "contributions", "headline"):
        run_step(basis.con, step)


def _put_setting(basis: Basis, model: str, policy_no: int, uncredited: Uncredited) -> None:
    """Make the one-row table ``attribution_setting`` that the SQL reads its parameters from."""
    status = "proposed" if model == basis.policy.attribution.model else "what_if"
    pools = basis.policy.attribution.pools
    run_parsed(
        basis.con,
        "CREATE OR REPLACE TABLE attribution_setting AS SELECT"
        " $policy_no::BIGINT AS policy_no, $model::VARCHAR AS model, $status::VARCHAR AS status,"
        " $version::VARCHAR AS policy_version, $as_of::TIMESTAMP AS as_of,"
        " $as_of_day::DATE AS as_of_day, $time_zone::VARCHAR AS time_zone,"
        " $uncredited::VARCHAR AS uncredited,"
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
            "uncredited": uncredited,
            "sourced": pools.sourced,
            "co_sell": pools.co_sell,
            "influenced": pools.influenced,
        },
    )
