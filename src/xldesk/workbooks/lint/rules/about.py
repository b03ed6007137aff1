"""A workbook says what it is, and which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRow, LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book, LintSheet

_HASH = re.compile(r"[0-9A-Fa-f]{32,128}")
_WORDS = {"a version": ("version",), "a hash of its data": ("hash", "digest", "checksum", "sha")}


class About(LintRule):
    """There is no sheet About with a version and a hash.

    A label with the word, and a value in the same row; a hash is 32 to 128 hexadecimal digits. The
    values of the desk's own workbooks are examined by the check itself, so empty templates pass.

    Source: ICAEW, Twenty Principles (2015), 7 and 17.
    """

    code = "LINT-ABOUT"
    remedy = "add a sheet About that says what the file is, its version, and a hash of its data"

    def __init__(self) -> None:
        self._sheet: str | None = None
        self._said: set[str] = set()

    def row(self, row: LintRow) -> Iterator[CheckFinding]:
        """Take note of what About says."""
        if row.sheet.is_about:
            is_ours = row.sheet.book.document.spec is not None
            cells = [cell for _, cell in sorted(row.cells.items())]
            for at, cell in enumerate(cells):
                label = (cell.value or "").casefold() if cell.kind == "s" else ""
                for what, words in _WORDS.items():
                    if any(word in label for word in words) and (
                        is_ours or _is_said(what, cells[at + 1 :])
                    ):
                        self._said.add(what)
        yield from ()

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Take note of the sheet itself."""
        if sheet.is_about:
            self._sheet = sheet.name
        yield from ()

    def finish(self, book: Book) -> Iterator[CheckFinding]:
        """Yield what About does not say."""
        if self._sheet is None:
            yield self.at(book, "there is no sheet About")
            return
        for what in _WORDS:
            if what not in self._said:
                yield self.at(book, f"the sheet does not say {what}", self._sheet)


def _is_said(what: str, cells: list[ReadCell]) -> bool:
    values = [cell.value or "" for cell in cells]
    if what == "a version":
        return any(value.strip() for value in values)
    return any(_HASH.fullmatch(value.strip()) for value in values)
