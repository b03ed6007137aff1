"""A basis is one state of the desk: a position, a policy, a time, and tables to ask."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from support.deals import at, open_deal, won
from support.world import START, World, changed, plain_basis
from xldesk.errors import LedgerError, UsageError
from xldesk.ledger.engine import second_connection
from xldesk.policy.load import default_policy
from xldesk.policy.version import policy_version
from xldesk.records.currency import exponents

if TYPE_CHECKING:
    from pathlib import Path


def test_it_says_what_it_stands_on(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.add(won(), at=at("2026-07-01"))
        head = world.ledger.head()
        basis = world.basis(at("2026-07-08"))
        assert head is not None
        assert (basis.position, basis.head_hash, basis.snapshot_at) == (2, head.hash, head.at)
        assert basis.policy_version == policy_version(world.policy)
        assert basis.con.execute(
            "SELECT as_of, as_of_day, as_of_quarter, policy_version, position FROM basis"
        ).fetchall() == [
            (datetime(2026, 7, 8, 12), date(2026, 7, 8), "2026-Q3", basis.policy_version, 2)  # noqa: DTZ001
        ]


def test_what_came_later_is_not_seen(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.add(won("O1"), at=at("2026-07-01")).add(won("O2"), at=at("2026-07-03"))
        for as_of, position, seen in (
            (at("2026-06-30"), 1, 0),
            (at("2026-07-01"), 2, 1),
            (at("2026-07-03"), 3, 2),
        ):
            basis = world.basis(as_of)
            assert basis.position == position
            assert basis.con.execute("SELECT count(*) FROM opportunity").fetchall() == [(seen,)]


def test_another_position_can_be_asked_for(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.add(won(), at=at("2026-07-01"))
        basis = world.basis(at("2026-06-30"), position=2)
        assert basis.position == 2
        assert basis.as_of_day == date(2026, 6, 30)


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        with pytest.raises(UsageError, match="needs a zone"):
            world.basis(datetime(2026, 7, 8))  # noqa: DTZ001
        with pytest.raises(LedgerError, match="no policy is in force"):
            world.basis(START.replace(year=START.year - 1))
        with pytest.raises(LedgerError, match="no entry 7"):
            world.basis(position=7)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("UTC", "2026-03-29 23:30", date(2026, 3, 29)),
        ("Europe/Berlin", "2026-03-29 22:30", date(2026, 3, 30)),
        ("Europe/Berlin", "2026-01-01 22:59", date(2026, 1, 1)),
        ("Asia/Kolkata", "2026-01-01 18:30", date(2026, 1, 2)),
        ("America/New_York", "2026-01-02 04:59", date(2026, 1, 1)),
    ],
)
def test_days_are_local(zone: str, moment: str, day: date) -> None:
    policy = changed(default_policy(), calendar={"time_zone": zone})
    basis = plain_basis([], policy, at(moment))
    # Days are the same in another connection to the same tables.
    for connection in (basis.con, second_connection(basis.con)):
        assert connection.execute(
            "SELECT local_day(CAST(? AS TIMESTAMP)), as_of_day FROM basis", [moment]
        ).fetchall() == [(day, day)]
    assert basis.as_of_day == day
    basis.con.close()


def test_the_policy_stands_in_tables() -> None:
    policy = changed(
        default_policy(),
        products=[{"family": "core"}],
        currencies={"reporting": "EUR", "rates": [{"period": "2026-Q2", "rates": {"USD": "0.9"}}]},
    )
    basis = plain_basis([], policy)
    con = basis.con
    assert con.execute("SELECT name FROM policy_stage ORDER BY ord").fetchall() == [
        (stage.name,) for stage in sorted(policy.stages, key=lambda stage: stage.order)
    ]
    assert dict(con.execute("SELECT * FROM policy_kind_weight").fetchall()) == dict(
        policy.taxonomy.influence.kind_weights
    )
    assert dict(con.execute("SELECT * FROM known_currency").fetchall()) == exponents()
    assert con.execute("SELECT * FROM policy_product").fetchall() == [("core",)]
    ((period, currency, rate),) = con.execute("SELECT * FROM policy_rate").fetchall()
    assert (period, currency, str(rate)) == ("2026-Q2", "USD", "0.9000000000")
    assert con.execute(
        "SELECT reporting_currency, window_days, grace_days, latest_stage FROM basis"
    ).fetchall() == [("EUR", 90, 3, "Proposal")]
    basis.con.close()


def test_quarters_cover_every_deal_without_a_gap() -> None:
    policy = changed(default_policy(), fiscal={"year_start_month": 4})
    old = open_deal("O1", created_date=date(1987, 5, 1), close_date=date(217, 1, 1))
    basis = plain_basis([old], policy, datetime(2026, 7, 8, tzinfo=UTC))
    quarters = basis.con.execute("SELECT * FROM fiscal_quarter ORDER BY first_day").fetchall()
    for day, period in (
        (date(2026, 3, 31), "2026-Q4"),
        (date(2026, 4, 1), "2027-Q1"),
        (date(1987, 5, 1), "1988-Q1"),
        (date(217, 1, 1), "0217-Q4"),
    ):
        assert [name for name, first, last in quarters if first <= day <= last] == [period]
    around = [(first, last) for _, first, last in quarters if first.year > 2000]
    for (_, ended), (began, _) in pairwise(around):
        assert (began - ended).days == 1
    basis.con.close()
