"""OPP-DOUBLE: one deal under two ids counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.parsed import run_parsed
from xldesk.validation.links import sql
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    """Create ``double_asked`` and ``double_offered``; needs the near names of REG-DUP."""
    run_parsed(basis.con, sql("rules/double_key.sql"))


RULE = Rule(
    code="OPP-DOUBLE",
    severity="block",
    scope="opportunity",
    object_kind="opportunity",
    title="one deal under two opportunity ids",
    why=(
        "Same account, product family and kind, amounts and close dates within the policy's "
        "[matching]: booked twice, it would be paid twice. Lost deals, parents with their "
        "children, deals of different contracts and co-terms of one contract are different "
        "deals."
    ),
    remedy=(
        "merge the two in the CRM or close one as lost; resolve the finding if they are "
        "different deals"
    ),
    owner_role="sales",
    needs=("opportunity",),
    stands_on="double_asked",
    prepare=_prepare,
)
