"""The frame of a rule about rows that people fill in; the check and the reader both run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.days import day_of, written_moment
from xldesk.workbooks.check.numbers import number_of
from xldesk.workbooks.check.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import SheetRow, TableBlock, TableView


class InputRule(Rule):
    """A rule that looks at filled-in rows of tables; a subclass answers in ``filled``."""

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether people fill in rows."""
        return table is not None and bool(table.inputs)

    def passes(self, block: TableBlock) -> bool:
        """Return whether there is nothing to say of these rows."""
        return block.are_inputs_empty

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Return findings about a row in which people filled in something."""
        if row.table is None or not row.table.inputs or not row.is_filled:
            return ()
        return self.filled(row, row.table)

    def filled(self, row: SheetRow, table: TableView) -> Iterator[CheckFinding]:
        """Yield findings about a filled-in row of ``table``."""
        raise NotImplementedError


def number_in(cell: ReadCell | None) -> Decimal | None:
    """Return the number of a cell, None where it has none."""
    return number_of(cell.value) if cell is not None and cell.kind == "n" and cell.value else None


def day_in(cell: ReadCell | None, system: str) -> date | None:
    """Return the day of a cell, None where it has none; ``system`` is how the file counts days."""
    if cell is not None and cell.kind == "s" and cell.value:
        moment = written_moment(cell.value)
        return None if moment is None else moment.date()
    number = number_in(cell)
    return None if number is None else day_of(number, system)
