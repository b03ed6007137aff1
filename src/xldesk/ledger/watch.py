"""The head of a ledger, looked at so often that reading it each time would be too slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.pool import PoolProxiedConnection

    from xldesk.ledger.entry import Head
    from xldesk.ledger.ledger import Ledger


class HeadWatch:
    """What ``ledger.head()`` returns, read again only where somebody committed meanwhile.

    SQLite says so by a number that every other connection's commit changes. A ledger on a server,
    or in a file that may only be read, has none: its head is read each time.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._connection: PoolProxiedConnection | None = None
        self._mark: int | None = None
        self._head: Head | None = None

    def head(self) -> Head | None:
        """Return the last entry's position, hash and time; None in an empty ledger."""
        mark = self._data_version()
        if mark is None or mark != self._mark:
            # The mark comes first: a commit between the two is seen the next time.
            self._head, self._mark = self._ledger.head(), mark
        return self._head

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._mark = None

    def _data_version(self) -> int | None:
        database = self._ledger.database
        if not database.is_sqlite or database.read_only_file is not None:
            return None
        if self._connection is None:
            self._connection = database.engine.raw_connection()
        cursor = self._connection.cursor()
        try:
            cursor.execute("PRAGMA data_version")
            row = cursor.fetchone()
        finally:
            cursor.close()
        return None if row is None else int(row[0])
