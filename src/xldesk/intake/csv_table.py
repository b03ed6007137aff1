"""Read a CSV file in chunks of rows, each with the number a text editor shows for it."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from xldesk.errors import UsageError
from xldesk.intake.header import SEARCHED_ROWS, Header, HeadRow, Known, find_header, likeliest
from xldesk.intake.reject import problem
from xldesk.intake.table import Chunk, RefusedRow, refuse_wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk.intake.survey import SourceFile

DELIMITERS = (",", ";", "\t", "|")
RARE_DELIMITERS = ("^", "~", "\x1f", "\x01")
"""Taken for delimiters only where they divide a header into known names."""

LONGEST_LINE = 1 << 22
_HeadOrError = HeadRow | tuple[int, str]
_ESCAPED_BYTE = re.compile("[\ud800-\udfff]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class CsvTable:
    """A CSV file with a header. ``header`` holds the column names as they stand there.

    Without a ``delimiter`` the header tells it: the one that gives the most columns whose names
    are ``known``, then the most columns. The header is row ``header_row`` where that is given.
    Raises UsageError for a header that cannot be used.
    """

    def __init__(
        self,
        source: SourceFile,
        *,
        delimiter: str | None,
        known: Known,
        max_columns: int,
        header_row: int | None = None,
    ) -> None:
        self.source = source
        self._known = known
        self._stated = header_row
        self._hinted, self._skipped = self._separator_line()
        self.delimiter, self._head = self._divided(delimiter)
        self.header: tuple[str, ...] = self._head.names
        self.place = f"{source.path}:{self._head.first_row}"
        self.above = self._head.above
        refuse_wide(self.place, self.header, max_columns)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows below the header in chunks of up to ``size``, in the file's order.

        Lines without any content are no rows. A row that cannot be read stands in ``refused``.
        """
        with closing(self._open()) as stream:
            rows = _Rows(stream, self.source, self.delimiter, self._skipped)
            rows.skip_to(self._head.row)
            chunk = Chunk()
            while rows.read_into(chunk, len(self.header)):
                if len(chunk) >= size:
                    chunk.done_bytes = stream.buffer.tell()
                    yield chunk
                    chunk = Chunk()
            chunk.done_bytes = self.source.size
            if len(chunk):
                yield chunk

    def _divided(self, stated: str | None) -> tuple[str, Header]:
        """Return the delimiter, as stated or told by the header, and the header."""
        heads = {mark: self._head_rows(mark) for mark in (*DELIMITERS, *RARE_DELIMITERS)}
        common = {mark: _best(heads[mark], self._known) for mark in DELIMITERS}
        rare = {mark: _best(heads[mark], self._known) for mark in RARE_DELIMITERS}
        widest = max(DELIMITERS, key=lambda mark: common[mark])
        rarest = max(RARE_DELIMITERS, key=lambda mark: rare[mark])
        if rare[rarest] > common[widest] and rare[rarest][0] > 1:
            widest = rarest
        told = widest if {**common, **rare}[widest][1] > 1 else DELIMITERS[0]
        delimiter = stated or self._hinted or told
        head = self._header(heads.get(delimiter) or self._head_rows(delimiter))
        if len(head.names) == 1 and delimiter != told:
            raise UsageError(
                f"{self.source.path}:{head.row}: with the delimiter {delimiter!r} there is one "
                f"column, {head.names[0][:60]!r}; say delimiter = {_toml(told)} in the mapping"
            )
        return delimiter, head

    def _header(self, rows: list[_HeadOrError]) -> Header:
        readable = [row for row in rows if isinstance(row, HeadRow)]
        if rows and not isinstance(rows[0], HeadRow) and not self._known_among(readable):
            number, error = rows[0]
            raise UsageError(
                f"{self.source.path}:{number}: the header cannot be read ({error}); "
                "check its quotation marks"
            )
        if not readable:
            raise UsageError(f"{self.source.path} is empty; check the export")
        found = find_header(str(self.source.path), readable, self._known, stated=self._stated)
        if any("\0" in name or _ESCAPED_BYTE.search(name) for name in found.names):
            raise UsageError(
                f"{self.source.path}:{found.row}: the header holds bytes that are no "
                "text; say the right encoding in the mapping, or export the file again"
            )
        return found

    def _known_among(self, rows: Sequence[HeadRow]) -> bool:
        return any(self._known(row.cells) > 0 for row in rows)

    def _head_rows(self, delimiter: str) -> list[_HeadOrError]:
        """Return the first rows with content as ``delimiter`` divides them."""
        with closing(self._open()) as stream:
            rows = _Rows(stream, self.source, delimiter, self._skipped)
            return rows.first(max(SEARCHED_ROWS, self._stated or 0))

    def _open(self) -> TextIO:
        try:
            return io.TextIOWrapper(
                self.source.open_bytes(),
                encoding=self.source.encoding,
                errors="surrogateescape",
                newline="",
            )
        except OSError as error:
            raise UsageError(f"{self.source.path} cannot be read: {error.strerror}") from error

    def _separator_line(self) -> tuple[str | None, int]:
        """Return what Excel's own first line ``sep=;`` says, and how many lines that takes."""
        with closing(self._open()) as stream:
            found = _SEPARATOR_LINE.fullmatch(_read_line(stream, self.source, 1))
        return (found[1], 1) if found else (None, 0)


