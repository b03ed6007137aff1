"""Rules, bars and sparklines that later versions of Excel keep at the end of a sheet.

The engine does not hold them (MS-XLSX 2.6), and they say in their own words which cells they are
about: rows that move would leave them behind.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.excel.engine.open_book import OpenBook

_SHEETS = "xl/worksheets/sheet"
_NAMESPACE = b"http://schemas.microsoft.com/office/excel/2006/main"


def refuse_later_rules(book: OpenBook) -> None:
    """Raise UsageError where the book's file has any: they may speak of every sheet."""
    if book.path is None:
        return
    said = book.path.stat()
    if _has_any(book.path, said.st_mtime_ns, said.st_size):
        raise UsageError(
            f"{book.name}: a sheet has rules, bars or sparklines of a kind that the headless "
            "engine does not move; do this in Excel, or take them out"
        )


@lru_cache(maxsize=8)
def _has_any(path: Path, changed: int, size: int) -> bool:
    """Tell it of the file as it was at that time."""
    del changed, size
    with Archive(path, Limits()) as archive:
        return any(
            _NAMESPACE in archive.read(name)
            for name in archive.names
            if name.lower().startswith(_SHEETS)
        )
