"""Faults of registrations, roles and touches: late, twice, unaccepted, too much, unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import TODAY, midnight
from xldesk.demo.registrations import Registration, register, submitted_days_after
from xldesk.demo.roles import Role, co_sell, referral
from xldesk.demo.stream import Stream
from xldesk.demo.teams import Team, outsider
from xldesk.demo.touches import Touch, touch_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.accounts import Account
    from xldesk.demo.deals import Deal
    from xldesk.demo.free_teams import FreeTeams
    from xldesk.demo.partners import Partner

_HOUR = timedelta(hours=1)
_MANY_PARTNERS = ("North America", "UK & Ireland", "DACH")
"""Regions where a further partner is always to be found."""


def plant_registration_faults(
    seed: int,
    free: FreeTeams,
    made: Sequence[Registration],
    prospects: Sequence[Account],
) -> tuple[list[Registration], list[Role]]:
    """Return registrations, and referrals, that compete, come too late or name nobody we know."""
    stream = Stream(seed, "faults/registrations")
    by_deal = {r.opportunity_id: r for r in made if r.opportunity_id}
    extra: list[Registration] = []
    roles: list[Role] = []

    def other(team: Team) -> Partner:
        return outsider(stream, team, free.partners, "sourcing")

    def registered(team: Team) -> bool:
        first = by_deal.get(team.deal.opportunity_id)
        lead = first and team.deal.created - first.submitted_at.date()
        early = timedelta(days=10) <= (lead or timedelta()) < timedelta(days=80)
        return early and team.deal.account.region in _MANY_PARTNERS

    for team in free.take(4, registered):
        first = by_deal[team.deal.opportunity_id]
        later = first.submitted_at + timedelta(hours=stream.between(20, 70))
        extra.append(register(stream, team.deal, other(team), later, "approved"))
        free.planted.add("REG-DUP")
    for team in free.take(1, lambda t: _untouched(t) and not t.deal.is_closed):
        at = submitted_days_after(team.deal, -9)
        first_partner = other(team)
        extra.append(register(stream, team.deal, first_partner, at, "approved"))
        rival = other(replace(team, bystanders=(first_partner,)))
        extra.append(register(stream, team.deal, rival, at, "approved"))
        free.planted.add("REG-DUP", 2)
    for team in free.take(5, _untouched):
        at = submitted_days_after(team.deal, stream.between(5, 9))
        extra.append(register(stream, team.deal, other(team), at, "approved"))
        free.planted.add("REG-LATE")
    for team in free.take(4, _untouched):
        at = submitted_days_after(team.deal, -stream.between(96, 118))
        extra.append(register(stream, team.deal, other(team), at, "approved"))
        free.planted.add("REG-EXPIRED")
    for team in free.take(4, registered):
        claim = referral(stream, team.deal, other(team))
        at = midnight(team.deal.created) + 10 * _HOUR
        roles.append(
            replace(
                claim,
                is_primary=False,
                accepted_by_partner_at=at - _HOUR,
                accepted_by_us_at=at,
                recorded_at=at + _HOUR,
            )
        )
        free.planted.add("SRC-MULTIPLE")
    extra += _by_strangers(stream, free, made, prospects)
    return extra, roles


def _by_strangers(
    stream: Stream, free: FreeTeams, made: Sequence[Registration], prospects: Sequence[Account]
) -> list[Registration]:
    """Return pending registrations of companies nobody registered, by partners we do not know."""
    pending = [r for r in made if r.status == "submitted"]
    known = {r.customer_name for r in made}
    unknown = ("P-0O7", "P-61")
    unregistered = [account for account in prospects if account.name not in known]
    extra = []
    for template, account, partner_id in zip(pending, unregistered, unknown, strict=False):
        extra.append(
            replace(
                template,
                partner_id=partner_id,
                customer_name=account.name,
                account_domain=account.domain,
                country=account.country,
                currency=account.currency,
                submitted_at=template.submitted_at + timedelta(minutes=stream.between(1, 30)),
            )
        )
        free.planted.add("REF-UNKNOWN")
    return extra


def plant_role_faults(seed: int, free: FreeTeams) -> list[Role]:
    """Return roles that nobody accepted in time, share out too much, or hang in the air."""
    stream = Stream(seed, "faults/roles")
    extra: list[Role] = []

    def role(team: Team, agreed: int | None = None) -> Role:
        partner = outsider(stream, team, free.partners, "co_sell")
        return co_sell(stream, team.deal, partner, agreed=agreed, is_primary=False)

    def advanced(team: Team) -> bool:
        return _untouched(team) and (team.deal.is_won or team.deal.stage == "Negotiation")

    for team in free.take(2, _untouched):
        extra.append(replace(role(team), accepted_by_us_at=None))
        free.planted.add("COSELL-UNACCEPTED")
    for team in free.take(2, _untouched):
        extra.append(replace(role(team), accepted_by_partner_at=None))
        free.planted.add("COSELL-UNACCEPTED")
    for team in free.take(2, advanced):
        extra.append(replace(role(team), accepted_at_stage="Negotiation"))
        free.planted.add("COSELL-UNACCEPTED")
    for team in free.take(2, lambda t: _untouched(t) and not t.deal.is_closed):
        first = role(team, agreed=60)
        second = replace(role(replace(team, bystanders=_named(free.partners, first))), agreed=55)
        extra += [first, second]
        free.planted.add("SPLIT-TOTAL")
    for team in free.take(1, lambda t: _untouched(t) and not t.deal.is_closed):
        extra.append(replace(role(team, agreed=30), agreed=-30))
        free.planted.add("SPLIT-TOTAL")
    for team in free.take(1, _untouched):
        extra.append(replace(role(team), partner_id="P-1O4"))
        free.planted.add("REF-UNKNOWN")
    for team in free.take(1, _untouched):
        extra.append(replace(role(team), opportunity_id=_letter_for_digit(team.deal)))
        free.planted.add("REF-UNKNOWN")
    return extra


def plant_touch_faults(seed: int, free: FreeTeams) -> list[Touch]:
    """Return touches before the window, after close, reported late, or of unknown references."""
    stream = Stream(seed, "faults/touches")
    extra: list[Touch] = []

    def touch(deal: Deal, partner: Partner, days: int, kind: str = "meeting") -> Touch:
        at = midnight(deal.last_day + timedelta(days=days)) + 14 * _HOUR
        return touch_on(stream, deal, partner, kind, at)

    def long_lasting(team: Team) -> bool:
        deal = team.deal
        return bool(team.influence) and (deal.last_day - deal.created).days > 205

    def closed_early(team: Team) -> bool:
        closed_since = TODAY.date() - team.deal.last_day
        return team.deal.is_won and bool(team.influence) and closed_since > timedelta(days=20)

    for team in free.take(9, long_lasting):
        for _ in range(2):
            extra.append(touch(team.deal, team.influence[0], -stream.between(184, 198)))
            free.planted.add("TOUCH-WINDOW")
    for team in free.take(4, closed_early):
        extra.append(touch(team.deal, team.influence[0], stream.between(2, 9)))
        free.planted.add("TOUCH-AFTER-CLOSE")
    for team in free.take(4, lambda t: _untouched(t) and t.deal.is_won):
        partner = outsider(stream, team, free.partners, "influence")
        reported = touch(team.deal, partner, -stream.between(4, 10), "demo")
        received = midnight(team.deal.last_day + timedelta(days=stream.between(1, 3)))
        extra.append(replace(reported, received_at=min(received + 9 * _HOUR, TODAY - _HOUR)))
        free.planted.add("TOUCH-AFTER-CLOSE")
    for team in free.take(2, lambda t: bool(t.influence)):
        seen = touch(team.deal, team.influence[0], -stream.between(4, 10))
        unknown = _letter_for_digit(team.deal)
        extra.append(replace(seen, opportunity_id=unknown, account_domain=None))
        free.planted.add("REF-UNKNOWN")
    strangers = ("P-0I2", "P-99")
    for team, partner_id in zip(free.take(2, lambda t: bool(t.influence)), strangers, strict=True):
        seen = touch(team.deal, team.influence[0], -stream.between(4, 10))
        extra.append(replace(seen, partner_id=partner_id))
        free.planted.add("REF-UNKNOWN")
    return extra


def _untouched(team: Team) -> bool:
    """Tell whether no partner stands on a deal, some could, and it ran long enough to plant on."""
    deal = team.deal
    idle = not team.working and not team.bystanders and deal.amount is not None
    possible = deal.account.region in _MANY_PARTNERS
    return idle and possible and deal.last_day - deal.created > timedelta(days=30)


def _named(partners: Sequence[Partner], role: Role) -> tuple[Partner, ...]:
    return tuple(partner for partner in partners if partner.partner_id == role.partner_id)


def _letter_for_digit(deal: Deal) -> str:
    """Return the deal's identifier with a letter typed for a digit that looks like it."""
    number = deal.opportunity_id[4:]
    mistyped = number.replace("0", "O", 1) if "0" in number else number.replace("1", "l", 1)
    return deal.opportunity_id[:4] + mistyped
