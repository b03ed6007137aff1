"""Anything a workbook can show: strategies made from a spec, and what each value reads as."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from workbooks.example_workbook import PROVENANCE
from xldesk.records.currency import exponent
from xldesk.records.fields import MAX_MINOR_UNITS
from xldesk.records.money import Money, major
from xldesk.workbooks.cell_text import legal
from xldesk.workbooks.content import Content, Link
from xldesk.workbooks.encoders import LARGEST_NUMBER, number_text
from xldesk.workbooks.parts import Column, Field, Fields, KeyFigures, Table, TextBlock
from xldesk.workbooks.spec import Workbook
from xldesk.workbooks.standard_sheets import OWN_TABLES, named_choices
from xldesk.workbooks.validations import LARGEST_AMOUNT

CURRENCIES = ("JPY", "USD", "KWD", "CLF", "???")
"""0, 2, 3 and 4 decimals, and a code that is no currency."""

LEADS = (
    "",
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\x00",
    "\r\n",
    "'",
    "<&>",
    "_x0041_",
    " ",
    "\x0b",
)
ODD_TEXTS = (
    "=1+1",
    "\x00",
    "\ud800",
    "\uffff",
    "_x000D_",
    "_x005F_x000d_",
    " ",
    "\n\n",
    "\U0001f600",
)
EDGE_TEXTS = ("=1+1", "+1", "-1", "@A1", "a\nb", "_x000D_", "<&>", "\x00", "\ud800", "'a", "007")
CHARACTERS = st.characters(exclude_categories=())
TEXTS = st.sampled_from(ODD_TEXTS) | st.builds(
    str.__add__, st.sampled_from(LEADS), st.text(CHARACTERS, max_size=8)
)
WORDS = TEXTS.filter(legal)

MONEY = st.tuples(
    st.integers(-MAX_MINOR_UNITS, MAX_MINOR_UNITS), st.sampled_from(CURRENCIES)
) | st.builds(Money, st.integers(-MAX_MINOR_UNITS, MAX_MINOR_UNITS), st.sampled_from(CURRENCIES))
NUMBERS = (
    st.sampled_from([0, -0.0, 1e-300, -LARGEST_NUMBER, 10**15, Decimal("0.1"), Decimal("1e-9")])
    | st.integers(-(10**18), 10**18)
    | st.floats(-LARGEST_NUMBER, LARGEST_NUMBER)
    | st.decimals(-(10**9), 10**9, places=6)
)
AMOUNTS = st.sampled_from([0, 1, -1, MAX_MINOR_UNITS, -MAX_MINOR_UNITS]) | st.integers(
    -MAX_MINOR_UNITS, MAX_MINOR_UNITS
)
DAYS = (
    st.sampled_from([date.min, date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date.max])
    | st.dates()
)
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=-9, minutes=-30))])
_EARLY, _LATE = (  # hypothesis adds the zones itself
    moment.replace(tzinfo=None)
    for moment in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, 23, 59, 59, tzinfo=UTC))
)
_EDGES = [
    _EARLY,
    _LATE,
    datetime(1900, 2, 28, 23, 59, tzinfo=UTC),
    datetime(1900, 3, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC),
]
TIMES = st.builds(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1_000 * 1_000),
    st.sampled_from(_EDGES) | st.datetimes(_EARLY, _LATE, timezones=ZONES),
)
"""To the millisecond, which is what a spreadsheet's number of a day holds."""

_PARTS = st.decimals(0, 1, places=6)
_INPUTS: Mapping[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(0, 999_999_999),
    "amount": st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT),
    "number": st.decimals(-LARGEST_AMOUNT, LARGEST_AMOUNT, places=2),
    "ratio": st.decimals(-LARGEST_AMOUNT, LARGEST_AMOUNT, places=2),
    "percent": _PARTS,
    "share": st.integers(0, 1_000_000),
}
"""What the validations of inputs let through."""

_FROM_ONE = st.integers(1, LARGEST_AMOUNT)
_FROM_A_CENT = st.decimals(Decimal("0.01"), LARGEST_AMOUNT, places=2)
_FAR_DAYS = st.dates(PROVENANCE.as_of.date() + timedelta(days=400))
"""Days further ahead than any rule asks for."""

