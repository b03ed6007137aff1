"""Position models: their weights, shipped or written in the policy."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

POSITIONS = ("first", "registration", "creation", "close", "last", "rest")
"""Positions a step of a path may have, in the order of the domain model; rest is all others."""

Weights = dict[str, int]
"""A weight for each of ``POSITIONS``; 0 is no position."""


@cache
def position_models() -> dict[str, Weights]:
    """Return the shipped position models by name, with their weights (domain model, section 4)."""
    text = (files(__package__) / "positions.toml").read_text("utf-8")
    return {
        model: {position: weights.get(position, 0) for position in POSITIONS}
        for model, weights in tomllib.loads(text).items()
    }


def put_positions(con: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Make the one-row table ``position_weight`` that ``sql/position.sql`` reads."""
    columns = ", ".join(f'CAST(? AS BIGINT) AS "{position}"' for position in POSITIONS)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE position_weight AS SELECT {columns}",
        [weights[position] for position in POSITIONS],
    )
