"""Read a CSV file in chunks of rows, each with the number a text editor shows for it."""

from __future__ import annotations

import csv
import re
from collections import deque
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from xldesk.errors import UsageError
from xldesk.intake.reject import problem
from xldesk.intake.table import Chunk, RefusedRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xldesk.intake.survey import SourceFile

DELIMITERS = (",", ";", "\t", "|")
LONGEST_LINE = 1 << 22
_ESCAPED_BYTE = re.compile("[\ud800-\udfff]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class CsvTable:
    """A CSV file with a header. ``header`` holds the column names as they stand there.

    Without a ``delimiter`` the header tells it: the one that gives the most columns whose names
    are ``known``, then the most columns. Raises UsageError for a header that cannot be used.
    """

    def __init__(
        self,
        source: SourceFile,
        *,
        delimiter: str | None,
        known: Callable[[Sequence[str]], int],
        max_columns: int,
    ) -> None:
        self.source = source
        self._hinted, self._skipped = self._separator_line()
        headers = {mark: self._header_or_nothing(mark) for mark in DELIMITERS}
        widest = max(DELIMITERS, key=lambda mark: (known(headers[mark]), len(headers[mark])))
        if len(headers[widest]) == 1:
            widest = DELIMITERS[0]
        self.delimiter = delimiter or self._hinted or widest
        self.header: tuple[str, ...] = tuple(self._header(self.delimiter))
        if len(self.header) == 1 < len(headers[widest]):
            raise UsageError(
                f"{source.path}:1: with the delimiter {self.delimiter!r} there is one column, "
                f"{self.header[0][:60]!r}; say delimiter = {_toml(widest)} in the mapping"
            )
        if len(self.header) > max_columns:
            raise UsageError(
                f"{source.path}:1: {len(self.header):,} columns, the policy allows "
                f"{max_columns:,} (limits.max_columns); leave out what is not needed"
            )

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows below the header in chunks of up to ``size``, in the file's order.

        Lines without any content are no rows. A row that cannot be read stands in ``refused``.
        """
        with closing(self._open()) as stream:
            rows = _Rows(stream, self.source, self.delimiter, self._skipped)
            rows.header()
            chunk = Chunk()
            while rows.read_into(chunk, len(self.header)):
                if len(chunk) >= size:
                    chunk.done_bytes = stream.buffer.tell()
                    yield chunk
                    chunk = Chunk()
            chunk.done_bytes = self.source.size
            if len(chunk):
                yield chunk

    def _open(self) -> TextIO:
        try:
            return self.source.path.open(
                encoding=self.source.encoding, errors="surrogateescape", newline=""
            )
        except OSError as error:
            raise UsageError(f"{self.source.path} cannot be read: {error.strerror}") from error

    def _separator_line(self) -> tuple[str | None, int]:
        """Return what Excel's own first line ``sep=;`` says, and how many lines that takes."""
        with closing(self._open()) as stream:
            found = _SEPARATOR_LINE.fullmatch(_read_line(stream, self.source, 1))
        return (found[1], 1) if found else (None, 0)

    def _header(self, delimiter: str) -> list[str]:
        with closing(self._open()) as stream:
            rows = _Rows(stream, self.source, delimiter, self._skipped)
            try:
                return rows.header()
            except csv.Error as error:
                raise UsageError(
                    f"{self.source.path}:1: the header cannot be read ({error}); "
                    "check its quotation marks"
                ) from error

    def _header_or_nothing(self, delimiter: str) -> list[str]:
        """Return the header as ``delimiter`` divides it, nothing where it cannot."""
        with closing(self._open()) as stream:
            rows = _Rows(stream, self.source, delimiter, self._skipped)
            try:
                return rows.header()
            except csv.Error:
                return []


def _toml(delimiter: str) -> str:
    return '"\\t"' if delimiter == "\t" else f'"{delimiter}"'


def _read_line(stream: TextIO, source: SourceFile, number: int) -> str:
    try:
        line = stream.readline(LONGEST_LINE)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{source.path}:{number} is not {source.encoding} text ({error.reason}); "
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

    def header(self) -> list[str]:
        """Return the cells of the first row with content.

        Raises UsageError where there is none or it is no text, csv.Error where it cannot be read.
        """
        while True:
            self._lines.taken.clear()
            cells = next(self._reader, None)
            if cells is None:
                raise UsageError(f"{self._source.path} is empty; check the export")
            if any(cells):
                break
        if any("\0" in cell or _ESCAPED_BYTE.search(cell) for cell in cells):
            raise UsageError(
                f"{self._source.path}:{self._lines.number}: the header holds bytes that are no "
                "text; say the right encoding in the mapping, or export the file again"
            )
        return [cell.strip() for cell in cells]

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
        return "ROW-WIDTH", f"{len(cells)} cells, the header has {width}"
    return None


def _unreadable(number: int, line: str, error: csv.Error) -> RefusedRow:
    if "field limit" in str(error):
        what = f"a cell has more than {csv.field_size_limit():,} characters"
        return _refused(number, [line], "TOO-LONG", what)
    return _refused(number, [line], "QUOTES", f"the quotation marks do not pair ({error})")


def _refused(number: int, cells: Sequence[str], code: str, what: str) -> RefusedRow:
    clean = tuple(_ESCAPED_BYTE.sub("\ufffd", cell).replace("\0", "\ufffd") for cell in cells)
    return RefusedRow(number, clean, problem(code, what))
