"""TOUCH-WINDOW, TOUCH-AFTER-CLOSE, and which deals a touch speaks of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.deals import at, open_deal, partner, touch, won
from support.world import AS_OF, changed, plain_basis
from validation.expectations import Case, check
from xldesk.policy.load import default_policy
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.records.record import Record

P1 = partner("P1")
OLD_DEAL = won(created_date=date(2025, 9, 1))
NEW_YORK = changed(default_policy(), calendar={"time_zone": "America/New_York"})

WINDOW = [
    Case("180 days before the close", [P1, OLD_DEAL, touch(occurred="2026-01-01")]),
    Case("181 days before", [P1, OLD_DEAL, touch(occurred="2025-12-31")], ["touch|E1|O1"]),
    Case(
        "the last hour of the day before is that day in New York",
        [P1, OLD_DEAL, touch(occurred="2026-01-01 03:00")],
        ["touch|E1|O1"],
        policy=NEW_YORK,
    ),
    Case(
        "an open deal is measured to the question",
        [P1, open_deal(created_date=date(2025, 9, 1)), touch(occurred="2026-01-08")],
        ["touch|E1|O1"],
    ),
    Case(
        "an open deal, asked a day earlier",
        [P1, open_deal(created_date=date(2025, 9, 1)), touch(occurred="2026-01-08")],
        as_of=at("2026-07-07"),
    ),
    Case(
        "a kind that never counts",
        [P1, OLD_DEAL, touch(occurred="2025-10-01", kind="training")],
    ),
    Case(
        "known by domain only: not said to be for this deal",
        [P1, OLD_DEAL, touch(occurred="2025-10-01", account_domain="acme.example")],
    ),
]

AFTER = [
    Case("on the day of the close", [P1, won(), touch(occurred="2026-06-30")]),
    Case("the day after", [P1, won(), touch(occurred="2026-07-01")], ["touch|E1|O1"]),
    Case(
        "received after",
        [P1, won(), touch(occurred="2026-06-01", received_at=at("2026-07-01"))],
        ["touch|E1|O1"],
    ),
    Case(
        "received after, known by domain",
        [
            P1,
            won(),
            touch(
                occurred="2026-06-01",
                received_at=at("2026-07-01"),
                account_domain="acme.example",
            ),
        ],
        ["touch|E1|O1"],
    ),
    Case(
        "received without a time, as it occurred",
        [P1, won(), touch(occurred="2026-06-01", received_at=None)],
    ),
    Case(
        "received later than the question is asked",
        [P1, won(), touch(occurred="2026-06-01", received_at=at("2026-07-05"))],
        as_of=at("2026-07-04"),
    ),
    Case(
        "training after the sale is welcome",
        [P1, won(), touch(occurred="2026-07-02", kind="training")],
    ),
    Case(
        "of an open deal whose expected close date is over",
        [P1, open_deal(close_date=date(2026, 6, 1)), touch(occurred="2026-07-01")],
    ),
]


@pytest.mark.parametrize("case", WINDOW, ids=str)
def test_touch_window(case: Case) -> None:
    for finding in check(case, "TOUCH-WINDOW"):
        assert (finding.severity, finding.scope, finding.due_at) == ("info", "none", None)


@pytest.mark.parametrize("case", AFTER, ids=str)
def test_touch_after_close(case: Case) -> None:
    for finding in check(case, "TOUCH-AFTER-CLOSE"):
        assert (finding.severity, finding.scope) == ("block", "contribution")


def linked(records: Sequence[Record]) -> list[tuple[str, int, bool, int]]:
    """Return opportunity, days before close, in window, weight of every link."""
    basis = plain_basis(records, as_of=AS_OF)
    validate(basis)
    rows = basis.con.execute(
        "SELECT opportunity_id, days_before_close, in_window, weight FROM touch_link ORDER BY ALL"
    ).fetchall()
    basis.con.close()
    return rows


BY_DOMAIN = touch(occurred="2026-03-01", account_domain="WWW.ACME.example")

LINKS = [
    ("by id", [won(), touch(occurred="2026-03-01")], [("O1", 121, True, 25)]),
    ("by id, before the deal was created", [won(), touch(occurred="2026-01-10")],
     [("O1", 171, True, 25)]),
    ("by domain, every deal open that day",
     [won("O1"), open_deal("O2"), BY_DOMAIN], [("O1", 121, True, 25), ("O2", 129, True, 25)]),
    ("by domain, not yet created", [won(created_date=date(2026, 3, 2)), BY_DOMAIN], []),
    ("by domain, created that day", [won(created_date=date(2026, 3, 1)), BY_DOMAIN],
     [("O1", 121, True, 25)]),
    ("by domain, closed that day",
     [won(close_date=date(2026, 3, 1)), BY_DOMAIN], [("O1", 0, True, 25)]),
    ("by domain, closed before", [won(close_date=date(2026, 2, 28)), BY_DOMAIN], []),
    ("by domain, nobody knows since when the deal is there",
     [open_deal(created_date=None), BY_DOMAIN], []),
    ("a free-mail domain is nobody's",
     [won(account_domain="gmail.com"), touch(account_domain="gmail.com")], []),
    ("an id goes before the domain",
     [won("O1"), won("O2", account_domain="b.example"),
      touch(opportunity_id="O2", account_domain="acme.example")], [("O2", 121, True, 25)]),
    ("not yet occurred", [open_deal(), touch(occurred="2026-07-09")], []),
    ("a kind without weight", [won(), touch(kind="training")], [("O1", 121, True, 0)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("records", "expected"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS]
)
def test_deals_of_a_touch(
    records: Sequence[Record], expected: list[tuple[str, int, bool, int]]
) -> None:
    assert linked([P1, *records]) == expected
