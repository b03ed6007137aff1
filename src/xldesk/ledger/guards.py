"""The triggers of schema 0001: what refuses a change, in the very text the database keeps.

The migration makes them from here, and ``verify`` looks whether they still stand as made. A
later schema that changes one says so beside it, never in place of it.
"""

from __future__ import annotations

CHAINED = ("entry", "row_set", "entry_row", "policy")
OF_AN_ENTRY = ("row_set", "entry_row", "policy", "contact")

FUNCTION_BODIES = {
    "ledger_refuse_change": """
BEGIN
    RAISE EXCEPTION '% is insert-only: append a new entry instead', TG_TABLE_NAME;
END """,
    "ledger_next_link": """
BEGIN
    IF NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM entry)
        OR NEW.previous_hash <> coalesce(
            (SELECT hash FROM entry ORDER BY position DESC LIMIT 1), repeat('0', 64)) THEN
        RAISE EXCEPTION 'entry is not the next link of the chain';
    END IF;
    RETURN NEW;
END """,
    "ledger_not_afterwards": """
BEGIN
    IF NEW.position <= (SELECT coalesce(max(position), 0) FROM entry) THEN
        RAISE EXCEPTION '% takes nothing for an entry that stands', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END """,
}
"""The bodies of PostgreSQL's trigger functions, by name."""


def sqlite_guards() -> dict[str, str]:
    """Return the statement that makes each trigger in SQLite, by the trigger's name."""
    guards = {}
    for table in (*CHAINED, "contact"):
        for act in ("UPDATE",) if table == "contact" else ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            guards[name] = (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} is insert-only: append a new entry instead'); END"
            )
    guards["entry_next_link"] = (
        "CREATE TRIGGER entry_next_link BEFORE INSERT ON entry "
        "WHEN NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM entry) "
        "OR NEW.previous_hash <> coalesce("
        "(SELECT hash FROM entry ORDER BY position DESC LIMIT 1), printf('%064d', 0)) "
        "OR EXISTS (SELECT 1 FROM entry WHERE command_id = NEW.command_id OR hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'entry is not the next link of the chain'); END"
    )
    for table in OF_AN_ENTRY:
        guards[f"{table}_not_afterwards"] = (
            f"CREATE TRIGGER {table}_not_afterwards BEFORE INSERT ON {table} "  # noqa: S608  # table names from above
            "WHEN NEW.position <= (SELECT coalesce(max(position), 0) FROM entry) "
            f"BEGIN SELECT RAISE(ABORT, '{table} takes nothing for an entry that stands'); END"
        )
    return guards


def postgresql_guards() -> dict[str, tuple[str, str, str, str]]:
    """Return table, acts, ``ROW`` or ``STATEMENT``, and function of each trigger, by name."""
    guards = {}
    for table in (*CHAINED, "contact"):
        acts = "UPDATE" if table == "contact" else "UPDATE OR DELETE"
        guards[f"{table}_no_change"] = (table, acts, "ROW", "ledger_refuse_change")
        if table != "contact":
            refused = (table, "TRUNCATE", "STATEMENT", "ledger_refuse_change")
            guards[f"{table}_no_truncate"] = refused
    guards["entry_next_link"] = ("entry", "INSERT", "ROW", "ledger_next_link")
    for table in OF_AN_ENTRY:
        guards[f"{table}_not_afterwards"] = (table, "INSERT", "ROW", "ledger_not_afterwards")
    return guards
