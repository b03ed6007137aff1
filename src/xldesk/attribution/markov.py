"""First-order Markov attribution, solved exactly: what is lost when a partner is taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xldesk.attribution.statements import run_step

if TYPE_CHECKING:
    import duckdb

_PARTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Removal:
    """A fitted chain: the probability of conversion, and each partner's removal effect.

    An effect is the part of conversions, from 0 to 1, that would be lost without the partner.
    """

    base_probability: float
    effect: dict[str, float]


def removals(con: duckdb.DuckDBPyConnection) -> dict[str, Removal]:
    """Return the fitted chain of every fit of ``walk_pair``, partners in order of their id.

    ``walk_pair(fit VARCHAR, origin VARCHAR, target VARCHAR, won, lost)`` says how often a step
    followed another, '' standing before the first and behind the last (``sql/transitions.sql``).
    What was neither won nor lost counts for nothing. A fit without any conversion has the base
    probability 0, and every effect is 0.
    """
    from xldesk.attribution.absorbing_chain import removal_effects  # noqa: PLC0415 -- loads numpy

    run_step(con, "transitions")
    found: dict[str, Removal] = {}
    fits = con.execute("SELECT DISTINCT fit FROM chain_state ORDER BY fit").fetchall()
    for (fit,) in fits:
        partners = [
            partner_id
            for (partner_id,) in con.execute(
                "SELECT partner_id FROM chain_state WHERE fit = ? ORDER BY state", [fit]
            ).fetchall()
        ]
        columns: dict[str, Any] = con.execute(
            "SELECT origin, target, weight FROM transition WHERE fit = ? ORDER BY origin, target",
            [fit],
        ).fetchnumpy()
        base, effect = removal_effects(
            columns["origin"], columns["target"], columns["weight"], len(partners)
        )
        found[fit] = Removal(base, dict(zip(partners, effect.tolist(), strict=True)))
    return found


def put_removal_effects(con: duckdb.DuckDBPyConnection) -> None:
    """Make table ``removal_effect(fit, partner_id, ppm)`` of view ``journey``, a fit a quarter.

    Effects are rounded once to whole parts per million: from here on everything is exact.
    """
    run_step(con, "walks")
    run_step(con, "walk_pairs")
    rows = [
        (fit, partner_id, whole_parts(effect))
        for fit, chain in removals(con).items()
        for partner_id, effect in chain.effect.items()
    ]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE removal_effect AS SELECT unnest(?::VARCHAR[]) AS fit,"
        " unnest(?::VARCHAR[]) AS partner_id, unnest(?::BIGINT[]) AS ppm",
        [list(column) for column in zip(*rows, strict=True)] or [[], [], []],
    )


def whole_parts(effect: float) -> int:
    """Return an effect in whole parts per million, half to even.

    It is taken at twelve decimals first, so that the noise of binary fractions, which differs
    from machine to machine, does not decide a tie.
    """
    return round(round(effect, 12) * _PARTS)
