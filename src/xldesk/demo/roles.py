"""The roles partners play on deals, with who accepted them and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import TODAY, office_time
from xldesk.demo.deals import OPEN_STAGES, Deal
from xldesk.demo.lists import sample_list
from xldesk.demo.stream import Stream
from xldesk.demo.teams import Team, outsiders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.partners import Partner


@dataclass(frozen=True)
class Role:
    """A partner's role on a deal; ``agreed`` is per cent of the whole deal."""

    opportunity_id: str
    partner_id: str
    role: str
    is_primary: bool
    agreed: int | None
    accepted_by_partner_at: datetime | None
    accepted_by_us_at: datetime | None
    accepted_at_stage: str | None
    reason_code: str
    evidence: str
    recorded_at: datetime
    recorded_by: str


def make_roles(seed: int, teams: Sequence[Team], partners: Sequence[Partner]) -> list[Role]:
    """Return the roles of all teams, and fulfilment and delivery roles on won deals."""
    stream = Stream(seed, "roles")
    after_sale = Stream(seed, "roles/after-sale")
    made: list[Role] = []
    for team in teams:
        if team.source is not None and team.by_referral:
            made.append(referral(stream, team.deal, team.source))
        for number, partner in enumerate(team.co_sell):
            agreed = stream.pick((20, 25, 30, 35, 40)) if stream.chance(14) else None
            made.append(co_sell(stream, team.deal, partner, agreed=agreed, is_primary=not number))
        made += [
            _influence(stream, team.deal, partner)
            for partner in team.influence
            if team.deal.category == "influenced" and stream.chance(12)
        ]
        if team.deal.is_won:
            made += _after_sale(after_sale, team, partners)
    return made


def referral(stream: Stream, deal: Deal, partner: Partner) -> Role:
    """Return a referral that we accepted within ten days before the deal's creation."""
    day = deal.created - timedelta(days=stream.between(1, 10))
    accepted = office_time(stream, day, deal.account.region)
    return Role(
        opportunity_id=deal.opportunity_id,
        partner_id=partner.partner_id,
        role="referral",
        is_primary=True,
        agreed=None,
        accepted_by_partner_at=accepted - timedelta(hours=stream.between(2, 30)),
        accepted_by_us_at=accepted,
        accepted_at_stage="Prospecting",
        reason_code="SRC-REFERRAL",
        evidence="introduction e-mail",
        recorded_at=accepted + timedelta(minutes=stream.between(1, 45)),
        recorded_by=stream.pick(sample_list("people")["staff"]["partner_manager"]),
    )


def co_sell(
    stream: Stream, deal: Deal, partner: Partner, *, agreed: int | None, is_primary: bool
) -> Role:
    """Return a co-sell role that both sides accepted in the deal's first third."""
    theirs = office_time(stream, _early_day(stream, deal), deal.account.region)
    ours = theirs + timedelta(minutes=stream.between(30, 2_400))
    stage = stream.pick(("Qualification", "Discovery"))
    if not deal.is_closed:
        stage = OPEN_STAGES[min(OPEN_STAGES.index(stage), OPEN_STAGES.index(deal.stage))]
    return Role(
        opportunity_id=deal.opportunity_id,
        partner_id=partner.partner_id,
        role="co_sell",
        is_primary=is_primary,
        agreed=agreed,
        accepted_by_partner_at=theirs,
        accepted_by_us_at=ours,
        accepted_at_stage=stage,
        reason_code="COS-ACCEPTED" if agreed is None else "COS-AGREED-SHARE",
        evidence="joint account plan" if agreed is None else "signed co-sell letter",
        recorded_at=ours + timedelta(minutes=stream.between(1, 45)),
        recorded_by=stream.pick(sample_list("people")["staff"]["partner_manager"]),
    )


def _influence(stream: Stream, deal: Deal, partner: Partner) -> Role:
    agreed = stream.pick((5, 8, 10)) if stream.chance(30) else None
    accepted = office_time(stream, _early_day(stream, deal), deal.account.region)
    return Role(
        opportunity_id=deal.opportunity_id,
        partner_id=partner.partner_id,
        role="influence",
        is_primary=False,
        agreed=agreed,
        accepted_by_partner_at=accepted,
        accepted_by_us_at=accepted + timedelta(minutes=stream.between(30, 1_200)),
        accepted_at_stage="Qualification" if deal.stage != "Prospecting" else "Prospecting",
        reason_code="INF-ROLE",
        evidence="influence plan",
        recorded_at=accepted + timedelta(minutes=1_260),
        recorded_by=stream.pick(sample_list("people")["staff"]["partner_manager"]),
    )


def _after_sale(stream: Stream, team: Team, partners: Sequence[Partner]) -> list[Role]:
    """Return who placed the order and who delivers; neither earns attribution."""
    made = []
    plan = (
        ("fulfilment", 34, "FUL-PAPER", "purchase order"),
        ("delivery", 26, "DEL-SERVICES", "statement of work"),
    )
    for part, percent, reason, evidence in plan:
        able = outsiders(team, partners, part)
        if not able or not stream.chance(percent):
            continue
        partner = stream.weighted(able)
        day = team.deal.last_day - timedelta(days=stream.between(3, 9))
        accepted = office_time(stream, day, team.deal.account.region)
        made.append(
            Role(
                opportunity_id=team.deal.opportunity_id,
                partner_id=partner.partner_id,
                role=part,
                is_primary=False,
                agreed=None,
                accepted_by_partner_at=accepted,
                accepted_by_us_at=accepted + timedelta(hours=2),
                accepted_at_stage="Negotiation",
                reason_code=reason,
                evidence=evidence,
                recorded_at=accepted + timedelta(hours=3),
                recorded_by=stream.pick(sample_list("people")["staff"]["partner_manager"]),
            )
        )
    return made


def _early_day(stream: Stream, deal: Deal) -> date:
    """Return a day in the deal's first third, at least four days before today and close."""
    course = max(1, (deal.last_day - deal.created).days)
    day = deal.created + timedelta(days=stream.between(1, max(1, course // 3)))
    return min(day, deal.last_day - timedelta(days=4), TODAY.date() - timedelta(days=4))
