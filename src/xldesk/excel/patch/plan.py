"""What the journal asks of the file: cell by cell, sheet by sheet, and of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.patch.refusal import refused

CONTENT = frozenset({Aspect.VALUE, Aspect.FORMULA})
LOOK = frozenset(
    {
        Aspect.QUOTE_PREFIX,
        Aspect.NUMBER_FORMAT,
        Aspect.FILL,
        Aspect.FONT,
        Aspect.ALIGNMENT,
        Aspect.BORDER,
        Aspect.PROTECTION,
    }
)
_ON_CELLS = CONTENT | LOOK
_OF_BOOK = frozenset({Aspect.NAME, Aspect.SHEET_ORDER, Aspect.SHEET_ACTIVE})
_OF_SHEET = frozenset(
    {
        Aspect.NOTE,
        Aspect.HYPERLINK,
        Aspect.COLUMN_WIDTH,
        Aspect.COLUMN_HIDDEN,
        Aspect.COLUMN_OUTLINE,
        Aspect.ROW_HEIGHT,
        Aspect.ROW_HIDDEN,
        Aspect.ROW_OUTLINE,
        Aspect.MERGE,
        Aspect.VALIDATION,
        Aspect.CONDITIONAL_FORMAT,
        Aspect.SHEET_VISIBLE,
        Aspect.GRIDLINES,
        Aspect.FREEZE,
        Aspect.PRINT_AREA,
        Aspect.AUTOFILTER,
        Aspect.TABLE_ADDED,
        Aspect.TABLE_DELETED,
        Aspect.TABLE_RESIZED,
        Aspect.TABLE_RENAMED,
        Aspect.TABLE_LOOK,
        Aspect.NAME,
    }
)
"""What a patch can make; the rest is refused."""


@dataclass(slots=True)
class SheetPlan:
    """What is asked of one sheet.

    ``part`` and ``was`` are its part and its first name, None for a sheet that is new. ``cells``
    has the changed aspects of content and look by row and column. ``other`` has the places of
    every other aspect.
    """

    name: str
    part: str | None = None
    was: str | None = None
    cells: dict[int, dict[int, frozenset[Aspect]]] = field(default_factory=dict)
    other: dict[Aspect, dict[str, Change]] = field(default_factory=dict)

    def touch(self, row: int, column: int, aspect: Aspect) -> None:
        """Add that ``aspect`` of a cell was changed."""
        on_row = self.cells.setdefault(row, {})
        known = on_row.get(column)
        on_row[column] = _ALONE[aspect] if known is None else known | _ALONE[aspect]

    def places(self, *aspects: Aspect) -> list[str]:
        """Return the places of ``aspects`` in the order of their changes, each once."""
        return list(dict.fromkeys(p for aspect in aspects for p in self.other.get(aspect, ())))

    @property
    def is_changed(self) -> bool:
        """Whether anything is asked of a sheet that was there before."""
        return bool(self.cells or self.other)

    @property
    def changes_content(self) -> bool:
        """Whether a formula may read something else than before on this sheet."""
        return any(
            not CONTENT.isdisjoint(aspects)
            for on_row in self.cells.values()
            for aspects in on_row.values()
        )


@dataclass(slots=True)
class BookPlan:
    """What is asked of the whole book: its sheets by their names at the end, and what goes."""

    sheets: dict[str, SheetPlan]
    deleted: list[SheetPlan] = field(default_factory=list)
    other: dict[Aspect, dict[str, Change]] = field(default_factory=dict)

    @property
    def renamed(self) -> dict[str, str]:
        """The new names of sheets by their first ones."""
        return {
            sheet.was: sheet.name
            for sheet in self.sheets.values()
            if sheet.was is not None and sheet.was != sheet.name
        }

    @property
    def changes_sheets(self) -> bool:
        """Whether the list of sheets is another one than before."""
        return (
            bool(self.deleted or self.renamed)
            or Aspect.SHEET_ORDER in self.other
            or any(sheet.part is None for sheet in self.sheets.values())
        )


def planned(changes: Iterable[Change], parts: Mapping[str, str]) -> BookPlan:
    """Return what ``changes`` come to; ``parts`` are those of the file's sheets by name.

    Raises PatchError for changes that a patch cannot make.
    """
    sheets = {name: SheetPlan(name, part, name) for name, part in parts.items()}
    book = BookPlan(sheets)
    for change in changes:
        _take(book, change)
    return book


def _take(book: BookPlan, change: Change) -> None:
    aspect, sheets = change.aspect, book.sheets
    if aspect is Aspect.SHEET_ADDED:
        sheets[change.place] = SheetPlan(change.place)
    elif aspect is Aspect.SHEET_DELETED:
        gone = sheets.pop(change.place)
        if gone.part is not None:
            book.deleted.append(gone)
    elif aspect is Aspect.SHEET_RENAMED:
        moved = sheets.pop(change.place)
        moved.name = str(change.new)
        sheets[moved.name] = moved
    elif change.sheet == "" and aspect in _OF_BOOK:
        book.other.setdefault(aspect, {})[change.place] = change
    elif change.sheet not in sheets:
        raise refused(aspect, change.sheet, change.place, "the file has no such worksheet")
    else:
        _take_on_sheet(sheets[change.sheet], change)


def _take_on_sheet(sheet: SheetPlan, change: Change) -> None:
    aspect = change.aspect
    if sheet.part is None:
        return  # a new sheet is written whole, as it is in the end
    if aspect in _ON_CELLS:
        row, column = coordinate_to_tuple(change.place)
        sheet.touch(row, column, aspect)
        return
    if aspect not in _OF_SHEET:
        raise refused(aspect, change.sheet, change.place, "a patch of the file does not know it")
    sheet.other.setdefault(aspect, {})[change.place] = change
    if aspect is Aspect.MERGE and change.new:
        _empty_under(sheet, change.place)


def _empty_under(sheet: SheetPlan, merged: str) -> None:
    """Only the first of merged cells keeps its content."""
    left, top, right, bottom = range_boundaries(merged)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                sheet.touch(row, column, Aspect.VALUE)


_ALONE = {aspect: frozenset({aspect}) for aspect in Aspect}
