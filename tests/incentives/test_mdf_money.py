"""The money of funds, requests and claims: where each movement comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from support.mdf_desk import MdfDesk
from support.mdf_world import at, claim, fund, movement, paid_claim, request, row, rows
from xldesk.records.mdf import MdfClaim, MdfRequest


@pytest.fixture
def desk() -> Iterator[MdfDesk]:
    with MdfDesk() as made:
        yield made


FUND = (
    "allocated",
    "approved_requests",
    "released",
    "committed",
    "approved_claims",
    "paid",
    "expired",
    "available",
)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-04", (1_000_000, 0, 0, 0, 0, 0, 0, 1_000_000)),
        ("2026-02-06", (1_000_000, 200_000, 0, 200_000, 0, 0, 0, 800_000)),
        ("2026-03-26", (1_000_000, 200_000, 0, 200_000, 150_000, 0, 0, 800_000)),
        ("2026-04-03", (1_000_000, 200_000, 0, 50_000, 150_000, 150_000, 0, 800_000)),
        ("2026-04-11", (1_000_000, 200_000, 50_000, 0, 150_000, 150_000, 0, 850_000)),
        ("2026-12-31", (1_000_000, 200_000, 50_000, 0, 150_000, 150_000, 0, 850_000)),
        ("2027-01-01", (1_000_000, 200_000, 50_000, 0, 150_000, 150_000, 850_000, 0)),
    ],
    ids=["asked", "approved", "claimed", "paid", "window over", "last day", "fund over"],
)
def test_movements_follow_from_the_records(
    desk: MdfDesk, as_of: str, expected: tuple[int, ...]
) -> None:
    desk.add(fund(), request(), paid_claim())
    figure = row(desk.basis(at(as_of, 23)), "mdf_fund_figure")
    assert tuple(figure[name] for name in FUND) == expected


def test_a_transaction_stands_in_for_the_movement_it_states(desk: MdfDesk) -> None:
    desk.add(
        fund(),
        request(),
        claim(),
        movement(1, "pay", 60_000, claim_id="K-1", request_id="Q-1"),
        movement(2, "pay", 30_000, claim_id="K-1", request_id="Q-1"),
        movement(3, "reallocate", -100_000),
        movement(4, "reclaim", 5_000),
    )
    figure = row(desk.basis(at("2026-04-05")), "mdf_fund_figure")
    assert figure["paid"] == 90_000
    assert figure["committed"] == 200_000 - 90_000
    assert figure["base"] == 900_000
    assert figure["available"] == 900_000 - 5_000 - 110_000 - 90_000
    assert str(figure["utilisation"]) == "0.100000"
    assert str(figure["commitment"]) == "0.222222"


def test_a_booked_fund_is_what_its_transactions_say(desk: MdfDesk) -> None:
    desk.add(
        fund(),
        request(),
        paid_claim(),
        movement(1, "allocate", 700_000),
        movement(2, "commit", 90_000, request_id="Q-1"),
    )
    basis = desk.basis(at("2027-02-01"))
    figure = row(basis, "mdf_fund_figure")
    assert tuple(figure[name] for name in FUND) == (700_000, 90_000, 0, 90_000, 0, 0, 0, 610_000)
    assert row(basis, "mdf_request_figure")["open_commitment"] == 90_000


def test_a_posting_that_is_not_yet_known_does_not_count(desk: MdfDesk) -> None:
    desk.add(fund(), movement(1, "reclaim", 5_000, posted_at=at("2026-08-01")))
    assert row(desk.basis(), "mdf_fund_figure")["reclaimed"] == 0


@pytest.mark.parametrize("status", ["rejected", "draft", "submitted"])
def test_only_an_approval_commits(desk: MdfDesk, status: str) -> None:
    desk.add(fund(), request(status=status))
    assert row(desk.basis(), "mdf_fund_figure")["approved_requests"] == 0


@pytest.mark.parametrize("status", ["cancelled", "expired"])
def test_what_was_approved_and_then_dropped_is_released(desk: MdfDesk, status: str) -> None:
    desk.add(fund(), request(status=status))
    figure = row(desk.basis(at("2026-03-01")), "mdf_request_figure")
    assert (figure["approved"], figure["released"], figure["open_commitment"]) == (200_000,) * 2 + (
        0,
    )


@pytest.mark.parametrize(
    ("status", "as_of", "day"),
    [
        ("approved", "2026-06-01", date(2026, 4, 11)),
        ("expired", "2026-06-01", date(2026, 4, 11)),
        ("expired", "2026-03-01", None),
        ("cancelled", "2026-03-01", None),
        ("cancelled", "2026-06-01", None),
    ],
)
def test_no_movement_is_dated_ahead(
    desk: MdfDesk, status: str, as_of: str, day: date | None
) -> None:
    desk.add(fund(), request(status=status))
    moved = rows(desk.basis(at(as_of)), "mdf_movement")
    assert [move["moved_day"] for move in moved if move["kind"] == "release"] == [day]


def test_an_undecided_claim_in_time_holds_its_part_of_the_commitment(desk: MdfDesk) -> None:
    undecided = {"status": "submitted", "approved_amount": None, "decided_at": None}
    desk.add(fund(), request(), claim(**undecided))
    figure = row(desk.basis(at("2026-06-01")), "mdf_request_figure")
    assert figure["released"] == 50_000
    assert figure["open_commitment"] == 150_000


def test_an_undecided_claim_after_its_window_holds_nothing(desk: MdfDesk) -> None:
    desk.add(
        fund(),
        request(),
        claim(status="submitted", decided_at=None, submitted_at=at("2026-04-11")),
    )
    assert row(desk.basis(at("2026-06-01")), "mdf_request_figure")["released"] == 200_000


CLAIM_CHECKS = ("is_in_window", "is_within_approval", "is_within_invoice", "has_proof")


@pytest.mark.parametrize(
    ("record", "failing"),
    [
        (claim(), ()),
        (claim(submitted_at=at("2026-04-10", 23)), ()),
        (claim(submitted_at=at("2026-04-11", 0)), ("is_in_window",)),
        (claim(submitted_at=at("2026-03-09")), ("is_in_window",)),
        (claim(approved_amount=200_001, invoice_amount=300_000), ("is_within_approval",)),
        (claim(invoice_amount=149_999), ("is_within_invoice",)),
        (claim(invoice_amount=None), ("is_within_invoice",)),
        (claim(evidence=("photos.zip",)), ("has_proof",)),
        (claim(invoice_number=None), ("has_proof",)),
        (claim(invoice_number=None, evidence=("Invoice.pdf", "attendee list", "photos")), ()),
    ],
    ids=[
        "fine",
        "last moment",
        "a day late",
        "before the activity",
        "above the approval",
        "above the invoice",
        "no invoice amount",
        "no list",
        "no invoice",
        "invoice as a file",
    ],
)
def test_a_claim_is_examined(desk: MdfDesk, record: MdfClaim, failing: tuple[str, ...]) -> None:
    desk.add(fund(), request(), record)
    figure = row(desk.basis(), "mdf_claim_figure")
    assert tuple(name for name in CLAIM_CHECKS if figure[name] is not True) == failing


def test_missing_proof_is_named(desk: MdfDesk) -> None:
    desk.add(fund(), request(), claim(evidence=(), invoice_number=None))
    figure = row(desk.basis(), "mdf_claim_figure")
    assert figure["proof_missing"] == "invoice, attendee list, photos"


def test_claims_together_stay_within_the_approval(desk: MdfDesk) -> None:
    desk.add(
        fund(),
        request(),
        claim("K-1", approved_amount=150_000),
        claim("K-2", approved_amount=50_000, submitted_at=at("2026-03-21")),
        claim("K-3", approved_amount=1, submitted_at=at("2026-03-22")),
    )
    within = {
        claim_row["claim_id"]: claim_row["is_within_approval"]
        for claim_row in rows(desk.basis(), "mdf_claim_figure")
    }
    assert within == {"K-1": True, "K-2": True, "K-3": False}


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        (request(submitted_at=at("2026-02-24")), None),
        (request(submitted_at=at("2026-02-25")), "is_submitted_in_time"),
        (request(decided_at=at("2026-03-10")), None),
        (request(decided_at=at("2026-03-11")), "is_approved_in_time"),
        (request(approved_amount=1_000_000), None),
        (request(approved_amount=1_000_001), "has_approvers"),
        (request(approved_amount=1_000_001, second_approver="Ida"), None),
        (request(approved_amount=1_000_001, second_approver=" max "), "has_approvers"),
    ],
)
def test_a_request_keeps_the_rules(desk: MdfDesk, record: MdfRequest, rule: str | None) -> None:
    desk.add(fund(), record)
    figure = row(desk.basis(), "mdf_request_figure")
    names = ("is_submitted_in_time", "is_approved_in_time", "has_approvers")
    assert [name for name in names if figure[name] is False] == ([rule] if rule else [])


def test_the_limit_speaks_only_of_its_own_currency(desk: MdfDesk) -> None:
    desk.add(fund(currency="EUR"), request(currency="EUR", approved_amount=5_000_000))
    assert row(desk.basis(), "mdf_request_figure")["has_approvers"] is None


def test_a_period_that_is_none_leaves_even_use_open(desk: MdfDesk) -> None:
    desk.add(fund(period="launch money"))
    figure = row(desk.basis(), "mdf_fund_figure")
    assert (figure["straight_line"], figure["behind"], figure["is_running"]) == (None, None, True)


def test_even_use_counts_the_days(desk: MdfDesk) -> None:
    desk.add(fund(period="2026-Q2", expiry=date(2026, 7, 9)))
    figure = row(desk.basis(), "mdf_fund_figure")
    assert str(figure["straight_line"]) == "0.990000"
