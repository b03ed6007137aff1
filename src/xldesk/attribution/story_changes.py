"""What changed in the story of a deal between two states of a desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.records.money import format_minor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.attribution.story import Obstacle, Story
    from xldesk.attribution.story_acts import Act


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is other than it was; ``before`` or ``now`` is empty where there was none."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class CreditChange:
    """A partner's credit on a line before and now, in minor units of ``currency``."""

    product_family: str
    line_category: str
    partner_id: str
    currency: str
    before: int
    now: int

    @property
    def difference(self) -> int:
        """How much more the partner has now."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two stories of one deal; all empty where they tell the same."""

    deal: tuple[Change, ...]
    obstacles: tuple[Change, ...]
    acts: tuple[Change, ...]
    credit: tuple[CreditChange, ...]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.deal or self.obstacles or self.acts or self.credit)


NOTHING = Comparison((), (), (), ())
"""What differs where two states told the same."""


def compare(before: Story, now: Story) -> Comparison:
    """Return what differs from ``before`` to ``now``, each list in the order of the story.

    Credit differences add up to the difference of the amounts where both are attributed.
    """
    return Comparison(
        deal=tuple(_deal_changes(before, now)),
        obstacles=tuple(_obstacle_changes(before, now)),
        acts=tuple(_act_changes(before, now)),
        credit=tuple(_credit_changes(before, now)),
    )


def _deal_changes(before: Story, now: Story) -> Iterator[Change]:
    pairs = (
        ("amount", _amount(before), _amount(now)),
        ("stage", before.deal.stage, now.deal.stage),
        ("state", before.deal.state, now.deal.state),
        ("created", str(before.deal.created_date or ""), str(now.deal.created_date or "")),
        ("close date", str(before.deal.close_date or ""), str(now.deal.close_date or "")),
        ("headline", before.headline_category, now.headline_category),
        ("model", before.model, now.model),
        ("policy", before.policy_version[:12], now.policy_version[:12]),
    )
    for what, old, new in pairs:
        if old != new:
            yield Change(what, old, new)


def _amount(story: Story) -> str:
    deal = story.deal
    if deal.amount is None:
        return f"none in {deal.currency}"
    return f"{deal.currency} {format_minor(deal.amount, deal.currency)}"


def _obstacle_changes(before: Story, now: Story) -> Iterator[Change]:
    old = {obstacle.key: obstacle for obstacle in before.obstacles}
    new = {obstacle.key: obstacle for obstacle in now.obstacles}
    for key in [*new, *(key for key in old if key not in new)]:
        was, has = _standing(old.get(key)), _standing(new.get(key))
        if was != has:
            yield Change(f"approval, {(new.get(key) or old[key]).code}", was, has)


def _standing(obstacle: Obstacle | None) -> str:
    if obstacle is None:
        return ""
    return obstacle.lifted or f"stopped: {obstacle.message}"


def _act_changes(before: Story, now: Story) -> Iterator[Change]:
    old = {(act.object_kind, act.object_id): act for act in before.acts}
    new = {(act.object_kind, act.object_id): act for act in now.acts}
    for key, act in new.items():
        known = old.get(key)
        if known is None:
            yield Change(_named(act), "", _verdict(act))
        elif (known.verdict, known.why) != (act.verdict, act.why):
            yield Change(_named(act), _verdict(known), _verdict(act))
    for key, act in old.items():
        if key not in new:
            yield Change(_named(act), _verdict(act), "")


def _named(act: Act) -> str:
    # The id of a role is made of the deal, the partner and the role: the kind says it.
    own = f" {act.object_id}" if act.object_kind != "partner_role" else ""
    return f"{act.kind}{own} of {act.partner_id}"


def _verdict(act: Act) -> str:
    return f"{act.verdict}: {act.why}"


def _credit_changes(before: Story, now: Story) -> Iterator[CreditChange]:
    old, new = _credits(before), _credits(now)
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key, 0) != new.get(key, 0):
            yield CreditChange(*key, before=old.get(key, 0), now=new.get(key, 0))


def _credits(story: Story) -> dict[tuple[str, str, str, str], int]:
    return {
        (line.product_family, part.category, part.partner_id, line.currency): part.credit
        for line in story.lines
        for part in line.parts
    }
