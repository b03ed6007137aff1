"""How an audit stands: bookings, credit of each deal, and what its controls show.

Read in the same way from a book that is open and from what the desk issued, so that two states
can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import count, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.workbooks.continued import sheet_on, table_on
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.standard_sheets import ABOUT_FIELDS
from xldesk_udfs.macros.about import ABOUT
from xldesk_udfs.macros.table_columns import column, shown

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk.answers.picture import BookPicture, PicturedSheet

FIGURES = ("Status", "Examined", "Exceptions", "Amount at stake")
"""The columns of the sheet Controls that say how a control stands."""

_CREDIT = ("Opportunity", "Product family", "Partner", "Line category", "Credit", "Currency")
_DIGEST = next(field.label for field in ABOUT_FIELDS if field.field == "about.digest")

Rows = Callable[[str, tuple[str, ...]], Iterable[tuple[Any, ...]]]
"""What the named columns of a table show, row by row, on all the sheets that it goes on to."""


class Standing(NamedTuple):
    """Bookings by currency, credit lines by deal, and by control its title and ``FIGURES``."""

    bookings: dict[str, Decimal]
    deals: dict[str, frozenset[tuple[Any, ...]]]
    controls: dict[str, tuple[Any, ...]]


def standing_in_book(book: xw.Book) -> Standing:
    """Return how the audit stands that is open.

    Raises UsageError where a column that says it is missing.
    """

    def rows(table: str, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        known = [sheet.name for sheet in book.sheets]
        for number in _numbers(table, known):
            found = book.sheets[sheet_on(table, number)].tables[table_on(table, number)]
            yield from zip(*(shown(column(found, name)) for name in names), strict=True)

    return _standing(rows)


def standing_in_picture(issued: BookPicture) -> Standing:
    """Return how the audit stands that the desk ``issued``."""

    def rows(table: str, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        for number in _numbers(table, issued.sheets):
            yield from _pictured(issued.sheet(sheet_on(table, number)), names)

    return _standing(rows)


def digest_in_picture(issued: BookPicture) -> str:
    """Return the digest of the data that the ``issued`` file's About sheet says."""
    cells = issued.sheet(ABOUT).cells.values()
    return next(
        str(row[FIRST_COLUMN + 1].value)
        for row in cells
        if FIRST_COLUMN in row and row[FIRST_COLUMN].value == _DIGEST
    )


def _numbers(table: str, sheets: Iterable[str]) -> Iterator[int]:
    known = set(sheets)
    return takewhile(lambda number: sheet_on(table, number) in known, count(1))


def _pictured(sheet: PicturedSheet, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    (table,) = sheet.tables
    places = [table.first_column + table.columns.index(name) for name in names]
    for number in range(table.header_row + 1, table.last_row + 1):
        row = sheet.cells.get(number, {})
        yield tuple(None if (cell := row.get(place)) is None else cell.value for place in places)


def _standing(rows: Rows) -> Standing:
    bookings: dict[str, Decimal] = {}
    for currency, amount in rows("Reconciliation", ("Currency", "Bookings")):
        if currency:
            bookings.setdefault(currency, Decimal())
            bookings[currency] += Decimal(repr(amount)) if isinstance(amount, float) else 0
    deals: dict[str, set[tuple[Any, ...]]] = {}
    for deal, *line in rows("Credits", _CREDIT):
        if deal:
            deals.setdefault(str(deal), set()).add(tuple(part or None for part in line))
    controls = {
        str(one): tuple(None if value == "" else value for value in figures)
        for one, *figures in rows("Controls", ("Id", "Control", *FIGURES))
        if one
    }
    return Standing(bookings, {deal: frozenset(lines) for deal, lines in deals.items()}, controls)
