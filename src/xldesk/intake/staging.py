"""Stage a file's rows in a database of their own, so that memory does not grow with the file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from xldesk.errors import UsageError
from xldesk.intake import statements
from xldesk.intake.abandoned import claimed, own_prefix, remove_abandoned
from xldesk.intake.hint import MOMENT_CODES, STYLE_CODES, Failing
from xldesk.intake.totals_row import TotalsRow
from xldesk.records.kinds import column_types

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from xldesk.intake.parsing import Parsed, Rejected
    from xldesk.records.partner import Contact

Contents = Callable[["Collection[int]"], "Iterator[list[tuple[int, str]]]"]

MEMORY_LIMIT = "512MB"

DISK_FAULTS = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)
"""How DuckDB says that a file cannot grow: while writing, while committing, or afterwards."""


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file whose rows are staged at ``path``. ``people`` are the contacts it names, by partner.

    ``people`` is None where the file has no columns of contacts. ``contents`` reads the file again
    and yields, chunk by chunk, the numbers asked for with the content a rejected row keeps.
    ``hint`` says what would mend a file most rows of which are refused. ``if_new`` are the fields
    that only a new object takes, ``mapping`` is the name of the shipped mapping it is read with.
    """

    path: Path
    source: str
    kind: str
    fields: tuple[str, ...]
    left_out: tuple[str, ...]
    people: dict[str, list[Contact]] | None
    contents: Contents
    hint: str | None = None
    rows_left_out: tuple[str, ...] = ()
    totals_rows: tuple[TotalsRow, ...] = ()
    if_new: tuple[str, ...] = ()
    mapping: str | None = None


