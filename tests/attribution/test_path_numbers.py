"""A number in a table of paths is the decimal it is written as, or it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xldesk.attribution.path_numbers import MOST_DIGITS, Column, put_numbers
from xldesk.errors import UsageError

FILE = Path("paths.csv")
TEXTS = st.from_regex(
    r"[+-]?([0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?", fullmatch=True
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as opened:
        yield opened


def read(con: duckdb.DuckDBPyConnection, texts: list[str]) -> list[Fraction]:
    con.execute("CREATE OR REPLACE TEMP TABLE path_text (path VARCHAR, amount VARCHAR)")
    con.executemany("INSERT INTO path_text VALUES ('A', ?)", [[text] for text in texts])
    put_numbers(con, FILE, [Column("amount", "v", counted=False)])
    found = con.execute("SELECT amount FROM path_row ORDER BY rowid").fetchall()
    return [Fraction(number) for (number,) in found]


def digits(texts: list[str]) -> int:
    """Return how many digits the numbers take in one column of decimals."""
    numbers = [Decimal(text) for text in texts]
    whole = max(len(f"{abs(int(number))}") if int(number) else 0 for number in numbers)
    shifted = [text.lower().partition("e") for text in texts]
    decimals = max(len(one.partition(".")[2]) - int(exponent or 0) for one, _, exponent in shifted)
    return whole + max(decimals, 0)


@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
@example(texts=["0.43700000000000006"])
@example(texts=["777869160045697.745725E-19"])
@example(texts=["-5.551115123125783e-17", "+.5", "7."])
@example(texts=["0e99", "-1E36"])
def test_exact_or_refused(con: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    try:
        found = read(con, texts)
    except UsageError as refused:
        assert "too large" in refused.message or "more than 38 decimals" in refused.message
        assert digits(texts) >= MOST_DIGITS - 1
    else:
        assert found == [Fraction(Decimal(text)) for text in texts]
        assert digits(texts) < MOST_DIGITS
