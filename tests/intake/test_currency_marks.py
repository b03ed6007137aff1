"""Currencies written beside amounts: read where they agree or decide, refused where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.intake.amounts import AmountReader
from xldesk.intake.currency_marks import divided, marks, told_currency
from xldesk.intake.reject import CellError
from xldesk.records.currency import is_known

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("USD 1,000.00", "USD", "100000"),
        ("1.000,00 EUR", "EUR", "100000"),
        ("€ 900,00", "EUR", "90000"),
        ("900,00\u00a0€", "EUR", "90000"),
        ("-$5.25", "USD", "-525"),
        ("($5.25)", "CAD", "-525"),
        ("US$12.50", "USD", "1250"),
        ("eur 7,50", "EUR", "750"),
        ("¥500", "JPY", "500"),
        ("kr 10,50", "SEK", "1050"),
        ("XYZ 7.50", "XYZ", "750"),
    ],
)
def test_a_currency_that_agrees_with_the_row_is_read(text: str, currency: str, minor: str) -> None:
    assert AmountReader("auto").parse(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("USD 5.00", "EUR", "CURRENCY-CONFLICT"),
        ("€5.00", "USD", "CURRENCY-CONFLICT"),
        ("$5.00", "EUR", "CURRENCY-CONFLICT"),
        ("USD 5.00 EUR", "USD", "AMOUNT-FORMAT"),
        ("5 USD 5", "USD", "AMOUNT-FORMAT"),
        ("5 apples", "USD", "AMOUNT-FORMAT"),
        ("1e309", "USD", "AMOUNT-FORMAT"),
        ("=1+1", "USD", "AMOUNT-FORMAT"),
    ],
)
def test_a_currency_that_does_not_agree_is_refused(text: str, currency: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        AmountReader("auto").parse(text, currency)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("$5.00", "'$5.00' has $, the sign of USD, CAD, AUD and 9 others, but the row's"),
        ("5 ¥", "'5 ¥' has ¥, the sign of JPY, CNY, but the row's currency is EUR"),
        ("kr 5", "'kr 5' has kr, the sign of SEK, NOK, DKK and 1 other, but the row's"),
        ("USD 5", "'USD 5' is in USD, but the row's currency is EUR"),
    ],
)
def test_a_sign_of_several_currencies_is_called_that(text: str, said: str) -> None:
    with pytest.raises(CellError) as caught:
        AmountReader("auto").parse(text, "EUR")
    assert caught.value.what.startswith(said)


def test_how_to_name_the_currency_is_said(desk: IntakeDesk) -> None:
    report = desk.read("opportunity_id,stage,amount\nO-1,Proposal,$5.00\nO-2,Proposal,$7.00\n")
    assert "which one is not said; name the currency: --set currency=USD" in (
        report.rejects[0].message
    )
    assert "--set currency=USD" in (report.hint or "")


@pytest.mark.parametrize(
    ("text", "told"),
    [("USD 5", "USD"), ("5 €", "EUR"), ("5", None), ("£ 5", "several"), ("USD", None)],
)
def test_an_amount_may_say_its_currency(text: str, told: str | None) -> None:
    if told == "several":
        with pytest.raises(CellError, match="has £, the sign of GBP, EGP, LBP and 6 others"):
            told_currency(text)
    else:
        assert told_currency(text) == told


def test_every_mark_stands_for_known_currencies() -> None:
    assert len(marks()) > 20
    for mark, codes in marks().items():
        assert all(map(is_known, codes)), mark
        assert divided(f"{mark} 5") == ("5", codes)


def test_two_currencies_in_one_column_are_read_each_in_its_own(desk: IntakeDesk) -> None:
    report = desk.read(
        'opportunity_id,stage,amount\nO-1,Proposal,"USD 1,000.00"\nO-2,Proposal,"€ 900,00"\n'
        "O-3,Proposal,$5\nO-4,Proposal,7\nO-5,Proposal,\nO-6,Proposal,JPY 500\n"
    )
    assert desk.rows("opportunity", "opportunity_id, amount, currency") == [
        ("O-1", 100_000, "USD"), ("O-2", 90_000, "EUR"), ("O-6", 500, "JPY"),
    ]  # fmt: skip
    assert report.totals == {"EUR": 90_000, "JPY": 500, "USD": 100_000}
    assert [(reject.row, reject.reason_code) for reject in report.rejects] == [
        (4, "CURRENCY-UNCLEAR"), (5, "REQUIRED"), (6, "REQUIRED"),
    ]  # fmt: skip


def test_a_currency_column_comes_first(desk: IntakeDesk) -> None:
    report = desk.read(
        "opportunity_id,stage,currency,amount\nO-1,Proposal,CAD,$5.00\nO-2,Proposal,EUR,USD 5.00\n"
    )
    assert report.totals == {"CAD": 500}
    assert [reject.reason_code for reject in report.rejects] == ["CURRENCY-CONFLICT"]
    assert "the row's currency is EUR" in report.rejects[0].message
