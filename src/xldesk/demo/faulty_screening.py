"""Faults that a reviewer looks for: territory, evidence, dates of agreements, who decided what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import TODAY, midnight
from xldesk.demo.partners import WORLDWIDE, candidates
from xldesk.demo.registrations import Registration, register, submitted_days_after
from xldesk.demo.roles import Role, co_sell
from xldesk.demo.stream import Stream
from xldesk.demo.teams import Team, outsider
from xldesk.demo.touches import Touch, touch_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xldesk.demo.accounts import Account
    from xldesk.demo.deals import Deal
    from xldesk.demo.free_teams import FreeTeams
    from xldesk.demo.partners import Partner
    from xldesk.demo.planted import Planted

_HOUR = timedelta(hours=1)
_MONTH = timedelta(days=30)
_MANY_PARTNERS = ("North America", "UK & Ireland", "DACH")


@dataclass(frozen=True)
class ScreeningFaults:
    """What was made to plant them with."""

    registrations: list[Registration]
    roles: list[Role]
    touches: list[Touch]


def plant_screening_faults(
    seed: int, free: FreeTeams, made: Sequence[Registration], prospects: Sequence[Account]
) -> ScreeningFaults:
    """Return what breaks the rules on review, evidence and agreements, on deals still open."""
    stream = Stream(seed, "faults/screening")
    return ScreeningFaults(
        registrations=[
            *_registrations(stream, free),
            *_waiting(stream, free, made, prospects),
        ],
        roles=_roles(stream, free),
        touches=_touches(stream, free),
    )


def count_existing(
    registrations: Sequence[Registration], deals: Sequence[Deal], planted: Planted
) -> None:
    """Expect a warning for each registration of a company that bought from us before."""
    first_win: dict[str, date] = {}
    for deal in sorted((d for d in deals if d.is_won and d.has_account), key=lambda d: d.last_day):
        first_win.setdefault(deal.account.name.casefold(), deal.last_day)
    for registration in registrations:
        bought = first_win.get(registration.customer_name.casefold())
        live = registration.status != "rejected"
        if live and bought is not None and bought < registration.submitted_at.date():
            planted.add("REG-EXISTING")


def _registrations(stream: Stream, free: FreeTeams) -> list[Registration]:
    """Return registrations from abroad, without evidence, and decided by who submitted them."""

    def in_time(team: Team, partner: Partner) -> Registration:
        at = submitted_days_after(team.deal, -stream.between(5, 15))
        return register(stream, team.deal, partner, at, "approved")

    def own_region(team: Team) -> Partner:
        return outsider(stream, team, free.partners, "sourcing")

    extra = []
    for team in free.take(3, _idle_and_open):
        deal = team.deal
        abroad = [
            partner
            for partner in free.partners
            if partner.region not in (deal.account.region, WORLDWIDE)
            and partner.in_force(deal.created - timedelta(days=20), deal.last_day)
        ]
        extra.append(in_time(team, stream.pick(abroad)))
        free.planted.add("REG-TERRITORY")
    for team in free.take(3, _idle_and_open):
        extra.append(replace(in_time(team, own_region(team)), evidence=()))
        free.planted.add("REG-INCOMPLETE")
    for team in free.take(2, _idle_and_open):
        registration = in_time(team, own_region(team))
        extra.append(replace(registration, decided_by=registration.submitted_by))
        free.planted.add("COMPLIANCE-HOLD")
    return extra


def _waiting(
    stream: Stream, free: FreeTeams, made: Sequence[Registration], prospects: Sequence[Account]
) -> list[Registration]:
    """Return registrations that nobody has decided for days, of companies nobody registered."""
    template = next(r for r in made if r.status == "submitted")
    known = {r.customer_name for r in made}
    unregistered = [account for account in reversed(prospects) if account.name not in known]
    waiting = []
    for account in unregistered[:3]:
        submitted = TODAY - timedelta(days=stream.between(3, 9))
        able = candidates(free.partners, "sourcing", account.region, submitted.date(), TODAY.date())
        partner = stream.weighted(able)
        waiting.append(
            replace(
                template,
                partner_id=partner.partner_id,
                submitted_by=partner.contacts[0].name,
                customer_name=account.name,
                account_domain=account.domain,
                country=account.country,
                currency=account.currency,
                submitted_at=submitted,
            )
        )
        free.planted.add("REG-REVIEW-SLA")
    return waiting


def _roles(stream: Stream, free: FreeTeams) -> list[Role]:
    """Return co-sell roles without their evidence, and purchase orders that claim a source."""

    def role(team: Team) -> Role:
        partner = outsider(stream, team, free.partners, "co_sell")
        return co_sell(stream, team.deal, partner, agreed=None, is_primary=False)

    extra = []
    for team in free.take(4, _idle_and_open):
        extra.append(replace(role(team), evidence=""))
        free.planted.add("ROLE-EVIDENCE")
    for team in free.take(2, _idle_and_open):
        extra.append(
            replace(
                role(team),
                role="fulfilment",
                reason_code="SRC-REFERRAL",
                evidence="purchase order",
            )
        )
        free.planted.add("FULFIL-SOURCE")
    return extra


def _touches(stream: Stream, free: FreeTeams) -> list[Touch]:
    """Return touches reported weeks late, and of partners whose agreement had ended."""

    def touch(deal: Deal, partner: Partner, days: int) -> Touch:
        at = midnight(deal.last_day - timedelta(days=days)) + 14 * _HOUR
        return touch_on(stream, deal, partner, "meeting", at)

    def long_open(team: Team) -> bool:
        age = TODAY.date() - team.deal.created
        return not team.deal.is_closed and bool(team.influence) and age > timedelta(days=70)

    extra = []
    for team in free.take(4, long_open):
        late = touch(team.deal, team.influence[0], stream.between(45, 60))
        days = timedelta(days=stream.between(33, 40))
        extra.append(replace(late, received_at=late.occurred_at + days))
        free.planted.add("TOUCH-BACKDATED")
    ended = [partner for partner in free.partners if partner.agreement_end is not None]
    for team, partner in zip(free.take(3, long_open), ended, strict=True):
        extra.append(touch(team.deal, partner, stream.between(10, 30)))
        free.planted.add("PARTNER-INACTIVE")
    return extra


def _idle_and_open(team: Team) -> bool:
    """Tell whether no partner stands on an open deal, though some could."""
    deal = team.deal
    idle = not team.working and not team.bystanders and deal.amount is not None
    possible = deal.account.region in _MANY_PARTNERS
    return idle and possible and not deal.is_closed and deal.last_day - deal.created > _MONTH