_PAST_DAYS = st.dates(max_value=PROVENANCE.as_of.date())
_SAID = TEXTS.filter(lambda text: bool(legal(text).strip()))
"""Texts of people, which are more than blanks."""

_VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(10**18), 10**18),
    "amount": AMOUNTS,
    "number": NUMBERS | MONEY,
    "percent": NUMBERS,
    "ratio": NUMBERS,
    "share": st.integers(-(10**9), 10**9),
    "date": DAYS | TIMES,
    "time": TIMES,
    "flag": st.booleans(),
}


def any_value(part: Column | Field, lists: Mapping[str, Sequence[str]]) -> st.SearchStrategy[Any]:
    """Return a strategy of the values that ``part`` takes, None among them where it may be."""
    empty = st.sampled_from([None, ""]) if part.role == "calculated" else st.none()
    if part.entry.is_needed or part.entry.is_expected:
        empty = st.nothing()
    if part.choices is not None:
        words = lists[part.choices] if isinstance(part.choices, str) else part.choices
        return empty | st.sampled_from(list(words))
    values = _INPUTS.get(part.type) if part.role == "input" else None
    if part.entry.least is not None or part.entry.above is not None:
        values = _FROM_ONE if part.type == "amount" else _FROM_A_CENT
    if part.entry.days_ahead is not None:
        values = _FAR_DAYS
    if part.entry.is_past:
        values = _PAST_DAYS
    if values is None:
        values = _VALUES.get(part.type, _SAID if part.role == "input" else TEXTS)
    if part.type == "flag":
        empty = st.none()
    if part.type in {"date", "time"} and not part.entry.is_needed:
        empty = st.none()
    return empty | values


