"""A form says in which currency its amounts are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xldesk.workbooks.mdf_tracker_forms import MOST_NAMED, currencies

TODAY = date(2026, 6, 30)


def fund(name: str, currency: str, state: str = "active") -> dict[str, Any]:
    return {"fund_id": name, "currency": currency, "state": state}


def request(name: str, currency: str, status: str = "approved", day: int = 30) -> dict[str, Any]:
    return {
        "request_id": name,
        "currency": currency,
        "status": status,
        "claim_due_day": date(2026, 6, day),
    }


@pytest.mark.parametrize(
    ("funds", "words"),
    [
        ([], "No fund is open now."),
        ([fund("F-1", "EUR", "closed")], "No fund is open now."),
        ([fund("F-1", "EUR")], "All amounts in EUR, the currency of every open fund."),
        (
            [fund("F-1", "EUR"), fund("F-2", "USD", "closed"), fund("F-3", "EUR", "behind")],
            "All amounts in EUR, the currency of every open fund.",
        ),
        (
            [fund("F-3", "USD"), fund("F-2", "EUR"), fund("F-1", "USD")],
            "Amounts in the currency of the fund: EUR for F-2; USD for F-1, F-3.",
        ),
        (
            [fund(f"F-{at}", ("EUR", "JPY", "USD")[at % 3]) for at in range(MOST_NAMED + 1)],
            "Amounts in the currency of the fund, EUR, JPY or USD: the sheet Funds says which.",
        ),
    ],
)
def test_a_request_is_in_the_currency_of_its_fund(funds: list[dict[str, Any]], words: str) -> None:
    assert currencies(funds, [], TODAY)["forms.requests"] == words


@pytest.mark.parametrize(
    ("requests", "words"),
    [
        ([request("MR-1", "EUR", "submitted")], "No request is open now."),
        ([request("MR-1", "EUR", day=29)], "No request is open now."),
        (
            [request("MR-1", "EUR"), request("MR-2", "USD", day=29)],
            "All amounts in EUR, the currency of every open request.",
        ),
        (
            [request("MR-1", "EUR"), request("MR-2", "USD")],
            "Amounts in the currency of the request: EUR for MR-1; USD for MR-2.",
        ),
    ],
)
def test_a_claim_is_in_the_currency_of_its_request(
    requests: list[dict[str, Any]], words: str
) -> None:
    assert currencies([], requests, TODAY)["forms.claims"] == words
