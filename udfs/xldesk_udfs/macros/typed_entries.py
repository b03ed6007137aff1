"""What people typed into the cells to fill in, brought into another book of the same form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from xldesk_udfs.macros.table_in_book import TableInBook, TypedFormula

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk.answers.picture import BookPicture
    from xldesk.workbooks.spec import Column
    from xldesk_udfs.macros.host import Host


def bring_entries(book: xw.Book, fresh: xw.Book, picture: BookPicture, host: Host) -> None:
    """Write what columns to fill in show in ``book`` into ``fresh``, which ``picture`` pictures.

    The tables of both have the same rows, save that people may have made those of a form longer.
    Values go over, and nothing else that a cell or a file may hold.
    """
    for name in picture.sheets:
        for wanted in picture.sheet(name).tables:
            inputs = [column for column in wanted.spec.columns if column.role == "input"]
            if inputs:
                ours = TableInBook(book.sheets[name], wanted)
                theirs = TableInBook(fresh.sheets[name], wanted)
                theirs.resize(ours.rows, host)
                for column in inputs:
                    at = theirs.first_column + theirs.headers.index(column.name)
                    theirs.write_entries(at, _entries(ours, column), _entries(theirs, column))


def _entries(table: TableInBook, column: Column) -> list[Any]:
    """Return what was typed into ``column``: an error as such, and days as their numbers.

    A number is the same whatever format its cell has here, and the cell that it goes into has
    its own. Among texts a day stays one: its number would say nothing there.
    """
    pairs = zip(table.values(column.name), table.formulas(column.name), strict=True)
    return [_entry(value, text, in_text=column.type == "text") for value, text in pairs]


def _entry(value: Any, text: str, *, in_text: bool) -> Any:
    if value is None and text.startswith("#"):
        return TypedFormula(text)
    is_number = isinstance(value, datetime) and not text.startswith("=")
    return float(text) if is_number and not in_text else value