def any_rows(
    table: Table, lists: Mapping[str, Sequence[str]], sheets: Sequence[str] = ()
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return a strategy of rows for ``table`` as its columns ask; links lead to ``sheets``."""
    currencies = {column.currency for column in table.columns if column.currency}

    @st.composite
    def row(draw: st.DrawFn) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in currencies:
            values[name] = draw(st.none() | st.sampled_from(CURRENCIES))
        for column in table.columns:
            if column.field in currencies:
                continue
            if column.currency and values[column.currency] is None:
                values[column.field] = None
            elif column.type == "link" and sheets:
                words = draw(st.text("abc =&", max_size=5))
                links = st.sampled_from([None, words, Link(words, draw(st.sampled_from(sheets)))])
                values[column.field] = draw(links)
            else:
                values[column.field] = draw(any_value(column, lists))
        return in_order(table, values)

    return st.lists(row(), min_size=1, max_size=6).map(lambda rows: told_apart(table, rows))


def in_order(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return ``row`` with no end before its start, and no part above its whole."""
    for column in table.columns:
        for low, high in (
            (column.entry.not_before, column.field),
            (column.field, column.entry.up_to),
        ):
            if (
                low
                and high
                and None not in {row[low], row[high]}
                and _key(row[low]) > _key(row[high])
            ):
                row[high] = row[low]
    return row


def _key(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def told_apart(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ``rows`` with no two the same in what stands there once."""
    for number, row in enumerate(rows):
        for column in table.columns:
            if column.entry.once and row[column.field]:
                row[column.field] = f"{number} {row[column.field]}"
    return rows


_EDGES_BY_TYPE: Mapping[str, Sequence[Any]] = {
    "integer": (0, -1, 10**15 - 1),
    "amount": (0, 1, -1, MAX_MINOR_UNITS, -MAX_MINOR_UNITS),
    "number": (Decimal("0.1"), -1e300, (1, "CLF"), 10**15 - 1),
    "percent": (Decimal("0.333333333333333"), 1),
    "ratio": (Decimal("-0.125"), 1e-300),
    "share": (333_333, 1, 1_000_000),
    "date": (date(1899, 12, 31), date(1900, 3, 1), date(2026, 2, 28), date.max),
    "time": _EDGES,
    "flag": (True, False),
}


def edge_values(part: Column | Field) -> Sequence[Any]:
    """Return the extreme values of a column or field, always the same."""
    return _EDGES_BY_TYPE.get(part.type, EDGE_TEXTS)


def edge_rows(table: Table, count: int, stagger: int = 0) -> list[dict[str, Any]]:
    """Return ``count`` rows of extreme values for ``table``, always the same; inputs are empty.

    With ``stagger`` each column begins that many values after the one on its left.
    """
    currencies = {column.currency for column in table.columns if column.currency}
    rows = []
    for at in range(count):
        row: dict[str, Any] = {}
        for index, column in enumerate(table.columns):
            values = edge_values(column)
            if column.field in currencies:
                values = CURRENCIES
            elif column.choices is not None or column.role == "input":
                values = (None,)
            row[column.field] = values[(at + stagger * index) % len(values)]
        rows.append(row)
    return rows


def any_lists(spec: Workbook) -> st.SearchStrategy[dict[str, list[str]]]:
    """Return a strategy of the words that the cells of ``spec`` offer."""
    words = st.lists(WORDS, min_size=1, max_size=4)
    return st.fixed_dictionaries(dict.fromkeys(named_choices(spec.sheets), words))


def plain_lists(spec: Workbook) -> dict[str, list[str]]:
    """Return words for each list of ``spec``, always the same."""
    return {
        name: [f"{name} {number}" for number in range(4)] for name in named_choices(spec.sheets)
    }


def own_tables(spec: Workbook) -> list[Table]:
    """Return the tables whose rows the content brings."""
    return [table for name, table in spec.tables.items() if name not in OWN_TABLES]


def own_fields(spec: Workbook) -> list[Field]:
    """Return the labelled values that the content brings."""
    return [
        item
        for sheet in spec.sheets
        for block in sheet.blocks
        if isinstance(block, Fields)
        for item in block.items
    ]


def plain_content(spec: Workbook, **changes: Any) -> Content:
    """Return a content of ``spec`` without rows, and with nothing in its single cells."""
    fields: dict[str, Any] = {item.field: None for item in own_fields(spec)}
    for sheet in spec.sheets:
        if sheet.flag is not None:
            fields[sheet.flag.field] = "flag"
        for block in sheet.blocks:
            if isinstance(block, TextBlock) and block.field:
                fields[block.field] = ["text"]
            if isinstance(block, KeyFigures):
                for figure in block.figures:
                    fields[figure.field] = None
                    if figure.caption_field:
                        fields[figure.caption_field] = "caption"
    fields |= changes.pop("fields", {})
    tables: dict[str, Any] = {table.name: [] for table in own_tables(spec)}
    tables |= changes.pop("tables", {})
    given = {
        "lists": plain_lists(spec),
        "checks": {check.name: 0 for check in spec.checks},
        **changes,
    }
    return Content(provenance=PROVENANCE, fields=fields, tables=tables, **given)


def as_read(part: Column | Field, value: Any) -> Any:
    """Return what ``value`` reads as: the same, but for what a cell cannot hold.

    Numbers keep 15 significant digits, text loses control characters, and the empty text is an
    empty cell.
    """
    if value is None or value == "":
        return None
    return _AS_READ.get(part.type, _text_as_read)(value)


def _text_as_read(value: str | Link) -> str | None:
    return legal(value.text if isinstance(value, Link) else value) or None


def _number_as_read(value: Any) -> Decimal:
    if isinstance(value, Money):
        return value.major
    return major(*value) if isinstance(value, tuple) else Decimal(number_text(value))


_AS_READ: Mapping[str, Callable[[Any], Any]] = {
    "integer": lambda value: int(Decimal(number_text(value))),
    "amount": lambda value: value,
    "number": _number_as_read,
    "percent": _number_as_read,
    "ratio": _number_as_read,
    "share": lambda value: int(Decimal(number_text(Decimal(value).scaleb(-6))).scaleb(6)),
    "date": lambda value: value.date() if isinstance(value, datetime) else value,
    "time": lambda value: value if value.tzinfo else value.replace(tzinfo=UTC),
    "flag": lambda value: value,
}


def rows_as_read(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what ``rows`` read as; those whose given cells are all empty are none."""
    given = [column.field for column in table.columns if column.role != "calculated"]
    read = [
        {column.field: as_read(column, row[column.field]) for column in table.columns}
        for row in rows
    ]
    return [row for row in read if any(row[name] is not None for name in given)]


assert {exponent(code) for code in CURRENCIES} == {0, 2, 3, 4}
