"""A deal is judged and split by the policy in force on its close date; open ones by today's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from support.deals import at, open_deal, partner, registration, touch, won
from support.world import ACTOR, World, changed
from xldesk.attribution.run import attribute
from xldesk.attribution.summary import bookings_by_category, credits_by_partner
from xldesk.ledger.entry import Command
from xldesk.policy.load import default_policy
from xldesk.policy.version import policy_version
from xldesk.validation.findings import finding_counts, findings
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.ledger.basis import Basis
    from xldesk.policy.rulebook import Policy
    from xldesk.records.record import Record

APRIL = date(2026, 4, 1)
MAY = date(2026, 5, 1)
FIRST = changed(default_policy(), title="first")
WIDE = changed(
    default_policy(),
    title="wide",
    attribution={"pools": {"sourced": 80, "co_sell": 10, "influenced": 10}, "model": "linear"},
    taxonomy={"influence": {"window_days": 30}},
)
LATEST = changed(WIDE, title="latest", attribution={"model": "first_touch"})


def signed(world: World, policy: Policy, since: date, recorded: datetime) -> None:
    name = f"policy-{policy.title}"
    command = Command(
        command_id=name, kind="policy", actor=ACTOR, at=recorded, reason="x", content_digest=name
    )
    with world.ledger.writing(command) as writer:
        writer.put_policy(policy, "", since)


@pytest.fixture
def world(tmp_path: Path):
    """Three deals closed under three policies and one open; the same partners on each."""
    with World(tmp_path, FIRST) as world:
        deals = [
            won("O-MAR", close_date=date(2026, 3, 31)),
            won("O-APR", close_date=date(2026, 4, 30)),
            won("O-MAY", close_date=MAY),
            open_deal("O-OPEN"),
        ]
        records: list[Record] = [partner("P1"), partner("P2")]
        for deal in deals:
            name, domain = deal.opportunity_id, f"{deal.opportunity_id.lower()}.example"
            records += [
                deal.model_copy(update={"account_domain": domain}),
                registration(f"R-{name}", "P1", opportunity_id=name, account_domain=domain),
                touch(f"E-{name}", "P2", "2026-02-20", opportunity_id=name),
                touch(f"F-{name}", "P2", "2026-03-20", opportunity_id=name),
            ]
        world.add(*records)
        signed(world, WIDE, APRIL, at("2026-03-30"))
        signed(world, LATEST, MAY, at("2026-04-30"))
        yield world


def credit(basis: Basis) -> dict[str, dict[str, tuple[int, str, str]]]:
    found: dict[str, dict[str, tuple[int, str, str]]] = {}
    for deal, name, amount, model, version in basis.con.execute(
        "SELECT opportunity_id, partner_id, credit, model, policy_version FROM credit"
    ).fetchall():
        assert name not in found.setdefault(deal, {})
        found[deal][name] = (amount, model, version)
    return found


def computed(world: World, as_of: datetime, model: str | None = None) -> Basis:
    basis = world.basis(as_of)
    validate(basis)
    attribute(basis, model)
    return basis


def test_each_deal_follows_the_policy_of_its_close_date(world: World) -> None:
    basis = computed(world, at("2026-05-20"))
    first, wide, latest = map(policy_version, (FIRST, WIDE, LATEST))
    assert credit(basis) == {
        "O-MAR": {
            "P1": (90_000, "taxonomy", first),
            "P2": (10_000, "taxonomy", first),
        },
        # 30 days: the touch of 20 March is 41 days before the close, so P1's claim is alone.
        "O-APR": {"P1": (100_000, "linear", wide)},
        "O-MAY": {"P1": (100_000, "first_touch", latest)},
        "O-OPEN": {"P1": (100_000, "first_touch", latest)},
    }
    assert {found.opportunity_id for found in findings(basis, code="TOUCH-WINDOW")} == {
        "O-APR",
        "O-MAY",
        "O-OPEN",
    }


def test_what_was_known_then_is_answered_by_what_was_in_force_then(world: World) -> None:
    basis = computed(world, at("2026-03-29"))
    assert {version for lines in credit(basis).values() for _, _, version in lines.values()} == {
        policy_version(FIRST)
    }
    basis = computed(world, at("2026-04-15"))
    by_deal = {
        deal: {version for _, _, version in lines.values()} for deal, lines in credit(basis).items()
    }
    assert by_deal["O-MAR"] == {policy_version(FIRST)}
    assert by_deal["O-OPEN"] == {policy_version(WIDE)}


def test_another_model_is_what_if_only_where_it_is_not_the_policys_own(world: World) -> None:
    basis = computed(world, at("2026-05-20"), "linear")
    statuses = basis.con.execute(
        "SELECT DISTINCT opportunity_id, model, status FROM credit ORDER BY ALL"
    ).fetchall()
    assert statuses == [
        ("O-APR", "linear", "proposed"),
        ("O-MAR", "linear", "what_if"),
        ("O-MAY", "linear", "what_if"),
        ("O-OPEN", "linear", "what_if"),
    ]


def test_figures_over_all_policies_add_up_and_come_again(world: World) -> None:
    basis = computed(world, at("2026-05-20"))
    assert sum(row.amount for row in bookings_by_category(basis)) == 300_000
    assert sum(row.credit for row in credits_by_partner(basis)) == 300_000
    tables = ("finding", "deal", "contribution", "credit_line", "influence_overlay")
    before = {t: basis.con.execute(f"SELECT * FROM {t}").fetchall() for t in tables}
    counts = finding_counts(basis)
    validate(basis)
    attribute(basis)
    assert {t: basis.con.execute(f"SELECT * FROM {t}").fetchall() for t in tables} == before
    assert finding_counts(basis) == counts
    numbers = basis.con.execute("SELECT line_no FROM deal").fetchall()
    assert [number for (number,) in numbers] == [1, 2, 3, 4]
    orphans = basis.con.execute(
        "SELECT count(*) FROM contribution ANTI JOIN deal USING (line_no, opportunity_id)"
    ).fetchone()
    assert orphans == (0,)


def test_policies_that_say_the_same_are_one(tmp_path: Path) -> None:
    with World(tmp_path, FIRST) as world:
        world.add(won("O1", close_date=date(2026, 3, 31)))
        signed(world, FIRST, APRIL, at("2026-03-30"))
        basis = world.basis(at("2026-05-20"))
        assert basis.earlier == ()


def test_an_earlier_policy_that_governs_no_deal_is_not_run(tmp_path: Path) -> None:
    with World(tmp_path, FIRST) as world:
        world.add(won("O1", close_date=date(2026, 4, 1)))
        signed(world, WIDE, APRIL, at("2026-03-30"))
        assert world.basis(at("2026-05-20")).earlier == ()
        world.add(won("O2", close_date=date(2026, 3, 31)), at=at("2026-05-21"))
        (earlier,) = world.basis(at("2026-05-22")).earlier
        assert (earlier.first_day, earlier.last_day) == (None, date(2026, 3, 31))


def test_a_block_under_an_earlier_policy_alone_is_said_and_counts_there_alone(
    tmp_path: Path,
) -> None:
    # Under the first policy 5 June is beyond the 90 days of a registration, under the second not.
    long_window = changed(
        default_policy(), title="long", taxonomy={"sourced": {"window_days": 365}}
    )
    with World(tmp_path, FIRST) as world:
        records: list[Record] = [partner("P1")]
        for name, close in (("O1", date(2026, 6, 30)), ("O2", date(2026, 7, 31))):
            domain = f"{name.lower()}.example"
            records += [
                won(name, created_date=date(2026, 6, 5), close_date=close, account_domain=domain),
                registration(f"R-{name}", "P1", opportunity_id=name, account_domain=domain),
            ]
        world.add(*records)
        signed(world, long_window, date(2026, 7, 1), datetime(2026, 7, 1, tzinfo=UTC))
        basis = computed(world, at("2026-08-08"))
        assert {found.opportunity_id for found in findings(basis, code="REG-EXPIRED")} == {"O1"}
        headlines = basis.con.execute(
            "SELECT opportunity_id, headline_category FROM deal ORDER BY ALL"
        ).fetchall()
        assert headlines == [("O1", "direct"), ("O2", "sourced")]
        assert basis.con.execute(
            "SELECT object_id, opportunity_id, code FROM blocked_contribution"
        ).fetchall() == [("R-O1", "O1", "REG-EXPIRED")]
