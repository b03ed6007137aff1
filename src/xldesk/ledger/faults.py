"""Turn what a database, DuckDB or the file system refuses into one line with a remedy."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
from sqlalchemy.exc import DBAPIError

from xldesk.errors import LedgerBusyError, LedgerCorruptError, LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = "the disk is full (or a size limit is reached): free some space and run the command again"
MEMORY = "memory is short: close other programs, or free disk space, and run the command again"
READ_ONLY = "it cannot be written: check the folder's permissions, or copy the desk elsewhere"
DAMAGED = "it is damaged: run `xldesk ledger verify`, then restore a backup"

NO_UTF8 = "Could not decode to UTF-8"
"""What Python says of stored text; it gives no code with it."""

SQLITE_REMEDIES: dict[int, tuple[type[LedgerError], str]] = {
    sqlite3.SQLITE_FULL: (LedgerError, FULL),
    sqlite3.SQLITE_IOERR: (LedgerError, "reading or writing failed (is the disk full or gone?)"),
    sqlite3.SQLITE_READONLY: (LedgerError, READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (LedgerError, READ_ONLY),
    sqlite3.SQLITE_PERM: (LedgerError, READ_ONLY),
    sqlite3.SQLITE_CORRUPT: (LedgerCorruptError, DAMAGED),
    sqlite3.SQLITE_NOTADB: (LedgerCorruptError, DAMAGED),
}

POSTGRESQL_REMEDIES: dict[str, str] = {
    "53100": "the server's disk is full: free some space and run the command again",
    "25006": "the server is read-only: connect to the primary server",
    "42501": "this login may not do that: ask the database's owner for the right",
}
POSTGRESQL_LOCKED = "55P03"

FULL_SIGNS = (os.strerror(errno.ENOSPC), os.strerror(errno.EFBIG), os.strerror(errno.EDQUOT))
"""What DuckDB quotes from the system when a disk has no room."""

FILE_REMEDIES: dict[int, str] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.ENOTDIR: "its path leads through a file: choose another folder",
}


@contextmanager
def told_plainly(place: str, wait_seconds: float | None = None) -> Iterator[None]:
    """Raise a LedgerError naming ``place`` for every fault of storage inside the block.

    With ``wait_seconds`` a lock held by another writer becomes a LedgerBusyError.
    """
    try:
        yield
    except DBAPIError as error:
        raise _database_fault(error.orig or error, place, wait_seconds) from error
    except sqlite3.Error as error:
        raise _database_fault(error, place, wait_seconds) from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        said = _first_line(error)
        short = MEMORY if isinstance(error, duckdb.OutOfMemoryException) else None
        remedy = FULL if any(sign in said for sign in FULL_SIGNS) else short
        raise LedgerError(f"{place}: {said}{f'; {remedy}' if remedy else ''}") from error
    except OSError as error:
        remedy = FILE_REMEDIES.get(error.errno or 0, str(error.strerror or error))
        raise LedgerError(f"{error.filename or place}: {remedy}") from error


def _database_fault(cause: BaseException, place: str, wait_seconds: float | None) -> LedgerError:
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return _busy(place, wait_seconds)
        if str(cause).startswith(NO_UTF8):
            return LedgerCorruptError(f"{place}: {DAMAGED}")
        kind, remedy = SQLITE_REMEDIES.get(code, (LedgerError, str(cause)))
        return kind(f"{place}: {remedy}")
    state = _postgresql_state(cause)
    if state == POSTGRESQL_LOCKED:
        return _busy(place, wait_seconds)
    known = POSTGRESQL_REMEDIES.get(state or "")
    return LedgerError(f"{place}: {known or _first_line(cause)}")


def _busy(place: str, wait_seconds: float | None) -> LedgerBusyError:
    waited = "" if wait_seconds is None else f" and did not finish within {wait_seconds:g} s"
    return LedgerBusyError(
        f"{place}: another writer is at work{waited}; "
        "nothing was written: run the command again when it has finished"
    )


def _postgresql_state(cause: BaseException) -> str | None:
    """Return the server's five-letter state, which pg8000 puts under ``C``."""
    if cause.args and isinstance(cause.args[0], dict):
        return str(cause.args[0].get("C", ""))
    return None


def _first_line(error: BaseException) -> str:
    if error.args and isinstance(error.args[0], dict):
        return str(error.args[0].get("M", error))
    return str(error).splitlines()[0] if str(error) else type(error).__name__
