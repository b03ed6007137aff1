"""Runs all rules over one file; whatever the bytes are, the answer is a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.place import Place
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.cell import FoundRow
from xldesk.workbooks.check.document import Document, FoundSheet, read_document
from xldesk.workbooks.check.issue_again import issue_again
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import free_trees
from xldesk.workbooks.check.report import CheckFinding, CheckReport, finding_at
from xldesk.workbooks.check.row_block import RowBlock, block_rows, rows_of
from xldesk.workbooks.check.rule import Rule, SheetRow, TableBlock, TableView, file_finding
from xldesk.workbooks.check.rules import RULES
from xldesk.workbooks.check.rules.signed_states import SignedStates
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.check.table_columns import headers_of
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.many_files import each
from xldesk.workbooks.parts import Field, Fields
from xldesk.workbooks.standard_sheets import LISTS_TABLE
from xldesk.workbooks.template_names import spec_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.lone_process import Stopped
    from xldesk.workbooks.spec import Workbook

_REMEDIES = {
    "FILE-READ": "check the path and your rights to it",
    "FILE-LOCKED": "save it as .xlsx without a password",
    "FILE-LIMIT": "do not open it; ask its sender where it comes from",
    "FILE-TIME": "check it alone while the machine is at rest, or ask for less in one file",
    "FILE-ENDED": "check it alone; if it ends that too, ask its sender where it comes from",
    "FILE-XML": "ask for the file again, saved from a spreadsheet program as .xlsx",
    "FILE-ZIP": "ask for the file again, saved from a spreadsheet program as .xlsx",
}

_STOPPED = {
    "ended": ("FILE-ENDED", "reading it ended the process that did so, perhaps for want of memory"),
    "late": ("FILE-TIME", "reading it was stopped, since it did not come to an end"),
}

LONGEST = 2 * Limits().seconds
"""Seconds after which a process is ended that reads one file: it should have said so before."""

HALF_READ = frozenset({"FILE-LIMIT", "FILE-XML"})
"""Findings after which a large tree may be left in memory."""


def check_workbook(
    path: Path, *, specs: Sequence[Workbook] | None = None, limits: Limits | None = None
) -> CheckReport:
    """Return what is to be said about the file at ``path``; never raises for its bytes.

    ``specs`` are the workbooks it may be (all of the desk's by default). A file that is none of
    them is still checked for safety.
    """
    report = CheckReport(path)
    bounds = limits or Limits()
    try:
        with Archive(path, bounds) as archive:
            document = read_document(archive, bounds, specs)
            document.file = path.name
            report.workbook = None if document.spec is None else document.spec.name
            report.sheets = tuple(sheet.name for sheet in document.sheets)
            _run(document, report)
    except ArchiveError as error:
        report.add(refusal(path, error))
    if not HALF_READ.isdisjoint(report.counts):
        free_trees()
    report.sort()
    return report


def check_workbooks(paths: Iterable[Path], processes: int = 1) -> Iterator[CheckReport]:
    """Yield the report of each file, in order; see ``many_files.each`` for ``processes``.

    A file that ends the process that reads it, or holds it up, has that for its finding.
    """
    return each(check_workbook, paths, processes, unfinished, LONGEST)


def unfinished(path: Path, why: Stopped) -> CheckReport:
    """Return the report of a file whose checking was stopped from outside, or for its time."""
    report = CheckReport(path)
    report.add(refusal(path, ArchiveError(*_STOPPED[why])))
    return report


def refusal(path: Path, error: ArchiveError) -> CheckFinding:
    """Return the finding that says why the file at ``path`` was read no further."""
    remedy = error.remedy or _REMEDIES[error.code]
    return finding_at(Place(file=path.name), error.code, error.message, remedy)


def _run(document: Document, report: CheckReport) -> None:
    rules = [rule() for rule in RULES if document.spec is not None or not rule.needs_spec]
    if document.spec is None:
        report.add(
            file_finding(
                document,
                "FILE-NOT-OURS",
                "this is not a workbook that the desk issues; only its safety was checked",
                "issue a new one with: xldesk pack",
            )
        )
    elif document.version not in {None, spec_digest(document.spec)}:
        report.add(
            file_finding(
                document,
                "FILE-VERSION",
                "the workbook was issued in another form than this xldesk gives it, which may be "
                "so under the same version number: sheets, columns or words may be others",
                "keep this file, what people typed and signed stands in it alone; carry it along "
                f"with: xldesk macro refresh; where that is refused, {issue_again(document.spec)}",
            )
        )
    for rule in rules:
        for finding in rule.package(document):
            report.add(finding)
    for sheet in sorted(document.sheets, key=lambda sheet: not _has_lists(sheet)):
        _run_sheet(document, sheet, rules, report)
    for rule in rules:
        for finding in rule.finish(document):
            report.add(finding)
        if isinstance(rule, SignedStates):
            report.signed = rule.signed


def _has_lists(sheet: FoundSheet) -> bool:
    """Tell whether the sheet has the lists that other sheets choose from."""
    return any(table.name == LISTS_TABLE for table in sheet.tables)


def _run_sheet(
    document: Document, sheet: FoundSheet, rules: list[Rule], report: CheckReport
) -> None:
    run = _SheetRun(document, sheet, rules, report)
    for item in run.rows.in_blocks(run.data_rows):
        if isinstance(item, FoundRow):
            run.see_row(item)
        else:
            run.see_block(item)


class _SheetRun:
    """One sheet on its way through the rules."""

    def __init__(
        self, document: Document, sheet: FoundSheet, rules: list[Rule], report: CheckReport
    ) -> None:
        self._document = document
        self._sheet = sheet
        self._report = report
        self._views = _views(document, sheet)
        self._fields = _fields(document, sheet)
        self._speaking = [rule for rule in rules if type(rule).row is not Rule.row]
        self._speaking_of: dict[str | None, list[Rule]] = {}
        self._beside = [rule for rule in self._rules_of(None) if rule.looks_beside(document, sheet)]
        self.rows = SheetRows(document, sheet.part)

    @property
    def data_rows(self) -> list[range]:
        """The rows below the headers of each table that stands alone in its rows."""
        return block_rows([view.found.area for view in self._views])

    def see_block(self, block: RowBlock) -> None:
        """Show rows that are of one form to the rules, one by one to those that ask for it."""
        document = self._document
        table = self._view_at(block.first)
        if table is None:
            return
        rows = range(block.first, block.last + 1)
        seen = TableBlock(document, self._sheet, table, rows, block.columns)
        asking = [rule for rule in self._rules_of(table) if not rule.passes(seen)]
        if asking or (table.spec.blank_rows and not seen.are_inputs_empty):
            for row in rows_of(block, document.shared, document.limits.columns):
                self._show(row, table, asking)

    def see_row(self, row: FoundRow) -> None:
        """Show a row to the rules."""
        table = self._view_at(row.number)
        if table is not None and row.number == table.found.area.first_row:
            self._views[self._views.index(table)] = table = _headed(table, row.cells)
        self._show(row, table, self._rules_of(table))

    def _view_at(self, number: int) -> TableView | None:
        for view in self._views:
            if view.found.area.first_row <= number <= view.found.area.last_row:
                return view
        return None

    def _rules_of(self, table: TableView | None) -> list[Rule]:
        name = None if table is None else table.spec.name
        if name not in self._speaking_of:
            self._speaking_of[name] = [rule for rule in self._speaking if rule.looks_at(table)]
        return self._speaking_of[name]

    def _show(self, found: FoundRow, table: TableView | None, rules: list[Rule]) -> None:
        field = None
        if table is None:
            label = found.cells.get(FIRST_COLUMN)
            field = None if label is None else self._fields.get(label.value or "")
            rules = rules if field is not None else self._beside
        row = SheetRow(
            self._document,
            self._sheet,
            found.number,
            found.cells,
            table,
            field,
            found.is_hidden,
            self.rows.hidden_columns,
        )
        if table is not None and table.spec.blank_rows and row.is_filled:
            self._report.count_filled(table.spec.row_name)
        for rule in rules:
            for finding in rule.row(row):
                self._report.add(finding)


def _headed(view: TableView, cells: dict[int, ReadCell]) -> TableView:
    """Return the view of a table by its header cells, which may stand beside its own columns."""
    headers = headers_of(view.found, cells)
    if headers is None:
        return view
    places = headers.places(view.found.columns)
    first = view.found.area.first_column
    columns = {
        places[at - first]: column for at, column in view.columns.items() if at - first in places
    }
    return view if columns == view.columns else TableView(view.spec, view.found, columns)


def _views(document: Document, sheet: FoundSheet) -> list[TableView]:
    if document.spec is None:
        return []
    views = []
    for table in sheet.tables:
        spec = document.spec.tables.get(table.name)
        if spec is not None:
            by_name = {column.name: column for column in spec.columns}
            columns = {
                table.area.first_column + index: by_name[name]
                for index, name in enumerate(table.columns)
                if name in by_name
            }
            views.append(TableView(spec, table, columns))
    return views


def _fields(document: Document, sheet: FoundSheet) -> dict[str, Field]:
    if document.spec is None:
        return {}
    return {
        item.label: item
        for page in document.spec.pages
        if page.name == sheet.name
        for block in page.blocks
        if isinstance(block, Fields)
        for item in block.items
    }
