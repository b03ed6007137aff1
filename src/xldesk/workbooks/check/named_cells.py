"""Where the named single cells of a file are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.sheet_letters import number_of

if TYPE_CHECKING:
    from xldesk.workbooks.check.document import Document

_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d{1,7})")


class NamedCells:
    """The single cells that a file's defined names refer to."""

    def __init__(self, document: Document) -> None:
        self._cells: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for name, reference in document.names.items():
            match = _CELL.fullmatch(reference)
            if match is not None:
                sheet = (match[1] or match[2]).replace("''", "'")
                key = (sheet, int(match[4]))
                self._cells.setdefault(key, []).append((name, number_of(match[3])))

    def on(self, sheet: str, row: int) -> list[tuple[str, int]]:
        """Return the names and column numbers in one row of ``sheet``."""
        return self._cells.get((sheet, row), [])
