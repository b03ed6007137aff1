"""Snapshots equal a plain model of the ledger, are made once, and can be thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from support.ledger_desk import OPPORTUNITIES, Desk, command, opportunity, select_rows
from xldesk.ledger import materialise, segment
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.materialise import FOLDER, KEPT, SPARED_SECONDS, UNFINISHED, prune
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from xldesk.ledger.snapshot import Snapshot

TESTS = Path(__file__).resolve().parents[1]


def amounts(snapshot: Snapshot) -> list[tuple[object, ...]]:
    with snapshot.connect() as connection:
        return connection.execute(
            "SELECT opportunity_id, amount, ledger_position FROM opportunity ORDER BY ALL"
        ).fetchall()


@dataclass(frozen=True)
class Append:
    """One entry: how its rows come, and keys with amounts in their order."""

    way: str
    rows: tuple[tuple[int, int], ...]


APPENDS = st.lists(
    st.builds(
        Append,
        st.sampled_from(["records", "query", "segment"]),
        st.lists(
            st.tuples(st.integers(0, 6), st.integers(-1_000, 1_000)), min_size=1, max_size=6
        ).map(tuple),
    ),
    min_size=1,
    max_size=4,
)


def append(ledger: Ledger, number: int, what: Append) -> None:
    with ledger.writing(command(number)) as writer:
        if what.way == "records":
            writer.add_records(
                "opportunity", [opportunity(key, amount) for key, amount in what.rows]
            )
            return
        # Rows that no key of the model has make the set large enough for a segment.
        filling = 1_001 if what.way == "segment" else 0
        sql = select_rows(
            "opportunity",
            {
                "opportunity_id": "'O-' || key",
                "currency": "'USD'",
                "stage": "'Proposal'",
                "amount": "amount",
                "source_file": "'deals.csv'",
                "source_row": "row",
            },
            "(SELECT key, amount, row FROM given UNION ALL "
            "SELECT 'filling-' || i, 0, 0 FROM range($filling) AS numbers(i))",
        )
        connection = duckdb.connect()
        connection.execute("CREATE TABLE given (key VARCHAR, amount BIGINT, row BIGINT)")
        connection.executemany(
            "INSERT INTO given VALUES (?, ?, ?)",
            [[str(key), amount, row] for row, (key, amount) in enumerate(what.rows, start=2)],
        )
        writer.add_query("opportunity", connection, sql, {"filling": filling})


@settings(max_examples=settings().max_examples // 8)
@given(appends=APPENDS)
def test_every_position_equals_a_plain_model(
    appends: Sequence[Append], tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("desk")
    model: dict[str, tuple[int, int]] = {}
    states: list[dict[str, tuple[int, int]]] = [{}]
    with Ledger.create(directory) as ledger:
        for position, what in enumerate(appends, start=1):
            append(ledger, position, what)
            model.update({f"O-{key}": (amount, position) for key, amount in what.rows})
            states.append(dict(model))
        for position, state in reversed(list(enumerate(states))):
            found = {
                key: (amount, at)
                for key, amount, at in amounts(ledger.snapshot(position))
                if not str(key).startswith("O-filling")
            }
            assert found == state
        assert verify(ledger).ok
    shutil.rmtree(directory)


def test_the_same_commands_make_the_same_ledger(tmp_path: Path) -> None:
    heads, segments, contents = [], [], []
    for name, threads in (("one", 1), ("two", 2)):
        with Ledger.create(tmp_path / name) as ledger:
            for number, rows in ((1, 10), (2, 150_000), (3, 5_000)):
                with ledger.writing(command(number)) as writer:
                    connection = duckdb.connect(config={"threads": threads})
                    writer.add_query("opportunity", connection, OPPORTUNITIES, [rows])
            heads.append(ledger.head())
            segments.append(sorted(path.name for path in (tmp_path / name / "segments").iterdir()))
            contents.append(amounts(ledger.snapshot()))
    assert heads[0] == heads[1]
    assert segments[0] == segments[1]
    assert len(segments[0]) == 2
    assert contents[0] == contents[1]


def test_the_order_of_a_query_makes_no_difference(tmp_path: Path) -> None:
    heads = []
    for name, order in (("up", "i"), ("down", "-i")):
        with Ledger.create(tmp_path / name) as ledger, ledger.writing(command(1)) as writer:
            sql = f"SELECT * FROM ({OPPORTUNITIES} ORDER BY {order})"
            writer.add_query("opportunity", duckdb.connect(), sql, [3_000])
        with Ledger.open(tmp_path / name) as ledger:
            heads.append(ledger.head())
    assert heads[0] == heads[1]


def test_a_snapshot_is_made_once_and_again_if_harmed(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    first = ledger.snapshot()
    path = first.directory / "opportunity.parquet"
    written = path.stat().st_mtime_ns
    assert ledger.snapshot() == first
    assert path.stat().st_mtime_ns == written
    path.write_bytes(b"PAR1")
    assert amounts(ledger.snapshot()) == [("O-1", 100, 1)]
    path.unlink()
    assert amounts(ledger.snapshot()) == [("O-1", 100, 1)]
    for harmed in ("", "[]", '{"opportunity": 1}', "{}x"):
        (first.directory / "manifest.json").write_text(harmed)
        assert amounts(ledger.snapshot()) == [("O-1", 100, 1)]
    shutil.rmtree(first.directory.parent)
    assert amounts(ledger.snapshot()) == [("O-1", 100, 1)]


def test_a_kind_that_did_not_change_is_taken_over(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [5_000])
    first = ledger.snapshot().directory / "opportunity.parquet"
    (segment,) = (ledger.directory / "segments").iterdir()
    segment.rename(segment.with_suffix(".away"))  # so that nothing can be made anew
    with ledger.writing(command(2)) as writer:
        writer.keep()
    second = ledger.snapshot().directory / "opportunity.parquet"
    assert second != first
    assert second.read_bytes() == first.read_bytes()
    segment.with_suffix(".away").rename(segment)


def test_a_harmed_snapshot_is_not_taken_over(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [5_000])
    first = ledger.snapshot().directory / "opportunity.parquet"
    first.write_bytes(b"x" * first.stat().st_size)
    with ledger.writing(command(2)) as writer:
        writer.keep()
    assert len(amounts(ledger.snapshot())) == 5_000


def test_two_processes_make_the_same_snapshot_at_once(desk: Desk) -> None:
    with desk.create() as ledger, ledger.writing(command(1)) as writer:
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [50_000])
    program = (
        "import sys; from pathlib import Path; from xldesk.ledger.ledger import Ledger\n"
        "ledger = Ledger.open(Path(sys.argv[1]), sys.argv[2] or None)\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print(len(ledger.snapshot().connect().execute('FROM opportunity').fetchall()))\n"
    )
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(desk.directory), desk.url or ""],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(
                    [str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")]
                ),
            },
        )
        for _ in range(2)
    ]
    for maker in makers:
        assert maker.stdout is not None
        assert maker.stdout.readline() == "ready\n"
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write("go\n")
        maker.stdin.flush()
    assert [maker.communicate()[0] for maker in makers] == ["50000\n"] * 2
    assert len(list((desk.directory / FOLDER).iterdir())) == 1


def test_old_snapshots_go_recent_ones_stay(tmp_path: Path) -> None:
    old, young = 1_000_000, 1_000_000 + 2 * SPARED_SECONDS
    for number in range(KEPT + 3):
        (tmp_path / f"{number}").mkdir()
        os.utime(tmp_path / f"{number}", (old + number, old + number))
    for name, used in ((f"{UNFINISHED}old", old), (f"{UNFINISHED}young", young), ("new", young)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (used, used))
    prune(tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [f"{UNFINISHED}young", *sorted(["5", "6", "new"])]
    prune(tmp_path / "new")  # an empty folder is no trouble


def test_snapshots_are_pruned_as_new_ones_are_made(sqlite_ledger: Ledger) -> None:
    made = []
    for number in range(1, KEPT + 3):
        with sqlite_ledger.writing(command(number)) as writer:
            writer.keep()
        made.append(sqlite_ledger.snapshot().directory)
        os.utime(made[-1], (number, number))
    with sqlite_ledger.writing(command(99)) as writer:
        writer.keep()
    last = sqlite_ledger.snapshot().directory
    kept = {path.name for path in (sqlite_ledger.directory / FOLDER).iterdir()}
    assert kept == {path.name for path in (last, *made[-(KEPT - 1) :])}


def test_another_layout_makes_another_snapshot(sqlite_ledger: Ledger) -> None:
    with sqlite_ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    name = sqlite_ledger.snapshot().directory.name
    assert name.endswith(materialise.layout()[:8])


def test_an_older_segment_without_a_column_reads_as_null(
    sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = segment.columns_of("opportunity")
    older = {name: of_type for name, of_type in today.items() if name != "term_months"}
    sql = f"SELECT *, 'x' AS no_more FROM ({OPPORTUNITIES})"
    with monkeypatch.context() as then, sqlite_ledger.writing(command(1)) as writer:
        then.setattr(segment, "columns_of", lambda _: {**older, "no_more": "VARCHAR"})
        writer.add_query("opportunity", duckdb.connect(), sql, [1_500])
    found = sqlite_ledger.snapshot().connect().execute(
        "SELECT count(*), count(amount), count(term_months) FROM opportunity"
    )  # fmt: skip
    assert found.fetchall() == [(1_500, 1_500, 0)]


def test_a_desk_in_an_awkward_folder(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "d'e?s k [1]*%20#ü") as ledger:
        with ledger.writing(command(1)) as writer:
            writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [1_500])
        with ledger.writing(command(2)) as writer:
            writer.add_records("opportunity", [opportunity(1, 7)])
        assert len(amounts(ledger.snapshot())) == 1_500
        assert verify(ledger).ok
