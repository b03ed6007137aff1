"""Whatever is changed, removed, inserted or moved is found and named."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from support.ledger_desk import CONTACT, command, fill, unguarded
from xldesk.errors import UsageError
from xldesk.ledger.database import FILE_NAME
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.segment import FOLDER as SEGMENTS
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    fill(ledger)
    return ledger


@pytest.fixture
def tampered(sqlite_ledger: Ledger) -> sqlite3.Connection:
    """Return the file of a filled ledger, its guards taken off."""
    fill(sqlite_ledger)
    return unguarded(sqlite_ledger.directory)


def problems(ledger: Ledger, head: str | None = None) -> list[str]:
    """Return what verify finds, the missing guards of ``unguarded`` aside."""
    found = verify(ledger, head).problems
    return [problem for problem in found if not problem.startswith("guard ")]


def test_an_intact_ledger_is_ok(filled: Ledger) -> None:
    filled.snapshot()
    head = filled.head()
    assert head is not None
    result = verify(filled, head.hash)
    assert result.problems == ()
    assert result.notes == ()
    assert (result.ok, result.entries, result.rows) == (True, 5, 4 + 1_200 + 1 + 1)
    assert result.head == head.hash


def test_a_ledger_without_entries_is_not_ok(ledger: Ledger) -> None:
    assert verify(ledger).problems == (
        "no entries: a desk begins with the entry that made it; restore a backup",
    )


def test_every_earlier_head_is_an_anchor(filled: Ledger) -> None:
    for entry in filled.entries():
        assert verify(filled, entry.hash).ok
        assert verify(filled, entry.hash[:12].upper()).ok


def test_an_anchor_that_is_not_in_the_chain_is_a_problem(filled: Ledger) -> None:
    result = verify(filled, "ab" * 32)
    assert not result.ok
    assert result.problems[0].startswith(f"anchor {'ab' * 32}: no entry of this ledger")


@pytest.mark.parametrize("head", ["", "12345678901", "not-a-hash-at-all", "x" * 64])
def test_what_cannot_be_an_anchor_is_refused(filled: Ledger, head: str) -> None:
    with pytest.raises(UsageError, match="is not an anchor"):
        verify(filled, head)


CHANGES = [
    ("UPDATE entry SET actor = 'eve' WHERE position = 2", "entry 2: its content does not match"),
    ("UPDATE entry SET at = '2026' WHERE position = 5", "entry 5: its content does not match"),
    (
        "UPDATE entry SET authenticated = 1 WHERE position = 3",
        "entry 3: its content does not match its hash",
    ),
    ("UPDATE entry SET hash = 'x' WHERE position = 2", "entry 3: it does not follow entry 2"),
    ("DELETE FROM entry WHERE position = 3", "entry 3 is missing"),
    ("DELETE FROM entry WHERE position IN (1, 2)", "entries 1 to 2 are missing"),
    ("DELETE FROM entry WHERE position = 5", "entry 5: row set 1 belongs to no entry"),
    (
        (
            "INSERT INTO entry SELECT 6, 'h', hash, 'c6', kind, actor, role, authenticated, at, "
            "reason, policy_version, content_digest, details, rows_digest "
            "FROM entry WHERE position = 5"
        ),
        "entry 6: its content does not match its hash",
    ),
    (
        (
            "UPDATE entry_row SET content = replace(content, '100', '900') "
            "WHERE position = 2 AND ordinal = 3"
        ),
        "entry 2: row 1.3 (opportunity) does not match its digest (read from deals.csv:4)",
    ),
    (
        "UPDATE entry_row SET source_row = 99 WHERE position = 2 AND ordinal = 1",
        "entry 2: row 1.1 (opportunity) does not match its digest (read from deals.csv:99)",
    ),
    (
        "UPDATE entry_row SET digest = 'x' WHERE position = 5",
        "entry 5: row 1.1 (opportunity) does not match its digest",
    ),
    (
        "DELETE FROM entry_row WHERE position = 2 AND ordinal = 2",
        "entry 2: row set 1 (opportunity): row 3 stands where 2 should",
    ),
    (
        "DELETE FROM entry_row WHERE position = 2 AND ordinal = 4",
        "entry 2: row set 1 (opportunity) has 3 rows instead of 4",
    ),
    (
        (
            "INSERT INTO entry_row SELECT position, part, 5, content, source_file, source_row, "
            "digest FROM entry_row WHERE position = 2 AND ordinal = 1"
        ),
        "entry 2: row set 1 (opportunity) has 5 rows instead of 4",
    ),
    (
        (
            "UPDATE entry_row SET ordinal = CASE ordinal WHEN 1 THEN -2 ELSE -1 END "
            "WHERE position = 2 AND ordinal <= 2; "
            "UPDATE entry_row SET ordinal = -ordinal WHERE ordinal < 0"
        ),
        "entry 2: row 1.1 (opportunity) does not match its digest",
    ),
    ("UPDATE entry_row SET part = 9 WHERE position = 5", "entry 5: row 9.1 belongs to no row set"),
    (
        "UPDATE row_set SET kind = 'touch' WHERE position = 5",
        "entry 5: its row sets or policy are not those it was written with",
    ),
    (
        "DELETE FROM row_set WHERE position = 3",
        "entry 3: its row sets or policy are not those it was written with",
    ),
    (
        "INSERT INTO row_set SELECT 5, 2, kind, 0, digest, NULL FROM row_set WHERE position = 5",
        "entry 5: its row sets or policy are not those it was written with",
    ),
    (
        "UPDATE row_set SET segment = 'x' WHERE segment IS NOT NULL",
        "entry 3: row set 1 (opportunity) names another segment",
    ),
    ("UPDATE row_set SET row_count = 0 WHERE position = 3", "entry 3: its row sets or policy"),
    (
        "UPDATE policy SET content = replace(content, '60', '90')",
        "is not what its version says",
    ),
    ("UPDATE policy SET source_text = ''", "entry 1: its row sets or policy are not"),
    ("UPDATE policy SET version = 'x'", "entry 1: its row sets or policy are not"),
    ("DELETE FROM policy", "entry 1: the policy it recorded is missing"),
    ("UPDATE policy SET position = 2", "entry 1: the policy it recorded is missing"),
    ("UPDATE policy SET position = 77", "entry 77: its policy belongs to no entry"),
    (
        "UPDATE contact SET content = replace(content, 'Ines', 'Eve') WHERE partner_id = 'P-1'",
        "entry 4: contact 2.1.1 of partner P-1 does not match its salted digest",
    ),
    (
        "UPDATE contact SET salt = '' WHERE member = 2",
        "entry 4: contact 2.2.2 of partner P-2 does not match its salted digest",
    ),
    (
        "UPDATE contact SET partner_id = 'P-9' WHERE member = 2",
        "entry 4: contact 2.2.2 of partner P-2 was moved to another partner",
    ),
    ("UPDATE contact SET position = 5", "entry 5: contact 2.1.1 belongs to no row"),
    (
        "UPDATE entry SET reason = CAST(x'ff' AS TEXT) WHERE position = 4",
        "entry 4: its content does not match its hash",
    ),
]


@pytest.mark.parametrize(("change", "named"), CHANGES)
def test_a_change_is_found_and_named(
    sqlite_ledger: Ledger, tampered: sqlite3.Connection, change: str, named: str
) -> None:
    tampered.executescript(change)
    found = problems(sqlite_ledger)
    assert any(named in problem for problem in found), found


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE entry SET actor = 'eve' WHERE position = 2", "entry 2: its content does not"),
        ("DELETE FROM entry WHERE position = 3", "entry 3 is missing"),
        (
            "UPDATE entry_row SET content = replace(content, '100', '900') WHERE ordinal = 3",
            "entry 2: row 1.3 (opportunity) does not match its digest (read from deals.csv:4)",
        ),
        ("DELETE FROM policy", "entry 1: the policy it recorded is missing"),
        ("UPDATE contact SET salt = ''", "entry 4: contact 2.1.1 of partner P-1 does not match"),
    ],
)
def test_a_change_by_the_owner_of_a_postgresql_database_is_found(
    tmp_path: Path, make_database: Callable[[], str], change: str, named: str
) -> None:
    with Ledger.create(tmp_path / "desk", make_database()) as ledger:
        fill(ledger)
        with ledger.database.engine.begin() as connection:
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text(change))
            connection.execute(text("SET session_replication_role = DEFAULT"))
        found = verify(ledger).problems
        assert any(named in problem for problem in found), found


def test_moved_entries_are_found(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    tampered.executescript(
        "UPDATE entry SET position = 9 WHERE position = 2;"
        "UPDATE entry SET position = 2 WHERE position = 3;"
        "UPDATE entry SET position = 3 WHERE position = 9"
    )
    found = problems(sqlite_ledger)
    for position in (2, 3):
        assert f"entry {position}: its content does not match its hash" in found


def test_the_last_entries_removed_whole_are_found_by_an_anchor(
    sqlite_ledger: Ledger, tampered: sqlite3.Connection
) -> None:
    head = sqlite_ledger.head()
    assert head is not None
    for table in ("entry_row", "row_set", "entry"):
        tampered.execute(f"DELETE FROM {table} WHERE position = 5")
    assert problems(sqlite_ledger) == []
    assert "no entry of this ledger has that hash" in problems(sqlite_ledger, head.hash)[0]


def test_missing_guards_are_named(sqlite_ledger: Ledger, tampered: sqlite3.Connection) -> None:
    found = verify(sqlite_ledger).problems
    assert len(found) == 14
    assert "guard entry_no_delete is missing: the database no longer refuses changes" in found


def test_a_disabled_guard_is_named_on_postgresql(filled: Ledger) -> None:
    if filled.database.is_sqlite:
        statement = "DROP TRIGGER entry_next_link"
    else:
        statement = "ALTER TABLE entry DISABLE TRIGGER entry_next_link"
    with filled.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert [problem.split(":")[0] for problem in verify(filled).problems] == [
        "guard entry_next_link is missing"
    ]


def test_what_the_ledger_was_not_made_with_is_named(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "desk")
    raw = sqlite3.connect(ledger.directory / FILE_NAME)
    raw.execute("CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN DELETE FROM contact; END")
    raw.execute("CREATE VIEW looks AS SELECT * FROM entry")
    raw.commit()
    raw.close()
    problems = [line for line in verify(ledger).problems if "not made with" in line]
    assert [line.split()[0] for line in problems] == ["looks", "quiet"]


def test_a_guard_replaced_by_another_of_its_name_is_named(filled: Ledger) -> None:
    if filled.database.is_sqlite:
        replacements = [
            "DROP TRIGGER entry_row_no_update",
            "CREATE TRIGGER entry_row_no_update BEFORE UPDATE ON entry_row BEGIN SELECT 1; END",
        ]
    else:
        replacements = [
            "DROP TRIGGER entry_row_no_change ON entry_row",
            (
                "CREATE TRIGGER entry_row_no_change BEFORE DELETE ON entry_row "
                "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()"
            ),
            (
                "CREATE OR REPLACE FUNCTION ledger_next_link() RETURNS trigger LANGUAGE plpgsql "
                "AS $$BEGIN RETURN NEW; END$$"
            ),
        ]
    with filled.database.engine.begin() as connection:
        for statement in replacements:
            connection.execute(text(statement))
    named = ["entry_row_no_update"]
    if not filled.database.is_sqlite:
        named = ["entry_next_link", "entry_row_no_change"]
    assert verify(filled).problems == tuple(
        f"guard {name} was replaced: it is not the one this ledger was made with" for name in named
    )


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "was changed or cut short"),
        (lambda path: path.write_bytes(b""), "was changed or cut short"),
        (
            lambda path: path.write_bytes(
                path.read_bytes()[:500] + b"\x00" + path.read_bytes()[501:]
            ),
            "was changed or cut short",
        ),
    ],
)
def test_a_harmed_segment_is_named(filled: Ledger, harm: object, said: str) -> None:
    (path,) = (filled.directory / SEGMENTS).iterdir()
    harm(path)  # type: ignore[operator]
    assert problems(filled) == [f"entry 3: segment {path.name} (1200 rows of opportunity) {said}"]


def test_an_unused_segment_is_a_note(filled: Ledger) -> None:
    stray = filled.directory / SEGMENTS / f"{'0' * 64}.parquet"
    stray.write_bytes(b"left by a writer that was stopped")
    result = verify(filled)
    assert result.ok
    assert result.notes == (f"{stray}: no entry cites this file; it can be removed",)


def test_a_changed_snapshot_is_named(filled: Ledger) -> None:
    snapshot = filled.snapshot()
    path = snapshot.directory / "opportunity.parquet"
    path.write_bytes(path.read_bytes()[::-1])
    assert problems(filled) == [
        f"{snapshot.directory}: opportunity was changed; delete this folder, it is made anew"
    ]


def test_erased_contacts_leave_the_chain_intact(filled: Ledger) -> None:
    with filled.writing(command(6, kind="erasure")) as writer:
        assert writer.erase_contacts("P-2") == 2
    assert filled.contacts("P-2") == []
    assert filled.contacts("P-1") == [CONTACT]
    result = verify(filled)
    assert result.problems == ()
    assert result.notes == ("2 contacts were erased; the chain keeps their salted digests",)


def test_contacts_deleted_without_an_entry_are_noted(filled: Ledger) -> None:
    with filled.writing(command(6, kind="erasure")) as writer:
        assert writer.erase_contacts("P-1") == 1
        assert writer.erase_contacts("P-2") == 2
    with filled.writing(command(7)) as writer:
        writer.put_contacts("P-2", [CONTACT])
        writer.put_contacts("P-3", [CONTACT, CONTACT])
    assert filled.entries()[5].details == {"contacts_erased": {"P-1": 1, "P-2": 2}}
    with filled.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM contact WHERE position = 7 AND member = 1"))
    result = verify(filled)
    assert result.ok
    gone = "that are gone, though no entry says that they were erased: 1"
    assert result.notes == (
        "3 contacts were erased; the chain keeps their salted digests",
        f"entry 7: contacts of partner P-2 {gone}",
        f"entry 7: contacts of partner P-3 {gone}",
    )


def test_no_personal_data_stands_in_the_chain(filled: Ledger) -> None:
    with filled.database.reading() as connection:
        for table in ("entry", "row_set", "entry_row"):
            for row in connection.execute(text(f"SELECT * FROM {table}")).all():
                assert "ines" not in str(row).lower()


def test_a_damaged_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    with Ledger.create(tmp_path) as ledger:
        fill(ledger)
    path = tmp_path / FILE_NAME
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 2 + 2_000] = b"\xff" * 2_000
    path.write_bytes(content)
    with Ledger.open(tmp_path) as ledger:
        assert not verify(ledger).ok


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a filled ledger to copy and forge."""
    directory = tmp_path_factory.mktemp("original")
    with Ledger.create(directory) as ledger:
        fill(ledger)
    return directory


