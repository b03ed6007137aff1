"""Numbers of a table of paths, from their texts: exact, or refused with file and row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

FEW_DIGITS = 18
MOST_DIGITS = 38
"""Digits of DuckDB's exact decimals, before and after the point; sums have to fit too.

Enough for what programs write of binary fractions, such as 0.43700000000000006.
"""

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"
_ROUND = "round the column, such as to 6 decimals"


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
    more digits than can be added exactly: the most decimals of a column, and before the point so
    many that all its steps together keep to ``MOST_DIGITS``.
    """
    rows = _one(con, "SELECT count(*) FROM path_text")
    # A model adds up a number once for each step; a path has fewer steps than signs and one.
    steps = _one(con, "SELECT sum(strlen(coalesce(path, '')) + 1) FROM path_text")
    parts = {column.part: "0" for column in columns}
    for column in columns:
        if column.heading is not None:
            parts[column.part] = _exact(con, file, column, len(str(steps)))
    if "amount" in parts and parts["amount"] == "0":
        parts["amount"] = parts["won"]
    numbers = ", ".join(f"{number} AS {part}" for part, number in parts.items())
    con.execute(
        "CREATE OR REPLACE TEMP TABLE path_row AS"  # noqa: S608 -- numbers of this module
        f" SELECT coalesce(path, '') AS path, {numbers} FROM path_text"
    )
    con.execute("DROP TABLE path_text")
    return rows


def _exact(con: duckdb.DuckDBPyConnection, file: Path, column: Column, added: int) -> str:
    """Return the SQL of the column's exact numbers, proven to be all numbers.

    ``added`` is how many digits more a sum may have than the largest number.
    """
    text = f"trim({column.part})"
    _refuse(con, file, column, f"NOT coalesce(regexp_full_match({text}, '{_NUMBER}'), false)")
    has_exponent = f"contains({text}, 'e') OR contains({text}, 'E')"
    shifted = bool(_one(con, f"SELECT EXISTS (FROM path_text WHERE {has_exponent})"))
    decimals_of = _shifted_decimals(text) if shifted else _decimals(text)
    decimals = _one(con, f"SELECT coalesce(max({decimals_of}), 0) FROM path_text")  # noqa: S608
    if decimals > MOST_DIGITS:
        many = f"has more than {MOST_DIGITS} decimals; {_ROUND}"
        _refuse(con, file, column, f"{decimals_of} > {MOST_DIGITS}", many)
    plain = _plain(text) if shifted else text
    number = f"TRY_CAST({plain} AS DECIMAL({MOST_DIGITS}, {decimals}))"
    most = MOST_DIGITS - decimals - added
    limit = f"CAST('{Decimal(10) ** most:f}' AS DECIMAL({MOST_DIGITS}, {decimals}))"
    _refuse(
        con,
        file,
        column,
        f"coalesce(abs({number}) >= {limit}, true)",
        _too_large(decimals, most),
    )
    if column.counted:
        _refuse(con, file, column, f"{number} < 0", "is below 0, which no count can be")
    # Numbers that fit into 64 bits are added in half the time.
    digits = _one(con, f"SELECT len(CAST(max(abs({number})) AS VARCHAR)) FROM path_text")  # noqa: S608
    width = MOST_DIGITS if digits > FEW_DIGITS else FEW_DIGITS
    return f"CAST({plain} AS DECIMAL({width}, {decimals}))"


def _too_large(decimals: int, most: int) -> str:
    """Return why a number does not fit, and what would make it fit."""
    if not decimals:
        return f"is too large: {most} digits are the most in this file"
    return (
        f"is too large: a number of the column has {decimals} decimals, which leaves "
        f"{max(most, 0)} digits before the point of the {MOST_DIGITS} that are added exactly; "
        f"{_ROUND}"
    )


def _decimals(text: str) -> str:
    """Return the SQL of how many decimals the text of a number without an exponent has."""
    return f"CASE WHEN contains({text}, '.') THEN len({text}) - strpos({text}, '.') ELSE 0 END"


def _shifted_decimals(text: str) -> str:
    """Return the SQL of how many decimals a number has; an exponent shifts those of its text."""
    return f"greatest(len({_fraction(text)}) - {_exponent(text)}, 0)"


def _plain(text: str) -> str:
    """Return the SQL of a number's text without an exponent: of ``-1.5e-3``, ``-0.0015``.

    A cast by itself fails for some long numbers with an exponent that fit without one.
    """
    exponent, fraction = _exponent(text), _fraction(text)
    sign = f"regexp_extract({text}, '^-')"
    whole = f"regexp_extract({text}, '^[+-]?(\\d*)', 1)"
    # So many zeros on both sides that the point can move; those at the ends say nothing.
    zeros = f"repeat('0', abs({exponent}))"
    padded = f"concat({zeros}, {whole}, {fraction}, {zeros})"
    point = f"abs({exponent}) + len({whole}) + {exponent}"
    moved = f"ltrim(left({padded}, {point}), '0'), '.', rtrim(substr({padded}, {point} + 1), '0')"
    return f"concat({sign}, '0', {moved}, '0')"


def _fraction(text: str) -> str:
    return f"regexp_extract({text}, '\\.(\\d*)', 1)"


def _exponent(text: str) -> str:
    return f"coalesce(TRY_CAST(regexp_extract({text}, '[eE](.*)$', 1) AS INTEGER), 0)"


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
