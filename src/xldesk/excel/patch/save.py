"""Saves a workbook by changing, in the file it came from, only what its journal names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xldesk.errors import MissingError
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import content_types
from xldesk.excel.patch.book_part import BookPart
from xldesk.excel.patch.followed_names import FollowedNames, follow
from xldesk.excel.patch.formats import Formats
from xldesk.excel.patch.names import edit_filter, edit_print_area
from xldesk.excel.patch.new_sheet import sheet_part
from xldesk.excel.patch.package_edit import PackageEdit
from xldesk.excel.patch.plan import BookPlan, SheetPlan, planned
from xldesk.excel.patch.recalculated import Place, Renewed, renew_values
from xldesk.excel.patch.removal import (
    drop_calculation_order,
    refuse_columns,
    refuse_use,
    remove_names_of,
    remove_parts,
)
from xldesk.excel.patch.sheet_cells import ask_for_all
from xldesk.excel.patch.sheet_edit import SheetEdit
from xldesk.excel.patch.tables import table_names
from xldesk.workbooks.recalculation.engines import engines_present

if TYPE_CHECKING:
    from xldesk.excel.engine.journal import Journal
    from xldesk.workbooks.recalculation.engines import Engine


@dataclass(frozen=True, slots=True)
class PatchReceipt:
    """What was written: the file, who recalculated it, how many formula values changed.

    ``recalculates_on_load`` says that some values are left to the program that opens the file.
    """

    path: Path
    engine: str | None
    values: int
    recalculates_on_load: bool


def save(
    original: Path,
    workbook: Any,
    journal: Journal,
    target: Path,
    *,
    engines: Sequence[Engine] | None = None,
) -> PatchReceipt:
    """Write the file ``original`` with the changes of ``journal`` as ``target`` (it may be itself).

    ``workbook`` is openpyxl's, as it is after the changes: it says what the changed places hold.
    All other parts, and all other cells, keep their bytes. Formula cells that the changes reach get
    the values of the first of ``engines`` (by default those that are there) that calculates the
    file; where none does, the file asks the program that opens it to calculate.
    Raises PatchError, before anything is written, for a file or a change that cannot be patched.
    """
    package = PackageEdit.of(original)
    patch = _Patch(package, workbook, journal)
    patch.apply()
    renewed = Renewed(None, 0, is_complete=True)
    if patch.reaches_formulas:
        renewed = renew_values(
            package,
            patch.book,
            original,
            patch.fresh,
            patch.plan.renamed,
            _present() if engines is None else engines,
        )
    if not renewed.is_complete:
        patch.book.recalculate_on_load()
    package.write(target)
    return PatchReceipt(target, renewed.engine, renewed.values, not renewed.is_complete)


def _present() -> Sequence[Engine]:
    try:
        return engines_present()
    except MissingError:
        return ()


@dataclass(slots=True)
class _Patch:
    """One patch: ``apply`` makes the changes in the package."""

    package: PackageEdit
    workbook: Any
    journal: Journal
    book: BookPart = field(init=False)
    plan: BookPlan = field(init=False)
    fresh: set[Place] = field(default_factory=set)
    reaches_formulas: bool = False
    _formats: Formats = field(init=False)
    _tables: dict[str, str] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _columns: set[tuple[str, str]] = field(default_factory=set)
    _changes_formulas: bool = False

    def apply(self) -> None:
        """Make all changes; raises PatchError for one that cannot be made."""
        self.book = BookPart(self.package)
        self.plan = planned(self.journal.net(), self.book.worksheets())
        self._formats = Formats(self.package, self.book.related("styles"))
        selected = self._selected()
        if self.plan.changes_sheets:
            self._change_sheets(selected)
        if selected is not None:
            self.book.show(selected)
        for sheet in list(self.plan.sheets.values()):
            if sheet.part is not None and (sheet.is_changed or selected is not None):
                self._edit(sheet, selected)
        self._edit_book()
        self._follow()
        if self._changes_formulas or self.plan.deleted:
            drop_calculation_order(self.package, self.book)
        self.reaches_formulas = self._reaches_formulas()

    def _change_sheets(self, selected: str | None) -> None:
        self._remove_sheets()
        new_parts: dict[str, str] = {}
        for sheet in self.plan.sheets.values():
            if sheet.part is None:
                part = self.package.free_name("xl/worksheets/sheet{}.xml")
                model = self.workbook[sheet.name]
                self.package.put(part, sheet_part(model, self._formats))
                content_types.set_type(self.package, part, content_types.WORKSHEET)
                new_parts[sheet.name] = part
        self.book.rearrange(self.plan, self.workbook, new_parts)
        for name, part in new_parts.items():
            ask_for_all(self.workbook[name], self.plan.sheets[name])
            edit = SheetEdit(self.package, part, self.workbook[name], self._formats)
            edit.write_new(self.plan.sheets[name], is_selected=name == selected)
            self._take_over(self.plan.sheets[name], edit)

    def _remove_sheets(self) -> None:
        parts = [sheet.part for sheet in self.plan.deleted if sheet.part is not None]
        for part in parts:
            self._gone |= {name.casefold() for name in table_names(self.package, part)}
        self.book.unlink(parts)
        remove_parts(self.package, parts)
        still_there = {name.casefold() for name in self.plan.sheets}
        sheets = {(sheet.was or "").casefold() for sheet in self.plan.deleted} - still_there
        self._gone |= sheets | remove_names_of(self.book, sheets)

    def _edit(self, sheet: SheetPlan, selected: str | None) -> None:
        edit = SheetEdit(self.package, sheet.part or "", self.workbook[sheet.name], self._formats)
        is_selected = None if selected is None else sheet.name == selected
        edit.write(sheet, is_selected=is_selected)
        self._take_over(sheet, edit)

    def _take_over(self, sheet: SheetPlan, edit: SheetEdit) -> None:
        self._changes_formulas |= edit.changes_formulas
        self.fresh |= {(sheet.name, row, column) for row, column in edit.fresh}
        self._tables |= edit.renamed_tables
        self._gone |= {name.casefold() for name in edit.removed_tables}
        self._columns |= edit.removed_columns

    def _selected(self) -> str | None:
        """Return the sheet that shows now, None where that is the one that did before."""
        deleted = {sheet.was for sheet in self.plan.deleted}
        if Aspect.SHEET_ACTIVE in self.plan.other or self.book.shown in deleted:
            return str(self.workbook.active.title)
        return None

    def _edit_book(self) -> None:
        for sheet in self.plan.sheets.values():
            model = self.workbook[sheet.name]
            index = self.book.index_of(sheet.name)
            is_new = sheet.part is None
            if Aspect.PRINT_AREA in sheet.other or (is_new and model.print_area):
                edit_print_area(self.book.edit(), model, index)
            if Aspect.AUTOFILTER in sheet.other or (is_new and model.auto_filter.ref):
                edit_filter(self.book.edit(), model, index)
            if Aspect.SHEET_VISIBLE in sheet.other or (is_new and model.sheet_state != "visible"):
                self.book.set_state(sheet.name, model.sheet_state)
        self.book.edit_names(self.plan, self.workbook)

    def _follow(self) -> None:
        follow(self.package, FollowedNames(self.plan.renamed, self._tables))
        refuse_use(self.package, self._gone)
        refuse_columns(self.package, self._columns)

    def _reaches_formulas(self) -> bool:
        """Tell whether any formula may have another value than before."""
        plan = self.plan
        return bool(
            self.fresh
            or plan.deleted
            or Aspect.NAME in plan.other
            or any(
                sheet.changes_content or sheet.other.keys() & _READ_BY_FORMULAS
                for sheet in plan.sheets.values()
                if sheet.part is not None
            )
        )


_READ_BY_FORMULAS = {
    Aspect.NAME,
    Aspect.TABLE_ADDED,
    Aspect.TABLE_DELETED,
    Aspect.TABLE_RESIZED,
    Aspect.ROW_HIDDEN,
}
"""What of a sheet, beside the contents of cells, formulas may read."""
