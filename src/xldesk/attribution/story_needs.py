"""What the comparison of a deal's stories never stands on: rules, and kinds of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.validation.registry import RULES

if TYPE_CHECKING:
    from xldesk.attribution.story import Story
    from xldesk.ledger.basis import Basis
    from xldesk.ledger.ledger import Ledger

BESIDE = frozenset(
    {"ID-ALIKE", "REG-EXISTING", "REG-REVIEW-SLA", "ROLE-EVIDENCE", "ROW-REJECTED"}
    | {"TOUCH-BACKDATED"}
)
"""Rules that warn of an act or a row and neither keep it out nor stop an approval."""

OTHER_KINDS = frozenset(
    {"mdf_fund", "mdf_request", "mdf_claim", "mdf_transaction"}
    | {"spif_program", "spif_transaction", "payee"}
    | {"target", "control_total", "rejected_row"}
)
"""Kinds of which nothing is told of a deal, but that a touch cites an MDF request nobody knows."""


def rules_not_compared(basis: Basis) -> frozenset[str]:
    """Return the codes of rules without which a story compares the same with another.

    Those on payouts and those ``BESIDE``, unless somebody resolved a finding of theirs: then the
    story says by whom.
    """
    resolved = {
        code
        for (code,) in basis.con.execute(
            "SELECT DISTINCT split_part(finding_key, '|', 1) FROM finding_resolution"
        ).fetchall()
    }
    payout = {code for code, rule in RULES.items() if rule.scope == "payout"}
    return (BESIDE | payout) - resolved


def told_the_same(ledger: Ledger, basis: Basis, story: Story, position: int) -> bool:
    """Return whether a deal's ``story`` was surely the same at ``position``, by what came since.

    ``validate(basis)`` must have run. False says nothing: the stories are to be compared. Policies
    are no records: the caller knows that none was signed since.
    """
    brought = ledger.kinds_brought(position, basis.position)
    if not brought <= OTHER_KINDS:
        return False
    return "mdf_request" not in brought or not _request_told(basis, story)


def _request_told(basis: Basis, story: Story) -> bool:
    """Return whether a request that nobody knew may have been told of.

    It keeps no touch from counting. It is said of one that does not count, and of any where
    somebody resolved the finding.
    """
    found = basis.con.execute(
        "SELECT 1 FROM touch "
        "WHERE mdf_request_id IS NOT NULL AND list_contains($uncounted, event_id) "
        "UNION ALL SELECT 1 FROM finding_resolution "
        "WHERE starts_with(finding_key, 'REF-UNKNOWN|') LIMIT 1",
        {
            "uncounted": [
                act.object_id
                for act in story.acts
                if act.object_kind == "touch" and act.verdict != "counts"
            ]
        },
    ).fetchone()
    return found is not None
