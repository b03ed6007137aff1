"""A table written as CSV, as a workbook and as Parquet reads as the same records."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from support.intake_desk import IntakeDesk
from support.workbooks import workbook

if TYPE_CHECKING:
    from pathlib import Path

Row = tuple[str, str | None, Decimal | None, str, date | None, bool, int | None]

NAMES = ("opportunity_id", "name", "amount", "currency", "close_date", "is_won", "term_months")
TYPES = ("VARCHAR", "VARCHAR", "DECIMAL(18, 2)", "VARCHAR", "DATE", "BOOLEAN", "BIGINT")

# Workbooks cannot hold control characters, and Excel's days begin in March 1900.
words = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
    .map(str.strip)
    .filter(bool)
    .map(lambda text: f"n{text[:12]}")
)
rows = st.lists(
    st.tuples(
        st.integers(0, 10**14).map(str) | st.integers(0, 99).map("O-{:03}".format),
        st.none() | words,
        st.none() | st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
        st.sampled_from(["USD", "EUR"]),
        st.none() | st.dates(date(1900, 3, 1), date(9999, 12, 31)),
        st.booleans(),
        st.none() | st.integers(-(10**14), 10**14),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda row: row[0],
)


def as_csv(table: list[Row]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(NAMES)
    writer.writerows(table)
    return stream.getvalue().encode()


def as_workbook(table: list[Row]) -> bytes:
    numbers = [
        [int(row[0]) if row[0].isdigit() else row[0], row[1],
         None if row[2] is None else float(row[2]), *row[3:]]
        for row in table
    ]  # fmt: skip
    return workbook(("Deals", [NAMES, *numbers]))


def as_parquet(table: list[Row], folder: Path) -> bytes:
    path = folder / "table.parquet"
    columns = ", ".join(f"{name} {of}" for name, of in zip(NAMES, TYPES, strict=True))
    marks = ", ".join("?" * len(NAMES))
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE made ({columns})")
        connection.executemany(f"INSERT INTO made VALUES ({marks})", table)
        connection.execute(f"COPY made TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


@settings(max_examples=8)
@given(table=rows)
def test_every_format_says_the_same(
    new_desk: Callable[[], IntakeDesk], tmp_path: Path, table: list[Row]
) -> None:
    desk = new_desk()
    mapping = {"kind": "opportunity", "constants": {"stage": "Proposal"}}
    first = desk.read(as_csv(table), "table.csv", mapping)
    assert (first.added, first.rejected) == (len(table), 0), first.rejects
    head = desk.head
    others = {
        "table.xlsx": as_workbook(table),
        "table.parquet": as_parquet(table, tmp_path),
        "other.csv": as_csv(table),
    }
    for name, content in others.items():
        again = desk.read(content, name, mapping)
        assert (again.unchanged, again.rejected) == (len(table), 0), again.rejects
        assert again.totals == first.totals
        assert desk.head == head
