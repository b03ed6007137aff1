"""Reading exports: what is added, changed, unchanged, kept, and answered on a retry."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from support.intake_desk import ADA, AT, IntakeDesk
from xldesk.errors import CommandConflictError, UsageError
from xldesk.intake.completeness import Completeness
from xldesk.intake.reading import read_files
from xldesk.intake.understanding import source_names
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.intake.export import Progress

HEADER = "opportunity_id,name,amount,currency,stage,close_date\n"
TWO = HEADER + (
    'O-1,Northwind,"1,000.50",usd,closed won,2026-03-31\nO-2,Fabrikam,2000,EUR,Proposal,\n'
)


def counts(report: Completeness) -> tuple[int, ...]:
    return (
        report.rows_read,
        report.added,
        report.changed,
        report.unchanged,
        report.duplicate,
        report.rejected,
    )


def test_rows_become_records_with_exact_values_and_places(desk: IntakeDesk) -> None:
    report = desk.read(TWO)
    assert counts(report) == (2, 2, 0, 0, 0, 0)
    assert report.kind == "opportunity"
    assert report.totals == {"USD": 100_050, "EUR": 200_000}
    assert report.amount_field == "amount"
    assert desk.rows(
        "opportunity",
        "opportunity_id, amount, currency, stage, is_closed, is_won, close_date, type, "
        "source_file, source_row, ledger_position",
    ) == [
        ("O-1", 100_050, "USD", "Closed Won", True, True, date(2026, 3, 31), "new",
         "deals.csv", 2, 2),
        ("O-2", 200_000, "EUR", "Proposal", False, False, None, "new", "deals.csv", 3, 2),
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(desk: IntakeDesk) -> None:
    bad = TWO + "O-3,Bad,NaN,USD,Proposal,\n" + "O-1,Other,1,USD,Proposal,\n"
    first = desk.read(bad)
    head = desk.head
    again = desk.read(bad)
    assert counts(first) == (4, 2, 0, 0, 0, 2)
    assert counts(again) == (4, 0, 0, 2, 0, 2)
    assert again.position is None
    assert desk.head == head
    assert again.totals == first.totals
    assert again.rejects == first.rejects


def test_only_changes_are_appended_and_a_file_put_back_changes_them_back(desk: IntakeDesk) -> None:
    desk.read(TWO)
    corrected = desk.read(TWO.replace("2000", "2500"))
    assert counts(corrected) == (2, 0, 1, 1, 0, 0)
    back = desk.read(TWO)
    assert counts(back) == (2, 0, 1, 1, 0, 0)
    assert [entry.position for entry in desk.ledger.entries()] == [1, 2, 3, 4]
    assert desk.rows("opportunity", "amount, ledger_position", "opportunity_id = 'O-2'") == [
        (200_000, 4)
    ]


def test_fields_that_a_file_does_not_speak_of_keep_their_value(desk: IntakeDesk) -> None:
    desk.read(TWO)
    report = desk.read(
        "opportunity_id,stage,currency,owner\nO-1,Closed Lost,USD,Mia\nO-9,Proposal,USD,\n",
        "stages.csv",
    )
    assert counts(report) == (2, 1, 1, 0, 0, 0)
    assert desk.rows("opportunity", "opportunity_id, name, amount, is_won, is_closed, owner") == [
        ("O-1", "Northwind", 100_050, False, True, "Mia"),
        ("O-2", "Fabrikam", 200_000, False, False, None),
        ("O-9", None, None, False, False, None),
    ]


def test_an_empty_cell_of_a_column_takes_the_value_away(desk: IntakeDesk) -> None:
    desk.read(TWO)
    desk.read("opportunity_id,stage,currency,name\nO-1,Closed Won,USD,\n")
    assert desk.rows("opportunity", "name, amount", "opportunity_id = 'O-1'") == [(None, 100_050)]


def test_a_key_twice_is_a_duplicate_or_a_conflict(desk: IntakeDesk) -> None:
    report = desk.read(TWO + "O-1,Northwind,1000.50,USD,Closed Won,2026-03-31\n"
                       "O-2,Fabrikam,2001,EUR,Negotiation,\n")  # fmt: skip
    assert counts(report) == (4, 2, 0, 0, 1, 1)
    assert report.totals == {"USD": 100_050, "EUR": 200_000}
    (reject,) = report.rejects
    assert (reject.row, reject.reason_code, reject.object_key) == (5, "KEY-CONFLICT", "O-2")
    assert "row 3" in reject.message
    assert "amount, stage" in reject.message
    assert '"2001"' in reject.content


def test_a_rejected_row_is_kept_and_cleared_once_it_is_in_order(desk: IntakeDesk) -> None:
    bad = HEADER + "O-1,Northwind,=1+1,USD,Proposal,31-02-2017\nO-2,Fabrikam,1,USD,Proposal,\n"
    report = desk.read(bad)
    assert counts(report) == (2, 1, 0, 0, 0, 1)
    kept = desk.rows(
        "rejected_row", "source, row, target_kind, object_key, reason_code, field, cleared"
    )
    assert kept == [("deals.csv", 2, "opportunity", "O-1", "AMOUNT-FORMAT", "amount", False)]
    message = report.rejects[0].message
    assert "'=1+1'" in message
    assert "close_date: '31-02-2017'" in message
    cleared = desk.read(HEADER + "O-1,Northwind,2,USD,Proposal,2017-02-28\n")
    assert cleared.cleared == 1
    assert desk.rows("rejected_row", "row, cleared") == [(2, True)]
    assert desk.read(bad).rejected == 1
    assert desk.rows("rejected_row", "row, cleared") == [(2, False)]


def test_a_rejected_row_is_cleared_by_its_key_from_another_file(desk: IntakeDesk) -> None:
    desk.read(HEADER + "O-1,Northwind,x,USD,Proposal,\nO-2,Fabrikam,y,USD,Proposal,\n")
    report = desk.read(HEADER + "O-2,Fabrikam,3,USD,Proposal,\n", "correction.csv")
    assert report.cleared == 1
    assert desk.rows("rejected_row", "source, row, cleared") == [
        ("deals.csv", 2, False),
        ("deals.csv", 3, True),
    ]


def test_a_row_without_a_key_is_cleared_when_its_source_no_longer_has_it(desk: IntakeDesk) -> None:
    desk.read(TWO + ",Total,3000.50,USD,Proposal,\n")
    assert desk.rows("rejected_row", "object_key, reason_code") == [(None, "REQUIRED")]
    other = desk.read(TWO, "other.csv")
    assert other.cleared == 0
    assert desk.read(TWO).cleared == 1


def test_a_key_with_a_time_is_known_again(desk: IntakeDesk) -> None:
    header = "opportunity_id,changed_at,stage,currency,amount\n"
    for when in ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00.5+02:00"):
        desk.read(header + f"O-1,{when},Proposal,USD,x\n", f"{when[-6:]}.csv")
        assert desk.read(header + f"O-1,{when},Proposal,USD,1\n", "mended.csv").cleared == 1


def test_a_retry_with_the_same_command_id_answers_exists(desk: IntakeDesk) -> None:
    bad = TWO + "O-3,Bad,NaN,USD,Proposal,\n"
    first = desk.read(bad, command_id="monday")
    head = desk.head
    again = desk.read(bad, command_id="monday")
    assert again.existed
    assert not first.existed
    assert (counts(again), again.totals, again.position, again.rejects) == (
        counts(first), first.totals, first.position, first.rejects,
    )  # fmt: skip
    assert desk.head == head
    with pytest.raises(CommandConflictError, match="monday"):
        desk.read(TWO, command_id="monday")
    assert desk.head == head


def test_several_files_are_one_entry_each_and_understood_before_any_is_written(
    desk: IntakeDesk,
) -> None:
    deals = desk.write(TWO)
    lines = desk.write(
        "opportunity_id,product_family,amount,currency\nO-1,Core,1000.50,USD\n", "lines.csv"
    )
    wrong = desk.write("a,b\n1,2\n", "wrong.csv")
    head = desk.head
    with pytest.raises(UsageError, match=r"wrong\.csv:1"):
        read_files(desk.ledger, desk.policy, [deals, wrong], actor=ADA, at=AT)
    assert desk.head == head
    reports = read_files(
        desk.ledger, desk.policy, [deals, lines], actor=ADA, at=AT, command_id="both"
    )
    assert [(report.kind, report.position) for report in reports] == [
        ("opportunity", 2), ("opportunity_line", 3),
    ]  # fmt: skip
    assert [entry.command_id for entry in desk.ledger.entries(after=1)] == ["both", "both/2"]


def test_the_entry_says_how_complete_the_intake_was(desk: IntakeDesk) -> None:
    report = desk.read("zone," + HEADER + 'EMEA,O-1,Northwind,"1,000.50",USD,Proposal,\n')
    (entry,) = desk.ledger.entries(after=1)
    assert entry.kind == "intake"
    assert entry.details["completeness"] == report.details()
    assert report.left_out == ("zone",)
    shown = report.as_dict()
    assert shown["totals"] == {"USD": "1000.50"}
    assert (shown["rows_read"], shown["added"], report.accepted) == (1, 1, 1)
    assert verify(desk.ledger).ok


def test_progress_ends_at_the_size_of_the_file(desk: IntakeDesk) -> None:
    told: list[tuple[int, int, str]] = []
    progress: Progress = lambda done, total, what: told.append((done, total, what))  # noqa: E731
    rows = "".join(f"O-{n},x,1,USD,Proposal,\n" for n in range(50))
    desk.read(HEADER + rows, progress=progress, chunk_rows=20)
    size = len(HEADER + rows)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1] == (size, size, "deals.csv: 50 rows")
    assert len(told) == 3


def test_every_kind_of_the_first_issue_is_recognised_and_read(desk: IntakeDesk) -> None:
    when = "2026-01-10T09:00:00Z"
    files = {
        "partner": "partner_id,name,type,is_customer\nP-1,Harbor Systems,SI,yes\n",
        "deal_registration": "registration_id,partner_id,customer_name,evidence,submitted_at,"
        f"amount,currency\nR-1,P-1,Northwind,mail; minutes ,{when},12.5,KWD\n",
        "partner_role": "opportunity_id,partner_id,role,agreed_share,accepted_by_us_at\n"
        f"O-1,P-1,Co-Sell,25%,{when}\n",
        "touch": f"event_id,partner_id,opportunity_id,kind,occurred_at\nE-1,P-1,O-1,POC,{when}\n",
        "mdf_fund": "fund_id,partner_id,period,budget,currency,expiry\n"
        "F-1,P-1,2026-Q1,1000,JPY,2026-03-31\n",
        "mdf_request": "request_id,fund_id,partner_id,activity_kind,activity_start,activity_end,"
        "planned_spend,currency,expected_close_rate,submitted_at\n"
        f"Q-1,F-1,P-1,event,2026-02-01,2026-02-02,5,JPY,0.2,{when}\n",
        "mdf_claim": "claim_id,request_id,partner_id,claimed_amount,currency,submitted_at\n"
        f"C-1,Q-1,P-1,5,JPY,{when}\n",
    }
    for kind, text in files.items():
        assert desk.read(text, f"{kind}.csv").kind == kind
    assert desk.rows("partner", "type, is_customer, status") == [("si", True, "active")]
    assert desk.rows("deal_registration", "evidence, amount, submitted_at, status") == [
        (["mail", "minutes"], 12_500, datetime(2026, 1, 10, 9), "submitted")  # noqa: DTZ001
    ]
    assert desk.rows("partner_role", "role, agreed_share, is_primary") == [
        ("co_sell", Decimal("0.250000"), False)
    ]
    assert desk.rows("mdf_fund", "budget") == [(1000,)]
    assert desk.rows("mdf_request", "expected_close_rate") == [(Decimal("0.200000"),)]


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    paths = [tmp_path / "us" / "deals.csv", tmp_path / "eu" / "deals.csv", tmp_path / "roles.csv"]
    assert source_names(paths) == ["us/deals.csv", "eu/deals.csv", "roles.csv"]


def test_a_report_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(AssertionError, match="3 rows read, but 2"):
        Completeness("deals.csv", "opportunity", 3, 1, 0, 0, 0, 1)
