"""The rows of the runbook's tables, from the policy, the ledger's policies and the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.policy.cadence import cadence_dates
from xldesk.policy.diff import policy_diff
from xldesk.policy.period import next_quarter, quarter_of
from xldesk.policy.version import short
from xldesk.records.reason import reason_codes
from xldesk.workbooks.content import Link
from xldesk.workbooks.runbook_text import RunbookText, role_title
from xldesk.workbooks.runbook_words import business_days, limit_words, title, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xldesk.ledger.policies import PolicyEntry
    from xldesk.policy.money import CadenceStep, RaciTask
    from xldesk.policy.process import OwnerRole, ServiceLevel
    from xldesk.policy.rulebook import Policy

Row = dict[str, Any]

_EVERY = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly"}
_WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_CHANGES_SHOWN = 8
_QUARTERS_AHEAD = 3
"""Fiscal quarters looked through for a step's next date, from that of the day on."""


def raci(policy: Policy, roles: Sequence[OwnerRole]) -> list[Row]:
    """Return a row a task: a letter under each role, and how many A and R there are."""
    return [_raci_row(task, roles) for task in policy.raci]


def _raci_row(task: RaciTask, roles: Sequence[OwnerRole]) -> Row:
    parts = {
        "R": task.responsible,
        "A": task.accountable,
        "C": task.consulted,
        "I": task.informed,
    }
    letters: dict[str, str | None] = {
        role: " ".join(letter for letter, holders in parts.items() if role in holders) or None
        for role in roles
    }
    accountable, responsible = len(set(task.accountable)), len(set(task.responsible))
    return {
        "area": task.area,
        "task": task.task,
        **letters,
        "accountable": accountable,
        "responsible": responsible,
        "wrong": 0 if accountable == 1 and responsible >= 1 else 1,
    }


def cadence(policy: Policy, period: str) -> list[Row]:
    """Return the dates of the period, daily steps left out, by day."""
    return [
        {
            "day": found.day,
            "weekday": f"{found.day:%a}",
            "name": found.step.name,
            "owner": role_title(found.step.owner),
            "what": found.step.what,
            "every": _EVERY[found.step.every],
        }
        for found in cadence_dates(policy, period)
        if found.step.every != "day"
    ]


def rhythm(policy: Policy, today: date) -> list[Row]:
    """Return a row a recurring step: its rule, and its first date from ``today`` on.

    The date is empty only where neither this fiscal quarter nor the next two have one.
    """
    nexts: dict[str, date] = {}
    quarter = quarter_of(policy, today)
    for _ in range(_QUARTERS_AHEAD):
        for found in cadence_dates(policy, quarter):
            if found.day >= today:
                nexts.setdefault(found.step.name, found.day)
        quarter = next_quarter(policy, quarter)
    return [
        {
            "every": _EVERY[step.every],
            "name": step.name if step.every == "day" else Link(step.name, "Cadence"),
            "owner": role_title(step.owner),
            "rule": _rule(step),
            "next": nexts.get(step.name),
        }
        for step in policy.cadence
    ]


def _rule(step: CadenceStep) -> str:
    if step.every == "day":
        return "every business day"
    if step.every == "week":
        return f"every {_WEEKDAYS[step.weekday or 'mon']}"
    number = step.business_day or 1
    place = f"business day {number}" if number > 0 else _from_the_end(-number)
    return f"{place} of the {step.every}"


def _from_the_end(number: int) -> str:
    return "last business day" if number == 1 else f"business day {number} from the end"


def process(text: RunbookText) -> list[Row]:
    """Return the steps from intake to reporting."""
    return [
        {**step.model_dump(), "command": step.command or None, "owner": role_title(step.owner)}
        for step in text.step
    ]


def stage_plays(policy: Policy, text: RunbookText) -> list[Row]:
    """Return a row a stage with its play: by the stage's name, else by its forecast class."""
    by_name = {play.stage.casefold(): play for play in text.play if play.stage}
    by_class = {play.forecast: play for play in text.play if play.forecast}
    rows = []
    for stage in sorted(policy.stages, key=lambda stage: stage.order):
        play = by_name.get(stage.name.casefold(), by_class.get(stage.forecast))
        said = {part: getattr(play, part, None) for part in ("we", "partner", "watch")}
        rows.append({"name": stage.name, **said})
    return rows


