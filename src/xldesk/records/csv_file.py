"""Write rows as a CSV file that appears when it is complete."""

from __future__ import annotations

import csv
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


FORMULA_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""A spreadsheet may take a text that begins so for a formula (OWASP, CSV injection)."""


_QUOTED_ENDS = "\r\n"
"""The csv module quotes a text that holds a sign of its own line end, and no other. A bare CR
begins a row elsewhere, and what follows it would be a cell without its apostrophe."""


def plain_text(text: str) -> str:
    """Return a text as it may stand in a CSV file: with an apostrophe before a formula's sign."""
    return f"'{text}" if text.startswith(FORMULA_LEADS) else text


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a header and ``rows`` as UTF-8 to ``path``; return how many rows.

    A file of that name is replaced as a whole or stays as it is. Raises UsageError where it
    cannot be written.
    """
    target = Path(os.path.realpath(path))  # a link keeps pointing where it did
    if not path.name:
        raise UsageError(f"cannot write {path}: that is no name of a file; choose another file")
    partial = target.with_name(f".{uuid4().hex}.partial")
    written = 0
    try:
        if target.exists() and not (target.is_file() or target.is_dir()):
            raise UsageError(f"cannot write {path}: Not a regular file; choose another file")
        with partial.open("x", encoding="utf-8", newline="") as stream:
            writer = csv.writer(_Lines(stream), lineterminator=_QUOTED_ENDS)
            writer.writerow(columns)
            for row in rows:
                writer.writerow(row)
                written += 1
        partial.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose another file") from error
    finally:
        with suppress(OSError):  # the folder itself may not be there
            partial.unlink(missing_ok=True)
    return written


class _Lines:
    """A stream whose lines end in LF, for a writer that ends them in CR LF."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> int:
        """Write one row as the csv module hands it over."""
        return self._stream.write(f"{line.removesuffix(_QUOTED_ENDS)}\n")
