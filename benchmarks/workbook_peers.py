"""Other libraries that write and read workbooks, on the same cells.

The functions run in an environment where only the peers and the standard library are there.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from benchmarks.workbook_data import plain_books

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.steps import Prepared

PEER_FILES = 100
"""Trackers that a peer writes and reads; a thousand would take openpyxl minutes."""


def openpyxl_trackers(directory: Path, files: int) -> Prepared:
    """Build each tracker with openpyxl, with all that it can write of one."""
    from benchmarks.openpyxl_book import write

    return _each(write, plain_books(directory, files), _folder(directory, "openpyxl"))


def xlsxwriter_trackers(directory: Path, files: int) -> Prepared:
    """Write each tracker with XlsxWriter, with all that it can write of one."""
    from benchmarks.xlsxwriter_book import write

    return _each(write, plain_books(directory, files), _folder(directory, "xlsxwriter"))


def rustpy_trackers(directory: Path, files: int) -> Prepared:
    """Write the values of each tracker's tables with rustpy-xlsxwriter, without formats."""
    from rustpy_xlsxwriter import write_worksheets

    books, out = plain_books(directory, files), _folder(directory, "rustpy")
    data = [[(one["name"], _records(one)) for one in book["sheets"]] for book in books]

    def write(sheets: list[tuple[str, list[dict[str, Any]]]], path: Path) -> None:
        write_worksheets(sheets, str(path))

    return _each(write, data, out)


def _records(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a sheet's rows as records: its cells by column."""
    rows: dict[int, dict[str, Any]] = {}
    for row, column, _, value, _ in sheet["cells"]:
        rows.setdefault(row, {})[str(column)] = value
    columns = sorted({name for row in rows.values() for name in row}, key=int)
    return [{name: row.get(name) for name in columns} for row in rows.values()]


def openpyxl_reading(directory: Path, files: int) -> Prepared:
    """Read every value of each tracker with openpyxl in read-only mode."""
    import openpyxl

    paths = sorted((directory / "trackers").glob("*.xlsx"))[:files]

    def run() -> int:
        for path in paths:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            for sheet in book:
                for _ in sheet.iter_rows(values_only=True):
                    pass
            book.close()
        return len(paths)

    return run


def openpyxl_credits(directory: Path, lines: int) -> Prepared:
    """Write the credit lines in openpyxl's write-only mode, without formats."""
    import openpyxl

    headers, rows = _credits(directory, lines)

    def run() -> int:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Credits")
        sheet.append(headers)
        for row in rows:
            sheet.append(row)
        book.save(directory / "openpyxl.xlsx")
        return lines

    return run


def xlsxwriter_credits(directory: Path, lines: int) -> Prepared:
    """Write the credit lines with XlsxWriter, a format a column, holding one row at a time."""
    import xlsxwriter

    headers, rows = _credits(directory, lines)

    def run() -> int:
        options = {"constant_memory": True}
        with xlsxwriter.Workbook(directory / "xlsxwriter.xlsx", options) as book:
            sheet = book.add_worksheet("Credits")
            amount = book.add_format({"num_format": "#,##0.00"})
            text = book.add_format({"num_format": "@"})
            sheet.write_row(0, 0, headers)
            for at, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(at, column, value, text)
                    else:
                        sheet.write_number(at, column, value, amount)
        return lines

    return run


def rustpy_credits(directory: Path, lines: int) -> Prepared:
    """Write the credit lines with rustpy-xlsxwriter, without formats."""
    from rustpy_xlsxwriter import write_worksheet

    headers, rows = _credits(directory, lines)
    records = [dict(zip(headers, row, strict=True)) for row in rows]

    def run() -> int:
        write_worksheet(records, str(directory / "rustpy.xlsx"), "Credits")
        return lines

    return run


def _credits(directory: Path, lines: int) -> tuple[list[str], list[list[Any]]]:
    """Return headers and rows of credit lines, as numbers and texts."""
    import pickle

    headers, rows = pickle.loads((directory / "credits.pickle").read_bytes())
    return headers, rows[:lines]


def _folder(directory: Path, name: str) -> Path:
    out = directory / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    return out


def _each(write: Callable[[Any, Path], None], books: list[Any], out: Path) -> Prepared:
    def run() -> int:
        for number, book in enumerate(books):
            write(book, out / f"{number}.xlsx")
        return len(books)

    return run


WORKBOOK_PEERS: dict[str, Callable[[Path, int], Prepared]] = {
    "openpyxl_trackers": openpyxl_trackers,
    "xlsxwriter_trackers": xlsxwriter_trackers,
    "rustpy_trackers": rustpy_trackers,
    "openpyxl_reading": openpyxl_reading,
    "openpyxl_credits": openpyxl_credits,
    "xlsxwriter_credits": xlsxwriter_credits,
    "rustpy_credits": rustpy_credits,
}
