"""The parts of a spec: columns, tables, figures, fields, charts, checks and sheets."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, Literal

from xldesk.workbooks.entry import FREE, Entry

SheetKind = Literal["summary", "action", "detail", "reference", "checks", "about"]
"""In the order of a workbook: what carries the message, what one acts on, detail and so on."""

ColumnType = Literal[
    "text",
    "integer",
    "amount",
    "number",
    "percent",
    "share",
    "ratio",
    "date",
    "time",
    "status",
    "category",
    "flag",
    "link",
]
"""How a value is given and shown.

text, status, category: ``str``. status words become chips, categories their colour.
integer: ``int``. number: ``int``, ``Decimal`` or ``float``.
amount: ``Money``, ``(minor units, currency)`` or minor units beside ``Column.currency``.
percent: a fraction (``Decimal("0.6")`` shows 60.0%). share: ``int`` parts per million.
ratio: a number (shows 1.25x). date: ``date``. time: ``datetime`` in UTC.
flag: ``bool``, shown as yes or no. link: ``Link(text, sheet)`` or plain text.
``None`` is an empty cell in every type; under a formula it is the formula's empty text.
"""

Role = Literal["data", "input", "calculated", "link"]
"""data: the desk's value. input: typed by people, unlocked. calculated: a formula, locked.
link: a value shown from another sheet, green."""

Highlight = Literal["status", "nonzero", "negative", "bar"]
"""status: chips by word. nonzero: red unless 0. negative: red below 0. bar: a data bar, 0–100 %."""

ChartKind = Literal["column", "bar", "stacked_column", "stacked_bar", "share_column"]
"""share_column: each column is 100 %, whatever its series add up to; amounts of different
currencies can then stand beside each other."""

NUMERIC: frozenset[str] = frozenset(
    {"integer", "amount", "number", "percent", "share", "ratio", "date", "time"}
)
"""Types whose cells hold numbers (dates and times are serial numbers)."""

DEFAULT_WIDTHS: dict[str, float] = {
    "text": 24,
    "integer": 10,
    "amount": 18,
    "number": 14,
    "percent": 11,
    "share": 12,
    "ratio": 10,
    "date": 12,
    "time": 17,
    "status": 13,
    "category": 15,
    "flag": 9,
    "link": 22,
}


class SpecError(ValueError):
    """A spec that no valid workbook can be made of; the message names the place."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its header, the row's field, and how the value is shown.

    ``formula`` is written as people write it in Excel (``=[@Credits]-[@Bookings]``,
    ``=SUM(Funds[Paid])``); it makes the column calculated. ``choices`` is the name of a list of
    ``Content.lists`` or a tuple of words. ``currency`` names the row's field with the currency
    code of an amount. ``wrap`` lets long text use several lines. ``each_sheet`` names its parts by
    sheet where its formula reads a table that goes on upon several: ``On {sheet}``. ``entry`` is
    what must hold of an input.
    """

    name: str
    field: str
    type: ColumnType = "text"
    width: float | None = None
    role: Role = "data"
    formula: str | None = None
    choices: str | tuple[str, ...] | None = None
    help: str | None = None
    currency: str | None = None
    highlight: Highlight | None = None
    wrap: bool = False
    each_sheet: str | None = dataclasses.field(default=None, repr=False)
    entry: Entry = dataclasses.field(default=FREE, repr=False)

    @property
    def is_recalculated(self) -> bool:
        """Whether programs calculate the column's numbers again when they open the file."""
        return self.role == "calculated" and self.type in NUMERIC

    def __post_init__(self) -> None:
        if self.width is None:
            object.__setattr__(self, "width", DEFAULT_WIDTHS.get(self.type, 14))
        if self.formula is not None and self.role == "data":
            object.__setattr__(self, "role", "calculated")
        if self.type == "status" and self.highlight is None:
            object.__setattr__(self, "highlight", "status")


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table with a stable name; ``blank_rows`` empty rows for input follow the data.

    ``row_formulas`` is for the Checks table alone: formulas by row, for the columns whose own
    formula is empty although their role is calculated. A table that ``continues`` is alone on its
    sheet and goes on upon further ones where its rows are more than a sheet holds. ``row_name`` is
    what one row that people fill in is called.
    """

    name: str
    columns: tuple[Column, ...]
    heading: str | None = None
    note: str | None = None
    blank_rows: int = 0
    row_formulas: tuple[tuple[str, ...], ...] = ()
    continues: bool = dataclasses.field(default=False, repr=False)
    row_name: str = dataclasses.field(default="row", repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One large number with its caption; ``{currency}`` in it is the amount's currency.

    ``caption_field`` is the content's field with the caption where that depends on the data.
    """

    caption: str
    field: str
    type: ColumnType = "integer"
    formula: str | None = None
    name: str | None = None
    caption_field: str | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of large numbers, each ``columns_each`` columns wide; amounts in whole units."""

    figures: tuple[Figure, ...]
    columns_each: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value, two columns; ``name`` makes the value a named cell."""

    entry: ClassVar[Entry] = FREE

    label: str
    field: str
    type: ColumnType = "text"
    role: Role = "data"
    formula: str | None = None
    choices: str | tuple[str, ...] | None = None
    help: str | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        if self.formula is not None and self.role == "data":
            object.__setattr__(self, "role", "calculated")


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled values below each other: facts, or inputs such as a sign-off."""

    heading: str | None
    items: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Paragraphs over the width of the sheet: ``paragraphs``, or the content's field."""

    heading: str | None
    paragraphs: tuple[str, ...] = ()
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart of table columns; its ranges and caches follow the real row count.

    ``colours`` are palette names of theme.CHART_COLOURS (default: the
    series in turn). ``rows`` is the chart's height in sheet rows. ``beside``: it stands to the
    right of the blocks that follow it, in a column of its own, instead of above them.
    """

    title: str
    kind: ChartKind
    table: str
    category: str
    series: tuple[str, ...]
    unit: str
    alt_text: str
    colours: tuple[str, ...] = ()
    rows: int = 15
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A figure that must be 0, and in one sentence what that proves."""

    name: str
    proves: str
    formula: str


@dataclass(frozen=True, slots=True)
class CheckList:
    """The table of checks with its tolerance and master flag; use ``checks_sheet``."""

    checks: tuple[Check, ...]


Block = Table | KeyFigures | Fields | TextBlock | Chart | CheckList
"""What a sheet is made of, from top to bottom."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A line on the summary, under that of the checks: red, amber or green by its formulas.

    ``formula`` makes the line's text, whose value is the content's ``field``; ``fails`` and
    ``warns`` are conditions without the equals sign, and without either the line is green.
    """

    field: str
    formula: str
    fails: str
    warns: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``title`` defaults to its name, ``note`` says in one line what it is for."""

    name: str
    kind: SheetKind
    blocks: tuple[Block, ...]
    title: str | None = None
    note: str | None = None
    flag: Flag | None = None


def checks_sheet(checks: tuple[Check, ...]) -> Sheet:
    """Return the Checks sheet: a table of figures that must be 0, and the master flag."""
    return Sheet(
        name="Checks",
        kind="checks",
        title="Checks",
        note="Every difference must be 0. The summary shows the number of checks that fail.",
        blocks=(CheckList(checks),),
    )
