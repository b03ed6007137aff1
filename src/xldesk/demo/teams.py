"""Which partners stand on which deal, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from xldesk.demo.partners import Partner, candidates
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.deals import Deal

LONGEST_LEAD = timedelta(days=130)
"""No partner acts on a deal earlier than this before its creation."""


@dataclass(frozen=True)
class Team:
    """A deal and its partners; nobody plays two parts of the first three."""

    deal: Deal
    source: Partner | None = None
    by_referral: bool = False
    co_sell: tuple[Partner, ...] = ()
    influence: tuple[Partner, ...] = ()
    bystanders: tuple[Partner, ...] = ()
    """Partners whose activity does not qualify: shared content, training."""

    @property
    def working(self) -> tuple[Partner, ...]:
        """Everybody whose touches count, source first."""
        source = (self.source,) if self.source else ()
        return (*source, *self.co_sell, *self.influence)


def make_teams(
    seed: int, deals: Sequence[Deal], partners: Sequence[Partner], faulty: frozenset[str]
) -> list[Team]:
    """Return a team for each deal that is not ``faulty``, in the order of deals."""
    stream = Stream(seed, "teams")
    return [_team(stream, deal, partners) for deal in deals if deal.opportunity_id not in faulty]


def _team(stream: Stream, deal: Deal, partners: Sequence[Partner]) -> Team:
    taken: set[str] = set()

    def choose(part: str, count: int) -> tuple[Partner, ...]:
        chosen = []
        for _ in range(count):
            able = candidates(
                partners, part, deal.account.region, deal.created - LONGEST_LEAD, deal.last_day
            )
            able = {who: w for who, w in able.items() if who.partner_id not in taken}
            if able:
                partner = stream.weighted(able)
                taken.add(partner.partner_id)
                chosen.append(partner)
        return tuple(chosen)

    if deal.category == "direct":
        return Team(deal, bystanders=choose("influence", 1) if stream.chance(12) else ())
    if deal.category == "influenced":
        return Team(deal, influence=choose("influence", stream.weighted({1: 60, 2: 30, 3: 10})))
    if deal.category == "co_sell":
        co_sell = choose("co_sell", stream.weighted({1: 85, 2: 15}))
        return Team(deal, co_sell=co_sell, influence=choose("influence", stream.below(3)))
    return Team(
        deal,
        source=choose("sourcing", 1)[0],
        by_referral=stream.chance(25),
        co_sell=choose("co_sell", 1) if stream.chance(25) else (),
        influence=choose("influence", stream.weighted({0: 45, 1: 40, 2: 15})),
    )


def outsiders(team: Team, partners: Sequence[Partner], part: str) -> dict[Partner, int]:
    """Return who is not on the team and could have played ``part``, with how likely each is."""
    deal = team.deal
    present = {partner.partner_id for partner in (*team.working, *team.bystanders)}
    able = candidates(
        partners, part, deal.account.region, deal.created - LONGEST_LEAD, deal.last_day
    )
    return {who: weight for who, weight in able.items() if who.partner_id not in present}


def outsider(stream: Stream, team: Team, partners: Sequence[Partner], part: str) -> Partner:
    """Return a partner who is not on the team and could have played ``part``.

    Raises ValueError where everybody who could is on the team already.
    """
    return stream.weighted(outsiders(team, partners, part))
