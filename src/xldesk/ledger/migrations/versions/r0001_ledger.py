"""The ledger's first schema: entries, rows, policies, contacts, and their guards.

The guards are triggers. They refuse UPDATE and DELETE, an entry that is not the next link, and
rows for an entry that already stands. A SQLite ``INSERT OR REPLACE`` deletes without firing
delete triggers; the insert guards refuse it, since nothing that stands can be inserted again.
"""

from __future__ import annotations

from alembic import op

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

CHAINED = ("entry", "row_set", "entry_row", "policy")
OF_AN_ENTRY = ("row_set", "entry_row", "policy", "contact")

POSTGRESQL_FUNCTIONS = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert-only: append a new entry instead', TG_TABLE_NAME;
END $$;
CREATE FUNCTION ledger_next_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM entry)
        OR NEW.previous_hash <> coalesce(
            (SELECT hash FROM entry ORDER BY position DESC LIMIT 1), repeat('0', 64)) THEN
        RAISE EXCEPTION 'entry is not the next link of the chain';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION ledger_not_afterwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.position <= (SELECT coalesce(max(position), 0) FROM entry) THEN
        RAISE EXCEPTION '% takes nothing for an entry that stands', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
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
    for table in (*CHAINED, "contact"):
        for act in ("UPDATE",) if table == "contact" else ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} is insert-only: append a new entry instead'); END"
            )
    op.execute(
        "CREATE TRIGGER entry_next_link BEFORE INSERT ON entry "
        "WHEN NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM entry) "
        "OR NEW.previous_hash <> coalesce("
        "(SELECT hash FROM entry ORDER BY position DESC LIMIT 1), printf('%064d', 0)) "
        "OR EXISTS (SELECT 1 FROM entry WHERE command_id = NEW.command_id OR hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'entry is not the next link of the chain'); END"
    )
    for table in OF_AN_ENTRY:
        op.execute(
            f"CREATE TRIGGER {table}_not_afterwards BEFORE INSERT ON {table} "  # noqa: S608  # table names from above
            "WHEN NEW.position <= (SELECT coalesce(max(position), 0) FROM entry) "
            f"BEGIN SELECT RAISE(ABORT, '{table} takes nothing for an entry that stands'); END"
        )


def _guard_postgresql() -> None:
    for function in POSTGRESQL_FUNCTIONS.split("END $$;\n"):
        if function.strip():
            op.execute(function + "END $$")
    for table in (*CHAINED, "contact"):
        acts = "UPDATE" if table == "contact" else "UPDATE OR DELETE"
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE {acts} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()"
        )
        if table != "contact":
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()"
            )
    op.execute(
        "CREATE TRIGGER entry_next_link BEFORE INSERT ON entry "
        "FOR EACH ROW EXECUTE FUNCTION ledger_next_link()"
    )
    for table in OF_AN_ENTRY:
        op.execute(
            f"CREATE TRIGGER {table}_not_afterwards BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_not_afterwards()"
        )


def downgrade() -> None:
    """Refuse: a ledger only goes forward."""
    raise NotImplementedError("a ledger is not downgraded; restore a backup instead")
