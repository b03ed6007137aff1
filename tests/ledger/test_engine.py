"""What does not fit into the memory limit goes to disk, or takes what the machine has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from xldesk.errors import LedgerError
from xldesk.ledger.engine import execute_sparingly, open_engine
from xldesk.ledger.faults import told_plainly

if TYPE_CHECKING:
    from pathlib import Path

LARGE = "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(20_000)"
"""One text of 20 MB, which must be in memory whole."""


def test_an_engine_with_a_spill_folder_leaves_nothing_in_it(tmp_path: Path) -> None:
    spill = tmp_path / "rows.spill"
    with open_engine(spill) as engine:
        engine.execute("SET memory_limit = '40MB'")
        engine.execute("SET threads = 1")
        rows = engine.execute(
            "CREATE TABLE sorted AS SELECT md5(i::VARCHAR) AS text FROM range(2_000_000) AS t(i) "
            "ORDER BY text"
        ).fetchall()
        assert rows == [(2_000_000,)]
        assert any(spill.iterdir())
    assert not spill.exists()


def test_a_statement_that_cannot_spill_takes_what_the_machine_has(tmp_path: Path) -> None:
    with open_engine(tmp_path / "rows.spill") as engine:
        engine.execute("SET memory_limit = '10MB'")
        limit = engine.execute("SELECT current_setting('memory_limit')").fetchall()
        with pytest.raises(duckdb.OutOfMemoryException):
            engine.execute(LARGE).fetchone()
        assert execute_sparingly(engine, LARGE) == (20_000_000,)
        assert engine.execute("SELECT current_setting('memory_limit')").fetchall() == limit


def test_too_little_memory_is_one_line_with_a_remedy(tmp_path: Path) -> None:
    with open_engine(tmp_path / "rows.spill") as engine:
        engine.execute("SET memory_limit = '10MB'")
        with pytest.raises(LedgerError) as told, told_plainly("desk"):
            engine.execute(LARGE).fetchone()
    assert told.value.message.startswith("desk: Out of Memory")
    assert "\n" not in told.value.message
    assert "memory is short" in told.value.message
