"""SPIF-TWICE: a milestone pays once."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPIF-TWICE",
    severity="block",
    scope="payout",
    object_kind="spif_transaction",
    title="the same milestone was paid before",
    why=(
        "One payee is paid once for one milestone of one deal under one program, whatever the "
        "versions of the program."
    ),
    remedy="claw the second payment back, or correct what it was for",
    owner_role="finance",
    needs=("spif_transaction",),
)
