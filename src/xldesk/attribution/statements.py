"""The SQL of attribution: one readable file a step or model, run in order."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.ledger.parsed import run_parsed

if TYPE_CHECKING:
    import duckdb


@cache
def statement(name: str) -> str:
    """Return the text of ``sql/<name>.sql``."""
    return (files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")


def run_step(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run every statement of ``sql/<name>.sql``; each replaces the tables it makes."""
    run_parsed(con, statement(name))


def split_exactly(con: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Split every group of table ``source`` by its weights into table ``target``.

    Both names are this package's own, never a user's. See ``sql/split.sql`` for the columns and
    the rule; raises duckdb.InvalidInputException where the weights of a group add up to more
    than 2·10⁹, beyond which the arithmetic could leave 64 bits.
    """
    run_parsed(con, statement("split_totals").replace(":source", source))
    split_by_totals(con, "to_split_whole", target)


def split_by_totals(con: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Do the same where ``source`` already says of each group ``weights`` and ``first_no``."""
    run_parsed(con, statement("split").replace(":source", source).replace(":target", target))
