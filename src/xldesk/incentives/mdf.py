"""Market development funds as figures: what each fund, request, claim and activity stands at."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.incentives.mdf_rules import register_mdf_rules
from xldesk.ledger.parsed import run_parsed

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

STEPS = (
    "mdf_macros",
    "mdf_posting",
    "mdf_state",
    "mdf_request_figure",
    "mdf_movement",
    "mdf_fund_figure",
    "mdf_claim_figure",
    "mdf_link",
    "mdf_roi",
    "mdf_advice",
    "mdf_violation",
)
"""SQL files in the order in which each builds on those before it."""


def mdf_figures(basis: Basis) -> None:
    """Create the MDF tables in ``basis.con`` (domain model, section 6).

    Needs ``validate`` and ``attribute`` to have run on the basis. Amounts are minor units of the
    row's currency; ratios are DECIMAL with six decimals, NULL where nothing was spent.

    - mdf_fund_figure: one row a fund with every movement, available, utilisation, commitment
      and how far it lags behind straight-line use
    - mdf_movement: every movement of money, posted or following from the records
    - mdf_request_figure: one row a request; projected ROI, approved, claimed, paid, released
    - mdf_claim_figure: one row a claim; its window, limits and proof
    - mdf_link: which credit of which deal an activity may call its own
    - mdf_roi: one row an approved activity; projected and actual
    - mdf_advice: what to move from which fund to which, in order of urgency
    - mdf_violation: where the order of section 6 is broken
    """
    register_mdf_rules(basis.con, basis.policy)
    for step in STEPS:
        run_parsed(basis.con, statement(step))


@cache
def statement(step: str) -> str:
    """Return the SQL of a step."""
    return files("xldesk.incentives").joinpath("sql", f"{step}.sql").read_text("utf-8")
