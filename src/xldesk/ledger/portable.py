"""A ledger's database as one SQLite file, whichever back end it stands on."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, insert

from xldesk.ledger.database import FILE_NAME, Database
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.paging import Aligned, AnyRow, fields, in_order
from xldesk.ledger.tables import CONTACT, ENTRY, POLICY, ROW, ROW_SET

if TYPE_CHECKING:
    from pathlib import Path

TABLES_OF_AN_ENTRY = (ROW_SET, ROW, POLICY, CONTACT)


def copy_database(database: Database, folder: Path) -> Path:
    """Write the ledger as it stands at this moment to ``folder`` and return the file.

    Writers may go on meanwhile; the copy holds what had been committed when it began.
    """
    target = folder / FILE_NAME
    if database.is_sqlite:
        _copy_sqlite(database, target)
    else:
        _copy_entry_by_entry(database, folder)
    with told_plainly(str(target)):
        copied = sqlite3.connect(target)
        try:
            # One file without a log beside it is what an archive can hold.
            copied.execute("PRAGMA journal_mode = DELETE")
        finally:
            copied.close()
    return target


def _copy_sqlite(database: Database, target: Path) -> None:
    with database.reading() as connection, told_plainly(str(target)):
        raw = connection.connection.dbapi_connection
        copied = sqlite3.connect(target)
        try:
            raw.backup(copied)  # type: ignore[union-attr]  # it is sqlite3's own connection
        finally:
            copied.close()


def _copy_entry_by_entry(database: Database, folder: Path) -> None:
    with (
        Ledger.create(folder) as copy,
        database.reading() as source,
        told_plainly(database.place),
        copy.database.writing(0.0) as target,
    ):
        streams = [(table, Aligned(source, table, 1)) for table in TABLES_OF_AN_ENTRY]
        for entry in in_order(source, ENTRY):
            for table, rows in streams:
                _insert(target, table, list(rows.at((entry.position,))))
            _insert(target, ENTRY, [entry])


def _insert(target: Connection, table: Table, rows: list[AnyRow]) -> None:
    if rows:
        target.execute(insert(table), [fields(row) for row in rows])
