"""The ledger's first schema: entries, rows, policies, contacts, and their guards.

The guards are triggers. They refuse UPDATE and DELETE, an entry that is not the next link, and
rows for an entry that already stands. A SQLite ``INSERT OR REPLACE`` deletes without firing
delete triggers; the insert guards refuse it, since nothing that stands can be inserted again.
"""

from __future__ import annotations

from alembic import op

from xldesk.ledger.guards import FUNCTION_BODIES, postgresql_guards, sqlite_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE entry (
    position INTEGER NOT NULL PRIMARY KEY CHECK (position > 0),
    hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT NOT NULL UNIQUE,
    command_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    authenticated INTEGER NOT NULL CHECK (authenticated IN (0, 1)),
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    details TEXT NOT NULL,
    rows_digest TEXT NOT NULL
);
CREATE INDEX entry_at ON entry (at);
CREATE TABLE row_set (
    position INTEGER NOT NULL REFERENCES entry (position) DEFERRABLE INITIALLY DEFERRED,
    part INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_count BIGINT NOT NULL CHECK (row_count >= 0),
    digest TEXT NOT NULL,
    segment TEXT,
    PRIMARY KEY (position, part)
);
CREATE INDEX row_set_kind ON row_set (kind, position);
CREATE TABLE entry_row (
    position INTEGER NOT NULL,
    part INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    content TEXT NOT NULL,
    source_file TEXT,
    source_row BIGINT,
    digest TEXT NOT NULL,
    PRIMARY KEY (position, part, ordinal),
    FOREIGN KEY (position, part) REFERENCES row_set (position, part)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE policy (
    position INTEGER NOT NULL PRIMARY KEY
        REFERENCES entry (position) DEFERRABLE INITIALLY DEFERRED,
    version TEXT NOT NULL,
    content TEXT NOT NULL,
    source_text TEXT NOT NULL
);
CREATE TABLE contact (
    position INTEGER NOT NULL,
    part INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    member INTEGER NOT NULL,
    partner_id TEXT NOT NULL,
    salt TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (position, part, ordinal, member),
    FOREIGN KEY (position, part, ordinal) REFERENCES entry_row (position, part, ordinal)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX contact_partner ON contact (partner_id);
"""


def upgrade() -> None:
    """Make the tables and their guards."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for statement in sqlite_guards().values():
        op.execute(statement)


def _guard_postgresql() -> None:
    for name, body in FUNCTION_BODIES.items():
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    for name, (table, acts, each, function) in postgresql_guards().items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {acts} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    """Refuse: a ledger only goes forward."""
    raise NotImplementedError("a ledger is not downgraded; restore a backup instead")
