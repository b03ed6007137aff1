"""Reads the labelled values of one sheet: the label in its first column, the value beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.records.place import Place
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.parts import Fields
from xldesk.workbooks.read.cell_error import CellError
from xldesk.workbooks.read.decoder import CellDecoder
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.standard_sheets import ABOUT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.parts import Field, Sheet

_VALUE_COLUMN = FIRST_COLUMN + 1


class FieldReader:
    """Finds the fields of a page by their labels; of two rows with one label the first counts.

    ``again`` is how the workbook is issued again.
    """

    def __init__(
        self,
        page: Sheet,
        system: str,
        words_of: Callable[[Field], Collection[str] | None],
        again: str,
    ) -> None:
        items = [item for block in page.blocks if isinstance(block, Fields) for item in block.items]
        self._sheet = page.name
        self._waiting = {item.label: item for item in items}
        self._system = system
        self._words_of = words_of
        self._again = again
        self.values: dict[str, Any] = dict.fromkeys(item.field for item in items)

    def field_in(self, cells: dict[int, ReadCell]) -> Field | None:
        """Return the field that a row shows, None where it shows none that is waited for."""
        label = cells.get(FIRST_COLUMN)
        return None if label is None else self._waiting.get(label.value or "")

    def row(self, file: str, number: int, cells: dict[int, ReadCell]) -> Iterator[CheckFinding]:
        """Take in a row outside the tables; yields what is wrong with the value it holds."""
        item = self.field_in(cells)
        if item is None:
            return
        del self._waiting[item.label]
        decode = CellDecoder(
            item.label, item, self._system, self._words_of(item), has_currency=False
        )
        try:
            self.values[item.field] = decode(cells.get(_VALUE_COLUMN))
        except CellError as error:
            self.values[item.field] = error.value
            place = Place(file=file, sheet=self._sheet, cell=f"{letters_of(_VALUE_COLUMN)}{number}")
            yield finding_at(place, error.code, error.message, error.remedy)

    def missing(self, file: str) -> Iterator[CheckFinding]:
        """Yield the fields whose label is nowhere on the sheet; About has a finding of its own."""
        for item in self._waiting.values():
            if item not in ABOUT_FIELDS:
                yield finding_at(
                    Place(file=file, sheet=self._sheet),
                    "FIELD-MISSING",
                    f"{item.label} is missing",
                    f"restore its label, or {self._again}",
                )
