"""The runbook: taxonomy, stages, process, RACI, cadence with real dates, playbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from xldesk.policy.process import OwnerRole
from xldesk.workbooks import runbook_rows as rows_of
from xldesk.workbooks.content import Content
from xldesk.workbooks.runbook_text import role_title, runbook_text
from xldesk.workbooks.spec import (
    Check,
    Column,
    Figure,
    KeyFigures,
    Sheet,
    Table,
    TextBlock,
    Workbook,
    checks_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.ledger.policies import PolicyEntry
    from xldesk.policy.rulebook import Policy
    from xldesk.workbooks.content import Provenance

ROLES: tuple[OwnerRole, ...] = get_args(OwnerRole)


def _holders(letter: str) -> str:
    """Return a formula that counts the roles whose cell holds ``letter``."""
    found = "+".join(
        f'IF(ISNUMBER(FIND("{letter}",[@[{role_title(role)}]])),1,0)' for role in ROLES
    )
    return f"={found}"


_SUMMARY = Sheet(
    "Summary",
    "summary",
    title="Partner revenue desk: runbook",
    note="Who does what, by when, and by which rules.",
    blocks=(
        KeyFigures(
            (
                Figure("Steps of the process", "steps", formula="=COUNTA(Process[Step])"),
                Figure("Tasks with one owner", "tasks", formula="=COUNTIFS(Raci[Wrong],0)"),
                Figure("Dates in the period", "dates", formula="=COUNT(Cadence[Date])"),
                Figure("Service levels", "levels", formula="=COUNTA(ServiceLevels[Service level])"),
                Figure("Playbooks", "playbooks", formula="=COUNTA(Playbooks[Playbook])"),
            )
        ),
        TextBlock("What this is for", field="purpose"),
        Table(
            "Rhythm",
            (
                Column("Recurs", "every", width=26),
                Column("What", "name", width=30),
                Column("Owner", "owner", width=20),
                Column("When", "rule", width=34),
                Column("Next in the period", "next", type="date", width=20),
            ),
            heading="Rhythm of the desk",
        ),
    ),
)

_PROCESS = Sheet(
    "Process flow",
    "action",
    note="Intake, validation, attribution, approval, reporting: each reads the ledger and appends.",
    blocks=(
        Table(
            "Process",
            (
                Column("Step", "name", width=16),
                Column("What happens", "does", width=40, wrap=True),
                Column("Goes in", "input", width=34, wrap=True),
                Column("Comes out", "output", width=34, wrap=True),
                Column("Done when", "done_when", width=34, wrap=True),
                Column("Owner", "owner", width=16),
                Column("Command", "command", width=38, wrap=True),
            ),
        ),
    ),
)

_RACI = Sheet(
    "RACI",
    "action",
    note="R does it, A answers for it, C is asked, I is told. Each task has one A and an R.",
    blocks=(
        Table(
            "Raci",
            (
                Column("Area", "area", width=15),
                Column("Task", "task", width=44, wrap=True),
                *(Column(role_title(role), role, width=13) for role in ROLES),
                Column("A count", "accountable", type="integer", formula=_holders("A"), width=10),
                Column("R count", "responsible", type="integer", formula=_holders("R"), width=10),
                Column(
                    "Wrong",
                    "wrong",
                    type="integer",
                    width=10,
                    formula="=IF([@[A count]]=1,IF([@[R count]]>=1,0,1),1)",
                    highlight="nonzero",
                    blank_value=0,
                ),
            ),
        ),
    ),
)

_CADENCE = Sheet(
    "Cadence",
    "action",
    note="Real dates of the period, moved off weekends and holidays. Daily steps are on Summary.",
    blocks=(
        Table(
            "Cadence",
            (
                Column("Date", "day", type="date", width=13),
                Column("Day", "weekday", width=8),
                Column("What", "name", width=28),
                Column("Owner", "owner", width=17),
                Column("What is done", "what", width=66, wrap=True),
                Column("Recurs", "every", width=12),
            ),
        ),
    ),
)

_PLAYBOOKS = Sheet(
    "Escalation & playbooks",
    "action",
    title="Escalation and playbooks",
    note="When partners, sales and finance do not agree: the ladder, and what to do first.",
    blocks=(
        Table(
            "Escalation",
            (
                Column("Level", "level", type="integer", width=24),
                Column("Decides", "role", width=34),
                Column("Business days", "business_days", type="integer", width=34),
            ),
            heading="The ladder of a dispute",
        ),
        Table(
            "Playbooks",
            (
                Column("Playbook", "name", width=24, wrap=True),
                Column("You see", "signal", width=34, wrap=True),
                Column("Do first", "first_step", width=34, wrap=True),
                Column("Then", "then", width=38, wrap=True),
                Column("Rule", "rule", width=30, wrap=True),
                Column("Evidence", "evidence", width=28, wrap=True),
                Column("Decides", "decides", width=16),
            ),
            heading="Playbooks",
        ),
    ),
)

_SIGN_OFF = Sheet(
    "Policy sign-off",
    "action",
    note="Two different people sign the policy named on the sheet About.",
    blocks=(
        TextBlock(None, field="signoff"),
        Table(
            "PolicySignOff",
            (
                Column("Signs as", "part", width=26),
                Column("Name", "name", role="input", width=30, help="Two different people."),
                Column("Day", "day", type="date", role="input", width=14),
                Column("Role", "role", role="input", choices="roles", width=20),
            ),
        ),
    ),
)

_TAXONOMY = Sheet(
    "Taxonomy",
    "reference",
    note="Every deal has exactly one headline category; precedence is the order of the rows.",
    blocks=(
        Table(
            "Taxonomy",
            (
                Column("Category", "category", type="category", width=16),
                Column("The partner ...", "definition", width=44, wrap=True),
                Column("Needs", "needs", width=78, wrap=True),
                Column("Pool", "pool", type="integer", width=10),
            ),
        ),
        Table(
            "Windows",
            (
                Column("Key", "key", width=16),
                Column("Rule", "rule", width=44, wrap=True),
                Column("In force", "value", width=78, wrap=True),
            ),
            heading="Windows and weights in force",
        ),
    ),
)

_STAGES = Sheet(
    "Stages & SLAs",
    "reference",
    title="Stages and service levels",
    note="What must be true on entry and exit, how long a stage may take, and what is due when.",
    blocks=(
        Table(
            "Stages",
            (
                Column("Stage", "name", width=22),
                Column("Order", "order", type="integer", width=30),
                Column("Probability", "probability", type="percent", width=20),
                Column("Day limit", "day_limit", type="integer", width=16),
                Column("Forecast", "forecast", width=14),
                Column("To enter", "entry", width=40, wrap=True),
                Column("To leave", "exit", width=40, wrap=True),
            ),
            heading="Stages",
        ),
        Table(
            "ServiceLevels",
            (
                Column("Service level", "name", width=22),
                Column("What", "what", width=30, wrap=True),
                Column("Due within", "due", width=20),
                Column("Owner", "owner", width=16),
            ),
            heading="Service levels",
        ),
    ),
)

_REASONS = Sheet(
    "Reason codes",
    "reference",
    note="Every credit line, rejection, adjustment and hold carries one.",
    blocks=(
        Table(
            "ReasonCodes",
            (
                Column("Code", "code", width=22),
                Column("Explains", "category", width=16),
                Column("Meaning", "description", width=84, wrap=True),
                Column("Needs evidence", "evidence_required", type="flag", width=16),
            ),
        ),
    ),
)

_CHANGES = Sheet(
    "Change log",
    "reference",
    note="Every policy the ledger recorded, and since when it is in force.",
    blocks=(
        Table(
            "PolicyChanges",
            (
                Column("Ledger position", "position", type="integer", width=16),
                Column("Recorded (UTC)", "at", type="time"),
                Column("In force from", "in_force_from", width=16),
                Column("Policy version", "version", width=18),
                Column("By", "actor", width=24),
                Column("Approved by", "approver", width=24),
                Column("Reason", "reason", width=50, wrap=True),
                Column("Changed", "changed", width=60, wrap=True),
            ),
        ),
    ),
)

SPEC = Workbook(
    name="runbook",
    title="Runbook",
    sheets=(
        _SUMMARY,
        _PROCESS,
        _RACI,
        _CADENCE,
        _PLAYBOOKS,
        _SIGN_OFF,
        _TAXONOMY,
        _STAGES,
        _REASONS,
        _CHANGES,
        checks_sheet(
            (
                Check(
                    "One A and an R for every task",
                    "Nobody can say that a task was somebody else's.",
                    "=SUM(Raci[Wrong])",
                ),
                Check(
                    "Every dated step has an owner",
                    "Whatever falls due in the period has somebody who does it.",
                    "=COUNT(Cadence[Date])-COUNTA(Cadence[Owner])",
                ),
            )
        ),
    ),
)


def content(
    policy: Policy,
    policies: Sequence[tuple[PolicyEntry, Policy]],
    provenance: Provenance,
    period: str,
) -> Content:
    """Return the runbook of ``policy`` with the dates of ``period``.

    ``policies`` are all recorded ones in ledger order, each with its content. Raises UsageError
    for a period or texts that cannot be read.
    """
    text = runbook_text()
    raci = rows_of.raci(policy, ROLES)
    cadence = rows_of.cadence(policy, period)
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
        },
        tables={
            "Rhythm": rows_of.rhythm(policy, period),
            "Process": rows_of.process(text),
            "Raci": raci,
            "Cadence": cadence,
            "Escalation": rows_of.escalation(policy),
            "Playbooks": rows_of.playbooks(text),
            "PolicySignOff": [
                {"part": part, "name": None, "day": None, "role": None}
                for part in ("Owner of the policy", "Second person")
            ],
            "Taxonomy": rows_of.taxonomy(policy),
            "Windows": rows_of.windows(policy),
            "Stages": rows_of.stages(policy),
            "ServiceLevels": rows_of.service_levels(policy),
            "ReasonCodes": rows_of.reasons(),
            "PolicyChanges": rows_of.policy_changes(policies),
        },
        lists={"roles": [role_title(role) for role in ROLES]},
        checks={
            "One A and an R for every task": sum(row["wrong"] for row in raci),
            "Every dated step has an owner": sum(not row["owner"] for row in cadence),
        },
    )
