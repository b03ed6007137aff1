"""Of everything the entries brought of one kind, the latest row of every key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.cells import REMEDY
from xldesk.ledger.content import columns_of, key_of, row_digest
from xldesk.ledger.engine import engine_for, execute_sparingly, open_engine
from xldesk.ledger.segment import existing_segment, literal
from xldesk.ledger.stored import StoredRow, select_lines, write_lines
from xldesk.ledger.tables import ENTRY, ROW, ROW_SET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

ROWS_AT_A_TIME = 5_000


def write_latest(
    connection: Connection, desk: Path, position: int, kind: str, target: Path
) -> None:
    """Write the state of ``kind`` at ``position`` as Parquet, in the order of its key.

    Position, then part, then ordinal decide what is latest: a total order. Raises
    LedgerCorruptError where a segment is missing or a row is not what its digest says.
    """
    lines = target.with_suffix(".ndjson")
    write_lines(lines, _stored_rows(connection, position, kind))
    spill = target.with_suffix(".spill")
    segments = _segments(connection, position, kind)
    with open_engine(spill) if segments else engine_for(lines, spill) as engine:
        _load_moments(engine, connection, position, kind)
        files = _load_segments(engine, desk, segments)
        columns = ", ".join(f'"{name}"' for name in columns_of(kind))
        key = ", ".join(f'"{name}"' for name in key_of(kind))
        brought, parameters = _brought(kind, columns, lines, files)
        copy = (
            f"COPY (SELECT {columns}, position AS ledger_position, recorded AS ledger_at "  # noqa: S608  # column names of our own models
            f"FROM ({brought}) AS candidate JOIN moment USING (position) "
            f"QUALIFY row_number() OVER (PARTITION BY {key} "
            "ORDER BY position DESC, part DESC, ordinal DESC) = 1 "
            f"ORDER BY {key}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
        )
        execute_sparingly(engine, copy, parameters)
    lines.unlink()
    if spill.is_dir():
        spill.rmdir()


def _brought(kind: str, columns: str, lines: Path, files: list[str]) -> tuple[str, list[object]]:
    """Return SQL for all rows of ``kind`` with position, part, ordinal, and its parameters.

    A column that an older segment does not have is NULL there; one that is gone is left out.
    """
    stored = f"SELECT {columns}, position, part, ordinal FROM ({select_lines(kind)})"  # noqa: S608  # column names of our own models
    if not files:
        return stored, [str(lines)]
    typed = ", ".join(
        f'CAST(NULL AS {of_type}) AS "{name}"' for name, of_type in columns_of(kind).items()
    )
    bulk = (
        f"SELECT {columns}, placed.position, placed.part, file_row_number AS ordinal "  # noqa: S608  # column names of our own models
        f"FROM (SELECT {typed} WHERE false UNION ALL BY NAME SELECT * FROM read_parquet("
        "?, union_by_name=true, filename=true, file_row_number=true)) AS rows "
        "JOIN placed ON placed.file = rows.filename"
    )
    return f"{stored} UNION ALL BY NAME {bulk}", [str(lines), files]


def _load_moments(
    engine: duckdb.DuckDBPyConnection, connection: Connection, position: int, kind: str
) -> None:
    engine.execute("CREATE TABLE moment (position BIGINT, recorded TIMESTAMP)")
    of_kind = select(ROW_SET.c.position).where(
        ROW_SET.c.kind == kind, ROW_SET.c.position <= position
    )
    moments = connection.execute(
        select(ENTRY.c.position, ENTRY.c.at)
        .where(ENTRY.c.position.in_(of_kind))
        .order_by(ENTRY.c.position)
    ).all()
    engine.execute(
        "INSERT INTO moment SELECT unnest(?::BIGINT[]), unnest(?::TIMESTAMP[])",
        [[row.position for row in moments], [row.at.removesuffix("Z") for row in moments]],
    )


def _segments(connection: Connection, position: int, kind: str) -> Sequence[Row[Any, Any, Any]]:
    return connection.execute(
        select(ROW_SET.c.position, ROW_SET.c.part, ROW_SET.c.segment)
        .where(
            ROW_SET.c.kind == kind,
            ROW_SET.c.position <= position,
            ROW_SET.c.segment.is_not(None),
        )
        .order_by(ROW_SET.c.position, ROW_SET.c.part)
    ).all()


def _load_segments(
    engine: duckdb.DuckDBPyConnection, desk: Path, segments: Sequence[Row[Any, Any, Any]]
) -> list[str]:
    engine.execute("CREATE TABLE placed (position BIGINT, part BIGINT, file VARCHAR)")
    files = [str(existing_segment(desk, row.segment)) for row in segments]
    if files:
        engine.execute(
            "INSERT INTO placed "
            "SELECT unnest(?::BIGINT[]), unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
            [[row.position for row in segments], [row.part for row in segments], files],
        )
    return sorted(set(files))


def _stored_rows(connection: Connection, position: int, kind: str) -> Iterator[StoredRow]:
    found = connection.execute(
        select(
            ROW.c.position,
            ROW.c.part,
            ROW.c.ordinal,
            ROW.c.source_file,
            ROW.c.source_row,
            ROW.c.content,
            ROW.c.digest,
        )
        .join(
            ROW_SET,
            (ROW_SET.c.position == ROW.c.position) & (ROW_SET.c.part == ROW.c.part),
        )
        .where(ROW_SET.c.kind == kind, ROW_SET.c.position <= position)
        .order_by(ROW.c.position, ROW.c.part, ROW.c.ordinal),
        execution_options={"yield_per": ROWS_AT_A_TIME},
    )
    for row in found:
        at, part, ordinal, file, source_row, content, digest = row
        if row_digest(kind, ordinal, content, file, source_row) != digest:
            raise LedgerCorruptError(
                f"entry {at}: row {part}.{ordinal} ({kind}) does not match its digest: {REMEDY}"
            )
        yield (at, part, ordinal, file, source_row, content)
