"""Links that macros make: from an exception to a row in which what it names stands."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document

_EXCEPTIONS = "Exceptions"
_NAMED = ("Object", "Opportunity", "Control")
_HOMES = {"Credits": ("Opportunity",), "Findings": ("Object", "Opportunity"), "Controls": ("Id",)}
_GOES_ON = re.compile(r"_\d+")
_PLACE = re.compile(r"#(.+)!([A-Z]{1,3}[1-9][0-9]{0,6})")


class ExceptionLinks:
    """Which links of a workbook lead from an exception to what the exception names."""

    def __init__(self, document: Document) -> None:
        """Read nothing yet: most workbooks have no such link."""
        self._document = document

    def has(self, sheet: str, row: int, link: str) -> bool:
        """Tell whether ``link`` (``#Sheet!B7``) of an exception in ``row`` is one that macros make.

        It leads to an id cell that shows the object, deal or control of that exception.
        """
        match = _PLACE.fullmatch(link)
        if match is None:
            return False
        shown = self._homes.get((match[1], match[2]))
        return shown is not None and shown in self._named.get((sheet, row), ())

    @cached_property
    def _named(self) -> dict[tuple[str, int], set[str]]:
        """What each exception names, by sheet and row."""
        found: dict[tuple[str, int], set[str]] = {}
        for sheet, row, _, text in self._shown({_EXCEPTIONS: _NAMED}):
            found.setdefault((sheet, row), set()).add(text)
        return found

    @cached_property
    def _homes(self) -> dict[tuple[str, str], str]:
        """What the id cells of other tables show, by sheet and cell."""
        shown = self._shown(_HOMES)
        return {(sheet, f"{letters_of(at)}{row}"): text for sheet, row, at, text in shown}

    def _shown(self, wanted: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, int, int, str]]:
        """Yield sheet, row, column and text of the cells in the columns ``wanted`` by table."""
        for sheet, table in self._document.tables.values():
            names = wanted.get(_GOES_ON.sub("", table.name), ())
            columns = {
                table.area.first_column + table.columns.index(name)
                for name in names
                if name in table.columns
            }
            if not columns:
                continue
            for number, cells, *_ in SheetRows(self._document, sheet.part):
                if not table.area.first_row < number <= table.area.last_row:
                    continue
                for at in columns & cells.keys():
                    text = cells[at].value
                    if text:
                        yield sheet.name, number, at, text
