"""Two workbooks of one form: all that a reader sees in one otherwise than in the other."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.markup import MAIN, columns_of, is_hidden
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.provenance.compare_cells import Formats, SheetCells
from xldesk.workbooks.provenance.consequences import reading_of, told_apart
from xldesk.workbooks.provenance.difference import Difference, Trace, altered
from xldesk.workbooks.provenance.exception_links import ExceptionLinks
from xldesk.workbooks.provenance.input_cells import InputCells
from xldesk.workbooks.provenance.longer_forms import longer_forms
from xldesk.workbooks.provenance.looks.attachments import attachment_differences
from xldesk.workbooks.provenance.looks.book_looks import book_differences
from xldesk.workbooks.provenance.looks.cell_looks import style_looks
from xldesk.workbooks.provenance.looks.drawings import drawing_differences
from xldesk.workbooks.provenance.looks.highlights import highlight_differences
from xldesk.workbooks.provenance.looks.links import link_differences
from xldesk.workbooks.provenance.looks.narrow_columns import narrow_columns
from xldesk.workbooks.provenance.looks.references import reference_differences
from xldesk.workbooks.provenance.looks.rich_texts import rich_shared_texts, rich_texts_on
from xldesk.workbooks.provenance.looks.sheet_frame import sheet_frame
from xldesk.workbooks.provenance.looks.sheet_view import view_differences
from xldesk.workbooks.provenance.looks.tables import filtered_areas, table_differences
from xldesk.workbooks.provenance.looks.validations import validation_differences
from xldesk.workbooks.provenance.totals_rows import TotalsRows
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.check.limits import Limits
    from xldesk.workbooks.provenance.consequences import Reading
    from xldesk.workbooks.provenance.longer_forms import LongerForms

_READ_BYTES = 1024 * 1024


def workbook_differences(issued: Path, found: Path, limits: Limits) -> Iterator[Difference]:
    """Yield where ``found`` shows something else than ``issued``, calculates or looks otherwise.

    What people fill in does not count: the unlocked cells of ``issued``. What comes of another
    difference ``follows`` behind all that do not. Files, and sheets, of the
    same bytes are not read further. Raises ArchiveError for a part that cannot be read.
    """
    with issued.open("rb") as one, found.open("rb") as other:
        if _same_bytes(one, other):
            return
    with Archive(issued, limits) as ours, Archive(found, limits) as theirs:
        comparison = _Comparison(read_document(ours, limits, ()), read_document(theirs, limits, ()))
        yield from told_apart(comparison.differences(), comparison.reading)


class _Comparison:
    def __init__(self, issued: Document, found: Document) -> None:
        self._issued = issued
        self._found = found
        looks, looks_now = style_looks(issued), style_looks(found)
        self._formats = Formats(
            looks,
            looks_now,
            looks.cells == looks_now.cells,
        )
        self._are_same_styles = looks is looks_now or (
            self._formats.are_same
            and looks.highlights == looks_now.highlights
            and looks.tables == looks_now.tables
        )
        self._of_macros = ExceptionLinks(found)
        self._rich = rich_shared_texts(found)

    @property
    def reading(self) -> Reading:
        """What formulas of the issued workbook may name."""
        return reading_of(self._issued)

    def differences(self) -> Iterator[Difference]:
        yield from book_differences(self._issued, self._found)
        there = {sheet.name: sheet for sheet in self._found.sheets}
        for sheet in self._issued.sheets:
            found = there.get(sheet.name)
            if found is None:
                trace = Trace(sheet.name)
                message = "the sheet is missing"
                yield Difference("CELL-ALTERED", sheet.name, None, message, "missing", trace)
                continue
            forms = self._longer_forms(sheet, found)
            yield from forms.said(sheet.name)
            yield from attachment_differences(self._found, sheet, found)
            yield from drawing_differences((self._issued, sheet), (self._found, found))
            yield from table_differences(
                (self._issued, sheet, self._formats.issued),
                (self._found, found, self._formats.found),
                forms,
            )
            if forms.forms or not self._is_same_part(sheet, found):
                yield from self._sheet(sheet, found, forms)
            elif sheet.relations != found.relations:
                frame = sheet_frame(self._found, found.part)
                yield from reference_differences(found, frame)

    def _longer_forms(self, sheet: FoundSheet, found: FoundSheet) -> LongerForms:
        inputs = InputCells(self._issued, sheet.part, self._formats.issued)
        return longer_forms(sheet.tables, found.tables, inputs)

    def _is_same_part(self, sheet: FoundSheet, found: FoundSheet) -> bool:
        """Tell whether a sheet has the same bytes, and they mean the same in both workbooks."""
        if not self._are_same_styles or self._found.shared or self._issued.shared:
            return False
        with (
            self._issued.archive.open(sheet.part) as one,
            self._found.archive.open(found.part) as other,
        ):
            return _same_bytes(one, other)

    def _sheet(
        self, sheet: FoundSheet, found: FoundSheet, forms: LongerForms
    ) -> Iterator[Difference]:
        issued_document, found_document = self._issued, self._found
        frame = sheet_frame(issued_document, sheet.part)
        now = sheet_frame(found_document, found.part)
        looks, looks_now = self._formats.issued, self._formats.found
        inputs = InputCells(issued_document, sheet.part, looks, forms)
        yield from reference_differences(found, now)
        yield from view_differences(sheet.name, frame, now)
        yield from _hidden_columns(sheet.name, frame, now, found_document.limits)
        yield from narrow_columns(sheet.name, (issued_document, sheet.part, looks), (frame, now))
        yield from highlight_differences(
            sheet.name, (frame, looks), (now, looks_now), inputs, forms
        )
        yield from validation_differences(sheet.name, frame, now, inputs, forms)
        yield from link_differences(found, frame, now, inputs, self._of_macros, forms)
        cells = SheetCells(
            sheet.name,
            (issued_document, sheet.part),
            (found_document, found.part),
            forms.tables,
            self._formats,
            self._rich | rich_texts_on(found_document, found.part),
            partial(filtered_areas, found_document, found, now),
            TotalsRows(forms.tables, found.tables),
            forms,
        )
        yield from cells.differences()


def _hidden_columns(
    sheet: str, issued: Element, found: Element, limits: Limits
) -> Iterator[Difference]:
    """Yield columns that the desk issued and that cannot be seen; the margin does not count."""
    shown = _columns(issued, limits, hidden=False)
    for column in sorted(shown & _columns(found, limits, hidden=True)):
        if column >= FIRST_COLUMN:
            message = "the column is hidden, or too narrow to be read"
            yield altered(sheet, f"{letters_of(column)}1", message)._replace(about="hidden")


def _columns(frame: Element, limits: Limits, *, hidden: bool) -> set[int]:
    columns = (
        columns_of(element, 0, limits)
        for element in frame.iterfind(f"{MAIN}cols/{MAIN}col")
        if is_hidden(element) == hidden
    )
    return set(chain.from_iterable(columns))


def _same_bytes(one: IO[bytes], other: IO[bytes]) -> bool:
    while chunk := one.read(_READ_BYTES):
        if other.read(len(chunk)) != chunk:
            return False
    return not other.read(1)
