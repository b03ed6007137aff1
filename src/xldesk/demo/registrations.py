"""Deal registrations as partners file them in the PRM."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import TODAY, midnight, office_time, working_day
from xldesk.demo.lists import sample_list
from xldesk.demo.partners import Partner, candidates
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.accounts import Account
    from xldesk.demo.deals import Deal
    from xldesk.demo.teams import Team

WINDOW = timedelta(days=90)
"""How long a registration protects before a deal is created."""

EXTENSION = timedelta(days=90)

_LEAD_DAYS = (-2, 2, 6, 12, 20, 32, 58)
"""Days from submission to the deal's creation, at evenly spaced quantiles (-2: in the grace)."""

_REJECTED = (
    "REJ-EXISTING: open opportunity worked by our own team",
    "REJ-TERRITORY: customer outside the agreement's territory",
    "REJ-INCOMPLETE: no contact at the customer after a reminder",
)
_EVIDENCE = ("e-mail thread", "meeting notes", "signed NDA", "project brief", "introduction e-mail")


@dataclass(frozen=True)
class Registration:
    """A registration; numbered by time of submission when exported."""

    partner_id: str
    opportunity_id: str | None
    customer_name: str
    account_domain: str | None
    country: str
    family: str
    amount: int | None
    currency: str
    expected_close: date
    evidence: tuple[str, ...]
    submitted_at: datetime
    submitted_by: str
    status: str
    decided_at: datetime | None
    decided_by: str | None
    reject_reason: str | None = None
    extended: bool = False

    @property
    def expires_at(self) -> datetime:
        """The end of the window, extended or not."""
        return self.submitted_at + WINDOW + (EXTENSION if self.extended else timedelta())


def make_registrations(
    seed: int, teams: Sequence[Team], partners: Sequence[Partner], prospects: Sequence[Account]
) -> list[Registration]:
    """Return a registration for each deal sourced by one, and those that led to no deal (yet).

    Every customer and product family is registered once.
    """
    stream = Stream(seed, "registrations")
    made = [
        _for_deal(stream, team.deal, team.source)
        for team in teams
        if team.source is not None and not team.by_referral
    ]
    return made + _without_deal(Stream(seed, "registrations/prospects"), partners, prospects)


def register(
    stream: Stream, deal: Deal, partner: Partner, submitted_at: datetime, status: str
) -> Registration:
    """Return a complete registration of ``deal``, decided within two days."""
    return Registration(
        partner_id=partner.partner_id,
        opportunity_id=deal.opportunity_id,
        customer_name=deal.account.name,
        account_domain=deal.account.domain,
        country=deal.account.country,
        family=deal.family,
        amount=None if deal.amount is None else _estimate(stream, deal.amount),
        currency=deal.currency,
        expected_close=working_day(deal.created + timedelta(days=stream.between(60, 150))),
        evidence=tuple(stream.sample(_EVIDENCE, stream.between(1, 2))),
        submitted_at=submitted_at,
        submitted_by=partner.contacts[0].name,
        status=status,
        decided_at=submitted_at + timedelta(minutes=stream.between(120, 2_400)),
        decided_by=stream.pick(sample_list("people")["staff"]["partner_manager"]),
    )


def _for_deal(stream: Stream, deal: Deal, partner: Partner) -> Registration:
    extended = stream.chance(4)
    lead = stream.between(94, 110) if extended else stream.quantile(_LEAD_DAYS)
    submitted = office_time(stream, deal.created - timedelta(days=lead), deal.account.region)
    made = register(stream, deal, partner, submitted, "converted" if deal.is_closed else "approved")
    if extended:
        return replace(made, extended=True, evidence=(*made.evidence, "request for extension"))
    if stream.chance(20):
        made = replace(made, opportunity_id=None, status="approved")
        if stream.chance(25):
            made = replace(made, account_domain=None, customer_name=made.customer_name.upper())
    return made


def _without_deal(
    stream: Stream, partners: Sequence[Partner], prospects: Sequence[Account]
) -> list[Registration]:
    """Return registrations of companies without a deal: refused, pending, just approved."""
    families = [product["family"] for product in sample_list("market")["product"]]
    plan = (("rejected", 24, (100, 640)), ("submitted", 7, (0, 0)), ("approved", 12, (5, 60)))
    statuses = [(status, days) for status, count, days in plan for _ in range(count)]
    made = []
    for account, (status, days) in zip(stream.shuffled(prospects), statuses, strict=False):
        day = working_day(TODAY.date() - timedelta(days=stream.between(*days)))
        able = candidates(partners, "sourcing", account.region, day, TODAY.date())
        partner = stream.weighted(able)
        if status == "submitted":
            submitted = TODAY - timedelta(minutes=stream.between(60, 2_400))
        else:
            submitted = office_time(stream, day, account.region)
        decided = submitted + timedelta(minutes=stream.between(120, 2_400))
        made.append(
            Registration(
                partner_id=partner.partner_id,
                opportunity_id=None,
                customer_name=account.name,
                account_domain=account.domain,
                country=account.country,
                family=stream.pick(families),
                amount=_estimate(stream, 4_000_000 if account.currency != "JPY" else 6_000_000),
                currency=account.currency,
                expected_close=working_day(day + timedelta(days=stream.between(60, 150))),
                evidence=tuple(stream.sample(_EVIDENCE, 1)),
                submitted_at=submitted,
                submitted_by=partner.contacts[0].name,
                status=status,
                decided_at=None if status == "submitted" else decided,
                decided_by=None
                if status == "submitted"
                else stream.pick(sample_list("people")["staff"]["partner_manager"]),
                reject_reason=stream.pick(_REJECTED) if status == "rejected" else None,
            )
        )
    return made


def _estimate(stream: Stream, amount: int) -> int:
    """Return what a partner would have guessed: round, and off by up to a third."""
    return amount * stream.between(70, 130) // 100 // 100_000 * 100_000 or amount


def submitted_days_after(deal: Deal, days: int) -> datetime:
    """Return ten o'clock, ``days`` after the deal's creation (before it where negative)."""
    return midnight(deal.created + timedelta(days=days)) + timedelta(hours=10)
