"""Rules between values of the sections about people: approvals, escalation, RACI, cadence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from xldesk.policy.repetition import repeated

if TYPE_CHECKING:
    from xldesk.policy.money import CadenceStep, RaciTask
    from xldesk.policy.rulebook import Policy


def approval_limits(policy: Policy) -> Iterator[str]:
    """Yield what is wrong with the limits: they rise from role to role, the last has none."""
    limits = policy.approval_limits
    yield from repeated("approval_limits.role", (row.role for row in limits))
    if not limits or limits[-1].up_to is not None:
        yield "approval_limits: the last role has no up_to, so that every deal has an approver"
    for row in limits[:-1]:
        if row.up_to is None:
            yield f"approval_limits[{row.role}].up_to is missing: only the last role goes without"
    known = [(row.role, row.up_to) for row in limits if row.up_to is not None]
    for (below, lower), (role, amount) in pairwise(known):
        if amount <= lower:
            yield (
                f"approval_limits[{role}].up_to = {amount}: it must rise above {below}'s {lower}"
            )


def escalation(policy: Policy) -> Iterator[str]:
    """Yield what is wrong with the ladder: its levels count from 1 without a gap."""
    levels = [row.level for row in policy.escalation]
    yield from repeated("escalation.level", levels)
    if sorted(set(levels)) != list(range(1, len(set(levels)) + 1)) or not levels:
        yield f"escalation.level: {_listed(levels)} given; 1, 2, 3 and so on are needed"


def _listed(levels: list[int]) -> str:
    return ", ".join(map(str, sorted(levels))) or "none"


def raci(policy: Policy) -> Iterator[str]:
    """Yield tasks without exactly one A or an R, and roles named twice (section 10)."""
    yield from repeated("raci.task", (row.task for row in policy.raci))
    for task in policy.raci:
        key = f"raci[{task.task}]"
        if len(task.accountable) != 1:
            yield f"{key}.accountable: exactly one role is needed"
        if not task.responsible:
            yield f"{key}.responsible: at least one role is needed"
        yield from _named_twice(key, task)


def _named_twice(key: str, task: RaciTask) -> Iterator[str]:
    yield from repeated(f"{key}.responsible", task.responsible)
    active = {*task.responsible, *task.accountable}
    for role in dict.fromkeys((*task.consulted, *task.informed)):
        others = (*task.consulted, *task.informed)
        if role in active or others.count(role) > 1:
            yield f"{key}: {role} stands there twice; only R and A go together"


def cadence(policy: Policy) -> Iterator[str]:
    """Yield recurring steps whose day in the period is missing or cannot be."""
    yield from repeated("cadence.name", (step.name for step in policy.cadence))
    for step in policy.cadence:
        yield from _day_of(step)


def _day_of(step: CadenceStep) -> Iterator[str]:
    key = f"cadence[{step.name}]"
    if step.every == "week" and step.weekday is None:
        yield f"{key}.weekday is missing: a weekly step needs one"
    if step.every != "week" and step.weekday is not None:
        yield f"{key}.weekday = {step.weekday!r}: only a weekly step has one"
    counted = step.every in {"month", "quarter"}
    if counted and not step.business_day:
        yield f"{key}.business_day is missing: such as 5, or -1 for the last one"
    if not counted and step.business_day is not None:
        yield f"{key}.business_day = {step.business_day}: only monthly and quarterly steps have one"
