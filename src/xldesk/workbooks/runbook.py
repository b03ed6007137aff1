"""The runbook: taxonomy, stages, process, RACI, cadence with real dates, playbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.policy.calendar import local_day
from xldesk.workbooks import runbook_rows as rows_of
from xldesk.workbooks.content import Content
from xldesk.workbooks.runbook_rules import rules_in_force
from xldesk.workbooks.runbook_sheets import ROLES, SHEETS
from xldesk.workbooks.runbook_text import RunbookText, runbook_text
from xldesk.workbooks.spec import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.ledger.policies import PolicyEntry
    from xldesk.policy.rulebook import Policy
    from xldesk.workbooks.content import Provenance

SPEC = Workbook(name="runbook", title="Runbook", sheets=SHEETS)


def content(
    policy: Policy,
    policies: Sequence[tuple[PolicyEntry, Policy]],
    provenance: Provenance,
    period: str,
    text: RunbookText | None = None,
) -> Content:
    """Return the runbook of ``policy`` with the dates of ``period``.

    ``policies`` are all recorded ones in ledger order, each with its content; ``text`` is the
    template set's unless given. Raises UsageError for a period or text that cannot be read.
    """
    text = text or runbook_text()
    raci = rows_of.raci(policy, ROLES)
    cadence = rows_of.cadence(policy, period)
    plays = rows_of.stage_plays(policy, text)
    return Content(
        provenance=provenance,
        fields={
            "steps": len(text.step),
            "tasks": sum(row["wrong"] == 0 for row in raci),
            "dates": len(cadence),
            "levels": len(policy.service_levels),
            "playbooks": len(text.playbook),
            "purpose": list(text.purpose),
            "signoff": [text.signoff],
            **rows_of.signed(policy, policies, provenance.policy_version),
        },
        tables={
            "Rhythm": rows_of.rhythm(policy, local_day(policy, provenance.as_of)),
            "Process": rows_of.process(text),
            "Raci": raci,
            "Cadence": cadence,
            "Escalation": rows_of.escalation(policy),
            "ApprovalLimits": rows_of.approval_limits(policy),
            "Playbooks": rows_of.playbooks(text),
            "PolicySignOff": [
                {"part": part, "name": None, "role": None, "day": None}
                for part in ("Owner of the policy", "Second person")
            ],
            "Taxonomy": rows_of.taxonomy(policy),
            "RulesInForce": rules_in_force(policy),
            "Stages": rows_of.stages(policy),
            "StagePlays": plays,
            "ServiceLevels": rows_of.service_levels(policy),
            "ReasonCodes": rows_of.reasons(),
            "PolicyChanges": rows_of.policy_changes(policies),
        },
        checks={
            "One A for every task": sum(row["accountable"] != 1 for row in raci),
            "An R for every task": sum(row["responsible"] == 0 for row in raci),
            "Every dated step has an owner": sum(not row["owner"] for row in cadence),
            "Every stage has a playbook": sum(row["we"] is None for row in plays),
        },
    )
