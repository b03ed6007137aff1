"""A workbook in the engine: what openpyxl holds, the journal of its writes, its file."""

from __future__ import annotations

import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import DEFUSEDXML, Workbook

from xldesk.errors import MissingError, UsageError
from xldesk.excel.engine.cached_values import CachedValues
from xldesk.excel.engine.cells import Worksheet
from xldesk.excel.engine.journal import Journal
from xldesk.excel.engine.loaded import loaded
from xldesk.excel.engine.put import put_back
from xldesk.excel.engine.saving import Saver, patching_saver
from xldesk.workbooks.check.archive import UNREADABLE, Archive, ArchiveError
from xldesk.workbooks.check.checker import refusal
from xldesk.workbooks.check.limits import Limits

if TYPE_CHECKING:
    from xldesk.excel.engine.area import Area

ENDINGS = frozenset({".xlsx", ".xlsm"})
_NOT_A_WORKBOOK = (*UNREADABLE, AttributeError, SyntaxError, TypeError)
"""What openpyxl raises for one broken part or another; XML's are syntax errors."""


class OpenBook:
    """One workbook: ``path`` is the file it was opened from or last saved to, None for a new one.

    ``removed`` are sheets taken out since, latest last, so that undo can bring them back. ``saver``
    writes a book that came from a file; without one openpyxl does. ``receipt`` is what the last
    saving said.
    """

    def __init__(self, workbook: Workbook, name: str, path: Path | None = None) -> None:
        self.workbook = workbook
        self.name = name
        self.path = path
        self.journal = Journal(partial(put_back, self))
        self.cached = CachedValues(path, tuple(workbook.worksheets))
        self.removed: list[Worksheet] = []
        self.selection: Area | None = None
        self.saver: Saver | None = None
        self.receipt: object = None

    def saved_as(self, path: Path) -> None:
        """Go on from the file just saved: nothing is changed now, and values are those in it."""
        self.path = path
        self.name = path.name
        self.journal.clear()
        if self.saver is not None:
            self.cached = CachedValues(path, tuple(self.workbook.worksheets))


def new_book(name: str) -> OpenBook:
    """Return an empty book with one sheet, ``Sheet1`` as in Excel."""
    workbook = Workbook()
    workbook.worksheets[0].title = "Sheet1"
    return OpenBook(workbook, name)


def opened_book(path: Path) -> OpenBook:
    """Return the book of the file at ``path``; its sizes are checked before it is unpacked.

    Raises UsageError for a file that is no workbook, is damaged or too large.
    """
    if not DEFUSEDXML:
        raise MissingError("defusedxml is not installed; install it with: pip install defusedxml")
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path}: macros run over .xlsx and .xlsm files; save it as one of these")
    try:
        with Archive(path, Limits()):
            pass
    except ArchiveError as error:
        raise _refused(path, error) from error
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            # What openpyxl does not know is kept by the patcher, so there is nothing to warn of.
            warnings.simplefilter("ignore", UserWarning)
            workbook = loaded(file, path)
    except ArchiveError as error:
        raise _refused(path, error) from error
    except _NOT_A_WORKBOOK as error:
        raise UsageError(
            f"{path}: not a workbook that can be read; save it again from a spreadsheet program"
        ) from error
    book = OpenBook(workbook, path.name, path)
    book.saver = patching_saver()
    return book


def _refused(path: Path, error: ArchiveError) -> UsageError:
    found = refusal(path, error)
    return UsageError(f"{path}: {found.message}; {found.remedy}")