def _best(rows: Sequence[_HeadOrError], known: Known) -> tuple[int, int]:
    """Return how many names the likeliest header knows, and how many columns it has."""
    return likeliest([row for row in rows if isinstance(row, HeadRow)], known)


def _toml(delimiter: str) -> str:
    if delimiter == "\t":
        return '"\\t"'
    return f'"{delimiter}"' if delimiter.isprintable() else f'"\\u{ord(delimiter):04x}"'


def _read_line(stream: TextIO, source: SourceFile, number: int) -> str:
    try:
        line = stream.readline(LONGEST_LINE)
    except UnicodeError as error:
        # UTF-16 without its first mark is no UnicodeDecodeError.
        said = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
        raise UsageError(
            f"{source.path}:{number} is not {source.encoding} text ({said}); "
            "say the right encoding in the mapping"
        ) from error
    except OSError as error:
        raise UsageError(f"{source.path} cannot be read: {error.strerror}") from error
    if len(line) == LONGEST_LINE:
        raise UsageError(
            f"{source.path}:{number} has more than {LONGEST_LINE:,} characters; is this a CSV file?"
        )
    return line


class _Lines:
    """Hands out a stream's lines, counts them, and takes back those of a row that failed."""

    def __init__(self, stream: TextIO, source: SourceFile) -> None:
        self._stream = stream
        self._source = source
        self._returned: deque[str] = deque()
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._returned:
            line = self._returned.popleft()
        else:
            line = _read_line(self._stream, self._source, self.number + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        return line

    def keep_only_first(self) -> str:
        """Take back all lines of the present row but its first; return that one."""
        first, *others = self.taken
        self._returned.extendleft(reversed(others))
        self.number -= len(others)
        return first


class _Rows:
    """The rows of a CSV stream, judged one by one."""

    def __init__(self, stream: TextIO, source: SourceFile, delimiter: str, skipped: int) -> None:
        self._source = source
        self._delimiter = delimiter
        self._lines = _Lines(stream, source)
        for _ in range(skipped):
            next(self._lines)
        self._reader = self._new_reader()

    def _new_reader(self) -> Iterator[list[str]]:
        # Strict: a quotation mark in a wrong place refuses the row instead of shifting its cells.
        return csv.reader(self._lines, delimiter=self._delimiter, strict=True)

    def first(self, count: int) -> list[_HeadOrError]:
        """Return the first ``count`` rows with content; where one cannot be read, why."""
        found: list[_HeadOrError] = []
        while len(found) < count:
            self._lines.taken.clear()
            number = self._lines.number + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                break
            except csv.Error as error:
                self._lines.keep_only_first()
                self._reader = self._new_reader()
                found.append((number, str(error)))
                continue
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                found.append(HeadRow(number, stripped))
        return found

    def skip_to(self, row: int) -> None:
        """Read on to the end of the row that begins on line ``row``."""
        while self._lines.number < row:
            self._lines.taken.clear()
            try:
                next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                self._lines.keep_only_first()
                self._reader = self._new_reader()

    def read_into(self, chunk: Chunk, width: int) -> bool:
        """Add the next row to ``chunk``; return False at the end of the file."""
        lines = self._lines
        lines.taken.clear()
        number = lines.number + 1
        try:
            cells = next(self._reader)
        except StopIteration:
            return False
        except csv.Error as error:
            line = lines.keep_only_first()
            self._reader = self._new_reader()
            chunk.refused.append(_unreadable(number, line, error))
            return True
        if any(cells):
            damage = _damage(lines.taken) or _other_width(cells, width)
            if damage:
                chunk.refused.append(_refused(number, cells, *damage))
            else:
                chunk.numbers.append(number)
                chunk.rows.append(cells[:width])
        return True


def _damage(lines: Sequence[str]) -> tuple[str, str] | None:
    """Return reason code and words where a row's lines hold what is no text."""
    for line in lines:
        if not line.isascii() and _ESCAPED_BYTE.search(line):
            return "ENCODING", "bytes that are no text"
        if "\0" in line:
            return "NUL", "a NUL byte"
    return None


def _other_width(cells: Sequence[str], width: int) -> tuple[str, str] | None:
    """Return reason code and words where a row has too few cells, or content in further ones."""
    if len(cells) < width or any(cells[width:]):
        cell = "cell" if len(cells) == 1 else "cells"
        return "ROW-WIDTH", f"{len(cells)} {cell}, the header has {width}"
    return None


def _unreadable(number: int, line: str, error: csv.Error) -> RefusedRow:
    if "field limit" in str(error):
        what = f"a cell has more than {csv.field_size_limit():,} characters"
        return _refused(number, [line], "TOO-LONG", what)
    return _refused(number, [line], "QUOTES", f"the quotation marks do not pair ({error})")


def _refused(number: int, cells: Sequence[str], code: str, what: str) -> RefusedRow:
    clean = tuple(_ESCAPED_BYTE.sub("\ufffd", cell).replace("\0", "\ufffd") for cell in cells)
    return RefusedRow(number, clean, problem(code, what))
