"""Desks and commands for tests of the ledger, and plain SQL around its guards."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb

from xldesk.ledger.database import FILE_NAME
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.ledger import Ledger
from xldesk.policy.load import default_policy, default_policy_text
from xldesk.records.kinds import column_types
from xldesk.records.opportunity import Opportunity
from xldesk.records.partner import Contact, Partner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
CONTACT = Contact(name="Ines Berg", email="ines@quay.example")


@dataclass(frozen=True)
class Desk:
    """A folder and, for PostgreSQL, a database of its own."""

    directory: Path
    url: str | None

    def create(self) -> Ledger:
        return Ledger.create(self.directory, self.url)

    def open(self) -> Ledger:
        return Ledger.open(self.directory, self.url)


def command(number: int, **changes: object) -> Command:
    """Return the ``number``-th command of a test: one an hour."""
    given: dict[str, object] = {
        "command_id": f"command-{number}",
        "kind": "intake",
        "actor": Actor("ada", "revops"),
        "at": START + timedelta(hours=number),
        "reason": "a test",
        "content_digest": f"content-{number}",
    }
    return Command(**{**given, **changes})  # type: ignore[arg-type]


def opportunity(number: int, amount: int = 100, **changes: object) -> Opportunity:
    """Return the ``number``-th opportunity of a test."""
    return Opportunity(
        **{
            "opportunity_id": f"O-{number}",
            "currency": "USD",
            "stage": "Proposal",
            "amount": amount,
            **changes,
        }
    )


def select_rows(kind: str, given: Mapping[str, str], source: str) -> str:
    """Return SQL for ``add_query``: the columns in ``given`` as expressions, the others NULL."""
    columns = {**dict.fromkeys(column_types(kind), "NULL"), "source_file": "NULL"}
    columns = {**columns, "source_row": "NULL", **given}
    listed = ", ".join(f'{expression} AS "{name}"' for name, expression in columns.items())
    return f"SELECT {listed} FROM {source}"


OPPORTUNITIES = select_rows(
    "opportunity",
    {
        "opportunity_id": "'O-' || i",
        "currency": "'USD'",
        "stage": "'Proposal'",
        "amount": "i * 100",
        "source_file": "'deals.csv'",
        "source_row": "i + 2",
    },
    "range(CAST(? AS BIGINT)) AS numbers(i)",
)
"""SQL for as many opportunities as its parameter says: O-0, O-1, …"""


def fill(ledger: Ledger) -> None:
    """Write five entries: a policy, rows, a segment, contacts, and rows again."""
    with ledger.writing(command(1, kind="policy")) as writer:
        writer.put_policy(default_policy(), default_policy_text())
    with ledger.writing(command(2)) as writer:
        writer.add_records(
            "opportunity",
            [opportunity(number) for number in range(4)],
            [("deals.csv", number + 2) for number in range(4)],
        )
    with ledger.writing(command(3)) as writer:
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [1_200])
    with ledger.writing(command(4)) as writer:
        writer.add_records("partner", [Partner(partner_id="P-1", name="Quay", contacts=[CONTACT])])
        writer.put_contacts("P-2", [CONTACT, CONTACT])
    with ledger.writing(command(5)) as writer:
        writer.add_records("opportunity", [opportunity(1, 7)])


def unguarded(directory: Path) -> sqlite3.Connection:
    """Return a connection to a desk's file whose guards are taken off, as a forger's would be."""
    connection = sqlite3.connect(directory / FILE_NAME, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    names = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in names.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    return connection