def playbooks(text: RunbookText) -> list[Row]:
    """Return the playbooks in the order of their file."""
    return [{**book.model_dump(), "decides": role_title(book.decides)} for book in text.playbook]


def escalation(policy: Policy) -> list[Row]:
    """Return the ladder of a dispute, level by level."""
    return [
        {
            "level": f"Level {row.level}",
            "role": role_title(row.role),
            "due": business_days(row.business_days),
        }
        for row in sorted(policy.escalation, key=lambda row: row.level)
    ]


def approval_limits(policy: Policy) -> list[Row]:
    """Return the largest deal each role may approve, in the order of the policy."""
    return [
        {"role": role_title(row.role), "limit": limit_words(row.up_to, policy.approval_currency)}
        for row in policy.approval_limits
    ]


def taxonomy(policy: Policy) -> list[Row]:
    """Return the four categories with what they need and the weight of their pool."""
    pools = policy.attribution.pools.model_dump()
    return [
        {
            "category": text.category,
            "definition": text.definition,
            "needs": text.needs,
            "pool": pools.get(text.category),
        }
        for text in policy.taxonomy.categories
    ]


def stages(policy: Policy) -> list[Row]:
    """Return the stages in order with entry and exit criteria."""
    return [
        {
            "name": stage.name,
            "probability": stage.probability,
            "day_limit": stage.day_limit,
            "forecast": words(stage.forecast),
            "entry": "; ".join(stage.entry),
            "exit": "; ".join(stage.exit),
        }
        for stage in sorted(policy.stages, key=lambda stage: stage.order)
    ]


def service_levels(policy: Policy) -> list[Row]:
    """Return what is due within which time."""
    return [
        {
            "name": title(level.name),
            "what": level.what,
            "due": _due(level),
            "owner": role_title(level.owner),
        }
        for level in policy.service_levels
    ]


def _due(level: ServiceLevel) -> str:
    if level.hours is not None:
        return f"{level.hours} hours"
    return business_days(level.business_days or 0)


def reasons() -> list[Row]:
    """Return the shipped reason codes."""
    return [
        {**code.model_dump(), "category": code.category.replace("_", "-")}
        for code in reason_codes().values()
    ]


def signed(policy: Policy, policies: Sequence[tuple[PolicyEntry, Policy]], version: str) -> Row:
    """Return the fields of the policy in force: since when, by whom, why."""
    entry = next((entry for entry, _ in reversed(policies) if entry.version == version), None)
    return {
        "signed.title": policy.title,
        "signed.version": version,
        "signed.from": _since(entry),
        "signed.at": entry.at if entry else None,
        "signed.actor": f"{entry.actor.name} ({entry.actor.role})" if entry else None,
        "signed.approver": entry.details.get("approver", "none") if entry else None,
        "signed.authenticated": _checked(entry),
        "signed.reason": entry.reason if entry else None,
    }


def _since(entry: PolicyEntry | None) -> str:
    if entry is None:
        return "not recorded in the ledger"
    return entry.in_force_from.isoformat() if entry.in_force_from else "the start"


def _checked(entry: PolicyEntry | None) -> str | None:
    if entry is None:
        return None
    return "yes" if entry.actor.authenticated else "no: the names are as typed"


def policy_changes(policies: Sequence[tuple[PolicyEntry, Policy]]) -> list[Row]:
    """Return every recorded policy, the newest first, with what it changed."""
    rows: list[Row] = []
    before: Policy | None = None
    for entry, policy in policies:
        rows.append(
            {
                "position": entry.position,
                "at": entry.at,
                "in_force_from": _since(entry),
                "version": short(entry.version),
                "actor": entry.actor.name,
                "approver": entry.details.get("approver"),
                "reason": entry.reason,
                "changed": _changed(before, policy),
            }
        )
        before = policy
    return rows[::-1]


def _changed(before: Policy | None, policy: Policy) -> str:
    if before is None:
        return "first policy of the desk"
    changes = policy_diff(before, policy)
    if not changes:
        return "nothing: signed as it was"
    shown = "; ".join(
        f"{change.path}: {change.old or 'none'} to {change.new or 'none'}"
        for change in changes[:_CHANGES_SHOWN]
    )
    more = len(changes) - _CHANGES_SHOWN
    return shown if more <= 0 else f"{shown}; and {more} more"
