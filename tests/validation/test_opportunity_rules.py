"""OPP-DATES, OPP-AMOUNT, OPP-STAGE, OPP-ACCOUNT, CUR-UNKNOWN and ROW-REJECTED, case by case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from support.deals import at, line, open_deal, stage_change, won
from support.world import changed
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy
from xldesk.records.mdf import MdfFund
from xldesk.records.partner import Partner
from xldesk.records.rejected import RejectedRow

if TYPE_CHECKING:
    from xldesk.records.record import Record

DATES = [
    Case("closed after it was created", [won()]),
    Case("closed on the day", [won(close_date=date(2026, 1, 20))]),
    Case("closed before", [won(close_date=date(2026, 1, 19))], ["opportunity|O1"]),
    Case("closed without a date", [won(close_date=None)], ["opportunity|O1"]),
    Case(
        "lost without a date",
        [won(close_date=None, is_won=False, stage="Closed Lost")],
        ["opportunity|O1"],
    ),
    Case(
        "won, though the source forgot closed",
        [won(close_date=None, is_closed=False)],
        ["opportunity|O1"],
    ),
    Case("open, expected before it was created", [open_deal(close_date=date(2025, 1, 1))]),
    Case("created nobody knows when", [won(created_date=None)]),
]

AMOUNT = [
    Case("a cent", [won(amount=1)]),
    Case("won with nothing", [won(amount=0)], ["opportunity|O1"]),
    Case("won without an amount", [won(amount=None)], ["opportunity|O1"]),
    Case("negative and won", [won(amount=-1)], ["opportunity|O1"]),
    Case("negative and open", [open_deal(amount=-1)], ["opportunity|O1"]),
    Case("open without an amount", [open_deal(amount=None)]),
    Case("lost with nothing", [won(amount=0, is_won=False, stage="Closed Lost")]),
]

STAGE = [
    Case("known", [open_deal()]),
    Case("unknown", [open_deal(stage="Haggling")], ["opportunity|O1"]),
    Case("another case is another stage", [open_deal(stage="discovery")], ["opportunity|O1"]),
    Case("won at an open stage", [won(stage="Discovery")], ["opportunity|O1"]),
    Case("open at a closed stage", [open_deal(stage="Closed Won")], ["opportunity|O1"]),
    Case("lost at the won stage", [won(is_won=False)], ["opportunity|O1"]),
    Case("lost", [won(is_won=False, stage="Closed Lost")]),
    Case("won, though the source forgot closed", [won(is_closed=False)]),
]

NO_ACCOUNT = {"account_domain": None}

ACCOUNT = [
    Case("an id", [open_deal(**NO_ACCOUNT, account_id="A-1")]),
    Case("a name", [open_deal(**NO_ACCOUNT, account_name="Acme")]),
    Case("a domain", [open_deal()]),
    Case("none on an open deal", [open_deal(**NO_ACCOUNT)], ["opportunity|O1"]),
    Case("only spaces", [open_deal(account_domain=" ")], ["opportunity|O1"]),
    Case("none on a won deal", [won(**NO_ACCOUNT)], ["opportunity|O1"]),
]

EUROS = changed(
    default_policy(),
    currencies={
        "reporting": "EUR",
        "rates": [
            {"period": "2026-Q2", "rates": {"USD": Decimal("0.9")}},
            {"period": "2026-Q3", "rates": {"JPY": Decimal("0.006")}},
        ],
    },
)

CURRENCY = [
    Case("of ISO 4217", [won(currency="KWD")]),
    Case("not of ISO 4217", [won(currency="EURO")], ["opportunity|O1"]),
    Case(
        "of a line",
        [won(), line("O1", "core", 1, currency="usd")],
        ["opportunity_line|O1/core"],
    ),
    Case(
        "of a fund",
        [
            Partner(partner_id="P1", name="P1"),
            MdfFund(
                fund_id="F1",
                partner_id="P1",
                period="2026-Q2",
                budget=1,
                currency="US$",
                expiry=date(2026, 12, 31),
            ),
        ],
        ["mdf_fund|F1"],
    ),
    Case("with the rate of its close", [won()], policy=EUROS),
    Case(
        "without the rate of its close",
        [won(close_date=date(2026, 7, 1))],
        ["opportunity|O1"],
        policy=EUROS,
    ),
    Case("the reporting currency needs none", [won(currency="EUR")], policy=EUROS),
    Case("open, with today's rate", [open_deal(currency="JPY")], policy=EUROS),
    Case("open, without today's rate", [open_deal()], ["opportunity|O1"], policy=EUROS),
    Case("open, asked a quarter earlier", [open_deal()], policy=EUROS, as_of=at("2026-06-30")),
    Case(
        "a lost deal is never converted",
        [won(is_won=False, stage="Closed Lost", currency="GBP")],
        policy=EUROS,
    ),
]


def rejected(**fields: object) -> RejectedRow:
    """Return a row that intake refused."""
    given: dict[str, object] = {
        "source": "deals.csv",
        "row": 12,
        "target_kind": "opportunity",
        "object_key": "O7",
        "reason_code": "amount.format",
        "field": "amount",
        "message": "'=1+1' is not an amount",
        "content": "{}",
    }
    return RejectedRow.model_validate({**given, **fields})


ROWS = [
    Case("refused", [rejected()], ["rejected_row|deals.csv:12"]),
    Case("mended since", [rejected(cleared=True)]),
]


@pytest.mark.parametrize(
    ("code", "case"),
    [
        (code, case)
        for code, cases in {
            "OPP-DATES": DATES,
            "OPP-AMOUNT": AMOUNT,
            "OPP-STAGE": STAGE,
            "OPP-ACCOUNT": ACCOUNT,
            "CUR-UNKNOWN": CURRENCY,
            "ROW-REJECTED": ROWS,
        }.items()
        for case in cases
    ],
    ids=str,
)
def test_rule(code: str, case: Case) -> None:
    check(case, code)


@pytest.mark.parametrize(
    ("code", "record"),
    [
        ("OPP-DATES", won(close_date=None)),
        ("OPP-AMOUNT", won(amount=0)),
        ("OPP-STAGE", open_deal(stage="Haggling")),
        ("OPP-ACCOUNT", won(account_domain=None)),
        ("CUR-UNKNOWN", open_deal(currency="EURO")),
    ],
)
def test_they_stop_the_deal(code: str, record: object) -> None:
    (finding,) = found([record])
    assert (finding.code, finding.severity, finding.scope) == (code, "block", "opportunity")
    assert (finding.object_kind, finding.object_id) == ("opportunity", "O1")
    assert str(finding.place) == "opportunity.csv:2"


def test_no_account_warns_before_the_win() -> None:
    (finding,) = found([open_deal(account_domain=None)])
    assert (finding.severity, finding.scope) == ("warn", "none")
    assert finding.due_at is not None


def test_money_of_a_fund_stops_its_payouts() -> None:
    (finding,) = found(CURRENCY[3].records)
    assert (finding.severity, finding.scope) == ("block", "payout")


def test_an_unknown_stage_is_proposed_its_nearest() -> None:
    (finding,) = found([open_deal(stage="negociation")])
    assert finding.message == ("stage 'negociation' is not in the policy; nearest is 'Negotiation'")
    assert finding.remedy == (
        "map it: [values.stage] 'negociation' = 'Negotiation', or add the stage to the policy"
    )


def test_a_stage_against_the_flags_says_both() -> None:
    (finding,) = found([won(stage="Discovery")])
    assert finding.message == "stage 'Discovery' means open, the deal says won"


def test_a_rejected_row_says_where_and_why() -> None:
    (finding,) = found([rejected()])
    assert (finding.severity, finding.scope, finding.owner_role) == ("warn", "row", "revops")
    assert str(finding.place) == "deals.csv:12"
    assert finding.message == "opportunity 'O7': '=1+1' is not an amount (amount.format)"


@pytest.mark.parametrize(
    ("record", "row", "stays"),
    [
        (won("O7"), {}, True),
        (won("O8"), {}, False),
        (won("O7"), {"object_key": None}, False),
        (won("O7"), {"target_kind": "opportunity_line"}, False),
        (
            stage_change("O7", "Discovery", "2026-02-01"),
            {"target_kind": "stage_change", "object_key": "O7/2026-02-01 12:00:00+00:00"},
            True,
        ),
    ],
)
def test_a_refused_change_leaves_older_values(
    record: Record, row: dict[str, object], stays: bool
) -> None:
    (finding,) = [f for f in found([record, rejected(**row)]) if f.code == "ROW-REJECTED"]
    assert finding.message.endswith("; the older values stay in the figures") == stays


def test_a_missing_rate_names_currencies_and_period() -> None:
    (finding,) = found([open_deal()], EUROS)
    assert finding.message == "the policy has no rate from USD to EUR for 2026-Q3"
