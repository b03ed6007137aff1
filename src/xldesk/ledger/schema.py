"""The version of the tables: checked with plain SQL, changed with Alembic."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from xldesk.errors import LedgerError
from xldesk.ledger.faults import told_plainly

REVISIONS = ("0001",)
"""Every schema version this code knows, oldest first; the last is the one it works with."""


def found_revision(connection: Connection) -> str | None:
    """Return the schema version that stands in the database, None in an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def require_empty(connection: Connection, place: str) -> None:
    """Raise LedgerError where a ledger stands in the database already."""
    with told_plainly(place):
        found = found_revision(connection)
    if found is not None:
        raise LedgerError(f"{place}: a ledger stands here already; choose another place")


def require_current(connection: Connection, place: str) -> None:
    """Raise LedgerError unless the database has exactly the tables this code works with."""
    with told_plainly(place):
        found = found_revision(connection)
    if found == REVISIONS[-1]:
        return
    if found is None:
        raise LedgerError(f"{place}: there is no ledger here; make one with `xldesk init`")
    if found in REVISIONS:
        raise LedgerError(
            f"{place}: its schema {found} is older than this xldesk needs ({REVISIONS[-1]}); "
            "back it up, then run `xldesk ledger upgrade`"
        )
    raise LedgerError(
        f"{place}: its schema {found} is newer than this xldesk knows ({REVISIONS[-1]}); "
        "install the newer xldesk"
    )


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest version inside the caller's transaction."""
    # Alembic takes over a second to import and is needed for this alone.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "xldesk.ledger:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
