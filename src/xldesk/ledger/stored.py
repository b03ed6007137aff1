"""Rows stored with their entries, handed to DuckDB as typed columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from xldesk.ledger.content import columns_of
from xldesk.records.kinds import column_types

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

StoredRow = tuple[int, int, int, str | None, int | None, str]
"""Position, part, ordinal, source file, source row, content (canonical JSON)."""


def write_lines(path: Path, rows: Iterable[StoredRow]) -> int:
    """Write stored rows as one JSON object a line; return how many there were."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for position, part, ordinal, file, row, content in rows:
            stream.write(
                f'{{"p":{position},"q":{part},"o":{ordinal},"f":{json.dumps(file)},'
                f'"n":{json.dumps(row)},"r":{content}}}\n'
            )
            count += 1
    return count


def select_lines(kind: str) -> str:
    """Return SQL that reads such a file (its path is the one parameter) as rows of ``kind``.

    Beside the columns of ``kind`` and its source it has position, part and ordinal. Every value
    is cast from its own text, so no number passes through a float.
    """
    values = ", ".join(_column(name, of_type) for name, of_type in column_types(kind).items())
    source = columns_of(kind)
    return (
        f"SELECT {values}, "  # noqa: S608  # column names of our own models
        f"CAST(f AS {source['source_file']}) AS source_file, "
        f"CAST(n AS {source['source_row']}) AS source_row, "
        "p AS position, q AS part, o AS ordinal "
        "FROM read_json(?, format='newline_delimited', columns={p: 'BIGINT', q: 'BIGINT', "
        "o: 'BIGINT', f: 'VARCHAR', n: 'BIGINT', r: 'JSON'})"
    )


def _column(name: str, of_type: str) -> str:
    arrow = "->" if of_type.endswith("[]") else "->>"
    return f'CAST(r{arrow}\'$."{name}"\' AS {of_type}) AS "{name}"'
