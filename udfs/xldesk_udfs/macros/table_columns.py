"""The header and the columns of an Excel table, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError

if TYPE_CHECKING:
    import xlwings as xw


def headers(table: xw.main.Table) -> list[str]:
    """Return the names of the columns of ``table``, as its header row says them."""
    found = table.header_row_range
    if found is None:
        raise UsageError(f"table {table.name} has no header row; let it show one")
    names = found.options(ndim=1).value
    return ["" if name is None else str(name) for name in names]


def column(table: xw.main.Table, name: str) -> xw.Range:
    """Return the data cells of column ``name``; raises UsageError where it is not there."""
    body, names = table.data_body_range, headers(table)
    if body is None or name not in names:
        raise UsageError(
            f"table {table.name} has no column {name!r}; put it back, or issue the workbook again "
            "with: xldesk pack"
        )
    return body[:, names.index(name)]


def shown(cells: xw.Range) -> list[Any]:
    """Return what the cells of a column show."""
    found: list[Any] = cells.options(ndim=1).value
    return found


def table_named(book: xw.Book, name: str) -> xw.main.Table | None:
    """Return the table ``name`` of ``book``, None where it is not there."""
    return next((t for sheet in book.sheets for t in sheet.tables if t.name == name), None)
