"""The tables' version is checked when a ledger is opened, and made by migrations."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from support.ledger_desk import Desk, command, opportunity
from xldesk.errors import LedgerError
from xldesk.ledger import migrations, schema
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.tables import METADATA
from xldesk.ledger.verify import verify


def stamp(ledger: Ledger, revision: str) -> None:
    with ledger.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def test_the_migrations_make_the_tables_that_the_code_reads(ledger: Ledger) -> None:
    with ledger.database.reading() as connection:
        found = inspect(connection)
        for name, table in METADATA.tables.items():
            assert [column["name"] for column in found.get_columns(name)] == table.columns.keys()
            key = found.get_pk_constraint(name)["constrained_columns"]
            assert key == table.primary_key.columns.keys()


def test_every_known_revision_has_its_migration() -> None:
    folder = Path(str(migrations.__file__)).parent / "versions"
    modules = sorted(path.name for path in folder.glob("r*.py"))
    assert [name[1:5] for name in modules] == list(schema.REVISIONS)


def test_a_newer_ledger_is_not_touched(desk: Desk) -> None:
    with desk.create() as ledger:
        stamp(ledger, "9999")
    with pytest.raises(LedgerError, match=r"schema 9999 is newer .* install the newer xldesk"):
        desk.open()


def test_an_older_ledger_says_how_to_upgrade(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.create().close()
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "0002"))
    with pytest.raises(LedgerError, match=r"schema 0001 is older .* `xldesk ledger upgrade`"):
        desk.open()


def test_upgrading_a_current_ledger_changes_nothing(desk: Desk) -> None:
    with desk.create() as ledger, ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    Ledger.upgrade(desk.directory, desk.url)
    with desk.open() as ledger:
        assert len(ledger.entries()) == 1
        assert verify(ledger).ok


def test_opening_reading_and_writing_do_not_import_alembic(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "desk").close()
    program = (
        "import sys; from pathlib import Path\n"
        "from support.ledger_desk import command, opportunity\n"
        "from xldesk.ledger.ledger import Ledger\n"
        "with Ledger.open(Path(sys.argv[1])) as ledger:\n"
        "    with ledger.writing(command(1)) as writer:\n"
        "        writer.add_records('opportunity', [opportunity(1)])\n"
        "    ledger.snapshot().connect()\n"
        "print(sorted({'alembic', 'pandas', 'numpy', 'pg8000'} & sys.modules.keys()))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "desk")],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert result.stdout == "[]\n"
