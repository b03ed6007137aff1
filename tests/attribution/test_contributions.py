"""Which contributions count, and why the others do not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from attribution.plain_desk import AS_OF, PlainDesk, credit_rows, registration, role, touch
from xldesk.attribution.run import attribute

Standing = dict[tuple[str, str], tuple[bool, str | None]]


def standing(desk: PlainDesk) -> Standing:
    """Attribute, and return whether each contribution counts and why not, by partner and kind."""
    basis = desk.basis()
    attribute(basis)
    rows: list[Any] = basis.con.execute(
        "SELECT partner_id, kind, counts, why FROM contribution"
    ).fetchall()
    return {(partner, kind): (counts, why) for partner, kind, counts, why in rows}


def test_every_act_is_listed_with_the_reason_that_takes_it_out() -> None:
    desk = PlainDesk()
    desk.deal("O", 100)
    desk.act("O", registration("A", 0))
    desk.act("O", registration("B", 1))
    desk.act("O", registration("C", 2, blocked=True))
    desk.act("O", role("D", "influence", 3))
    desk.act("O", touch("E", "training", 4, 0))
    desk.act("O", touch("F", "demo", 5))
    desk.rows["touch_link"][-1]["in_window"] = False
    assert standing(desk) == {
        ("A", "registration"): (True, None),
        ("B", "registration"): (False, "an earlier claim sources the line"),
        ("C", "registration"): (False, "TEST-BLOCK"),
        ("D", "influence"): (
            False,
            "an influence role without agreed share counts by its touches",
        ),
        ("E", "training"): (False, "this kind of touch does not qualify"),
        ("F", "demo"): (False, "TOUCH-WINDOW"),
    }


def test_two_findings_are_both_named() -> None:
    desk = PlainDesk()
    desk.deal("O", 100)
    desk.act("O", registration("A", 0, event="R-1", blocked=True))
    desk.add(
        "blocked_contribution",
        object_kind="deal_registration",
        object_id="R-1",
        opportunity_id="O",
        code="REG-LATE",
    )
    assert standing(desk) == {("A", "registration"): (False, "REG-LATE, TEST-BLOCK")}


def test_a_block_without_opportunity_holds_on_every_deal_and_one_with_it_there_only() -> None:
    desk = PlainDesk()
    for opportunity in ("O-1", "O-2"):
        desk.deal(opportunity, 100)
        desk.act(opportunity, touch("A", "demo", 1, event="E-everywhere"))
        desk.act(opportunity, touch("B", "demo", 1, event="E-here"))
    for event, opportunity in (("E-everywhere", None), ("E-here", "O-2")):
        desk.add(
            "blocked_contribution",
            object_kind="touch",
            object_id=event,
            opportunity_id=opportunity,
            code="TEST-BLOCK",
        )
    basis = desk.basis()
    attribute(basis)
    assert basis.con.execute(
        "SELECT opportunity_id, partner_id FROM contribution WHERE counts"
    ).fetchall() == [("O-1", "B")]


def test_fulfilment_and_delivery_are_no_contributions() -> None:
    desk = PlainDesk()
    desk.deal("O", 100)
    for kind in ("fulfilment", "delivery"):
        desk.add(
            "partner_role",
            opportunity_id="O",
            partner_id="A",
            role=kind,
            is_primary=False,
            agreed_share="0.5",
        )
    assert standing(desk) == {}


def test_what_comes_after_as_of_is_not_seen() -> None:
    desk = PlainDesk()
    desk.deal("O", 100, is_closed=False, is_won=False, close_date=None)
    desk.act("O", role("A", "co_sell", 1))
    desk.act("O", role("B", "co_sell", 2))
    later = AS_OF.replace(tzinfo=None) + timedelta(seconds=1)
    desk.rows["partner_role"][0]["recorded_at"] = later
    desk.rows["partner_role"][1]["accepted_by_us_at"] = later
    assert standing(desk) == {("B", "co_sell"): (False, "after the time that is asked for")}


def test_lost_deals_and_deals_without_amount_are_left_out() -> None:
    desk = PlainDesk()
    desk.deal("lost", 100, is_won=False)
    desk.deal("unpriced", None, is_won=False, is_closed=False)
    desk.deal("open", 100, is_won=False, is_closed=False, close_date=date(2027, 3, 1))
    desk.deal("won", 100, is_closed=False, close_date=date(2026, 5, 1))
    desk.deal("dateless", 0, close_date=None)
    for opportunity in ("lost", "unpriced", "open", "won"):
        desk.act(opportunity, touch("A", "demo", 1, event=f"E-{opportunity}"))
    basis = desk.basis()
    attribute(basis)
    assert basis.con.execute(
        "SELECT opportunity_id, is_won, is_closed, reference_day, close_quarter FROM deal"
    ).fetchall() == [
        ("dateless", True, True, date(2027, 1, 1), None),
        ("open", False, False, date(2027, 1, 1), None),
        ("won", True, True, date(2026, 5, 1), "2026-Q2"),
    ]
    assert basis.con.execute("SELECT DISTINCT opportunity_id FROM contribution").fetchall() == [
        ("open",),
        ("won",),
    ]
    assert credit_rows(basis)["dateless"] == {("direct", "DIRECT"): (0, 1_000_000)}


def lined_desk(core: int, services: int, currency: str = "USD") -> PlainDesk:
    desk = PlainDesk()
    desk.deal("O", 100_000, product_family="core")
    for family, amount in (("core", core), ("services", services)):
        desk.add(
            "opportunity_line",
            opportunity_id="O",
            product_family=family,
            amount=amount,
            currency=currency,
        )
    desk.act("O", registration("A", 0))
    desk.rows["source_claim"][0]["product_family"] = "core"
    desk.act("O", role("B", "co_sell", 1, 250_000))
    return desk


def test_a_registration_sources_the_lines_of_its_family() -> None:
    basis = lined_desk(60_000, 40_000).basis()
    attribute(basis)
    assert basis.con.execute(
        "SELECT product_family, partner_id, headline_category, line_category, credit, share"
        " FROM credit"
    ).fetchall() == [
        ("core", "A", "sourced", "sourced", 45_000, 750_000),
        ("core", "B", "sourced", "co_sell", 15_000, 250_000),
        ("services", "B", "sourced", "co_sell", 10_000, 250_000),
        ("services", "DIRECT", "sourced", "direct", 30_000, 750_000),
    ]
    assert basis.con.execute(
        "SELECT product_family, counts, why FROM contribution WHERE category = 'sourced'"
    ).fetchall() == [("core", True, None), ("services", False, "claims another product family")]


def test_lines_that_do_not_add_up_to_the_deal_are_not_used() -> None:
    for desk in (lined_desk(60_000, 39_999), lined_desk(60_000, 40_000, "EUR")):
        basis = desk.basis()
        attribute(basis)
        assert basis.con.execute("SELECT product_family, amount FROM deal").fetchall() == [
            ("core", 100_000)
        ]


def test_overlay_has_the_whole_amount_of_every_influenced_deal() -> None:
    desk = PlainDesk()
    desk.deal("O-1", 100)
    desk.deal("O-2", 30)
    desk.deal("O-3", 7, is_won=False, is_closed=False)
    desk.deal("O-4", 1_000)
    for opportunity in ("O-1", "O-2", "O-3"):
        desk.act(opportunity, touch("A", "demo", 1, event=f"A-{opportunity}"))
        desk.act(opportunity, touch("A", "poc", 2, event=f"AA-{opportunity}"))
    desk.act("O-1", touch("B", "demo", 1, event="B-1"))
    desk.act("O-4", touch("B", "demo", 1, event="B-4", blocked=True))
    desk.act("O-4", registration("B", 1))
    basis = desk.basis()
    attribute(basis)
    assert basis.con.execute("SELECT * FROM influence_overlay").fetchall() == [
        ("A", "USD", True, 2, 130),
        ("A", "USD", False, 1, 7),
        ("B", "USD", True, 1, 100),
    ]
