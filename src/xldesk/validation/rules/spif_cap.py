"""SPIF-CAP: caps hold."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPIF-CAP",
    severity="block",
    scope="payout",
    object_kind="spif_transaction",
    title="the cap of the deal, the payee or the program is exceeded",
    why=(
        "What is approved or paid is added up in the order of days; the transaction that passes"
        " a cap, and each one after it, is held."
    ),
    remedy="pay only what is left under the cap",
    owner_role="finance",
    needs=("spif_transaction",),
)
