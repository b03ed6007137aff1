"""An issued workbook as plain values: what a macro puts into a workbook that is open somewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from openpyxl.utils.datetime import from_excel

from xldesk.answers.row_keys import key_columns
from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.document import read_document, relations_of
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.provenance.looks.sheet_frame import sheet_frame
from xldesk.workbooks.recalculation.formula_cells import cells_on
from xldesk.workbooks.sheet_letters import number_of
from xldesk.workbooks.spec_registry import specs

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.parts import Table
    from xldesk.workbooks.spec import Workbook

Value = str | float | bool | datetime | None
"""What a cell shows: text, a number, true or false, a day or time, or nothing."""

_ROW = re.compile(rb'<row r="(\d+)"[^>]*? ht="([0-9.]+)"')
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_OWN_NAMES = "_xlnm."
_READ_BYTES = 256 * 1024
_LONGEST_ROW_TAG = 200


class PicturedCell(NamedTuple):
    """One cell: what it shows, its formula with ``=``, and whether people fill it in."""

    value: Value
    formula: str | None
    number_format: str
    is_input: bool


@dataclass(frozen=True, slots=True)
class PicturedTable:
    """A table: header row and first column from 1, column names, how many rows, and its key.

    ``key`` are the columns that tell whose row it is; ``spec`` is what the workbook says of it.
    """

    name: str
    header_row: int
    first_column: int
    columns: tuple[str, ...]
    rows: int
    key: tuple[str, ...]
    spec: Table

    @property
    def last_row(self) -> int:
        """The last row that the table takes."""
        return self.header_row + self.rows

    @property
    def is_form(self) -> bool:
        """Whether people fill in all of it, so that its rows are theirs."""
        return all(column.role == "input" for column in self.spec.columns)


@dataclass(frozen=True, slots=True)
class PicturedSheet:
    """A sheet: cells by row and column, tables from top to bottom, links by row and column.

    ``heights`` are those of rows that have one of their own, in points; ``widths`` those of
    columns, in characters and with their padding, as the file keeps them.
    """

    name: str
    cells: dict[int, dict[int, PicturedCell]]
    tables: tuple[PicturedTable, ...]
    links: dict[tuple[int, int], str]
    heights: dict[int, float]
    widths: dict[int, float]

    def in_a_table(self, row: int) -> bool:
        """Tell whether a table has ``row``, its header included."""
        return any(table.header_row <= row <= table.last_row for table in self.tables)


@dataclass(frozen=True, slots=True)
class BookPicture:
    """An issued file; sheets are read one by one, since they may be long."""

    path: Path
    spec: Workbook
    sheets: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> PicturedSheet:
        """Return the sheet of that name."""
        limits = Limits()
        with Archive(self.path, limits) as archive:
            document = read_document(archive, limits, specs())
            found = next(sheet for sheet in document.sheets if sheet.name == name)
            return _pictured(document, found, self.spec)


def picture_of(path: Path) -> BookPicture:
    """Return the picture of a workbook that the desk just issued."""
    limits = Limits()
    with Archive(path, limits) as archive:
        document = read_document(archive, limits, specs())
        if document.spec is None:
            raise AssertionError("a workbook that the desk issued is one of its own")
        main = next(r.target for r in document.relations if r.kind == "officeDocument")
        root = parsed(archive.read(main), main, limits)
        names = {
            element.get("name", ""): f"={element.text or ''}"
            for element in root.iterfind(f"{MAIN}definedNames/{MAIN}definedName")
            if not element.get("name", "").startswith(_OWN_NAMES)
        }
        sheets = tuple(sheet.name for sheet in document.sheets)
        return BookPicture(path, document.spec, sheets, names)


def _pictured(document: Document, found: FoundSheet, spec: Workbook) -> PicturedSheet:
    styles = _Styles(document)
    cells: dict[int, dict[int, PicturedCell]] = {}
    for row, column, value, style, formula in cells_on(document, found.part):
        shown = styles.shown(value, style)
        text = None if formula is None else f"={formula}"
        on_row = cells.setdefault(row, {})
        on_row[column] = PicturedCell(shown, text, styles.formats[style], styles.is_input(style))
    tables = [
        PicturedTable(
            table.name,
            table.area.first_row,
            table.area.first_column,
            table.columns,
            table.area.last_row - table.area.first_row,
            key_columns(spec.tables[table.name]),
            spec.tables[table.name],
        )
        for table in found.tables
    ]
    frame = sheet_frame(document, found.part)
    links = {
        _place(element.get("ref", "")): element.get("location", "")
        for element in frame.iterfind(f"{MAIN}hyperlinks/{MAIN}hyperlink")
    }
    widths = {
        int(element.get("min", "0")): float(element.get("width", "0"))
        for element in frame.iterfind(f"{MAIN}cols/{MAIN}col")
        if int(element.get("min", "0")) >= FIRST_COLUMN
    }
    tables.sort(key=lambda table: table.header_row)
    heights = _heights(document, found.part)
    return PicturedSheet(found.name, cells, tuple(tables), links, heights, widths)


def _heights(document: Document, part: str) -> dict[int, float]:
    """Return the heights that rows have of their own, as the stamper writes them."""
    heights: dict[int, float] = {}
    left = b""
    with document.archive.open(part) as stream:
        while chunk := stream.read(_READ_BYTES):
            text = left + chunk
            heights |= {int(m[1]): float(m[2]) for m in _ROW.finditer(text)}
            left = text[-_LONGEST_ROW_TAG:]
    return heights


def _place(reference: str) -> tuple[int, int]:
    match = _CELL.fullmatch(reference)
    if match is None:
        raise AssertionError("the stamper links single cells")
    return int(match[2]), number_of(match[1])


class _Styles:
    """The number formats of a file's cell styles, and which are for people to fill in."""

    def __init__(self, document: Document) -> None:
        part = next(
            r.target
            for r in relations_of(document.archive, _book_part(document), document.limits)
            if r.kind == "styles"
        )
        root = parsed(document.archive.read(part), part, document.limits)
        codes = {"0": "General", "49": "@"} | {
            element.get("numFmtId", ""): element.get("formatCode", "")
            for element in root.iter(f"{MAIN}numFmt")
        }
        group = root.find(f"{MAIN}cellXfs")
        self.formats: dict[str, str] = {}
        self._inputs: set[str] = set()
        for index, element in enumerate(() if group is None else group):
            self.formats[str(index)] = codes.get(element.get("numFmtId", "0"), "General")
            guard = element.find(f"{MAIN}protection")
            if guard is not None and guard.get("locked") in {"0", "false"}:
                self._inputs.add(str(index))

    def is_input(self, style: str) -> bool:
        return style in self._inputs

    def shown(self, value: str | float | bool | None, style: str) -> Value:
        if isinstance(value, float) and self.formats[style].startswith("yyyy"):
            return cast("datetime", from_excel(value))
        return value


def _book_part(document: Document) -> str:
    return next(r.target for r in document.relations if r.kind == "officeDocument")
