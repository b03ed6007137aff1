"""Workbooks to write and to read: trackers of made-up partners, and credit lines."""

from __future__ import annotations

import pickle
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xldesk.workbooks.content import Content
    from xldesk.workbooks.spec import Column, Table, Workbook

ROWS_OF = {
    "Money": 1,
    "Funds": 9,
    "Requests": 30,
    "Claims": 25,
    "Roi": 25,
    "RoiDeals": 70,
    "Movements": 40,
}
"""About how many rows a tracker has by table: 200 in all, on its summary and six sheets of data."""
_REST = "RoiDeals"
"""The table that has as many rows as make it 200."""

_WORDS = {
    "status": ("submitted", "approved", "paid", "rejected"),
    "category": ("sourced", "co_sell", "influenced", "direct"),
}
_FIRST_DAY = date(2026, 1, 1)
_AT = datetime(2026, 7, 8, 9, tzinfo=UTC)


def tracker_content(number: int) -> Content:
    """Return what the tracker of the partner with this ``number`` shows, always the same."""
    from xldesk.workbooks.mdf_tracker_partner import SPEC

    draw = random.Random(number)
    counts = {
        name: draw.randint((count + 1) // 2, count * 3 // 2)
        for name, count in ROWS_OF.items()
        if name != _REST
    }
    counts[_REST] = sum(ROWS_OF.values()) - sum(counts.values())
    rows = {name: table_rows(SPEC.tables[name], counts[name], draw) for name in ROWS_OF}
    return _content(SPEC, f"P-{number:04} Partner {number}", rows, draw)


def credits_content(lines: int) -> Content:
    """Return an attribution audit with this many credit lines."""
    from xldesk.workbooks.attribution_audit import SPEC

    draw = random.Random(lines)
    rows = {"Credits": table_rows(SPEC.tables["Credits"], lines, draw)}
    return _content(SPEC, "Programme", rows, draw)


def table_rows(table: Table, count: int, draw: random.Random) -> list[tuple[Any, ...]]:
    """Return ``count`` rows of values as a desk has them, in the order of the columns."""
    currencies = {column.currency for column in table.columns if column.currency}
    makers = [_maker(column, column.field in currencies, draw) for column in table.columns]
    return [tuple(make() for make in makers) for _ in range(count)]


def _maker(column: Column, is_currency: bool, draw: random.Random) -> Callable[[], Any]:
    if is_currency:
        return lambda: "EUR"
    if isinstance(column.choices, tuple):
        return partial(draw.choice, column.choices)
    makers: dict[str, Callable[[], Any]] = {
        "integer": lambda: draw.randrange(2_000),
        "amount": lambda: draw.randrange(-100_000, 100_000_000),
        "number": lambda: draw.randrange(1_000),
        "percent": lambda: Decimal(draw.randrange(10_000)).scaleb(-4),
        "share": lambda: draw.randrange(1_000_001),
        "ratio": lambda: Decimal(draw.randrange(1_000)).scaleb(-2),
        "date": lambda: _FIRST_DAY + timedelta(draw.randrange(365)),
        "time": lambda: _AT - timedelta(minutes=draw.randrange(500_000)),
        "flag": lambda: draw.random() < 0.5,
    }
    if column.type in makers:
        return makers[column.type]
    if column.type in _WORDS:
        return partial(draw.choice, _WORDS[column.type])
    word = column.name.split()[0]
    return lambda: f"{word} {draw.randrange(100_000):05}"


def _content(
    spec: Workbook, scope: str, rows: dict[str, list[tuple[Any, ...]]], draw: random.Random
) -> Content:
    from xldesk.workbooks.content import Content, Provenance
    from xldesk.workbooks.standard_sheets import OWN_TABLES, named_choices

    return Content(
        provenance=Provenance(
            "Benchmark", "2026-Q2", _AT, _AT, 412, f"{draw.getrandbits(256):064x}", "a" * 64, scope
        ),
        fields=dict(_fields(spec)),
        tables={name: rows.get(name, []) for name in spec.tables if name not in OWN_TABLES},
        lists={name: [f"{name} {n}" for n in range(9)] for name in named_choices(spec.sheets)},
        checks={check.name: 0 for check in spec.checks},
    )


def _fields(spec: Workbook) -> Iterator[tuple[str, Any]]:
    """Yield a value for each single cell of ``spec``."""
    from xldesk.workbooks.spec import Fields, KeyFigures, TextBlock

    for sheet in spec.sheets:
        if sheet.flag is not None:
            yield sheet.flag.field, "all is well"
        for block in sheet.blocks:
            if isinstance(block, Fields):
                yield from ((item.field, None) for item in block.items)
            if isinstance(block, TextBlock) and block.field:
                yield block.field, ["A line of text."]
            if isinstance(block, KeyFigures):
                for figure in block.figures:
                    yield figure.field, None
                    if figure.caption_field:
                        yield figure.caption_field, "Money"


def tracker_files(directory: Path, files: int) -> list[Path]:
    """Return the trackers of ``files`` partners, written by the desk where they are not there."""
    from xldesk.workbooks.mdf_tracker_partner import SPEC
    from xldesk.workbooks.stamp import stamp

    folder = directory / "trackers"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"mdf_tracker_P-{number:04}.xlsx" for number in range(files)]
    for number, path in enumerate(paths):
        if not path.is_file():
            stamp(SPEC, tracker_content(number), path)
    return paths


def plain_books(directory: Path, files: int) -> list[dict[str, Any]]:
    """Return the first trackers as cells and formats, for those who know nothing of a desk.

    Made by ``write_plain_books``; only the standard library is needed to read them.
    """
    path = directory / "plain.pickle"
    books: list[dict[str, Any]] = pickle.loads(path.read_bytes())[:files]
    return books


def write_plain_books(directory: Path, files: int) -> None:
    """Take ``files`` trackers apart into all that another library can write of them."""
    from benchmarks.plain_book import taken_apart

    books = [taken_apart(path) for path in tracker_files(directory, files)]
    (directory / "plain.pickle").write_bytes(pickle.dumps(books))
