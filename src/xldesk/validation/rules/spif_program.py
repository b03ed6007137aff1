"""SPIF-PROGRAM: paid by signed rules."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPIF-PROGRAM",
    severity="block",
    scope="payout",
    object_kind="spif_transaction",
    title="the program is unknown, not signed on that day, or pays for something else",
    why=(
        "A program is launched once finance has signed its definitions, and frozen from then "
        "on; what it pays is its own milestone in its own currency."
    ),
    remedy="have finance sign the program first, or correct the transaction",
    owner_role="finance",
    needs=("spif_transaction",),
)
