"""Numbers of a table of paths, from their texts: exact, or refused with file and row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

MOST_DECIMALS = 20
"""Enough for what programs write of binary fractions, such as 0.43700000000000006."""

FEW_DIGITS = 18
MOST_DIGITS = 38
"""Digits of DuckDB's exact decimals; the sum of a column has to fit too."""

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers: its part in the table, its heading (None: all 0), its kind."""

    part: str
    heading: str | None
    counted: bool = True
    """A count, which cannot be negative; otherwise an amount."""


def put_numbers(con: duckdb.DuckDBPyConnection, file: Path, columns: Sequence[Column]) -> int:
    """Make table ``path_row`` from table ``path_text`` and return its number of rows.

    A part without heading is 0 on each row; an amount without heading is what was won. Raises
    UsageError naming file and row for a text that is no number, a count below 0, or numbers of
    more digits than can be added exactly.
    """
    rows = _one(con, "SELECT count(*) FROM path_text")
    parts = {column.part: "0" for column in columns}
    for column in columns:
        if column.heading is not None:
            parts[column.part] = _exact(con, file, column, rows)
    if "amount" in parts and parts["amount"] == "0":
        parts["amount"] = parts["won"]
    numbers = ", ".join(f"{number} AS {part}" for part, number in parts.items())
    con.execute(
        "CREATE OR REPLACE TEMP TABLE path_row AS"  # noqa: S608 -- numbers of this module
        f" SELECT coalesce(path, '') AS path, {numbers} FROM path_text"
    )
    con.execute("DROP TABLE path_text")
    return rows


def _exact(con: duckdb.DuckDBPyConnection, file: Path, column: Column, rows: int) -> str:
    """Return the SQL of the column's exact numbers, proven to be all numbers."""
    text = f"trim({column.part})"
    _refuse(con, file, column, f"NOT coalesce(regexp_full_match({text}, '{_NUMBER}'), false)")
    decimals = _one(con, f"SELECT coalesce(max({_decimals(text)}), 0) FROM path_text")  # noqa: S608
    if decimals > MOST_DECIMALS:
        _refuse(con, file, column, f"{_decimals(text)} > {MOST_DECIMALS}", "has too many decimals")
    number = f"TRY_CAST({text} AS DECIMAL({MOST_DIGITS}, {decimals}))"
    # Room for the sum of all rows: each may have this many digits before the point.
    most = MOST_DIGITS - decimals - len(str(rows))
    _refuse(
        con,
        file,
        column,
        f"coalesce(abs({number}) >= CAST('1e{most}' AS DOUBLE), true)",
        f"is too large: with {decimals} decimals {most} digits before the point are the most",
    )
    if column.counted:
        _refuse(con, file, column, f"{number} < 0", "is below 0, which no count can be")
    # Numbers that fit into 64 bits are added in half the time.
    digits = _one(con, f"SELECT len(CAST(max(abs({number})) AS VARCHAR)) FROM path_text")  # noqa: S608
    width = MOST_DIGITS if digits > FEW_DIGITS else FEW_DIGITS
    return f"CAST({text} AS DECIMAL({width}, {decimals}))"


def _decimals(text: str) -> str:
    """Return the SQL of how many decimals a number's text has; an exponent shifts them."""
    mantissa = f"regexp_extract({text}, '\\.(\\d*)', 1)"
    exponent = f"coalesce(TRY_CAST(regexp_extract({text}, '[eE](.*)$', 1) AS INTEGER), 0)"
    return (
        f"CASE WHEN contains(lower({text}), 'e') THEN greatest(len({mantissa}) - {exponent}, 0)"
        f" WHEN contains({text}, '.') THEN len({text}) - strpos({text}, '.') ELSE 0 END"
    )


def _refuse(
    con: duckdb.DuckDBPyConnection,
    file: Path,
    column: Column,
    condition: str,
    why: str = "is no number",
) -> None:
    """Raise UsageError for the first row that meets ``condition``; rows count from the header."""
    found = con.execute(
        f"SELECT rowid + 2, {column.part} FROM path_text WHERE {condition} ORDER BY rowid LIMIT 1"  # noqa: S608 -- names and conditions of this module
    ).fetchone()
    if found is not None:
        row, text = found
        shown = "an empty cell" if text is None or not text.strip() else repr(text[:60])
        raise UsageError(f"{file}:{row}: {column.heading}: {shown} {why}")


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = con.execute(sql).fetchone()
    return int(found[0] or 0) if found else 0
