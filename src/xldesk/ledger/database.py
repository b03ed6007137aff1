"""Connections to the ledger's database: consistent reads, and one writer at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from xldesk.errors import LedgerBusyError, LedgerError, MissingError, UsageError
from xldesk.ledger import sqlite_file
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.sqlite_file import can_be_written, file_engine, file_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "ledger.db"


class Database:
    """The database of one ledger. ``place`` names it in messages, without a password.

    ``read_only_file`` is its file where this user may only read it; ``for_reading`` says that it
    was opened for nothing else.
    """

    def __init__(
        self,
        engine: Engine,
        place: str,
        read_only_file: Path | None = None,
        *,
        for_reading: bool = False,
    ) -> None:
        self.engine = engine
        self.place = place
        self.read_only_file = read_only_file
        self.for_reading = for_reading

    @property
    def is_sqlite(self) -> bool:
        """Whether the ledger stands in a file of the desk's folder."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one moment of the ledger, whatever others write."""
        stamp = None if self.read_only_file is None else file_stamp(self.read_only_file)
        connection = self._connect()
        try:
            with told_plainly(self.place):
                connection.begin()
                if not self.is_sqlite:
                    connection.execute(
                        text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    )
            yield connection
        finally:
            connection.close()
        if self.read_only_file is not None and file_stamp(self.read_only_file) != stamp:
            raise LedgerBusyError(f"{self.place}: it was written to meanwhile; read it again")

    @contextmanager
    def writing(self, wait_seconds: float) -> Iterator[Connection]:
        """Yield the one writing connection; commit at the end, roll back on any error.

        Raises LedgerBusyError when another writer does not finish within ``wait_seconds``.
        """
        connection = self._connect().execution_options(wait_seconds=wait_seconds)
        try:
            with told_plainly(self.place, wait_seconds):
                transaction = connection.begin()
                if not self.is_sqlite:
                    self._lock_postgresql(connection, wait_seconds)
            try:
                yield connection
                with told_plainly(self.place):
                    transaction.commit()
            except BaseException:
                if transaction.is_active:
                    transaction.rollback()
                raise
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection; SQLite then folds its log back into the file."""
        self.engine.dispose()

    def _connect(self) -> Connection:
        with told_plainly(self.place):
            return self.engine.connect()

    def _lock_postgresql(self, connection: Connection, wait_seconds: float) -> None:
        connection.execute(
            text("SELECT set_config('lock_timeout', :wait, true)"),
            {"wait": f"{max(1, int(wait_seconds * 1000))}ms"},
        )
        if connection.execute(text("SELECT to_regclass('entry')")).scalar() is None:
            # The tables are being made: two makers would otherwise meet half-way.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('xldesk ledger'))"))
        else:
            # Readers go on; every other insert waits, from whatever program it comes.
            connection.execute(text("LOCK TABLE entry IN EXCLUSIVE MODE"))


def connect(directory: Path, url: str | None, *, for_reading: bool = False) -> Database:
    """Return the database of the desk in ``directory``: its own file, or the one at ``url``.

    ``url`` is ``postgresql+pg8000://user:password@host/database``. ``for_reading`` makes it refuse
    to be written. Raises UsageError for another kind, MissingError where the driver is not
    installed.
    """
    if url is None:
        return _sqlite(directory / FILE_NAME, for_reading=for_reading)
    parsed = make_url(url)
    if parsed.drivername != "postgresql+pg8000":
        raise UsageError(
            f"{parsed.render_as_string()}: a ledger's address begins with postgresql+pg8000://"
        )
    try:
        engine = create_engine(parsed, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MissingError(
            "the PostgreSQL driver is not installed: run pip install 'xldesk[postgres]'"
        ) from error
    return Database(engine, parsed.render_as_string(), for_reading=for_reading)


def _sqlite(path: Path, *, for_reading: bool = False) -> Database:
    read_only = not can_be_written(path)
    engine = file_engine(path, read_only=read_only, for_reading=for_reading)
    return Database(engine, str(path), path if read_only else None, for_reading=for_reading)


def use_write_ahead_log(database: Database) -> None:
    """Let readers of a new SQLite ledger go on while one writer writes."""
    if database.is_sqlite:
        with told_plainly(database.place):
            sqlite_file.use_write_ahead_log(database.engine)


def refuse_read_only(database: Database) -> None:
    """Raise LedgerError where the ledger can only be read."""
    if database.for_reading:
        raise LedgerError(f"{database.place}: it was opened for reading; open it again to write")
    if database.read_only_file is not None:
        raise LedgerError(
            f"{database.place}: it cannot be written: check the folder's permissions, "
            "or copy the desk elsewhere"
        )
