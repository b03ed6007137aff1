"""The head of a ledger, looked at so often that reading it each time would be too slow."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from xldesk.ledger import schema
from xldesk.ledger.database import FILE_NAME
from xldesk.ledger.faults import told_plainly

if TYPE_CHECKING:
    from sqlalchemy.pool import PoolProxiedConnection

    from xldesk.ledger.entry import Head
    from xldesk.ledger.ledger import Ledger


class _File(NamedTuple):
    """Which file stands at a path, and when it was last written."""

    device: int
    number: int
    written: int
    changed: int
    size: int


class HeadWatch:
    """What ``ledger.head()`` returns, read again only where somebody committed meanwhile.

    SQLite says so by a number that every other connection's commit changes. It does not see that
    the file was replaced or overwritten by another: where its number, times or length changed,
    every connection is opened anew. A ledger on a server, or in a file that may only be read, has
    no such number: its head is read each time.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._path = str(ledger.directory / FILE_NAME)
        self._connection: PoolProxiedConnection | None = None
        self._file: _File | None = None
        self._mark: int | None = None
        self._head: Head | None = None

    def head(self) -> Head | None:
        """Return the last entry's position, hash and time; None in an empty ledger.

        Raises LedgerError where the file is gone, or no ledger of this age stands in its place.
        """
        database = self._ledger.database
        if not database.is_sqlite or database.read_only_file is not None:
            return self._ledger.head()
        with told_plainly(self._ledger.place):
            file = self._found_file()
            if file != self._file:
                file = self._opened_anew()
            mark = self._data_version()
        if file != self._file or mark != self._mark:
            # What marks the head comes first: a change between the two is seen the next time.
            self._head = self._ledger.head()
            self._file, self._mark = file, mark
        return self._head

    def close(self) -> None:
        """Let go of the connection."""
        self._file = self._mark = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened_anew(self) -> _File:
        """Close every connection, and return the file that the next ones open."""
        self.close()
        database = self._ledger.database
        database.close()  # closing the last connection may write the file
        file = self._found_file()
        with database.reading() as connection:
            schema.require_current(connection, database.place)
        return file

    def _found_file(self) -> _File:
        found = os.stat(self._path)  # noqa: PTH116 -- asked for every cell: a path is slower
        return _File(
            found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size
        )

    def _data_version(self) -> int:
        if self._connection is None:
            self._connection = self._ledger.database.engine.raw_connection()
        cursor = self._connection.cursor()
        try:
            cursor.execute("PRAGMA data_version")
            (number,) = cursor.fetchall()[0]
        finally:
            cursor.close()
        return int(number)
