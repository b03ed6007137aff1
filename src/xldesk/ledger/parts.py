"""The row sets of an entry being written: few rows beside it, many in a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert

from xldesk.errors import LedgerError
from xldesk.ledger import segment
from xldesk.ledger.content import SOURCE_TYPES, columns_of, row_content, row_digest, set_digest
from xldesk.ledger.engine import engine_for
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.stored import select_lines, write_lines
from xldesk.ledger.tables import CONTACT_KIND, ROW, ROW_SET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

ROWS_WITH_ENTRY = 1_000
"""Row sets up to this size stand row by row beside their entry, larger ones in a segment."""

PlacedRow = tuple[str | None, int | None, str]
"""Source file, source row and stored content of a row."""


class Parts:
    """Adds row sets to the entry at ``position``, inside the writer's transaction.

    ``listed`` holds part, kind, rows, digest and segment of each, as the entry will say it.
    """

    def __init__(self, connection: Connection, desk: Path, place: str, position: int) -> None:
        self._connection = connection
        self._desk = desk
        self._place = place
        self._position = position
        self.listed: list[tuple[int, str, int, str, str | None]] = []

    def row_counts(self) -> dict[str, int]:
        """Return how many rows of each kind were added, in the order of the parts."""
        counts: dict[str, int] = {}
        for _, kind, count, _, _ in self.listed:
            if kind != CONTACT_KIND:
                counts[kind] = counts.get(kind, 0) + count
        return counts

    def add(self, kind: str, rows: Sequence[PlacedRow]) -> None:
        """Add rows in their order, in the form that suits their number."""
        if len(rows) > ROWS_WITH_ENTRY:
            self._add_lines(kind, rows)
        elif rows:
            self.add_rows(kind, rows)

    def add_query(
        self,
        kind: str,
        connection: duckdb.DuckDBPyConnection,
        sql: str,
        parameters: Sequence[object] | dict[str, object],
    ) -> int:
        """Add what a query finds, in the order of its source; return how many rows.

        Raises LedgerError for a row without its key.
        """
        with told_plainly(str(self._desk)), segment.unfinished(self._desk) as path:
            count = segment.export_query(connection, kind, sql, parameters, path)
            without = segment.rows_without_key(kind, path)
            if without:
                raise LedgerError(f"{without} rows of kind {kind} have no key; nothing was written")
            if count > ROWS_WITH_ENTRY:
                self._add_segment(kind, path, count)
            elif count:
                self.add_rows(kind, [_placed(kind, row) for row in segment.read_rows(kind, path)])
        return count

    def add_rows(self, kind: str, rows: Sequence[PlacedRow]) -> int:
        """Add rows to stand with the entry, each with its digest; return the part's number."""
        part = len(self.listed) + 1
        stored = [
            {
                "position": self._position,
                "part": part,
                "ordinal": ordinal,
                "content": content,
                "source_file": source_file,
                "source_row": source_row,
                "digest": row_digest(kind, ordinal, content, source_file, source_row),
            }
            for ordinal, (source_file, source_row, content) in enumerate(rows, start=1)
        ]
        self._list(kind, len(stored), set_digest(str(row["digest"]) for row in stored), None)
        with told_plainly(self._place):
            self._connection.execute(insert(ROW), stored)
        return part

    def _add_lines(self, kind: str, rows: Sequence[PlacedRow]) -> None:
        with told_plainly(str(self._desk)), segment.unfinished(self._desk) as path:
            lines = path.with_suffix(".ndjson")
            try:
                write_lines(lines, ((0, 0, at, *row) for at, row in enumerate(rows, start=1)))
                with engine_for(lines, path.with_suffix(".spill")) as connection:
                    count = segment.copy_typed(
                        connection,
                        columns_of(kind),
                        select_lines(kind),
                        [str(lines)],
                        order="ordinal",
                        target=path,
                    )
            finally:
                lines.unlink(missing_ok=True)
            self._add_segment(kind, path, count)

    def _add_segment(self, kind: str, path: Path, count: int) -> None:
        digest = segment.keep(path, self._desk)
        self._list(kind, count, digest, digest)

    def _list(self, kind: str, count: int, digest: str, cited: str | None) -> None:
        part = len(self.listed) + 1
        with told_plainly(self._place):
            self._connection.execute(
                insert(ROW_SET).values(
                    position=self._position,
                    part=part,
                    kind=kind,
                    row_count=count,
                    digest=digest,
                    segment=cited,
                )
            )
        self.listed.append((part, kind, count, digest, cited))


def _placed(kind: str, row: dict[str, object]) -> PlacedRow:
    source_file, source_row = (row[name] for name in SOURCE_TYPES)
    return (
        None if source_file is None else str(source_file),
        source_row if isinstance(source_row, int) else None,
        row_content(kind, row),
    )
