"""Partners' activity on deals, as the PRM logs it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import TODAY, office_time, working_day
from xldesk.demo.lists import sample_list
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.deals import Deal
    from xldesk.demo.partners import Partner
    from xldesk.demo.teams import Team

INSIDE = timedelta(days=172)
"""Touches lie at most this long before close, well inside the influence window of 180 days."""

NOT_QUALIFYING = frozenset({"content_share", "training"})
_PER_PARTNER = (1, 2, 3, 4, 6, 9)
"""Touches of a partner on a deal, at evenly spaced quantiles."""


@dataclass(frozen=True)
class Touch:
    """One act; numbered by the time it was received when exported."""

    partner_id: str
    opportunity_id: str | None
    account_domain: str | None
    kind: str
    occurred_at: datetime
    received_at: datetime
    mdf_request_id: str | None = None


def make_touches(
    seed: int, teams: Sequence[Team], deals: Sequence[Deal], count: int
) -> list[Touch]:
    """Return ``count`` touches inside the influence window, received before close.

    Each working partner of a team has at least one that qualifies and names the deal; about a
    seventh of the others are known by the account's domain only, where that cannot mean another
    of ``deals``.
    """
    stream = Stream(seed, "touches")
    pairs = [(team.deal, partner) for team in teams for partner in team.working]
    first = [_touch(stream, deal, partner, qualifying=True) for deal, partner in pairs]
    idle = [
        _touch(stream, team.deal, partner, qualifying=False)
        for team in teams
        for partner in team.bystanders
    ]
    more = [pair for pair in pairs for _ in range(stream.quantile(_PER_PARTNER) - 1)]
    while len(first) + len(idle) + len(more) < count:
        more.append(stream.pick(pairs))
    open_deals = _by_account(deals)
    rest = [
        _by_domain(stream, _touch(stream, deal, partner), deal, open_deals[deal.account.account_id])
        for deal, partner in stream.shuffled(more)[: count - len(first) - len(idle)]
    ]
    return [*first, *idle, *rest]


def touch_on(
    stream: Stream, deal: Deal, partner: Partner, kind: str, occurred_at: datetime
) -> Touch:
    """Return a touch that names the deal and was received within two days."""
    delay = stream.between(2, 90) if stream.chance(70) else stream.between(180, 2_400)
    return Touch(
        partner_id=partner.partner_id,
        opportunity_id=deal.opportunity_id,
        account_domain=deal.account.domain,
        kind=kind,
        occurred_at=occurred_at,
        received_at=occurred_at + timedelta(minutes=delay),
    )


def _touch(
    stream: Stream, deal: Deal, partner: Partner, *, qualifying: bool | None = None
) -> Touch:
    """Return a touch; ``qualifying`` asks for one that counts or does not, None for any."""
    start, last = _span(deal)
    day = start + timedelta(days=stream.between(0, (last - start).days))
    day = max(start, working_day(day))
    return touch_on(
        stream,
        deal,
        partner,
        _kind(stream, deal, day, qualifying),
        office_time(stream, day, deal.account.region),
    )


def _span(deal: Deal) -> tuple[date, date]:
    """Return the days on which a touch surely counts for the deal."""
    last = min(deal.last_day - timedelta(days=3), TODAY.date() - timedelta(days=3))
    return max(deal.created + timedelta(days=1), last - INSIDE), last


def _kind(stream: Stream, deal: Deal, day: date, qualifying: bool | None) -> str:
    if qualifying is False:
        return stream.pick(sorted(NOT_QUALIFYING))
    course = max(1, (deal.last_day - deal.created).days)
    third = min(2, 3 * (day - deal.created).days // course)
    weights: dict[str, int] = sample_list("market")["touch"][("early", "middle", "late")[third]]
    if qualifying:
        weights = {kind: w for kind, w in weights.items() if kind not in NOT_QUALIFYING}
    return stream.weighted(weights)


def _by_account(deals: Sequence[Deal]) -> dict[str, list[Deal]]:
    by_account = defaultdict(list)
    for deal in deals:
        by_account[deal.account.account_id].append(deal)
    return by_account


def _by_domain(stream: Stream, touch: Touch, deal: Deal, siblings: Sequence[Deal]) -> Touch:
    """Leave the deal's id out of every seventh touch, where the domain tells the deal as well."""
    day = touch.occurred_at.date()
    margin = timedelta(days=2)
    others = [
        other
        for other in siblings
        if other is not deal
        and other.created - margin <= day
        and (not other.is_closed or day <= other.last_day + margin)
    ]
    left_out = stream.chance(18) and not others
    return replace(touch, opportunity_id=None) if left_out else touch
