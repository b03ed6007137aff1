"""OPP-ACCOUNT: a deal is somebody's."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="OPP-ACCOUNT",
    severity="warn",
    scope="none",
    object_kind="opportunity",
    title="no account on the deal; blocks once it is won",
    why=(
        "Without an account no registration can be matched, and a won deal has nobody to invoice. "
        "An account is an id, a name or a domain."
    ),
    remedy="enter the account in the CRM and read the export again",
    owner_role="sales",
    needs=("opportunity",),
)
