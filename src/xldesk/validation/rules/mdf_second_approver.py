"""MDF-SECOND-APPROVER: large requests have two approvers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.people import two_people
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    """Create ``mdf_one_approver``: pairs of names on requests that are not two people."""
    con = basis.con
    con.execute("CREATE OR REPLACE TABLE mdf_one_approver (decided_by VARCHAR, second VARCHAR)")
    pairs = con.execute(
        "SELECT DISTINCT coalesce(decided_by, ''), coalesce(second_approver, '') "
        "FROM mdf_request_known ORDER BY ALL"
    ).fetchall()
    one = [(first, second) for first, second in pairs if two_people(first, second) is not None]
    if one:
        con.execute(
            "INSERT INTO mdf_one_approver SELECT unnest(?), unnest(?)",
            [[first for first, _ in one], [second for _, second in one]],
        )


RULE = Rule(
    code="MDF-SECOND-APPROVER",
    severity="block",
    scope="payout",
    object_kind="mdf_request",
    title="above the limit without a second approver",
    why="Above the policy's second_approver_above a second, different person approves.",
    remedy="have a second person approve the request",
    owner_role="finance",
    needs=("mdf_request",),
    prepare=_prepare,
)
