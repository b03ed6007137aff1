"""The story of a deal says what attribution does, and why."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from support.deals import (
    at,
    co_sell,
    line,
    open_deal,
    partner,
    referral,
    registration,
    stage_change,
    touch,
    won,
)
from support.world import ACTOR, AS_OF, World, plain_basis
from xldesk.attribution.explain import explain
from xldesk.attribution.models import MODELS
from xldesk.attribution.run import attribute
from xldesk.attribution.story import Story, sentences, tell
from xldesk.attribution.story_changes import compare
from xldesk.errors import UsageError
from xldesk.records.finding import FindingResolution
from xldesk.records.record import Record
from xldesk.records.role import PartnerRole
from xldesk.validation.resolve import resolve
from xldesk.validation.run import validate

PEOPLE = [partner(f"P{number}") for number in range(1, 6)]


def story(*records: Record, model: str | None = None, opportunity: str = "O1") -> Story:
    basis = plain_basis([*PEOPLE, *records])
    validate(basis)
    return tell(basis, opportunity, model)


def verdicts(told: Story) -> list[tuple[str, str, str]]:
    return [(act.partner_id, act.verdict, act.why) for act in told.acts]


RICH: list[Record] = [
    won(amount=100_001),
    registration(),
    co_sell(partner_id="P2"),
    co_sell(partner_id="P4", agreed_share="0.333333"),
    touch("E1", "P2", "2026-03-01"),
    touch("E2", "P3", "2026-03-05", kind="meeting"),
    touch("E3", "P3", "2026-03-09", kind="meeting"),
    touch("E4", "P5", "2026-04-09", kind="introduction"),
]


@pytest.mark.parametrize("model", MODELS)
def test_each_model_is_told_as_it_is_computed(model: str) -> None:
    basis = plain_basis([*PEOPLE, *RICH, won("O2", account_domain="other.example")])
    validate(basis)
    told = tell(basis, "O1", model)
    attribute(basis, model)
    computed = basis.con.execute(
        "SELECT partner_id, line_category, credit, share FROM credit WHERE opportunity_id = 'O1'"
    ).fetchall()
    (only,) = told.lines
    assert [(p.partner_id, p.category, p.credit, p.share) for p in only.parts] == computed
    assert sum(part.credit for part in only.parts) == only.amount == 100_001
    assert sum((part.exact for part in only.parts), Fraction()) == 100_001
    assert all(abs(part.rounding) < 3 for part in only.parts)
    assert told.status == ("proposed" if model == "taxonomy" else "what_if")
    assert told.model_says == sentences()[model]


def test_telling_leaves_the_figures_as_they_were() -> None:
    basis = plain_basis([*PEOPLE, *RICH, won("O2", account_domain="other.example")])
    validate(basis)
    attribute(basis)
    before = basis.con.execute("SELECT * FROM credit").fetchall()
    tell(basis, "O1", "linear")
    tell(basis, "O2")
    assert basis.con.execute("SELECT * FROM credit").fetchall() == before
    assert basis.con.execute("SELECT count(DISTINCT opportunity_id) FROM deal").fetchone() == (2,)


def test_pools_say_where_the_weight_of_an_empty_one_went() -> None:
    told = story(won(), registration(), touch("E1", "P2"))
    assert [(p.name, p.policy, p.here, p.remark) for p in told.lines[0].pools] == [
        ("sourced", 60, 90, ""),
        ("co_sell", 30, None, "no partner: its 30 go to sourced"),
        ("influenced", 10, 10, ""),
    ]
    told = story(won(), touch("E1", "P2"))
    assert [(p.name, p.here, p.remark) for p in told.lines[0].pools] == [
        ("sourced", None, "no partner: its 60 go to DIRECT"),
        ("co_sell", None, "no partner: its 30 go to DIRECT"),
        ("influenced", 10, ""),
        ("direct", 90, "what no pool can take"),
    ]
    told = story(won(), registration(), co_sell(partner_id="P2", agreed_share="0.25"))
    assert [(p.name, p.here, p.remark) for p in told.lines[0].pools][:2] == [
        ("agreed", None, "25.0000 % agreed, taken first"),
        ("sourced", 90, ""),
    ]
    assert told.lines[0].pools[3].remark == "no partner: its 10 go to sourced"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (
            [registration(submitted="2026-01-10")],
            ("counts", "first approved claim, deal created 10 days later, window 90"),
        ),
        (
            [registration(submitted="2026-01-22")],
            ("counts", "first approved claim, deal created 2 days before, grace 3, window 90"),
        ),
        ([registration(status="submitted", decided_at=None)], ("left out", "not decided yet")),
        (
            [registration(status="rejected", reject_reason="known to us")],
            ("left out", "rejected: known to us"),
        ),
        (
            [referral(accepted="2026-01-20")],
            ("counts", "first accepted claim, deal created the same day"),
        ),
        ([referral(accepted="2026-02-20")], ("left out", "not accepted by us in time")),
        (
            [PartnerRole(opportunity_id="O1", partner_id="P1", role="fulfilment")],
            ("left out", "earns no credit: paper is not sourcing"),
        ),
        (
            [co_sell(accepted_at_stage="Proposal", agreed_share="0.2", evidence="mail")],
            ("counts", "accepted by both sides at Proposal; agreed share 20.0000 %"),
        ),
        ([touch()], ("counts", "day 121 before close, window 180, weight 25")),
        (
            [touch(kind="training")],
            ("left out", "this kind of touch does not qualify"),
        ),
    ],
)
def test_why_an_act_counts_or_not(records: list[Record], expected: tuple[str, str]) -> None:
    (act,) = story(won(created_date=date(2026, 1, 20)), *records).acts
    assert (act.verdict, act.why) == expected


def test_a_blocked_act_says_its_rule_and_a_released_one_by_whom() -> None:
    late = registration(submitted="2026-02-10", evidence=("mail",), customer_name="Acme")
    (act,) = story(won(), late).acts
    assert act.verdict == "blocked"
    assert act.why.startswith("REG-LATE: submitted on 2026-02-10, 21 days after")
    assert "REG-LATE" in act.codes
    released = FindingResolution(
        finding_key="REG-LATE|deal_registration|R1|O1",
        outcome="waived",
        reason="we lost the form",
        actor="Ada",
        approver="Ben",
    )
    (act,) = story(won(), late, released).acts
    assert act.verdict == "counts"
    assert act.why.endswith("REG-LATE waived by Ada and Ben: we lost the form")


def test_acts_stand_in_time_order_with_their_places() -> None:
    told = story(*RICH)
    times = [act.occurred_at for act in told.acts]
    assert times == sorted(times, key=str)
    assert {act.source for act in told.acts if act.kind == "demo"} == {"touch.csv:2"}
    assert len(told.acts) == len(RICH) - 1


def test_lines_of_several_families_each_have_their_arithmetic() -> None:
    told = story(
        won(amount=100),
        line("O1", "core", 60),
        line("O1", "services", 40),
        registration(product_family="core"),
        touch("E1", "P2"),
    )
    assert [(each.product_family, each.amount) for each in told.lines] == [
        ("core", 60),
        ("services", 40),
    ]
    claim = next(act for act in told.acts if act.kind == "registration")
    assert claim.verdict == "counts"
    assert claim.counts_on == ("core",)
    assert "only on core: elsewhere claims another product family" in claim.why


def test_lost_open_and_empty_deals_are_told_too() -> None:
    lost = won(is_won=False, stage="Closed Lost")
    told = story(lost, touch())
    assert (told.deal.state, told.lines) == ("lost", ())
    assert verdicts(told) == [("P1", "counts", "day 121 before close, window 180, weight 25")]
    told = story(open_deal(), touch(occurred="2026-07-01"))
    assert told.deal.state == "open"
    assert told.acts[0].why == "day 7 before the day asked for, window 180, weight 25"
    told = story(open_deal(amount=None))
    assert (told.deal.amount, told.lines, told.acts) == (None, (), ())


def test_what_stops_the_approval_is_said() -> None:
    told = story(won(stage="Signed"))
    assert [obstacle.code for obstacle in told.obstacles] == ["OPP-STAGE"]
    assert told.blocked
    assert told.lines[0].parts[0].partner_id == "DIRECT"


def test_a_lifted_obstacle_is_told_and_is_a_change(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.add(won(stage="Signed"))
        before = told_by(world)
        basis = world.basis(AS_OF)
        validate(basis)
        (stopping,) = before.obstacles
        resolve(
            world.ledger, basis, stopping.key, outcome="waived", reason="an old stage name",
            actor=ACTOR, approver="Fay", until=date(2026, 12, 31), at=AS_OF,
        )  # fmt: skip
        basis = world.basis(AS_OF)
        explained = explain(world.ledger, basis, "O1")
    assert not explained.story.blocked
    lifted = "waived by tess and Fay: an old stage name, until 2026-12-31"
    assert [obstacle.lifted for obstacle in explained.story.obstacles] == [lifted]
    assert explained.since is not None
    assert explained.since.comparison is not None
    (change,) = explained.since.comparison.obstacles
    assert (change.what, change.now) == ("approval, OPP-STAGE", lifted)
    assert change.before.startswith("stopped: ")


DOUBLE = won("O2")
LOST = won("O2", is_won=False, stage="Closed Lost")
STOPPED = "stopped: looks like 'O2': same account and product"


@pytest.mark.parametrize(
    ("entries", "was", "has"),
    [
        ([[won()], [partner("P9")], [DOUBLE]], "", STOPPED),
        ([[won(), DOUBLE], [LOST], [partner("P9")]], STOPPED, ""),
    ],
    ids=["brings", "lifts"],
)
def test_an_obstacle_that_another_deal_brings_or_lifts_is_a_change(
    tmp_path: Path, entries: list[list[Record]], was: str, has: str
) -> None:
    with World(tmp_path) as world:
        for records in entries:
            world.add(*records)
        since = explain(world.ledger, world.basis(AS_OF), "O1").since
    assert since is not None
    assert (since.position, [entry.position for entry in since.entries]) == (2, [4, 3])
    assert since.comparison is not None
    (change,) = since.comparison.obstacles
    assert (change.what, change.before[: len(STOPPED)], change.now[: len(STOPPED)]) == (
        "approval, OPP-DOUBLE",
        was,
        has,
    )


def told_by(world: World) -> Story:
    basis = world.basis(AS_OF)
    validate(basis)
    return tell(basis, "O1")


def test_a_deal_that_does_not_exist_is_named_with_the_nearest() -> None:
    basis = plain_basis([won("W-20417")])
    validate(basis)
    empty = plain_basis([])
    validate(empty)
    with pytest.raises(UsageError, match=r"no opportunity 'W-20471'; did you mean W-20417\?"):
        tell(basis, "W-20471")
    with pytest.raises(UsageError, match="no attribution model 'lucky'"):
        tell(basis, "W-20417", "lucky")
    with pytest.raises(UsageError, match="the desk has none yet"):
        tell(empty, "W-1")


def test_two_stories_are_compared() -> None:
    before = story(won(), registration(), touch("E1", "P2"))
    now = story(
        won(amount=120_000),
        registration(),
        touch("E1", "P2", "2026-03-02"),
        touch("E2", "P3"),
        stage_change("O1", "Discovery", "2026-02-01"),
    )
    found = compare(before, now)
    assert [(c.what, c.before, c.now) for c in found.deal] == [
        ("amount", "USD 1,000.00", "USD 1,200.00")
    ]
    assert [c.what for c in found.acts] == ["demo E2 of P3", "demo E1 of P2"]
    assert found.acts[0].before == ""
    moved: dict[str, Any] = {c.partner_id: c.difference for c in found.credit}
    assert sum(moved.values()) == 20_000
    assert moved == {"P1": 18_000, "P2": -4_000, "P3": 6_000}
    assert not compare(before, before)
    gone = compare(now, before)
    assert ("demo E2 of P3", "") in [(c.what, c.now) for c in gone.acts]
    assert at("2026-07-08") == AS_OF
