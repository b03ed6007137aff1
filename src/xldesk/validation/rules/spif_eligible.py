"""SPIF-ELIGIBLE: only those whom the program names."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPIF-ELIGIBLE",
    severity="block",
    scope="payout",
    object_kind="spif_transaction",
    title="payee, partner or product is not eligible",
    why=(
        "A program names who is paid and for what; an empty list means everybody. The payee "
        "belongs to the partner of the transaction."
    ),
    remedy="take the transaction back, or enter it as an exception with its approver",
    owner_role="finance",
    needs=("spif_transaction",),
)
