"""Rules between the values of a policy: what each value alone cannot show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xldesk.policy import coherent_money, coherent_people, coherent_screening
from xldesk.policy.repetition import repeated
from xldesk.policy.taxonomy import StepKind
from xldesk.records.fields import CATEGORIES
from xldesk.records.role import Role
from xldesk.records.touch import TouchKind

if TYPE_CHECKING:
    from collections.abc import Container

    from xldesk.policy.rulebook import Policy

SERVICE_LEVELS = (
    "finding_block",
    "finding_warn",
    "registration_review",
    "approval",
    "dispute_acknowledge",
    "dispute_decide",
    "dispute_escalate",
    "mdf_decision",
    "mdf_claim_decision",
)
"""Service levels that findings, disputes, approvals and MDF take their due times from."""

Rule = Callable[["Policy"], Iterator[str]]


def incoherences(policy: Policy, unread: frozenset[str] = frozenset()) -> list[str]:
    """Return every contradiction between values, as ``key: what is wrong``; empty if none.

    Rules that need one of the sections ``unread`` are left out.
    """
    return [
        line
        for sections, rules in RULES.items()
        if unread.isdisjoint(sections)
        for rule in rules
        for line in rule(policy)
    ]


def _categories(policy: Policy) -> Iterator[str]:
    found = tuple(text.category for text in policy.taxonomy.categories)
    if found != CATEGORIES:
        yield f"taxonomy.categories: each of {', '.join(CATEGORIES)} is needed once, in this order"


def _kind_weights(policy: Policy) -> Iterator[str]:
    weights = policy.taxonomy.influence.kind_weights
    yield from _unnamed("taxonomy.influence.kind_weights", weights, get_args(TouchKind))


def _unnamed(key: str, given: Container[str], needed: tuple[str, ...]) -> Iterator[str]:
    for name in needed:
        if name not in given:
            yield f"{key}.{name} is missing: 0 is the weight of what does not count"


def _free_mail(policy: Policy) -> Iterator[str]:
    key = "taxonomy.influence.free_mail_domains"
    domains = policy.taxonomy.influence.free_mail_domains
    yield from repeated(key, (domain.casefold() for domain in domains))
    for domain in domains:
        if "." not in domain.strip(".") or any(sign in domain for sign in "@/ "):
            yield f"{key} has {domain!r}: a domain such as 'gmail.com' is needed"


def _pools(policy: Policy) -> Iterator[str]:
    pools = policy.attribution.pools
    if pools.sourced + pools.co_sell + pools.influenced == 0:
        yield "attribution.pools: at least one weight above 0 is needed"


def _role_weights(policy: Policy) -> Iterator[str]:
    yield from _unnamed("attribution.role_weights", policy.attribution.role_weights, get_args(Role))


def _custom(policy: Policy) -> Iterator[str]:
    custom = policy.attribution.custom
    if custom is None:
        if policy.attribution.model == "custom":
            yield "attribution.custom is missing: the model custom takes its weights from there"
        return
    yield from _unnamed("attribution.custom.kinds", custom.kinds, get_args(StepKind))
    if not any(custom.positions.model_dump().values()):
        yield "attribution.custom.positions: at least one weight above 0 is needed"
    if not any(custom.kinds.values()):
        yield "attribution.custom.kinds: at least one weight above 0 is needed"


def _stages(policy: Policy) -> Iterator[str]:
    yield from repeated("stages.name", (stage.name.casefold() for stage in policy.stages))
    yield from repeated("stages.order", (stage.order for stage in policy.stages))
    for stage in policy.stages:
        key = f"stages[{stage.name}]"
        if stage.is_won and not stage.is_closed:
            yield f"{key}: is_won needs is_closed"
        if stage.is_closed != (stage.forecast == "closed"):
            yield f"{key}.forecast = {stage.forecast!r}: closed stages, and only they, say 'closed'"
        if stage.is_closed and stage.probability != int(stage.is_won):
            yield f"{key}.probability = {stage.probability}: 1 when won, 0 when lost is needed"
    if not any(stage.is_won for stage in policy.stages):
        yield "stages: one with is_won = true is needed"
    if not any(stage.is_closed and not stage.is_won for stage in policy.stages):
        yield "stages: a closed one that is not won is needed"


def _latest_stage(policy: Policy) -> Iterator[str]:
    named = policy.taxonomy.co_sell.latest_stage
    open_names = [stage.name for stage in policy.stages if not stage.is_closed]
    if named not in open_names:
        yield (
            f"taxonomy.co_sell.latest_stage = {named!r}: "
            f"allowed are the open stages {', '.join(open_names) or '(there is none)'}"
        )


def _service_levels(policy: Policy) -> Iterator[str]:
    names = [level.name for level in policy.service_levels]
    yield from repeated("service_levels.name", names)
    for level in policy.service_levels:
        if (level.hours is None) == (level.business_days is None):
            yield f"service_levels[{level.name}]: either hours or business_days is needed"
    for name in SERVICE_LEVELS:
        if name not in names:
            yield f"service_levels: {name} is missing; the desk takes due times from it"


def _calendar(policy: Policy) -> Iterator[str]:
    zone = policy.calendar.time_zone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"calendar.time_zone = {zone!r}: a zone such as 'UTC' or 'Europe/Berlin' is needed"
    if len(set(policy.calendar.weekend)) > 6:
        yield "calendar.weekend: at least one working day a week is needed"
    yield from repeated("calendar.weekend", policy.calendar.weekend)
    yield from repeated("calendar.holidays", policy.calendar.holidays)


RULES: dict[tuple[str, ...], tuple[Rule, ...]] = {
    ("taxonomy",): (_categories, _kind_weights, _free_mail),
    ("taxonomy", "stages"): (_latest_stage,),
    ("attribution",): (_pools, _role_weights, _custom),
    ("stages",): (_stages,),
    ("service_levels",): (_service_levels,),
    ("calendar",): (_calendar,),
    ("currencies",): (coherent_money.rates,),
    ("products",): (coherent_money.products,),
    ("approval_currency",): (coherent_money.approval_currency,),
    ("registrations",): (coherent_screening.registrations,),
    ("territories",): (coherent_screening.territories,),
    ("compliance",): (coherent_screening.compliance,),
    ("matching",): (coherent_screening.matching,),
    ("mdf",): (coherent_money.mdf,),
    ("spif",): (coherent_money.spif,),
    ("approval_limits",): (coherent_people.approval_limits,),
    ("escalation",): (coherent_people.escalation,),
    ("raci",): (coherent_people.raci,),
    ("cadence",): (coherent_people.cadence,),
}
"""Rules by the sections they read."""
