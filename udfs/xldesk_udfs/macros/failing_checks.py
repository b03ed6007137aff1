"""How many checks of a workbook fail, as its own flag says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.standard_sheets import MASTER_FLAG

if TYPE_CHECKING:
    import xlwings as xw


def failing_checks(book: xw.Book) -> float | None:
    """Return how many of the checks of ``book`` fail.

    None where its flag shows no number: no program calculated the file, or a check is an error.
    """
    shown = book.names[MASTER_FLAG].refers_to_range.value
    return shown if isinstance(shown, float) else None