class Staging:
    """The rows of one file: ``staged`` those that could be read, ``refused`` the others.

    After ``settle`` also ``reversed_row`` (rows that another row says the other way round),
    ``repeated`` (later rows of a key) and ``accepted`` (the first ones).
    """

    def __init__(self, path: Path, kind: str, fields: Sequence[str]) -> None:
        self.path = path
        self.kind = kind
        self.fields = tuple(fields)
        path.unlink(missing_ok=True)
        self._connection = duckdb.connect(
            str(path),
            config={"memory_limit": MEMORY_LIMIT, "temp_directory": f"{path}.spill"},
        )
        # Without a sample, columns of Python objects are read as text, never guessed.
        self._connection.execute("SET pandas_analyze_sample = 0")
        types = column_types(kind)
        columns = ", ".join(f'"{name}" {types[name]}' for name in fields)
        self._connection.execute(f"CREATE TABLE staged (row BIGINT, {columns})")
        self._connection.execute(
            "CREATE TABLE refused (row BIGINT, object_key VARCHAR, reason_code VARCHAR, "
            "field VARCHAR, message VARCHAR, content VARCHAR)"
        )
        self._connection.execute("CREATE TABLE linked (row BIGINT, own VARCHAR, other VARCHAR)")
        values = ", ".join(statements.staged_value(kind, name) for name in fields)
        # Every chunk is committed: an open transaction holds its rows in memory that has no limit.
        self._insert = f'INSERT INTO staged SELECT "$row", {values} FROM chunk'  # noqa: S608  # fields

    def add(self, parsed: Parsed) -> None:
        """Stage a chunk's rows."""
        if parsed.numbers:
            arrays: dict[str, object] = {name: _texts(parsed.values[name]) for name in self.fields}
            arrays["$row"] = np.array(parsed.numbers, dtype=np.int64)
            self._connection.register("chunk", arrays)
            self._connection.execute(self._insert)
            self._connection.unregister("chunk")
        if parsed.links:
            rows, own, other = zip(*parsed.links, strict=True)
            named = {"own": _texts(own), "other": _texts(other)}
            self._connection.register("chunk", {"row": np.array(rows, dtype=np.int64), **named})
            self._connection.execute("INSERT INTO linked BY NAME SELECT * FROM chunk")
            self._connection.unregister("chunk")
        self.refuse(parsed.rejected)

    def refuse(self, rows: Sequence[Rejected]) -> None:
        """Stage rows that are not accepted, each with its first reason and all messages."""
        insert_refused(self._connection, "refused", rows)

    def settle(self) -> None:
        """Find the keys that stand in several rows; the first row of each is accepted."""
        self._connection.execute(statements.reversed_row())
        self._connection.execute(statements.repeated(self.kind, self.fields))
        self._connection.execute(statements.accepted())

    def conflicts(self) -> dict[int, tuple[int, str]]:
        """Return later rows with other content: (first row of the key, fields that differ)."""
        found = self._connection.execute(
            "SELECT row, first_row, differing FROM repeated WHERE differing <> '' ORDER BY row"
        ).fetchall()
        return {row: (first_row, differing) for row, first_row, differing in found}

    def reversed_rows(self) -> set[int]:
        """Return the rows that are not read because another one says the same."""
        return {row for (row,) in self._connection.execute("FROM reversed_row").fetchall()}

    def keys(self, rows: Collection[int]) -> dict[int, str]:
        """Return the key of each of ``rows`` as ``Record.key_text`` writes it."""
        key = statements.key_text(self.kind, "staged")
        found = self._connection.execute(
            f"SELECT row, {key} FROM staged WHERE row IN (SELECT unnest(?))",  # noqa: S608  # ours
            [list(rows)],
        ).fetchall()
        return dict(found)

    def texts(self, name: str) -> list[str]:
        """Return a text field of the accepted rows, in the file's order."""
        found = self._connection.execute(
            f'SELECT "{name}" FROM accepted ORDER BY row'  # noqa: S608  # a field of the record
        ).fetchall()
        return [text for (text,) in found]

    def most_refused(self) -> Failing | None:
        """Return the reason and field for which the most rows are refused, None without any.

        Reasons that a style of amounts or a format of dates may have in common count as one.
        """
        found = self._connection.execute(
            "SELECT min(reason_code), field, count(*) AS rows FROM refused "
            "GROUP BY field, CASE WHEN list_contains($style, reason_code) THEN 'style' "
            "WHEN list_contains($moment, reason_code) THEN 'moment' ELSE reason_code END "
            "ORDER BY rows DESC, field, min(reason_code) LIMIT 1",
            {"style": STYLE_CODES, "moment": MOMENT_CODES},
        ).fetchone()
        return Failing(*found) if found else None

    def sums(self, name: str, before: int, after: int = 0) -> dict[str, int]:
        """Return the sum of an amount over the rows between two others, by currency."""
        found = self._connection.execute(
            f'SELECT currency, sum("{name}") FROM staged '  # noqa: S608  # a field of the record
            f'WHERE row < ? AND row > ? AND "{name}" IS NOT NULL '
            "GROUP BY currency ORDER BY currency",
            [before, after],
        ).fetchall()
        return {currency: int(total) for currency, total in found}

    def undecided(self) -> Failing | None:
        """Return the field with the most dates whose order cannot be told, None without any."""
        found = self._connection.execute(
            "SELECT min(reason_code), field, count(*) AS rows FROM refused "
            "WHERE reason_code = 'DATE-AMBIGUOUS' GROUP BY field ORDER BY rows DESC, field LIMIT 1"
        ).fetchone()
        return Failing(*found) if found else None

    def close(self) -> None:
        """Finish writing, so that the rows can be read beside the ledger's."""
        self._connection.execute("CHECKPOINT")
        self._connection.close()

    def discard(self) -> None:
        """Let go of the file without keeping anything."""
        self._connection.close()


def insert_refused(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Rejected]
) -> None:
    """Add rows to the refused ones; ``table`` is where ``connection`` has them."""
    if not rows:
        return
    columns: dict[str, list[str | None]] = {
        "object_key": [row.object_key for row in rows],
        "reason_code": [row.problems[0].code for row in rows],
        "field": [row.problems[0].field for row in rows],
        "message": ["; ".join(problem.message for problem in row.problems) for row in rows],
        "content": [row.content for row in rows],
    }
    arrays: dict[str, object] = {name: _texts(texts) for name, texts in columns.items()}
    arrays["row"] = np.array([row.number for row in rows], dtype=np.int64)
    connection.register("chunk", arrays)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM chunk")  # noqa: S608  # ours
    connection.unregister("chunk")


@contextmanager
def staging_folder() -> Iterator[Path]:
    """Yield a folder for staging that is gone afterwards; only its owner can read it."""
    try:
        # The claim is let go of last: until the folder is gone, it is in use.
        with ExitStack() as held, tempfile.TemporaryDirectory(prefix=own_prefix()) as folder:
            held.enter_context(claimed(Path(folder)))
            remove_abandoned(Path(folder))
            yield Path(folder)
    except (*DISK_FAULTS, OSError) as error:
        raise UsageError(
            f"{tempfile.gettempdir()}: {str(error).splitlines()[0]}; nothing was written: "
            "free some disk space there, or name another folder with TMPDIR, and run it again"
        ) from error


def _texts(values: Sequence[str | None]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    array = np.empty(len(values), dtype=np.object_)
    array[:] = values
    return array
