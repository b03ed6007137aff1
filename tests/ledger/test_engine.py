"""What does not fit into the memory limit goes to disk, or takes what the machine has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb
import pytest

from xldesk.errors import LedgerError
from xldesk.ledger.engine import execute_sparingly, open_engine
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.segment import copy_typed

if TYPE_CHECKING:
    from pathlib import Path

LARGE = "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(20_000)"
"""One text of 20 MB, which must be in memory whole."""

DATABASES = "SELECT database_name FROM duckdb_databases()"


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


def test_engines_know_nothing_of_each_other_and_leave_nothing_behind() -> None:
    gone = _two_engines()
    with open_engine() as engine:
        found = {name for (name,) in engine.execute(DATABASES).fetchall()}
    assert not gone & found


def _two_engines() -> set[str]:
    with open_engine() as one, open_engine() as other:
        one.execute("CREATE TABLE shared AS SELECT range AS number FROM range(3)")
        one.execute("CREATE VIEW seen AS SELECT * FROM shared")
        one.execute("SET TimeZone = 'Asia/Tokyo'")
        for name in ("shared", "seen"):
            with pytest.raises(duckdb.CatalogException):
                other.execute(f"SELECT * FROM {name}")
        assert other.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
        return {_own_database(one), _own_database(other)}


def test_engines_of_many_threads_answer_each_for_itself() -> None:
    def answer(number: int) -> list[tuple[int]]:
        with open_engine() as engine:
            engine.execute(f"CREATE TABLE rows AS SELECT range FROM range({number})")
            return engine.execute("SELECT count(*) FROM rows").fetchall()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(answer, range(100))) == [[(number,)] for number in range(100)]


def _own_database(engine: duckdb.DuckDBPyConnection) -> str:
    return str(engine.execute("SELECT current_database()").fetchall()[0][0])


def test_writers_of_many_threads_write_the_same_bytes_and_leave_settings(tmp_path: Path) -> None:
    settings = "SELECT current_setting('threads'), current_setting('memory_limit')"

    def write(number: int) -> bytes:
        target = tmp_path / f"{number}.parquet"
        with open_engine() as engine:
            sql = "SELECT range AS number FROM range(1000)"
            copy_typed(engine, {"number": "BIGINT"}, sql, [], order="number", target=target)
        return target.read_bytes()

    with open_engine() as engine:
        before = engine.execute(settings).fetchall()
        with ThreadPoolExecutor(8) as threads:
            assert len(set(threads.map(write, range(40)))) == 1
        assert engine.execute(settings).fetchall() == before


def test_an_engine_that_has_all_memory_gives_others_no_less() -> None:
    def limit(engine: duckdb.DuckDBPyConnection) -> object:
        return engine.execute("SELECT current_setting('memory_limit')").fetchall()

    with open_engine() as one, open_engine() as other:
        before = limit(other)
        [(used,)] = one.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchall()
        one.execute(f"SET memory_limit = '{used // 1_000 + 10_000}KB'")
        try:
            with pytest.raises(duckdb.OutOfMemoryException):
                execute_sparingly(one, LARGE)
        finally:
            one.execute("RESET memory_limit")
        assert limit(other) == before
