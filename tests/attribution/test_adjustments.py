"""Adjustments after lock: an event by the locked credits, a dispute by its new lines."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from attribution.locked_deal import DAY, LOCKED, adjusted, event, line, outcome
from attribution.plain_desk import fill
from xldesk.attribution.adjusting import Adjustment
from xldesk.attribution.adjustments import (
    BOOKING_EVENT,
    LOCKED_LINE,
    OUTCOME_LINE,
    POSTED_ADJUSTMENT,
    adjust,
)
from xldesk.records.limits import MAX_MINOR_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xldesk.records.attribution import Attribution
    from xldesk.records.opportunity import BookingEvent


def moved(found: Iterable[Adjustment]) -> list[tuple[str, str, int]]:
    return [(one.caused_by, one.partner_id, one.credit) for one in found]


SPLIT = (line("A", 6_000, "sourced"), line("B", 3_000, "co_sell"), line("C", 1_000))


@pytest.mark.parametrize(
    ("deltas", "expected"),
    [
        ([], []),
        ([0], []),
        ([1_000], [("E-0", "A", 600), ("E-0", "B", 300), ("E-0", "C", 100)]),
        ([-10_000], [("E-0", "A", -6_000), ("E-0", "B", -3_000), ("E-0", "C", -1_000)]),
        # 10001 by 6:3:1 is 6000.6, 3000.3, 1000.1: the unit goes to A; at 10002 A has 6001.2, B
        # 3000.6, C 1000.2, so the next one goes to B.
        ([1, 1], [("E-0", "A", 1), ("E-1", "B", 1)]),
        # 5 is 3, 1.5, 0.5: the unit of equal remainders goes to the higher category.
        (
            [-9_995, -5, 10_000],
            [
                ("E-0", "A", -5_997),
                ("E-0", "B", -2_998),
                ("E-0", "C", -1_000),
                ("E-1", "A", -3),
                ("E-1", "B", -2),
                ("E-2", "A", 6_000),
                ("E-2", "B", 3_000),
                ("E-2", "C", 1_000),
            ],
        ),
    ],
)
def test_an_event_moves_the_difference_between_two_splits(
    deltas: list[int], expected: list[tuple[str, str, int]]
) -> None:
    found, problems = adjusted(SPLIT, [event(f"E-{n}", delta) for n, delta in enumerate(deltas)])
    assert moved(found) == expected
    assert problems == []


def test_an_adjustment_names_its_line_and_its_cause() -> None:
    found, _ = adjusted([line("A", 10, "co_sell", product_family="core")], [event("E-1", 5)])
    assert found == [
        Adjustment("O-1", "core", "A", "co_sell", "sourced", 5, "USD", "booking_event", "E-1", DAY)
    ]


@pytest.mark.parametrize(
    ("locked", "delta", "expected"),
    [
        # One unit over, equal remainders: category, then family, then partner.
        ([line("A", 1), line("Z", 1, "co_sell")], -1, [("A", -1)]),
        ([line("A", 1, product_family="y"), line("Z", 1, product_family="x")], -1, [("A", -1)]),
        ([line("B", 1), line("A", 1)], -1, [("B", -1)]),
        # A deal locked below zero is split as above zero, with the other sign.
        ([line("A", -6), line("B", -4)], 5, [("A", 3), ("B", 2)]),
        ([line("A", -6), line("B", -4)], -10, [("A", -6), ("B", -4)]),
        # A discount stands on a line of its own and shrinks with its deal.
        ([line("A", 1_000), line("A", -100, product_family="x")], -450, [("A", -500), ("A", 50)]),
        # Past zero: what everyone got is owed.
        ([line("A", 6), line("B", 4)], -20, [("A", -12), ("B", -8)]),
        # Locked at zero: by shares.
        ([line("A", 0, share=250_000), line("B", 0, share=750_000)], 100, [("A", 25), ("B", 75)]),
        # Lines that add up to zero keep what they have; shares split what comes.
        (
            [line("A", 50, share=1_000_000), line("B", -50, product_family="x", share=1_000_000)],
            10,
            [("A", 5), ("B", 5)],
        ),
        # 10^15 by 10^15 does not overflow.
        (
            [line("A", MAX_MINOR_UNITS - 2), line("B", 1)],
            -MAX_MINOR_UNITS + 1,
            [("A", -MAX_MINOR_UNITS + 2), ("B", -1)],
        ),
        (
            [line("A", 1, "sourced"), line("B", 2)],
            MAX_MINOR_UNITS - 4,
            [("A", 333_333_333_333_332), ("B", 666_666_666_666_663)],
        ),
    ],
)
def test_how_a_deal_is_split(
    locked: list[Attribution], delta: int, expected: list[tuple[str, int]]
) -> None:
    found, _ = adjusted(locked, [event("E-1", delta)])
    assert [(partner, credit) for _, partner, credit in moved(found)] == expected


def test_a_dispute_moves_to_its_new_lines_and_later_events_follow_them() -> None:
    found, problems = adjusted(
        [line("A", 67), line("B", 33)],
        [
            event("E-1", 100, date=DAY),
            event("E-2", -200, date=DAY + timedelta(days=2), kind="cancellation"),
        ],
        [outcome("D-1", line("A", 50), line("C", 50), on=DAY + timedelta(days=1))],
    )
    assert moved(found) == [
        ("E-1", "A", 67),
        ("E-1", "B", 33),
        ("D-1", "A", -34),
        ("D-1", "B", -66),
        ("D-1", "C", 100),
        ("E-2", "A", -100),
        ("E-2", "C", -100),
    ]
    assert problems == []


def test_a_dispute_that_changes_the_headline_moves_the_deal_under_it() -> None:
    locked = [line("A", 10, headline="influenced"), line("DIRECT", 90, "direct", "influenced")]
    decided = outcome("D-1", line("B", 90, "sourced"), line("A", 10))
    found, _ = adjusted(locked, [], [decided])
    by_headline: dict[str, int] = defaultdict(int)
    for one in found:
        by_headline[one.headline_category] += one.credit
    assert by_headline == {"influenced": -100, "sourced": 100}
    assert sum(one.credit for one in found if one.partner_id == "A") == 0


def test_causes_stand_in_order_of_day_and_id_and_an_event_before_a_dispute() -> None:
    found, _ = adjusted(
        [line("A", 10)],
        [
            event("E-3", 3, date=DAY + timedelta(days=1)),
            event("E-2", 2),
            event("E-1", 1),
        ],
        [outcome("D-1", line("B", 10))],
    )
    assert moved(found) == [
        ("E-1", "A", 1),
        ("E-2", "A", 2),
        ("D-1", "A", -13),
        ("D-1", "B", 13),
        ("E-3", "B", 3),
    ]


def test_an_event_that_arrives_late_does_not_change_what_is_posted() -> None:
    locked = [line("A", 1), line("B", 1)]
    known = event("E-2", 1, date=DAY + timedelta(days=5))
    late = event("E-1", 1, date=DAY)
    before, _ = adjusted(locked, [known])
    after, _ = adjusted(locked, [late, known], posted=[("E-2", known.date)])
    assert moved(before) == [("E-2", "A", 1)]
    assert moved(after) == [("E-1", "B", 1), *moved(before)]
    unposted, _ = adjusted(locked, [late, known])
    assert moved(unposted) == [("E-1", "A", 1), ("E-2", "B", 1)]


@pytest.mark.parametrize(
    ("locked", "events", "code", "words"),
    [
        (SPLIT, [event("E-1", 5, opportunity_id="O-9")], "not_locked", "deal O-9 has no locked"),
        ([line("A", 5, locked_at=None)], [event("E-1", 5)], "not_locked", "deal O-1 has no"),
        (SPLIT, [event("E-1", 5, currency="EUR")], "currency", "it is in EUR, but deal O-1 was"),
        (
            [line("A", 5), line("B", 5, currency="EUR")],
            [event("E-1", 5)],
            "currency",
            "the locked lines of deal O-1 are in several currencies",
        ),
        (SPLIT, [event("E-1", 5, date=date(2026, 3, 1))], "before_lock", "it is of 2026-03-01"),
        (SPLIT, [event("E-1", 5), event("E-1", 6)], "repeated", "it stands more than once"),
        ([line("A", 0), line("B", 0)], [event("E-1", 5)], "no_weights", "neither credit nor"),
        (
            [line("A", MAX_MINOR_UNITS)],
            [event("E-1", 1)],
            "too_large",
            "a line would pass 15 digits",
        ),
    ],
)
def test_a_cause_that_cannot_be_taken_is_a_problem_and_moves_nothing(
    locked: Sequence[Attribution], events: list[BookingEvent], code: str, words: str
) -> None:
    found, problems = adjusted(locked, events)
    assert found == []
    assert {problem.code for problem in problems} == {code}
    assert all(words in problem.message and not problem.counted for problem in problems)
    assert str(problems[0]).startswith(f"booking event E-1, {problems[0].field}: ")


def test_the_same_event_twice_is_one_event() -> None:
    once, _ = adjusted(SPLIT, [event("E-1", 10)])
    assert adjusted(SPLIT, [event("E-1", 10), event("E-1", 10)]) == (once, [])


def test_other_causes_of_the_deal_are_taken_all_the_same() -> None:
    wrong = [
        event("E-1", 7, currency="EUR", date=date(2026, 3, 1)),
        event("E-2", 7, opportunity_id="O-9"),
    ]
    found, problems = adjusted(SPLIT, [*wrong, event("E-3", 10)])
    assert moved(found) == [("E-3", "A", 6), ("E-3", "B", 3), ("E-3", "C", 1)]
    assert [(p.caused_by, p.code) for p in problems] == [
        ("E-1", "before_lock"),
        ("E-1", "currency"),
        ("E-2", "not_locked"),
    ]


def test_a_disputes_outcome_in_another_currency_is_a_problem() -> None:
    found, problems = adjusted(SPLIT, [], [outcome("D-1", line("A", 5, currency="EUR"))])
    assert found == []
    assert [(p.cause, p.caused_by, p.code) for p in problems] == [("dispute", "D-1", "currency")]


@pytest.mark.parametrize(
    ("delta", "kind", "code"),
    [
        (-10_000, "cancellation", None),
        (-9_999, "cancellation", "cancellation_leaves_rest"),
        (-10, "refund", None),
        (10, "refund", "refund_raises"),
        (10, "reinstatement", None),
        (-10, "reinstatement", "reinstatement_lowers"),
        (-10_001, "amount_change", "below_zero"),
        (-10_000, "amount_change", None),
    ],
)
def test_a_kind_that_does_not_go_with_its_amount_is_told_and_counted(
    delta: int, kind: str, code: str | None
) -> None:
    found, problems = adjusted(SPLIT, [event("E-1", delta, kind=kind)])
    assert [problem.code for problem in problems] == ([] if code is None else [code])
    assert all(problem.counted for problem in problems)
    assert sum(one.credit for one in found) == delta


@pytest.mark.parametrize(
    ("zone", "day", "taken"),
    [
        ("UTC", date(2026, 3, 2), True),
        ("UTC", date(2026, 3, 1), False),
        ("Europe/Berlin", date(2026, 3, 2), False),
        ("Europe/Berlin", date(2026, 3, 3), True),
    ],
)
def test_the_day_of_the_lock_is_the_policys_and_counts_as_after(
    zone: str, day: date, taken: bool
) -> None:
    found, problems = adjusted(SPLIT, [event("E-1", 10, date=day)], time_zone=zone)
    assert bool(found) is taken
    assert [problem.code for problem in problems] == ([] if taken else ["before_lock"])


def test_tables_in_any_order_and_on_any_number_of_threads_say_where_problems_stand() -> None:
    rng = random.Random(5)
    lines, events = [], []
    for number in range(400):
        opportunity = f"O-{number}"
        lines += [
            line(partner, rng.randrange(10**6), opportunity_id=opportunity).model_dump()
            | {"locked_at": LOCKED.replace(tzinfo=None)}
            for partner in ("A", "B", "DIRECT")
        ]
        for nth in range(3):
            row = event(f"E-{number}-{nth}", rng.randrange(10**5), opportunity_id=opportunity)
            events.append(row.model_dump() | {"source_file": "e.csv", "source_row": len(events)})
    events[7]["currency"] = "EUR"
    seen = set()
    for threads in (1, 2):
        rng.shuffle(lines)
        rng.shuffle(events)
        with duckdb.connect(config={"threads": threads}) as con:
            fill(con, "locked_line", LOCKED_LINE, lines)
            fill(con, "booking_event", BOOKING_EVENT, events)
            fill(con, "outcome_line", OUTCOME_LINE, [])
            fill(con, "posted_adjustment", POSTED_ADJUSTMENT, [])
            adjust(con, "UTC")
            seen.add(str(con.execute("SELECT * FROM adjustment").fetchall()))
            problems = con.execute(
                "SELECT code, source_file, source_row FROM adjustment_problem"
            ).fetchall()
            left = {name for (name,) in con.execute("SHOW TABLES").fetchall()}
        assert problems == [("currency", "e.csv", 7)]
        assert left == {
            "adjustment",
            "adjustment_problem",
            "booking_event",
            "locked_line",
            "outcome_line",
            "posted_adjustment",
        }
    assert len(seen) == 1
