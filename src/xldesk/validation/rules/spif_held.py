"""SPIF-HELD: nothing is paid while it is in question."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPIF-HELD",
    severity="block",
    scope="payout",
    object_kind="spif_transaction",
    title="approved or paid while a dispute is open or compliance holds the deal",
    why=(
        "A payout waits until the dispute about its deal is closed and legal has cleared the "
        "deal and the partner."
    ),
    remedy="hold the payout until the dispute or the hold is settled",
    owner_role="finance",
    needs=("spif_transaction",),
)
