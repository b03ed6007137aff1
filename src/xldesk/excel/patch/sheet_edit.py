"""One sheet's part with all that is asked of it: cells, and everything around them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import columns as widths
from xldesk.excel.patch import sheet_rules, sheet_views
from xldesk.excel.patch.elements import made_of
from xldesk.excel.patch.links import edit_links
from xldesk.excel.patch.notes import edit_notes
from xldesk.excel.patch.plan import CONTENT
from xldesk.excel.patch.relationships import Relationships
from xldesk.excel.patch.sheet_cells import SheetCells
from xldesk.excel.patch.sheet_frame import SheetFrame
from xldesk.excel.patch.sheet_markup import SheetMarkup
from xldesk.excel.patch.tables import ASPECTS as TABLE_ASPECTS
from xldesk.excel.patch.tables import SheetTables

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.excel.patch.formats import Formats
    from xldesk.excel.patch.package_edit import PackageEdit
    from xldesk.excel.patch.plan import SheetPlan


class SheetEdit:
    """Writes one worksheet's ``part`` anew; ``sheet`` is openpyxl's, as it is in the end.

    Afterwards ``fresh`` has the formula cells without a value, ``changes_formulas`` says whether
    some came or went, ``renamed_tables`` and ``removed_tables`` which tables did.
    """

    def __init__(self, package: PackageEdit, part: str, sheet: Any, formats: Formats) -> None:
        self._package = package
        self._part = part
        self._sheet = sheet
        self._formats = formats
        self._markup = SheetMarkup(package.read(part), part)
        self._frame = SheetFrame(self._markup, part)
        self._relations = Relationships(package, part)
        self._tables = SheetTables(package, self._frame, sheet, self._relations)
        self.fresh: set[tuple[int, int]] = set()
        self.changes_formulas = False
        self.renamed_tables: dict[str, str] = {}
        self.removed_tables: list[str] = []
        self.removed_columns = self._tables.removed_columns

    def write(self, plan: SheetPlan, *, is_selected: bool | None = None) -> None:
        """Write the part with the changes of ``plan``."""
        frame, sheet = self._frame, self._sheet
        styles = widths.column_styles(frame) if plan.cells else {}
        if plan.places(*widths.ASPECTS):
            widths.edit_columns(frame, sheet, plan)
        widths.edit_outline(frame, sheet, plan)
        if Aspect.MERGE in plan.other:
            sheet_rules.edit_merges(frame, sheet)
        if Aspect.VALIDATION in plan.other:
            sheet_rules.edit_validations(frame, sheet)
        if Aspect.CONDITIONAL_FORMAT in plan.other:
            sheet_rules.edit_conditional_formats(frame, sheet, self._formats)
        if Aspect.FREEZE in plan.other:
            sheet_views.edit_panes(frame, sheet)
        if Aspect.GRIDLINES in plan.other:
            sheet_views.edit_gridlines(frame, sheet)
        if Aspect.AUTOFILTER in plan.other:
            frame.replace("autoFilter", _filter(sheet))
        if is_selected is not None:
            sheet_views.select(frame, is_selected=is_selected)
        edit_links(frame, sheet, plan.places(Aspect.HYPERLINK), self._relations)
        edit_notes(self._package, frame, sheet, plan.places(Aspect.NOTE), self._relations)
        if plan.cells or plan.places(*TABLE_ASPECTS):
            self.renamed_tables, self.removed_tables = self._tables.edit(plan)
        self._write_rows(plan, styles)

    def write_new(self, plan: SheetPlan, *, is_selected: bool) -> None:
        """Write the part of a sheet that is new; ``plan`` has all its cells."""
        cells = self._sheet._cells.values()  # noqa: SLF001 -- only those that are there
        notes = [cell.coordinate for cell in cells if cell.comment is not None]
        links = [cell.coordinate for cell in cells if cell.hyperlink is not None]
        sheet_views.select(self._frame, is_selected=is_selected)
        edit_links(self._frame, self._sheet, links, self._relations)
        edit_notes(self._package, self._frame, self._sheet, notes, self._relations)
        self._tables.add_all()
        self._write_rows(plan, widths.column_styles(self._frame), is_new=True)

    def _write_rows(self, plan: SheetPlan, styles: dict[int, int], *, is_new: bool = False) -> None:
        self._cover(plan)
        cells = SheetCells(self._sheet, plan, self._formats, styles, is_new=is_new)
        head, tail = self._frame.written()
        rows = cells.rows(self._markup)
        self._package.put_chunks(self._part, chain([head], rows, [tail]))
        self.fresh = cells.fresh
        self.changes_formulas = cells.changes_formulas

    def _cover(self, plan: SheetPlan) -> None:
        """Let the sheet's stated area reach all cells that are written."""
        cells = self._sheet._cells  # noqa: SLF001 -- asking for a cell would make one
        written = [
            (row, column)
            for row, on_row in plan.cells.items()
            for column, aspects in on_row.items()
            if (cell := cells.get((row, column))) is not None
            and (cell.value is not None or not CONTENT.issuperset(aspects))
        ]
        if written:
            rows, columns = zip(*written, strict=True)
            self._frame.cover(min(rows), min(columns))
            self._frame.cover(max(rows), max(columns))


def _filter(sheet: Any) -> Element | None:
    """Return the filter of openpyxl's ``sheet``, None where it has none."""
    if not sheet.auto_filter.ref:
        return None
    return made_of(sheet.auto_filter.to_tree())
