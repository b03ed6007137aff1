"""OPP-STAGE: stages are the policy's, and agree with won and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.validation.nearest import propose
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    propose(
        basis.con,
        "stage",
        unknown=(
            "SELECT stage FROM opportunity WHERE stage NOT IN (SELECT name FROM policy_stage)"
        ),
        known="SELECT name FROM policy_stage",
    )


RULE = Rule(
    code="OPP-STAGE",
    severity="block",
    scope="opportunity",
    object_kind="opportunity",
    title="stage not in the policy, or against the deal's own won and closed flags",
    why=(
        "Probability, day limits and whether a deal is won follow from the stage; a stage that the "
        "policy does not know, or that contradicts the deal, makes each of them a guess."
    ),
    remedy="map the stage with [values.stage] in the mapping, or add it to the policy",
    owner_role="revops",
    needs=("opportunity",),
    prepare=_prepare,
)
