"""MDF-CURRENCY: a fund has one currency."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="MDF-CURRENCY",
    severity="block",
    scope="payout",
    object_kind="mdf_request",
    title="the currency differs from that of the fund or the request",
    why=(
        "Amounts of different currencies cannot be compared or added: limits and balances would"
        " mean nothing."
    ),
    remedy="correct the currency on one of the two sides",
    owner_role="finance",
    needs=("mdf_request", "mdf_transaction"),
)
