"""Every formula of a workbook of the desk carries its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.place import Place
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import Rule, SheetRow
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding


class MissingValues(Rule):
    """Finds formulas that a program saved without calculating them; said once for the file."""

    is_silent_on_blocks = True

    def __init__(self) -> None:
        self._count = 0
        self._first: tuple[str, str] = ("", "")

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Count such cells."""
        for number, cell in row.cells.items():
            if cell.formula is not None and cell.lacks_value:
                if not self._count:
                    self._first = row.sheet.name, f"{letters_of(number)}{row.number}"
                self._count += 1
        return ()

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield how many there are, and the first."""
        if self._count:
            sheet, cell = self._first
            yield values_missing(Place(file=document.file, sheet=sheet, cell=cell), self._count)


def values_missing(first: Place, count: int) -> CheckFinding:
    """Return the finding about ``count`` cells without values, of which one is at ``first``."""
    cells = "1 formula was" if count == 1 else f"{count:,} formulas were"
    return finding_at(
        first,
        "VALUE-MISSING",
        f"{cells} saved without their values, this one first",
        "open the file in a spreadsheet program, save it there, and check it again",
    )
