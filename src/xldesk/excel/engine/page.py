"""What of a sheet prints, and what stays in view while it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from xlwings import base_classes

from xldesk.excel.engine.addresses import area_of
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.put import write
from xldesk.excel.engine.rules import print_area_of

if TYPE_CHECKING:
    from xldesk.excel.engine.sheets import Sheet


@complete
class PageSetup(Speaking, base_classes.PageSetup):
    """How a sheet prints."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The page setup of openpyxl."""
        return self._sheet.worksheet.page_setup

    @property
    def print_area(self) -> str | None:
        """The range that prints, such as ``$A$1:$D$9``; None for all that is used."""
        return print_area_of(self._sheet.worksheet)

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        title, worksheet = self._sheet.name, self._sheet.worksheet
        new = None
        if value:
            parts = (area_of(self._sheet.book.open, worksheet, part) for part in value.split(","))
            new = ",".join(part.address(row_absolute=True, column_absolute=True) for part in parts)
        change = Change(title, title, Aspect.PRINT_AREA, print_area_of(worksheet), new)
        write(self._sheet.book.open, change)


@complete
class FreezePanes(Speaking, base_classes.FreezePanes):
    """The top rows and left columns that stay while the others scroll."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Keep the rows and columns down to the end of ``frozen_range``; whole rows: only rows."""
        area = area_of(self._sheet.book.open, self._sheet.worksheet, frozen_range)
        row = 1 if area.whole_columns else area.last_row + 1
        column = 1 if area.whole_rows else area.last_column + 1
        self._set(f"{get_column_letter(column)}{row}")

    def unfreeze(self) -> None:
        """Let everything scroll."""
        self._set(None)

    def _set(self, new: str | None) -> None:
        title, worksheet = self._sheet.name, self._sheet.worksheet
        change = Change(title, title, Aspect.FREEZE, worksheet.freeze_panes, new)
        write(self._sheet.book.open, change)
