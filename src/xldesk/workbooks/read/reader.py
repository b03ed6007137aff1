"""Reads a workbook back by its spec; whatever the bytes are, the answer is a book."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from xldesk.records.place import Place
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.cell import FoundRow
from xldesk.workbooks.check.checker import HALF_READ, LONGEST, refusal, unfinished
from xldesk.workbooks.check.document import Document, FoundSheet, read_document
from xldesk.workbooks.check.issue_again import issue_again
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import free_trees
from xldesk.workbooks.check.report import CheckReport, finding_at
from xldesk.workbooks.check.row_block import RowBlock, block_rows, rows_of
from xldesk.workbooks.check.rule import Rule, file_finding
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.many_files import each
from xldesk.workbooks.parts import Column, Field, Table
from xldesk.workbooks.read.book import ReadBook
from xldesk.workbooks.read.field_reader import FieldReader
from xldesk.workbooks.read.input_findings import InputFindings, with_faults
from xldesk.workbooks.read.kept_bytes import KeptBytes
from xldesk.workbooks.read.origin import gaps, provenance_of
from xldesk.workbooks.read.row import RowColumns
from xldesk.workbooks.read.table import ReadTable
from xldesk.workbooks.read.table_reader import TableReader
from xldesk.workbooks.standard_sheets import LISTS_TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import FoundTable
    from xldesk.workbooks.lone_process import Stopped
    from xldesk.workbooks.read.row import ReadRow
    from xldesk.workbooks.spec import Workbook


def read_workbook(
    path: Path,
    specs: Sequence[Workbook] | None = None,
    limits: Limits | None = None,
    *,
    receive: Callable[[str, ReadRow], None] | None = None,
) -> ReadBook:
    """Return what the workbook at ``path`` says; never raises for its bytes.

    ``specs`` are the workbooks it may be (all of the desk's by default). Only its own values are
    read, and none is proven: ``check_workbook`` tells whether they are those the desk issued.
    With ``receive`` each row goes there, with its table's name, as soon as it is read, and the
    tables of the book stay empty: memory then does not grow with the file.
    """
    bounds = limits or Limits()
    book = ReadBook(CheckReport(path))
    try:
        with Archive(path, bounds) as archive:
            document = read_document(archive, bounds, specs)
            document.file = path.name
            if document.spec is None:
                _say_foreign(document, book)
            else:
                _Reading(document, document.spec, book, receive).run()
    except ArchiveError as error:
        book = ReadBook(book.report)
        book.report.add(refusal(path, error))
    if not HALF_READ.isdisjoint(book.report.counts):
        free_trees()
    return book


def read_workbooks(paths: Iterable[Path], processes: int = 1) -> Iterator[ReadBook]:
    """Yield what each workbook says, in order; see ``many_files.each`` for ``processes``."""
    return each(read_workbook, paths, processes, _unread, LONGEST)


def _unread(path: Path, why: Stopped) -> ReadBook:
    return ReadBook(unfinished(path, why))


def _say_foreign(document: Document, book: ReadBook) -> None:
    book.report.add(
        file_finding(
            document,
            "FILE-NOT-OURS",
            "this is not a workbook that the desk issues; nothing of it was read",
            "issue a new one with: xldesk pack",
        )
    )


def _tables_on(document: Document, spec: Workbook) -> dict[str, list[tuple[Table, FoundTable]]]:
    """Return the tables of ``spec`` that the file has, by the name of their sheet."""
    tables: dict[str, list[tuple[Table, FoundTable]]] = {}
    for name, table in spec.tables.items():
        place = document.tables.get(name.casefold())
        if place is not None:
            tables.setdefault(place[0].name, []).append((table, place[1]))
    return tables


class _Reading:
    """One reading of one file: sheet by sheet, the lists first, row by row."""

    def __init__(
        self,
        document: Document,
        spec: Workbook,
        book: ReadBook,
        receive: Callable[[str, ReadRow], None] | None,
    ) -> None:
        self._document = document
        self._file = document.file
        self._spec = spec
        self._book = book
        self._receive = receive
        self._system = document.days
        self._lists: dict[str, dict[str, None]] = {}
        self._kept = KeptBytes(document.limits.kept_bytes)
        self._again = issue_again(spec)
        self._inputs = InputFindings(document)
        self._pages = {page.name: page for page in spec.pages}
        self._tables_on = _tables_on(document, spec)
        book.report.workbook = spec.name

    def run(self) -> None:
        """Fill the book; raises ArchiveError where the file is not read further."""
        for page in self._spec.pages:
            for block in page.blocks:
                if isinstance(block, Table):
                    self._book.tables[block.name] = ReadTable(block.name, page.name)
        lists = self._document.tables.get(LISTS_TABLE.casefold())
        for sheet in sorted(
            self._document.sheets, key=lambda sheet: lists is None or lists[0] is not sheet
        ):
            self._sheet(sheet)
        self._finish()

    def _finish(self) -> None:
        book, report = self._book, self._book.report
        for name in self._pages:
            self._missing(name, "SHEET-MISSING", "the sheet is missing")
        for name, table in book.tables.items():
            if not table.columns:
                self._missing(table.sheet, "TABLE-MISSING", f"table {name} is missing")
        for finding in gaps(self._file, book.fields, self._again):
            report.add(finding)
        for finding in self._inputs.at_the_end():
            report.add(finding)
        book.provenance = provenance_of(book.fields)
        book.digest = book.fields.get("about.digest")

    def _missing(self, sheet: str, code: str, message: str) -> None:
        place = Place(file=self._file, sheet=sheet)
        self._book.report.add(finding_at(place, code, message, f"restore it, or {self._again}"))

    def _sheet(self, sheet: FoundSheet) -> None:
        report = self._book.report
        readers = self._table_readers(sheet)
        page = self._pages.pop(sheet.name, None)
        fields = None if page is None else FieldReader(page, self._system, self._words, self._again)
        for finding in chain.from_iterable(reader.problems(self._file) for reader in readers):
            report.add(finding)
        data = block_rows([reader.found.area for reader in readers])
        for item in SheetRows(self._document, sheet.part).in_blocks(data):
            number = item.number if isinstance(item, FoundRow) else item.first
            reader = next((one for one in readers if one.covers(number)), None)
            if isinstance(item, FoundRow):
                self._found(item, sheet, reader, fields)
            elif reader is not None:
                self._block(reader, sheet, item)
        if fields is not None:
            self._book.fields |= fields.values
            for finding in fields.missing(self._file):
                report.add(finding)

    def _found(
        self,
        row: FoundRow,
        sheet: FoundSheet,
        reader: TableReader | None,
        fields: FieldReader | None,
    ) -> None:
        """Take in one row: of a table, or of none."""
        if reader is not None:
            self._row(reader, sheet, row.number, row.cells)
            return
        report = self._book.report
        shown = None if fields is None else fields.field_in(row.cells)
        for finding in self._inputs.of_other_row(sheet, row.number, row.cells, shown):
            report.add(finding)
        if fields is not None:
            for finding in fields.row(self._file, row.number, row.cells):
                report.add(finding)

    def _table_readers(self, sheet: FoundSheet) -> list[TableReader]:
        """Return a reader for each of the spec's tables that stand on ``sheet``."""
        readers = []
        for spec, found in self._tables_on.get(sheet.name, ()):
            reader = TableReader(
                spec,
                found,
                sheet.name,
                self._system,
                self._words,
                f"restore it, or {self._again}",
            )
            self._book.tables[spec.name] = reader.table
            readers.append(reader)
        return readers

    def _words(self, part: Column | Field) -> Collection[str] | None:
        """Return the choices of a column or field, those of the file's own lists too."""
        if isinstance(part.choices, str):
            return self._lists.get(part.choices, {})
        return part.choices

    def _learn(self, rows: list[ReadRow]) -> None:
        """Take in rows of the lists that cells choose from."""
        for row in rows:
            for name, word in row.values.items():
                if word is not None:
                    self._lists.setdefault(name, {})[word] = None

    def _block(self, reader: TableReader, sheet: FoundSheet, block: RowBlock) -> None:
        """Take in rows of one form: at once, or one by one where there is something to say."""
        document = self._document
        asking = self._inputs.asking(sheet, block, reader)
        rows = None if asking else reader.block(block)
        if rows is None:
            for number, cells, *_ in rows_of(block, document.shared, document.limits.columns):
                self._row(reader, sheet, number, cells, asking)
            return
        self._keep(reader, rows, block)

    def _row(
        self,
        reader: TableReader,
        sheet: FoundSheet,
        number: int,
        cells: dict[int, ReadCell],
        rules: Sequence[Rule] | None = None,
    ) -> None:
        report = self._book.report
        judged = self._inputs.of_table_row(sheet, number, cells, reader, rules)
        for finding in judged:
            report.add(finding)
        if number == reader.found.area.first_row:
            for finding in reader.headers(self._file, cells):
                report.add(finding)
            return
        row, findings = reader.row(self._file, number, cells)
        for finding in findings:
            report.add(finding)
        if row is not None:
            self._keep(reader, [with_faults(row, judged, reader)])

    def _keep(
        self,
        reader: TableReader,
        rows: list[ReadRow] | RowColumns,
        block: RowBlock | None = None,
    ) -> None:
        is_list = reader.table.name == LISTS_TABLE
        if is_list or self._receive is not None:
            rows = rows.rows() if isinstance(rows, RowColumns) else rows
            if is_list:
                self._learn(rows)
            if self._receive is not None:
                for row in rows:
                    self._receive(reader.table.name, row)
                return
        self._kept.add(rows, block)
        reader.table.add(rows)
