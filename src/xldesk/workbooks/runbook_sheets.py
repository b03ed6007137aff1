"""The sheets of the runbook."""

from __future__ import annotations

from typing import get_args

from xldesk.policy.process import OwnerRole
from xldesk.workbooks.runbook_text import role_title
from xldesk.workbooks.spec import (
    Check,
    Column,
    Field,
    Fields,
    Figure,
    KeyFigures,
    Sheet,
    Table,
    TextBlock,
    checks_sheet,
)

ROLES: tuple[OwnerRole, ...] = get_args(OwnerRole)
ROLE_TITLES = tuple(role_title(role) for role in ROLES)


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
                Figure("Tasks with one A and an R", "tasks", formula="=COUNTIFS(Raci[Error],0)"),
                Figure("Dates in the period", "dates", formula="=COUNT(Cadence[Date])"),
                Figure("Service levels", "levels", formula="=COUNTA(ServiceLevels[Service level])"),
                Figure("Playbooks", "playbooks", formula="=COUNTA(Playbooks[Playbook])"),
            )
        ),
        TextBlock("What this is for", field="purpose"),
        Table(
            "Rhythm",
            (
                Column("What", "name", type="link", role="link", width=28),
                Column("Recurs", "every", width=24),
                Column("When", "rule", width=38),
                Column("Owner", "owner", width=20),
                Column("Next date", "next", type="date", width=18),
            ),
            heading="Rhythm of the desk",
            note="Next date: the first from the as-of day on, inside the period or after it.",
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
    note="R does it, A answers for it, C is asked, I is told. Each task has one A and an R; the "
    "last columns count them.",
    blocks=(
        Table(
            "Raci",
            (
                Column("Area", "area", width=15),
                Column("Task", "task", width=44, wrap=True),
                *(Column(role_title(role), role, width=13) for role in ROLES),
                Column("As", "accountable", type="integer", formula=_holders("A"), width=10),
                Column("Rs", "responsible", type="integer", formula=_holders("R"), width=10),
                Column(
                    "Error",
                    "wrong",
                    type="integer",
                    width=10,
                    formula="=IF([@As]=1,IF([@Rs]>=1,0,1),1)",
                    highlight="nonzero",
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
                Column("Level", "level", width=24),
                Column("Decides", "role", width=34),
                Column("Time to decide", "due", width=34),
            ),
            heading="The ladder of a dispute",
        ),
        Table(
            "ApprovalLimits",
            (
                Column("Approver", "role", width=24),
                Column("Largest deal", "limit", width=34),
            ),
            heading="Who may approve credit",
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
    note="Which policy is in force, who put it in force, and two signatures for the record.",
    blocks=(
        Fields(
            "In force",
            (
                Field("Policy", "signed.title"),
                Field("Version", "signed.version"),
                Field("In force from", "signed.from"),
                Field("Recorded (UTC)", "signed.at", type="time"),
                Field("Put in force by", "signed.actor"),
                Field("Second person", "signed.approver"),
                Field("Identity checked", "signed.authenticated"),
                Field("Reason", "signed.reason"),
            ),
        ),
        TextBlock(None, field="signoff"),
        Table(
            "PolicySignOff",
            (
                Column("Signs as", "part", width=28),
                Column(
                    "Name",
                    "name",
                    role="input",
                    width=70,
                    help="Your name. The two signatures are of two different people.",
                ),
                Column(
                    "Role",
                    "role",
                    role="input",
                    choices=ROLE_TITLES,
                    width=18,
                    help="The role in which you sign.",
                ),
                Column("Day", "day", type="date", role="input", width=14),
            ),
            heading="Signatures",
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
            "RulesInForce",
            (
                Column("Concerns", "concerns", width=16),
                Column("Rule", "rule", width=44, wrap=True),
                Column("In force", "value", width=78, wrap=True),
            ),
            heading="Windows, weights and limits in force",
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
                Column("Stage", "name", width=21),
                Column("To enter", "entry", width=37, wrap=True),
                Column("To leave", "exit", width=39, wrap=True),
                Column("Forecast class", "forecast", width=38),
                Column("Probability", "probability", type="percent", width=12),
                Column("Day limit", "day_limit", type="integer", width=12),
            ),
            heading="Stages",
        ),
        Table(
            "ServiceLevels",
            (
                Column("Service level", "name", width=21),
                Column("What is due", "what", width=37, wrap=True),
                Column("Due within", "due", width=20),
                Column("Owner", "owner", width=20),
            ),
            heading="Service levels",
        ),
        Table(
            "StagePlays",
            (
                Column("At stage", "name", width=21),
                Column("What we do", "we", width=37, wrap=True),
                Column("What the partner does", "partner", width=39, wrap=True),
                Column("Watch out for", "watch", width=38, wrap=True),
            ),
            heading="Playbook of each stage",
        ),
    ),
)

_REASONS = Sheet(
    "Reason codes",
    "reference",
    note="Every credit line, rejection, adjustment and hold carries one; some need evidence.",
    blocks=(
        Table(
            "ReasonCodes",
            (
                Column("Code", "code", width=21),
                Column("Explains", "category", width=16),
                Column("Meaning", "description", width=84, wrap=True),
                Column("Evidence", "evidence_required", type="flag", width=13),
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
                Column("Ledger position", "position", type="integer", width=12),
                Column("Recorded (UTC)", "at", type="time"),
                Column("In force from", "in_force_from", width=13),
                Column("Version", "version", width=15),
                Column("By", "actor", width=18),
                Column("Second person", "approver", width=18),
                Column("Reason", "reason", width=32, wrap=True),
                Column("Changed", "changed", width=50, wrap=True),
            ),
        ),
    ),
)

_CHECKS = checks_sheet(
    (
        Check(
            "One A for every task",
            "Exactly one role answers for each task; nobody can say it was somebody else's.",
            "=ROWS(Raci[Task])-COUNTIFS(Raci[As],1)",
        ),
        Check(
            "An R for every task",
            "Each task has at least one role that does it.",
            "=COUNTIFS(Raci[Rs],0)",
        ),
        Check(
            "Every dated step has an owner",
            "Whatever falls due in the period has somebody who does it.",
            "=COUNT(Cadence[Date])-COUNTA(Cadence[Owner])",
        ),
        Check(
            "Every stage has a playbook",
            "At each stage it is written down what we and the partner do.",
            "=ROWS(Stages[Stage])-COUNTA(StagePlays[What we do])",
        ),
    )
)

SHEETS = (
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
    _CHECKS,
)
