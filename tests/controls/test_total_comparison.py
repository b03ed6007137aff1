"""Totals that others state, beside the desk's figures: set-based, each one answered."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.mdf_world import deal
from support.sound_desk import Sound
from xldesk.controls.total_comparison import TotalComparison, after_intake, compare_totals
from xldesk.intake.completeness import Completeness
from xldesk.policy.load import default_policy
from xldesk.records.target import ControlTotal

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.records.record import Record

POLICY = default_policy()


def total(amount: int, **changes: object) -> ControlTotal:
    return ControlTotal(
        **{
            "source": "crm",
            "period": "2026-Q2",
            "currency": "USD",
            "measure": "bookings",
            "amount": amount,
            "entered_by": "Max",
            **changes,
        }
    )


def won(number: int, amount: int, close_date: date, currency: str = "USD") -> Record:
    return deal(f"W-{number}").model_copy(
        update={"amount": amount, "close_date": close_date, "currency": currency}
    )


def still_open(number: int, amount: int, close_date: date) -> Record:
    return deal(f"O-{number}").model_copy(
        update={
            "amount": amount, "close_date": close_date, "stage": "Proposal",
            "is_closed": False, "is_won": False,
        }
    )  # fmt: skip


DEALS = (
    won(1, 700, date(2026, 4, 1)),
    won(2, 30, date(2026, 6, 30)),
    won(3, 5, date(2026, 7, 1)),
    won(4, 9, date(2026, 5, 1), "EUR"),
    still_open(1, 400, date(2026, 5, 5)),
    still_open(2, 1, date(2026, 8, 5)),
)


def compared(folder: Path, *totals: ControlTotal) -> list[TotalComparison]:
    desk = Sound(folder / "desk")
    desk.intake(*DEALS, *totals)
    with closing(desk.ledger), closing(desk.ledger.snapshot().connect()) as con:
        return compare_totals(con, POLICY)


@pytest.mark.parametrize(
    ("changes", "desk", "problem"),
    [
        ({}, 730, None),
        ({"measure": " Bookings"}, 730, None),
        ({"currency": "EUR"}, 9, None),
        ({"currency": "JPY"}, 0, None),
        ({"period": "2026-06"}, 30, None),
        ({"period": "FY2026"}, 735, None),
        ({"period": "2026-Q1"}, 0, None),
        ({"measure": "pipeline"}, 400, None),
        ({"measure": "pipeline", "period": "FY2026"}, 401, None),
        ({"measure": "margin"}, None, "'margin' cannot be compared; the measures are bookings"),
        ({"period": "spring"}, None, "'spring' is not a period"),
    ],
)
def test_a_total_is_answered(
    tmp_path: Path, changes: dict[str, object], desk: int | None, problem: str | None
) -> None:
    (found,) = compared(tmp_path, total(700, **changes))
    assert (found.stated, found.desk) == (700, desk)
    assert found.difference == (None if desk is None else desk - 700)
    assert (found.problem or "").startswith(problem or "")
    assert bool(found.problem) == (problem is not None)


def test_many_totals_are_one_answer_each_in_order(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        total(1, source="gl"),
        total(2, measure="pipeline"),
        total(3),
        total(4, period="2026-04"),
        total(5, source="erp", currency="EUR"),
    )
    assert [(t.source, t.period, t.currency, t.measure, t.desk) for t in found] == [
        ("crm", "2026-04", "USD", "bookings", 700),
        ("crm", "2026-Q2", "USD", "bookings", 730),
        ("crm", "2026-Q2", "USD", "pipeline", 400),
        ("erp", "2026-Q2", "EUR", "bookings", 9),
        ("gl", "2026-Q2", "USD", "bookings", 730),
    ]
    assert found[1].as_dict() == {
        "source": "crm", "period": "2026-Q2", "currency": "USD", "measure": "bookings",
        "stated": "0.03", "desk": "7.30", "difference": "7.27", "problem": None,
    }  # fmt: skip


def report(kind: str, **changes: object) -> Completeness:
    return Completeness("x.csv", kind, 0, 0, 0, 0, 0, 0, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "about"),
    [
        (report("opportunity", close_dates={"USD": ("2026-04-02", "2026-04-03")}), ["2026-Q2"]),
        (report("opportunity", close_dates={"USD": ("2025-01-01", "2026-04-01")}), ["2026-Q2"]),
        (report("opportunity", close_dates={"USD": ("2026-07-01", "2026-12-31")}), []),
        (report("opportunity", close_dates={"JPY": ("2026-04-02", "2026-04-03")}), []),
        (report("opportunity", close_dates={"EUR": ("2026-04-02", "2026-04-03")}), ["spring"]),
        (report("control_total", totals={"USD": 1, "EUR": 1}), ["2026-Q2", "spring"]),
        (report("partner"), []),
    ],
)
def test_a_file_is_about_some_totals(tmp_path: Path, read: Completeness, about: list[str]) -> None:
    desk = Sound(tmp_path / "desk")
    desk.intake(*DEALS, total(1), total(1, period="spring", currency="EUR"))
    with closing(desk.ledger):
        (found,) = after_intake(desk.ledger, POLICY, [read])
    assert [one.period for one in found] == about


def test_a_desk_without_totals_compares_none(tmp_path: Path) -> None:
    desk = Sound(tmp_path / "desk")
    desk.intake(*DEALS)
    with closing(desk.ledger):
        assert after_intake(desk.ledger, POLICY, [report("opportunity")]) == [[]]
