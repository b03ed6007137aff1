"""MDFBALANCE and MDFROI are the figures of the MDF tracker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from support.mdf_world import MdfWorld, claim, deal, fund, lead, partner, request
from support.udf_desks import AskedDesk
from support.world import AS_OF
from xldesk.answers.answers import Answers
from xldesk.answers.funds import AMOUNTS, MEASURES
from xldesk.ledger.ledger import Ledger
from xldesk.records.money import major
from xldesk.workbooks import mdf_tracker_rows as tracker
from xldesk_udfs import MDFBALANCE, MDFROI
from xldesk_udfs.answering import answering
from xldesk_udfs.errors import CellError


@pytest.fixture(scope="module")
def few_funds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """Return the answers of a desk with few funds: of P-1 in two quarters, of P-2 in EUR too."""
    folder = tmp_path_factory.mktemp("funds")
    with MdfWorld(folder) as world:
        world.add(partner(), partner("P-2"), partner("P-3"))
        world.add(
            fund("F-1", period="2026-Q1", budget=500_000, expiry=date(2026, 3, 31)),
            fund("F-2", period="2026-Q2", budget=700_000, expiry=date(2026, 9, 30)),
            fund("F-3", period="FY2026", partner_id="P-2"),
            fund("F-4", period="FY2026", partner_id="P-2", currency="EUR"),
            fund("F-5", period="launch", partner_id="P-3", budget=0),
            fund("F-6", period="2026-Q3", partner_id="P-3", budget=0),
        )
        world.add(
            request(expected_pipeline=4_000_000, expected_close_rate=Decimal("0.25")),
            claim(),
            deal("W-1"),
            lead(1, "W-1"),
            request("Q-2", fund_id="F-2", activity_start=date(2026, 5, 5),
                    activity_end=date(2026, 5, 6)),
        )  # fmt: skip
        ledger = Ledger.open(folder, for_reading=True)
        with Answers(ledger, "funds", lambda: AS_OF) as answers:
            yield answers


@pytest.fixture
def funded(few_funds: Answers) -> Iterator[None]:
    """Let the desk with few funds answer the functions."""
    with answering(few_funds):
        yield


def test_the_measures_of_one_fund(funded: None) -> None:
    found = {measure: MDFBALANCE("P-1", "2026-Q1", measure) for measure in MEASURES}
    assert found["allocated"] == found["base"] == 5_000
    assert found["approved_requests"] == 2_000
    assert found["approved_claims"] == 1_500
    assert found["released"] == 500
    assert found["utilisation"] == Decimal(str(found["paid"])) / 5_000
    assert MDFBALANCE("P-1", "2026-Q2") == MDFBALANCE("P-1", "2026-Q2", "Available") == 7_000


def test_a_longer_period_holds_the_funds_of_its_quarters(funded: None) -> None:
    assert MDFBALANCE("P-1", "FY2026", "allocated") == 12_000
    assert MDFBALANCE("P-3", "FY2026") == 0
    assert MDFBALANCE("P-3", "FY2026", "utilisation") is None, "a part of nothing"


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        (lambda: MDFBALANCE("P-0", "2026-Q1"), "#N/A", "there is no partner 'P-0'"),
        (lambda: MDFBALANCE("P-1", "2025-Q1"), "#N/A", "it has funds of 2026-Q1, 2026-Q2"),
        (lambda: MDFBALANCE("P-2", "FY2026"), "#VALUE!", "EUR, USD are not added"),
        (lambda: MDFBALANCE("P-1", "2026-Q1", "luck"), "#VALUE!", "no measure 'luck'"),
        (lambda: MDFROI("P-1", "2026-Q1", "luck"), "#VALUE!", "no kind of return 'luck'"),
        (lambda: MDFROI("P-0", "2026-Q1"), "#N/A", "there is no partner 'P-0'"),
        (lambda: MDFROI("P-1", ""), "#VALUE!", "the period is missing"),
    ],
)
def test_what_cannot_be_answered_says_why(funded: None, call: Any, code: str, said: str) -> None:
    found = call()
    assert isinstance(found, CellError)
    assert (found.code, said in found.reason) == (code, True)


def test_returns_of_one_activity(funded: None) -> None:
    assert MDFROI("P-1", "2026-Q1", "projected") == 2
    ratio = MDFROI("P-1", "2026-Q1", "pipeline")
    assert ratio == Decimal(1_000) / Decimal(1_500)
    assert MDFROI("P-1", "2026-Q1") == Decimal("0.6") * ratio - 1  # type: ignore[operator]


def test_what_has_no_return_yet_is_empty(funded: None) -> None:
    assert MDFROI("P-1", "2026-Q2") is None, "immature, and nothing spent"
    assert MDFROI("P-1", "2026-Q2", "projected") is None, "nothing was expected"
    assert MDFROI("P-2", "2026-Q1") is None, "no activity at all"
    assert MDFBALANCE("", "2026-Q1") is MDFROI(None, "2026-Q1") is None


def test_every_fund_of_the_sample_company_is_in_the_tracker(on_sample: AskedDesk) -> None:
    answers = on_sample.answers
    with answers._lock:
        basis = answers._state(answers._asked(None)).with_mdf
        funds = tracker.funds(basis, None)
        returns = tracker.returns(basis, None, tracker.linked_credit(basis, None))
    assert len(funds) > 50
    own: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in funds:
        own.setdefault((row["partner_id"], row["period"]), []).append(row)
    for (partner_id, period), rows in own.items():
        if len(rows) > 1:
            continue
        (row,) = rows
        for measure in AMOUNTS:
            found = MDFBALANCE(partner_id, period, measure)
            assert found == major(row[measure], row["currency"])
        assert MDFBALANCE(partner_id, period, "utilisation") == row["utilisation"]
        assert MDFBALANCE(partner_id, period, "commitment") == row["commitment"]
    months: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in returns:
        months.setdefault((row["partner_id"], f"{row['activity_end']:%Y-%m}"), []).append(row)
    alone = {key: rows[0] for key, rows in months.items() if len(rows) == 1}
    assert len(alone) > 20
    for (partner_id, month), row in alone.items():
        assert MDFROI(partner_id, month, "projected") == row["projected_roi"]
        if not row["lines_without_rate"]:
            assert MDFROI(partner_id, month) == row["actual_roi"]
            assert MDFROI(partner_id, month, "pipeline") == row["pipeline_ratio"]
