"""Parquet files: every value in its exact text, rows counted from one."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb
import pytest

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from support.intake_desk import IntakeDesk

DEAL = "'O-1' AS opportunity_id, 'USD' AS currency, 'Proposal' AS stage"


def parquet(folder: Path, query: str, options: str = "") -> bytes:
    path = folder / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet{options})")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("value", "field", "known"),
    [
        ("CAST(12345678901.50 AS DECIMAL(18, 2))", "amount", 1_234_567_890_150),
        ("CAST(0.1 + 0.2 AS DOUBLE)", "amount", 30),
        ("CAST(1234.56 AS FLOAT)", "amount", 123_456),
        ("7", "amount", 700),
        ("DATE '2026-03-31'", "close_date", date(2026, 3, 31)),
        ("TIMESTAMP '2026-03-31 23:30:00.25'", "close_date", date(2026, 3, 31)),
        ("true", "is_won", True),
        ("CAST(12 AS SMALLINT)", "term_months", 12),
        ("MAP {'sfdc': '0065x'}", "external_ids", '{"sfdc":"0065x"}'),
        ("'00123'", "account_id", "00123"),
        ("CAST('A-1' AS BLOB)", "account_id", "A-1"),
        ("CAST(NULL AS DATE)", "close_date", None),
    ],
)
def test_a_value_of_each_type_is_read_exactly(
    desk: IntakeDesk, tmp_path: Path, value: str, field: str, known: object
) -> None:
    data = parquet(tmp_path, f"SELECT {DEAL}, {value} AS {field}")
    report = desk.read(data, "deals.parquet")
    assert (report.added, report.rejected) == (1, 0), report.rejects
    assert desk.rows("opportunity", f"{field}, source_row") == [(known, 1)]


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("TIMESTAMPTZ '2026-03-31 09:00:00+02'", datetime(2026, 3, 31, 7)),  # noqa: DTZ001
        ("DATE '2026-03-31'", datetime(2026, 3, 30, 22)),  # noqa: DTZ001
    ],
)
def test_a_time_keeps_its_zone(
    desk: IntakeDesk, tmp_path: Path, value: str, known: datetime
) -> None:
    data = parquet(
        tmp_path,
        f"SELECT 'E-1' AS event_id, 'P-1' AS partner_id, 'demo' AS kind, {value} AS occurred_at",
    )
    assert desk.read(data, "touches.parquet", {"time_zone": "Europe/Berlin"}).rejected == 0
    assert desk.rows("touch", "occurred_at") == [(known,)]


def test_lists_are_lists(desk: IntakeDesk, tmp_path: Path) -> None:
    data = parquet(
        tmp_path,
        "SELECT 'R-1' AS registration_id, 'P-1' AS partner_id, "
        "TIMESTAMPTZ '2026-03-31 09:00:00Z' AS submitted_at, ['mail', 'call'] AS evidence",
    )
    assert desk.read(data, "registrations.parquet").rejected == 0
    assert desk.rows("deal_registration", "evidence") == [(["mail", "call"],)]


def test_a_bad_row_is_rejected_by_its_number(desk: IntakeDesk, tmp_path: Path) -> None:
    rows = [
        f"SELECT {DEAL}, 1 AS amount",
        "SELECT 'O-2', 'USD', '', 1",
        "SELECT 'O' || chr(0), 'USD', 'Proposal', 1",
    ]
    report = desk.read(parquet(tmp_path, " UNION ALL ".join(rows)), "deals.parquet")
    assert [(reject.row, reject.reason_code) for reject in report.rejects] == [
        (2, "REQUIRED"), (3, "NUL"),
    ]  # fmt: skip


def test_a_name_with_marks_of_a_pattern_is_that_file(desk: IntakeDesk, tmp_path: Path) -> None:
    desk.write(parquet(tmp_path, "SELECT 'O-9' AS opportunity_id"), "deals1.parquet")
    report = desk.read(parquet(tmp_path, f"SELECT {DEAL}"), "deals[1]'*.parquet")
    assert (report.source, report.added) == ("deals[1]'*.parquet", 1)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: data[:-20], "is a Parquet file that is cut off"),
        (lambda data: data[:4] + bytes(len(data) - 8) + data[-4:], "cannot be read"),
        (lambda data: data[:40] + bytes(60) + data[100:], "cannot be read"),
        (lambda data: b"PARE" + data[4:], "encrypted Parquet"),
        (lambda data: data[:4], "cut off|cannot be read"),
    ],
    ids=["cut", "zeros", "a page", "encrypted", "magic only"],
)
def test_a_damaged_file_is_one_line(
    desk: IntakeDesk, tmp_path: Path, damage: object, words: str
) -> None:
    data = parquet(tmp_path, f"SELECT {DEAL}, i AS name FROM range(1000) t(i)")
    head = desk.head
    with pytest.raises(UsageError, match=words) as caught:
        desk.read(damage(data), "deals.parquet")  # type: ignore[operator]
    assert "\n" not in caught.value.message
    assert "deals.parquet" in caught.value.message
    assert desk.head == head
