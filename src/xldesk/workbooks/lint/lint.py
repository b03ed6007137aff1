"""Runs the modelling lint over one file; whatever the bytes are, the answer is a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.checker import refusal
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import MAIN, cells_of, row_number, sheet_events
from xldesk.workbooks.check.report import CheckReport
from xldesk.workbooks.lint.book import SHEET_PARTS, StyleUse, open_sheet, read_book
from xldesk.workbooks.lint.cell_references import relative_form
from xldesk.workbooks.lint.rule import Formula, LintRow, LintRule
from xldesk.workbooks.lint.rules import RULES
from xldesk.workbooks.lint.tokens import LONGEST_READ
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.spec_registry import specs as known_specs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import FoundSheet
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book, LintSheet
    from xldesk.workbooks.spec import Workbook

MOST_FORMULAS = 4_000
"""Different formulas of a sheet that are kept in mind; further ones may be told twice."""


def lint_workbook(
    path: Path, *, specs: Sequence[Workbook] | None = None, limits: Limits | None = None
) -> CheckReport:
    """Return what the modelling rules say of the file at ``path``; never raises for its bytes.

    ``specs`` are the workbooks it may be (all of the desk's by default); the rules hold for any.
    """
    report = CheckReport(path)
    bounds = limits or Limits()
    try:
        with Archive(path, bounds) as archive:
            document = read_document(archive, bounds, known_specs() if specs is None else specs)
            document.file = path.name
            report.workbook = None if document.spec is None else document.spec.name
            for finding in _findings(read_book(document), [rule() for rule in RULES]):
                report.add(finding)
    except ArchiveError as error:
        report.add(refusal(path, error))
    return report


def _findings(book: Book, rules: list[LintRule]) -> Iterator[CheckFinding]:
    for name in book.names:
        if not name.name.startswith("_xlnm."):
            yield from _of_formula(book, Formula(name.text, name=name.name), rules)
    for found in book.document.sheets:
        yield from _of_sheet(book, found, rules)
    for rule in rules:
        yield from rule.finish(book)


def _of_formula(book: Book, formula: Formula, rules: list[LintRule]) -> Iterator[CheckFinding]:
    book.document.archive.keep_time()
    for rule in rules:
        yield from rule.formula(book, formula)


def _of_sheet(book: Book, found: FoundSheet, rules: list[LintRule]) -> Iterator[CheckFinding]:
    sheet = open_sheet(book, found)
    formulas = _Formulas(sheet)
    speaking = [rule for rule in rules if type(rule).row is not LintRule.row]
    document, number = book.document, 0
    with document.archive.open(found.part) as stream:
        for element in sheet_events(stream, found.part, document.limits, SHEET_PARTS):
            if element.tag != f"{MAIN}row":
                sheet.take(element)
                continue
            number = row_number(element, number)
            document.archive.keep_time()
            cells = cells_of(element, number, document.shared, document.limits)
            _count(sheet, number, cells)
            tables = tuple(
                table
                for table in found.tables
                if table.area.first_row <= number <= table.area.last_row
            )
            row = LintRow(sheet, number, cells, formulas.patterns(number, cells), tables)
            for rule in speaking:
                yield from rule.row(row)
            if len(formulas.found) > MOST_FORMULAS:
                for formula in formulas.taken():
                    yield from _of_formula(book, formula, rules)
    for formula in formulas.taken():
        yield from _of_formula(book, formula, rules)
    for found_rule in sheet.rule_formulas.values():
        of_rule = Formula(
            found_rule.text, sheet=sheet, cell=found_rule.cell, of_rule=found_rule.of_rule
        )
        yield from _of_formula(book, of_rule, [rule for rule in rules if rule.reads_rules])
    for rule in rules:
        yield from rule.sheet(sheet)


def _count(sheet: LintSheet, number: int, cells: dict[int, ReadCell]) -> None:
    """Take note of the formats and contents of a row."""
    has_number = False
    for column, cell in cells.items():
        content = "text"
        if cell.formula is not None:
            content = "formula"
        elif cell.value is None or cell.value == "":
            content = "empty"
        elif cell.kind == "n":
            content = "number"
        has_number = has_number or content in {"formula", "number"}
        if content != "empty":
            sheet.last_row = max(sheet.last_row, number)
        key = (cell.style, content)
        if key not in sheet.uses and len(sheet.uses) <= MOST_FORMULAS:
            sheet.uses[key] = StyleUse(cell.style, content, f"{letters_of(column)}{number}")
    if has_number and number <= sheet.book.document.limits.rows:
        sheet.numbers.extend(bytes(max(0, number + 1 - len(sheet.numbers))))
        sheet.numbers[number] = 1


@dataclass(slots=True)
class _Kept:
    """A formula that was found: its text, its first cell, and the cells it was filled into."""

    text: str
    row: int
    column: int
    cells: int = 0
    goes_down: bool = False
    goes_across: bool = False

    def count(self, row: int, column: int) -> None:
        """Take note of a cell."""
        self.cells += 1
        self.goes_down = self.goes_down or row != self.row
        self.goes_across = self.goes_across or column != self.column


class _Formulas:
    """The different formulas of a sheet: filled down or across, a formula is one."""

    def __init__(self, sheet: LintSheet) -> None:
        self._sheet = sheet
        self._groups: dict[str, str] = {}
        self.found: dict[str, _Kept] = {}

    def patterns(self, number: int, cells: dict[int, ReadCell]) -> dict[int, str]:
        """Return the relative form of a row's formulas by column, and keep the new ones."""
        patterns: dict[int, str] = {}
        for column, cell in cells.items():
            if cell.formula is None:
                continue
            if cell.formula:
                pattern = relative_form(cell.formula, number, column)
                if cell.group is not None and len(self._groups) <= MOST_FORMULAS:
                    self._groups[cell.group] = pattern
            else:
                pattern = self._groups.get(cell.group or "", "")
            if not pattern:
                continue
            patterns[column] = pattern
            kept = self.found.get(pattern)
            if kept is None:
                text = cell.formula[: LONGEST_READ + 1]
                kept = self.found[pattern] = _Kept(text, number, column)
            kept.count(number, column)
        return patterns

    def taken(self) -> list[Formula]:
        """Return the formulas kept since the last time."""
        taken = [
            Formula(
                kept.text,
                kept.cells,
                self._sheet,
                f"{letters_of(kept.column)}{kept.row}",
                goes_down=kept.goes_down,
                goes_across=kept.goes_across,
            )
            for kept in self.found.values()
        ]
        self.found.clear()
        return taken
