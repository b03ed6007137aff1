"""Credit lines as records and as CSV: exact decimals, no formulas, nothing half written."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from attribution.plain_desk import PlainDesk, registration, role, touch
from xldesk.attribution.run import attribute
from xldesk.attribution.write import COLUMNS, credit_lines, write_credits
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


@pytest.fixture
def basis() -> Basis:
    desk = PlainDesk()
    desk.deal("=1+1", -1_000_01, product_family="core")
    desk.deal("O-jpy", 1_000, currency="JPY")
    desk.deal("O-kwd", 10**13, currency="KWD")
    desk.deal("O-open", 5, is_won=False, is_closed=False, close_date=None)
    desk.act("=1+1", role("@SUM(A1)", "co_sell", 0))
    desk.act("=1+1", role('P, "quoted"', "co_sell", 0))
    desk.act("O-kwd", registration("A", 0))
    desk.act("O-kwd", touch("B", "demo", 0))
    basis = desk.basis()
    attribute(basis)
    return basis


def test_csv_has_exact_amounts_and_no_formulas(basis: Basis, tmp_path: Path) -> None:
    file = tmp_path / "credits.csv"
    assert write_credits(basis, file) == 6
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert tuple(rows[0]) == COLUMNS
    shown = ("opportunity_id", "partner_id", "share", "credit", "currency", "is_won", "close_date")
    assert [tuple(row[column] for column in shown) for row in rows] == [
        ("'=1+1", "'@SUM(A1)", "0.500000", "-500.01", "USD", "true", "2026-12-31"),
        ("'=1+1", 'P, "quoted"', "0.500000", "-500.00", "USD", "true", "2026-12-31"),
        ("O-jpy", "DIRECT", "1.000000", "1000", "JPY", "true", "2026-12-31"),
        ("O-kwd", "A", "0.900000", "9000000000.000", "KWD", "true", "2026-12-31"),
        ("O-kwd", "B", "0.100000", "1000000000.000", "KWD", "true", "2026-12-31"),
        ("O-open", "DIRECT", "1.000000", "0.05", "USD", "false", ""),
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["credits.csv"]


def test_the_same_basis_gives_the_same_bytes(basis: Basis, tmp_path: Path) -> None:
    write_credits(basis, tmp_path / "one.csv")
    attribute(basis)
    write_credits(basis, tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_period_leaves_out_what_was_not_won_in_it(basis: Basis, tmp_path: Path) -> None:
    assert write_credits(basis, tmp_path / "q4.csv", "2026-Q4") == 5
    assert write_credits(basis, tmp_path / "q3.csv", "2026-Q3") == 0
    assert (tmp_path / "q3.csv").read_text("utf-8") == ",".join(COLUMNS) + "\n"


def test_a_file_that_cannot_be_written_is_named_and_the_old_one_stays(
    basis: Basis, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"cannot write .*credits\.csv: No such file"):
        write_credits(basis, tmp_path / "missing" / "credits.csv")
    with pytest.raises(UsageError, match=r"cannot write /: that is no name of a file"):
        write_credits(basis, Path("/"))
    folder = tmp_path / "credits.csv"
    folder.mkdir()
    with pytest.raises(UsageError, match=r"cannot write .*credits\.csv: Is a directory"):
        write_credits(basis, folder)
    assert [path.name for path in tmp_path.iterdir()] == ["credits.csv"]


def test_lines_as_records_add_up(basis: Basis) -> None:
    lines = list(credit_lines(basis))
    assert len(lines) == 6
    assert sum(line.credit for line in lines if line.opportunity_id == "O-kwd") == 10**13
    assert {line.status for line in lines} == {"proposed"}
    assert Decimal(lines[0].share) == 500_000
    assert len(list(credit_lines(basis, "2026-Q4"))) == 5


def test_the_connection_may_be_used_while_lines_are_read(basis: Basis) -> None:
    lines = credit_lines(basis)
    first = next(lines)
    assert basis.con.execute("SELECT count(*) FROM deal").fetchall() == [(4,)]
    assert [first, *lines] == list(credit_lines(basis))
