"""REG-INCOMPLETE: a registration says what is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.kinds import column_types
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    """Create ``registration_given``: which of the required fields each registration fills in."""
    groups = basis.policy.registrations.required if basis.policy.registrations else ()
    types = column_types("deal_registration")
    basis.con.execute(
        "CREATE OR REPLACE TABLE registration_given (registration_id VARCHAR, field VARCHAR)"
    )
    for name in sorted({name for group in groups for name in group}):
        filled = (
            f"len(list_filter({name}, lambda text: trim(text) <> '')) > 0"
            if types[name] == "VARCHAR[]"
            else f"nullif(trim(CAST({name} AS VARCHAR)), '') IS NOT NULL"
        )
        # The policy made sure that this is a field of registrations.
        basis.con.execute(
            f"INSERT INTO registration_given SELECT registration_id, '{name}' "  # noqa: S608
            f"FROM deal_registration WHERE {filled}"
        )


RULE = Rule(
    code="REG-INCOMPLETE",
    severity="block",
    scope="contribution",
    object_kind="deal_registration",
    title="a required field or the evidence is missing",
    why=(
        "Without customer, country and product nobody can tell what is protected, and without "
        "evidence nobody can check the claim. The policy's [registrations] lists what is "
        "required."
    ),
    remedy="ask the partner for what is missing, and read the registrations again",
    owner_role="partner_manager",
    needs=("deal_registration",),
    prepare=_prepare,
)
