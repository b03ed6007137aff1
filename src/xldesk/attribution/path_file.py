"""A file of paths as a table: one row a path, with how often it was won, lost, and its worth."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from xldesk.attribution.path_numbers import Column, put_numbers
from xldesk.errors import UsageError
from xldesk.intake.likeness import nearest_heading

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

PATH_COLUMN = "path"
WON_COLUMNS = ("total_conversions", "conversions", "won")
LOST_COLUMNS = ("total_null", "null", "lost")
"""Columns that are looked for where none is named, in this order."""

_LONGEST_REASON = 200

# Only the delimiter is found out; a line that does not fit is an error, never skipped.
_CSV = (
    "read_csv($file, all_varchar = true, header = true, skip = 0, comment = '',"
    " quote = '\"', escape = '\"')"
)
_READERS = {".csv": _CSV, ".tsv": _CSV, ".txt": _CSV, ".parquet": "read_parquet($file)"}


@dataclass(frozen=True, slots=True)
class PathColumns:
    """Columns of a file of paths by name; None: the usual name, if the file has it."""

    won: str | None = None
    lost: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class PathTable:
    """What was read: the columns in use, None where the file has none, and the number of rows."""

    won: str | None
    lost: str | None
    value: str | None
    rows: int


def read_paths(
    con: duckdb.DuckDBPyConnection, file: Path, columns: PathColumns, *, chain: bool
) -> PathTable:
    """Make table ``path_row(path VARCHAR, won, lost, amount)`` from CSV, csv.gz or Parquet.

    The three numbers are exact decimals of up to 38 digits. ``amount`` is the value column, the
    won one without it. ``chain`` says that a Markov chain needs the counts: without it a file
    with a value column needs no won column. A file without a lost column has lost nothing.

    Raises UsageError, naming file and row, for a file or column that is not there or cannot be
    read, and for a count that is no number or below 0.
    """
    reader = _reader(file)
    headings = _headings(con, reader, file)
    if reader == _CSV:
        _refuse_twice(con, file)
    table = _chosen(headings, columns, file, chain=chain)
    parts = {"path": _column(headings, PATH_COLUMN, file), **_texts(table)}
    texts = ", ".join(f"CAST({_quoted(name)} AS VARCHAR) AS {part}" for part, name in parts.items())
    _run(
        con,
        f"CREATE OR REPLACE TEMP TABLE path_text AS SELECT {texts} FROM {reader}",  # noqa: S608 -- names are quoted, the file is a parameter
        file,
    )
    counts = [Column("won", table.won), Column("lost", table.lost)]
    rows = put_numbers(con, file, [*counts, Column("amount", table.value, counted=False)])
    return PathTable(table.won, table.lost, table.value, rows)


def _texts(table: PathTable) -> dict[str, str]:
    named = {"won": table.won, "lost": table.lost, "amount": table.value}
    return {part: name for part, name in named.items() if name is not None}


def _reader(file: Path) -> str:
    if not file.exists():
        raise UsageError(f"{file} is not there")
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name one file of paths")
    suffix = (file.with_suffix("") if file.suffix.lower() == ".gz" else file).suffix.lower()
    if suffix not in _READERS or (suffix == ".parquet" and file.suffix.lower() == ".gz"):
        raise UsageError(f"{file}: a CSV file (also .csv.gz) or a Parquet file is needed")
    if not file.stat().st_size:
        raise UsageError(f"{file} is empty; check the export")
    return _READERS[suffix]


def _headings(con: duckdb.DuckDBPyConnection, reader: str, file: Path) -> list[str]:
    found = _run(con, f"DESCRIBE SELECT * FROM {reader}", file)  # noqa: S608 -- a constant
    return [str(row[0]) for row in found]


def _refuse_twice(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Refuse a header with two columns of one name: which is meant cannot be told."""
    first = _run(con, f"FROM {_CSV.replace('header = true', 'header = false')} LIMIT 1", file)
    seen: set[str] = set()
    for name in (str(cell).strip() for row in first for cell in row if cell is not None):
        if name.lower() in seen:
            raise UsageError(f"{file} has two columns {name!r}; rename one, or leave it out")
        seen.add(name.lower())


def _chosen(headings: list[str], columns: PathColumns, file: Path, *, chain: bool) -> PathTable:
    value = _column(headings, columns.value, file) if columns.value else None
    won = _column(headings, columns.won, file) if columns.won else _usual(headings, WON_COLUMNS)
    lost = _column(headings, columns.lost, file) if columns.lost else _usual(headings, LOST_COLUMNS)
    if won is None and (chain or value is None):
        raise UsageError(
            f"{file}: none of its columns is {', '.join(WON_COLUMNS)}; "
            f"say which counts what was won: --won-column C ({_listed(headings)})"
        )
    return PathTable(won, lost, value, 0)


def _usual(headings: list[str], names: tuple[str, ...]) -> str | None:
    by_name = {heading.strip().lower(): heading for heading in reversed(headings)}
    return next((by_name[name] for name in names if name in by_name), None)


def _column(headings: list[str], name: str, file: Path) -> str:
    """Return the heading meant by ``name``, exact or but for case and outer spaces."""
    if name in headings:
        return name
    found = _usual(headings, (name.strip().lower(),))
    if found is not None:
        return found
    near = nearest_heading(name.lower(), [heading.lower() for heading in headings])
    meant = f"did you mean {_usual(headings, (near,))!r}?" if near else _listed(headings)
    raise UsageError(f"{file} has no column {name!r}; {meant}")


def _listed(headings: list[str]) -> str:
    shown = ", ".join(map(repr, headings[:12]))
    return f"it has {shown}{' ...' if len(headings) > 12 else ''}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _run(con: duckdb.DuckDBPyConnection, sql: str, file: Path) -> list[tuple[object, ...]]:
    import duckdb  # noqa: PLC0415 -- heavy, and only needed here

    try:
        return con.execute(sql, {"file": _literal_path(file)}).fetchall()
    except duckdb.Error as error:
        raise UsageError(f"{file} cannot be read: {_reason(str(error))}") from error


def _reason(text: str) -> str:
    """Return the first two lines of an engine's error that are its own words, not the file's."""
    lines = [line.strip() for line in text.splitlines()]
    own = [line for line in lines if line and not line.startswith("Original Line")]
    return shorten(" ".join(own[:2]), _LONGEST_REASON)


def _literal_path(file: Path) -> str:
    """Return the path with the signs that DuckDB would take for a pattern of several files."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(file))
