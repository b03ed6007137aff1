"""Integer weights of time decay, made once from the half-life in decimal arithmetic."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

DECAY_PARTS = 10**18
"""The weight of a step on the day itself; older steps have whole parts of it."""

# Fifty digits, rounded once to eighteen: the same integers on every machine.
_EXACT = Context(prec=50, rounding=ROUND_HALF_UP)


def decay_parts(days: int, half_life_days: int) -> int:
    """Return 2^(−days / half-life) in parts of ``DECAY_PARTS``, rounded half up.

    Days are whole local days before the line's latest step (domain model, section 4).
    """
    exponent = _EXACT.divide(Decimal(-days), Decimal(half_life_days))
    weight = _EXACT.multiply(DECAY_PARTS, _EXACT.power(Decimal(2), exponent))
    return int(weight.to_integral_value(rounding=ROUND_HALF_UP))


def put_decay(con: duckdb.DuckDBPyConnection, half_life_days: int) -> None:
    """Make table ``decay(days, parts)`` for every day count that table ``step`` needs."""
    counted = con.execute(
        "SELECT DISTINCT s.days_before - l.latest FROM step AS s"
        " JOIN (SELECT line_no, min(days_before) AS latest FROM step GROUP BY line_no) AS l"
        " USING (line_no)"
    ).fetchall()
    _fill(con, ((days, decay_parts(days, half_life_days)) for (days,) in sorted(counted)))


def _fill(con: duckdb.DuckDBPyConnection, rows: Iterable[tuple[int, int]]) -> None:
    filled = list(rows)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE decay AS"
        " SELECT unnest($days::BIGINT[]) AS days, unnest($parts::BIGINT[]) AS parts",
        {"days": [row[0] for row in filled], "parts": [row[1] for row in filled]},
    )
