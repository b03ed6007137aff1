"""Totals of a workbook's tables by currency and category, exact, with the rows they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.sheet_letters import letters_of
from xldesk_udfs.macros.table_in_book import TableInBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import xlwings as xw

    from xldesk.answers.picture import BookPicture
    from xldesk.workbooks.parts import Column, Table

Place = tuple[str, str, str, str]
"""Table, currency, category and figure; empty where there is none."""

ROWS = "rows"


@dataclass(slots=True)
class Total:
    """A sum, and its lines: what each row holds, and the place of the row."""

    value: Decimal = Decimal(0)
    lines: list[tuple[Decimal, str]] = field(default_factory=list)

    def add(self, value: Decimal, place: str) -> None:
        """Add what a row holds."""
        self.value += value
        self.lines.append((value, place))

    def agrees_with(self, other: Total, unit: Decimal) -> bool:
        """Tell whether sum and lines are those of ``other``, each by less than half a ``unit``.

        The lines may stand in another order. What a program calculated is a binary number.
        """
        pairs = zip(sorted(self.lines), sorted(other.lines), strict=False)
        return len(self.lines) == len(other.lines) and all(
            abs(here - there) * 2 < unit
            for here, there in ((self.value, other.value), *((a[0], b[0]) for a, b in pairs))
        )

    def first_other(self, other: Total, unit: Decimal) -> str | None:
        """Return the place of the first row whose figure ``other`` has not, as ``agrees_with``."""
        theirs, next_one = sorted(value for value, _ in other.lines), 0
        apart = set[int]()
        for at in sorted(range(len(self.lines)), key=lambda at: self.lines[at][0]):
            value = self.lines[at][0]
            while next_one < len(theirs) and (value - theirs[next_one]) * 2 >= unit:
                next_one += 1
            if next_one < len(theirs) and (theirs[next_one] - value) * 2 < unit:
                next_one += 1
            else:
                apart.add(at)
        return self.lines[min(apart)][1] if apart else None


def in_book(book: xw.Book, picture: BookPicture) -> dict[Place, Total]:
    """Return the totals of ``book``, whose tables ``picture`` names."""
    totals: dict[Place, Total] = {}
    for name in picture.sheets:
        sheet = picture.sheet(name)
        for wanted in sheet.tables:
            if not _is_counted(wanted.spec):
                continue
            table = TableInBook(book.sheets[name], wanted)
            columns = {column: table.values(column) for column in wanted.columns}
            first = table.cells(wanted.columns[0], 0, 1)
            _add(totals, wanted.spec, columns, name, first.row)
    return totals


def in_picture(picture: BookPicture) -> dict[Place, Total]:
    """Return the totals of what the desk issues."""
    totals: dict[Place, Total] = {}
    for name in picture.sheets:
        sheet = picture.sheet(name)
        for table in sheet.tables:
            if not _is_counted(table.spec):
                continue
            rows = range(table.header_row + 1, table.last_row + 1)
            columns = {
                column: [
                    None
                    if (cell := sheet.cells[row].get(table.first_column + at)) is None
                    else cell.value
                    for row in rows
                ]
                for at, column in enumerate(table.columns)
            }
            _add(totals, table.spec, columns, name, table.header_row + 1)
    return totals


def _is_counted(table: Table) -> bool:
    return any(_is_amount(column) for column in table.columns)


def _is_amount(column: Column) -> bool:
    return column.type == "amount" and column.currency is not None and column.role != "input"


def _add(
    totals: dict[Place, Total],
    table: Table,
    columns: Mapping[str, Sequence[Any]],
    sheet: str,
    first_row: int,
) -> None:
    names = {column.field: column.name for column in table.columns}
    category = next((c.name for c in table.columns if c.type == "category"), None)
    amounts = [column for column in table.columns if _is_amount(column)]
    by_currency = {column.currency for column in amounts}
    filled = _filled(columns.values())
    for currency_field in sorted(currency or "" for currency in by_currency):
        currencies = columns[names[currency_field]]
        for row in filled:
            kind = "" if category is None else str(columns[category][row] or "")
            currency = str(currencies[row] or "")
            place = f"'{sheet}'!{{letters}}{first_row + row}"
            key = table.name, currency, kind
            totals.setdefault((*key, ROWS), Total()).add(Decimal(1), place.format(letters="B"))
            for column in amounts:
                if column.currency == currency_field:
                    value = columns[column.name][row]
                    amount = Decimal(str(value)) if isinstance(value, float) else Decimal(0)
                    total = totals.setdefault((*key, column.name), Total())
                    total.add(amount, place.format(letters=_letters(table, column)))


def _filled(columns: Iterable[Sequence[Any]]) -> list[int]:
    """Return the rows in which something stands."""
    return [
        row
        for row, values in enumerate(zip(*columns, strict=True))
        if any(value not in {None, ""} for value in values)
    ]


def _letters(table: Table, column: Column) -> str:
    return letters_of(FIRST_COLUMN + table.columns.index(column))
