"""Read a Parquet file in chunks of rows, counted from 1: the format has no lines."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.cell_texts import number_text
from xldesk.intake.reject import problem
from xldesk.intake.table import Chunk, RefusedRow, refuse_wide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from xldesk.intake.survey import SourceFile
    from xldesk.policy.process import Limits

MEMORY_LIMIT = "512MB"
_END = b"PAR1"
_ENCRYPTED = b"PARE"


class ParquetTable:
    """A Parquet file: its columns are the header, its values exact texts.

    Decimals, dates and times keep every digit; times with a zone are in UTC and say so; floats are
    read as spreadsheets show them, with up to 15 digits; lists are joined by ``;``, other nested
    values are JSON.
    """

    above: tuple[int, ...] = ()

    def __init__(self, source: SourceFile, *, limits: Limits) -> None:
        self.source = source
        self.place = str(source.path)
        _refuse_cut(source.path)
        with closing(self._connect()) as connection:
            described = self._run(connection, "DESCRIBE SELECT * FROM export").fetchall()
        self.header: tuple[str, ...] = tuple(name.strip() for name, *_ in described)
        self._types = [of_type for _, of_type, *_ in described]
        self._columns = [
            _as_text(name, of_type)
            for (name, *_), of_type in zip(described, self._types, strict=True)
        ]
        refuse_wide(self.place, self.header, limits.max_columns)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows in chunks of up to ``size``, in the file's order.

        Rows without any content are no rows. Raises UsageError where the file is damaged.
        """
        floats = [i for i, of_type in enumerate(self._types) if of_type in {"DOUBLE", "FLOAT"}]
        with closing(self._connect()) as connection:
            rows = self._count(connection)
            query = f"SELECT {', '.join(self._columns)} FROM export"  # noqa: S608  # its own names
            found = self._run(connection, query)
            number = 0
            while fetched := self._fetch(found, size):
                chunk = Chunk()
                for values in fetched:
                    number += 1
                    _add(chunk, number, list(values), floats)
                chunk.done_bytes = self.source.size * number // max(rows, 1)
                if len(chunk):
                    yield chunk

    def _connect(self) -> duckdb.DuckDBPyConnection:
        import duckdb  # noqa: PLC0415  # loaded where it is used

        connection = duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "threads": 1})
        written = str(self.source.path).replace("'", "''")
        try:
            connection.execute(
                f"CREATE VIEW export AS SELECT * FROM read_parquet('{written}', "  # noqa: S608
                "binary_as_string = true)"
            )
        except duckdb.Error as error:
            connection.close()
            raise self._damaged(error) from error
        return connection

    def _run(self, connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyConnection:
        import duckdb  # noqa: PLC0415  # loaded where it is used

        try:
            return connection.execute(query)
        except duckdb.Error as error:
            raise self._damaged(error) from error

    def _fetch(
        self, found: duckdb.DuckDBPyConnection, size: int
    ) -> list[tuple[str | float | None, ...]]:
        import duckdb  # noqa: PLC0415  # loaded where it is used

        try:
            return found.fetchmany(size)
        except duckdb.Error as error:
            raise self._damaged(error) from error

    def _count(self, connection: duckdb.DuckDBPyConnection) -> int:
        return int(self._run(connection, "SELECT count(*) FROM export").fetchall()[0][0])

    def _damaged(self, error: Exception) -> UsageError:
        first = str(error).splitlines()[0][:200]
        return UsageError(
            f"{self.source.path} is a Parquet file that cannot be read ({first}); export it again"
        )


def _add(chunk: Chunk, number: int, values: list[str | float | None], floats: list[int]) -> None:
    for i in floats:
        value = values[i]
        values[i] = None if value is None else number_text(float(value))
    texts = ["" if value is None else str(value) for value in values]
    if not any(texts):
        return
    if any("\0" in text for text in texts):
        chunk.refused.append(RefusedRow(number, tuple(texts), problem("NUL", "a NUL byte")))
        return
    chunk.numbers.append(number)
    chunk.rows.append(texts)


def _as_text(name: str, of_type: str) -> str:
    """Return the expression of a column's exact text; of a float, the float itself."""
    quoted = '"' + name.replace('"', '""') + '"'
    if of_type in {"DOUBLE", "VARCHAR"}:
        return quoted
    if of_type == "FLOAT":
        # By way of its own shortest text: 1234.56 of four bytes is no 1234.56005859375.
        return f"CAST(CAST({quoted} AS VARCHAR) AS DOUBLE)"
    if of_type == "TIMESTAMP WITH TIME ZONE":
        return f"CAST(timezone('UTC', {quoted}) AS VARCHAR) || '+00:00'"
    if of_type == "VARCHAR[]":
        return f"array_to_string({quoted}, ';')"
    if of_type.endswith("]") or of_type.startswith(("STRUCT", "MAP", "UNION")):
        return f"CAST(to_json({quoted}) AS VARCHAR)"
    return f"CAST({quoted} AS VARCHAR)"


def _refuse_cut(path: Path) -> None:
    with path.open("rb") as stream:
        start = stream.read(4)
        stream.seek(-min(4, path.stat().st_size), 2)
        end = stream.read(4)
    if _ENCRYPTED in {start, end}:
        raise UsageError(f"{path} is an encrypted Parquet file; export it without encryption")
    if end != _END:
        raise UsageError(f"{path} is a Parquet file that is cut off; export or copy it again")
