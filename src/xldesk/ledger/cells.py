"""What a stored cell may hold: SQLite keeps whatever a forger puts into a column of any type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, TypeDecorator

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.digest import utc_time

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Dialect

REMEDY = "run `xldesk ledger verify`, then restore a backup"

NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number with decimals",
    bytes: "bytes",
    type(None): "nothing",
}


class Typed(TypeDecorator[Any]):
    """A column whose cells are checked as they are read; raises LedgerCorruptError for another."""

    holds: type

    def process_result_value(self, value: object, dialect: Dialect) -> object:  # noqa: ARG002  # its signature
        """Return the cell as it is read."""
        if value is None or type(value) is self.holds:
            return value
        raise LedgerCorruptError(
            f"the ledger holds {NAMES[type(value)]} where {NAMES[self.holds]} belongs: {REMEDY}"
        )


class Words(Typed):
    """Text and nothing else."""

    impl = Text
    cache_ok = True
    holds = str


class Whole(Typed):
    """Whole numbers and nothing else."""

    impl = BigInteger
    cache_ok = True
    holds = int


def stored_time(text: str, what: str) -> datetime:
    """Return the time in a cell, in UTC; raises LedgerCorruptError naming ``what`` for others."""
    try:
        found = utc_time(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise LedgerCorruptError(f"{what} cannot be read: {REMEDY}")
    return found


def stored_object(text: str, what: str) -> dict[str, Any]:
    """Return the JSON object in a cell; raises LedgerCorruptError naming ``what`` for others."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise LedgerCorruptError(f"{what} cannot be read: {REMEDY}")
    return found
