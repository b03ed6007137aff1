"""Each exception of an audit leads to the row in which its object stands, else to its control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk_udfs.macros.table_columns import column, shown

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk_udfs.macros.host import Host

_EXCEPTIONS = "Exceptions"
_OBJECT, _OPPORTUNITY, _CONTROL = "Object", "Opportunity", "Control"
_HOMES = (
    ("Credits", "Opportunity", _OBJECT),
    ("Findings", "Object", _OBJECT),
    ("Credits", "Opportunity", _OPPORTUNITY),
    ("Findings", "Opportunity", _OPPORTUNITY),
    ("Controls", "Id", _CONTROL),
)
"""Table, its column, and the column of an exception that is looked up there; first ones win.

A role or a registration so leads to its own finding before it leads to its deal.
"""


def link_exceptions(book: xw.Book, host: Host) -> int:
    """Link the exceptions of an audit workbook; return how many lead to a row.

    Objects that stand in no row, such as entries of the ledger, lead to the row of their control.
    Other workbooks have no exceptions.
    """
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables}
    if _EXCEPTIONS not in tables or "Credits" not in tables:
        return 0
    homes = [(_places(tables, table, name), asked) for table, name, asked in _HOMES]
    exceptions = tables[_EXCEPTIONS]
    objects = column(exceptions, _OBJECT)
    asked = {name: shown(column(exceptions, name)) for _, _, name in _HOMES}
    linked = 0
    for at, cell in enumerate(objects):
        place = next(
            (known[asked[name][at]] for known, name in homes if asked[name][at] in known),
            None,
        )
        linked += place is not None
        if host.linked(cell) != place:
            host.link(cell, place)
    return linked


def _places(tables: dict[str, xw.main.Table], name: str, header: str) -> dict[object, str]:
    """Return where each id of a column stands first, on the sheets on which its table goes on."""
    found: dict[object, str] = {}
    for table in tables.values():
        if table.name != name and not _goes_on(table.name, name):
            continue
        cells = column(table, header)
        letters = cells.get_address(row_absolute=False, column_absolute=False).rstrip("0123456789")
        letters = letters.partition(":")[0].rstrip("0123456789")
        for row, value in enumerate(shown(cells), cells.row):
            if value is not None:
                found.setdefault(value, f"'{cells.sheet.name}'!{letters}{row}")
    return found


def _goes_on(name: str, first: str) -> bool:
    rest = name.removeprefix(first)
    return rest != name and rest.strip("_").isdigit()
