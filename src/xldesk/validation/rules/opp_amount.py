"""OPP-AMOUNT: bookings are positive."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="OPP-AMOUNT",
    severity="block",
    scope="opportunity",
    object_kind="opportunity",
    title="amount negative, or none on a won deal",
    why=(
        "A deal's amount is its bookings. What takes bookings back (a credit memo, a refund, a "
        "cancellation) is a booking event with its own document, never a negative deal."
    ),
    remedy="correct the amount in the CRM; enter credit memos as booking events",
    owner_role="finance",
    needs=("opportunity",),
)
