"""Saves a book: a new one as openpyxl writes it, one from a file by patching that file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.workbooks.package import AtomicFile

if TYPE_CHECKING:
    from xldesk.excel.engine.journal import Journal
    from xldesk.excel.engine.open_book import OpenBook

Saver = Callable[[Path, Any, "Journal", Path], object]
"""Writes a book: the file it was opened from, openpyxl's workbook, what changed, the file to write;
returns what there is to say about it."""

ENDINGS = (".xlsx", ".xlsm")


def save_book(book: OpenBook, target: Path) -> None:
    """Write ``book`` to ``target``, which appears only when complete, and go on from there.

    Raises UsageError for a path that cannot be written, or has another ending than the file.
    """
    if target.suffix.lower() not in ENDINGS:
        raise UsageError(f"{target}: save as {' or '.join(ENDINGS)}")
    if book.saver is not None and book.path is not None:
        book.receipt = book.saver(book.path, book.workbook, book.journal, target)
    else:
        with AtomicFile(target) as file:
            book.workbook.save(file)
    book.saved_as(target)


def patching_saver() -> Saver:
    """Return the saver of opened files, which keeps what openpyxl would lose."""
    from xldesk.excel.patch import save  # noqa: PLC0415 -- reads this package

    saver: Saver = save
    return saver
