"""A currency that changes without its amount is refused: minor units mean another sum then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.intake.kinds import INTAKE_KINDS, field_shapes
from xldesk.intake.statements import currency_alone
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

WHOLE = "opportunity_id,amount,currency,stage\nO-1,100.00,USD,Proposal\nO-2,,USD,Proposal\n"
ALONE = "opportunity_id,currency,stage\n"


@pytest.mark.parametrize("currency", ["JPY", "KWD", "EUR"])
def test_another_currency_without_the_amount_is_refused(desk: IntakeDesk, currency: str) -> None:
    desk.read(WHOLE)
    report = desk.read(f"{ALONE}O-1,{currency},Negotiation\nO-3,EUR,Proposal\n", "later.csv")
    assert (report.rows_read, report.added, report.changed, report.rejected) == (2, 1, 0, 1)
    (reject,) = report.rejects
    assert (reject.row, reject.object_key, reject.reason_code) == (2, "O-1", "CURRENCY-ALONE")
    assert reject.message == (
        f"currency: the currency changes from USD to {currency}, but the file has no amount; "
        "bring the amount in the same file as its currency"
    )
    assert reject.content == (
        f'{{"opportunity_id": "O-1", "currency": "{currency}", "stage": "Negotiation"}}'
    )
    assert desk.rows("opportunity", "amount, currency, stage", "opportunity_id = 'O-1'") == [
        (10_000, "USD", "Proposal")
    ]
    assert desk.rows("rejected_row", "row, reason_code, cleared") == [(2, "CURRENCY-ALONE", False)]


def test_the_same_currency_and_no_amount_and_both_together_come_in(desk: IntakeDesk) -> None:
    desk.read(WHOLE)
    same = desk.read(f"{ALONE}O-1,usd,Negotiation\nO-2,JPY,Negotiation\n", "later.csv")
    assert (same.changed, same.rejected) == (2, 0)
    both = desk.read("opportunity_id,amount,currency,stage\nO-1,100,JPY,Negotiation\n", "both.csv")
    assert (both.changed, both.rejected) == (1, 0)
    assert desk.rows("opportunity", "opportunity_id, amount, currency") == [
        ("O-1", 100, "JPY"), ("O-2", None, "JPY"),
    ]  # fmt: skip


def test_the_rejection_is_cleared_once_the_amount_comes_too(desk: IntakeDesk) -> None:
    desk.read(WHOLE)
    desk.read(f"{ALONE}O-1,JPY,Proposal\n", "later.csv")
    report = desk.read("opportunity_id,amount,currency,stage\nO-1,9000,JPY,Proposal\n", "both.csv")
    assert (report.changed, report.cleared) == (1, 1)
    assert desk.rows("opportunity", "amount, currency", "opportunity_id = 'O-1'") == [
        (9_000, "JPY")
    ]


def test_every_amount_left_behind_is_named_and_rows_add_up(desk: IntakeDesk) -> None:
    head = "request_id,fund_id,partner_id,activity_kind,activity_start,activity_end,submitted_at"
    facts = "F-1,P-1,event,2026-03-01,2026-03-02,2026-01-01T09:00:00Z"
    desk.read(
        f"{head},planned_spend,currency,expected_pipeline,approved_amount\n"
        f"M-1,{facts},10,USD,20,30\nM-2,{facts},10,USD,,\n",
        "mdf.csv",
    )
    later = desk.read(
        f"{head},planned_spend,currency\nM-1,{facts},10,EUR\nM-1,{facts},10,EUR\n"
        f"M-1,{facts},11,EUR\nM-2,{facts},10,EUR\n",
        "later.csv",
        chunk_rows=2,
    )
    assert (later.rows_read, later.changed, later.duplicate, later.rejected) == (4, 1, 1, 2)
    assert [reject.reason_code for reject in later.rejects] == ["CURRENCY-ALONE", "KEY-CONFLICT"]
    assert "the file has no expected_pipeline, approved_amount;" in later.rejects[0].message


def test_every_kind_that_can_leave_an_amount_behind_is_asked() -> None:
    for kind in INTAKE_KINDS:
        amounts = [name for name, s in field_shapes(kind).items() if s.shape == "amount"]
        asked = currency_alone(kind, ["currency", *KINDS[kind].KEY]) is not None
        free = "currency" in field_shapes(kind) and "currency" not in KINDS[kind].KEY
        assert asked == (bool(amounts) and free), kind
        assert currency_alone(kind, ["currency", *amounts]) is None