TABLES = ("entry", "row_set", "entry_row", "policy", "contact")


@given(data=st.data())
def test_any_single_changed_cell_is_found(
    original: Path, tmp_path: Path, data: st.DataObject
) -> None:
    source = sqlite3.connect(original / FILE_NAME)
    forged_path = tmp_path / FILE_NAME
    forged_path.unlink(missing_ok=True)
    forged = sqlite3.connect(forged_path)
    source.backup(forged)
    forged.row_factory = sqlite3.Row
    forged.execute("PRAGMA ignore_check_constraints = ON")
    guards = forged.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for guard in guards:
        forged.execute(f"DROP TRIGGER {guard['name']}")
    table = data.draw(st.sampled_from(TABLES))
    rows = forged.execute(
        f"SELECT rowid AS number_in_file, * FROM {table} ORDER BY rowid"
    ).fetchall()
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from([name for name in row.keys() if name != "number_in_file"]))  # noqa: SIM118
    value = data.draw(_other_than(row[column]), label=f"{table}.{column}")
    try:
        forged.execute(
            f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row["number_in_file"])
        )
    except sqlite3.IntegrityError:
        return  # the tables' own constraints refuse even this
    for guard in guards:
        forged.execute(guard["sql"])
    forged.commit()
    forged.close()
    source.close()
    segments = tmp_path / SEGMENTS
    if not segments.exists():
        segments.symlink_to(original / SEGMENTS)
    with Ledger.open(tmp_path) as ledger:
        assert not verify(ledger).ok, json.dumps([table, column, str(value)])


def _other_than(value: object) -> st.SearchStrategy[object]:
    of_another_type = st.sampled_from([b"", b"\x00\xff", str(value).encode()])
    if isinstance(value, int):
        whole = st.integers(-3, 2_000).filter(lambda other: other != value)
        return st.one_of(whole, st.sampled_from([value + 0.5, float("inf"), "x"]), of_another_type)
    if value is None:
        return st.one_of(st.sampled_from(["", "x"]), of_another_type)
    cut = st.integers(0, len(str(value)) - 1).map(lambda length: str(value)[:length])
    if not value:
        cut = st.just("x")
    text = st.one_of(cut, st.just(f"{value} "), st.just(str(value).swapcase()))
    return st.one_of(text.filter(lambda other: other != value), of_another_type)
