"""The cells that a macro changed, as the file will hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch.cell_markup import UnwritableError, content_markup, has_formula
from xldesk.excel.patch.plan import CONTENT, LOOK
from xldesk.excel.patch.refusal import refused
from xldesk.excel.patch.row_edit import cell_start, edited_rows, written_attributes
from xldesk.excel.patch.shared_formulas import joined_ranges, orphans, with_own_formula
from xldesk.workbooks.cell_text import escaped, looks_like_formula
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from xldesk.excel.patch.formats import Formats
    from xldesk.excel.patch.plan import SheetPlan
    from xldesk.excel.patch.sheet_markup import FoundCell, SheetMarkup

_NEW = frozenset(CONTENT | LOOK)


class SheetCells:
    """Writes the changed cells and rows of one sheet.

    ``sheet`` is openpyxl's, as it is in the end. ``column_styles`` are the formats of whole
    columns: a cell that was not there takes its row's or column's, as in a spreadsheet program.
    ``changes_formulas`` tells afterwards whether a formula came or went, ``fresh`` which formula
    cells were written without a value.
    """

    def __init__(
        self,
        sheet: Any,
        plan: SheetPlan,
        formats: Formats,
        column_styles: Mapping[int, int],
        *,
        is_new: bool = False,
    ) -> None:
        self._sheet = sheet
        self._plan = plan
        self._formats = formats
        self._column_styles = column_styles
        self._is_new = is_new
        self.changes_formulas = False
        self.fresh: set[tuple[int, int]] = set()

    def rows(self, markup: SheetMarkup) -> Iterator[bytes]:
        """Yield the rows of ``markup`` with what the plan asks for."""
        self._refuse_parts_of_arrays(markup)
        cells: dict[int, dict[int, frozenset[Aspect] | None]] = {
            row: dict(columns) for row, columns in self._plan.cells.items()
        }
        for row, column in orphans(markup, self._plan.cells):
            cells.setdefault(row, {}).setdefault(column, None)
        heights = self._plan.places(Aspect.ROW_HEIGHT, Aspect.ROW_HIDDEN, Aspect.ROW_OUTLINE)
        yield from edited_rows(
            markup,
            cells,
            partial(self._written, markup, cells),
            {int(place.partition(":")[0]) for place in heights},
            self._write_row,
        )

    def _written(
        self,
        markup: SheetMarkup,
        cells: Mapping[int, Mapping[int, frozenset[Aspect] | None]],
        row: int,
        column: int,
        old: FoundCell | None,
        row_attributes: Mapping[bytes, bytes],
    ) -> bytes:
        aspects = cells[row][column]
        if aspects is None:
            return self._expanded(row, column, old, markup)
        cell = self._model(row, column)
        inherited = self._inherited(column, row_attributes)
        base = inherited if old is None else int(old.attributes.get(b"s", b"0"))
        if self._is_new:
            number = self._formats.whole(cell)
        else:
            number = self._formats.changed(base, cell, aspects)
        if CONTENT.isdisjoint(aspects):
            return self._restyled(row, column, old, number, inherited, markup)
        kind, inside = self._content(row, column, cell)
        number = self._fitting(number, cell, aspects)
        self._note_formulas(row, column, old, inside)
        if not inside and number == inherited and (old is None or number == 0):
            return b""
        attributes = _placed(row, column)
        if number or inherited:
            attributes[b"s"] = b"%d" % number
        if kind:
            attributes[b"t"] = kind.encode()
        return _whole(cell_start(markup, attributes), inside.encode())

    def _content(self, row: int, column: int, cell: Any) -> tuple[str, str]:
        try:
            kind, inside = content_markup(cell)
        except UnwritableError as error:
            place = f"{letters_of(column)}{row}"
            raise refused(Aspect.VALUE, self._plan.name, place, error.message) from error
        return kind, inside

    def _fitting(self, number: int, cell: Any, aspects: frozenset[Aspect]) -> int:
        """Return the format that lets the cell's new content be seen for what it is."""
        value = cell.value
        if cell.data_type == "s" and isinstance(value, str) and looks_like_formula(value):
            return self._formats.quoted(number)
        is_moment = isinstance(value, (date, time, timedelta))
        if is_moment and Aspect.NUMBER_FORMAT not in aspects and not self._formats.is_date(number):
            return self._formats.changed(number, cell, {Aspect.NUMBER_FORMAT})
        return number

    def _restyled(
        self,
        row: int,
        column: int,
        old: FoundCell | None,
        number: int,
        inherited: int,
        markup: SheetMarkup,
    ) -> bytes:
        if old is None:
            if number == inherited:
                return b""
            return cell_start(markup, _placed(row, column) | {b"s": b"%d" % number}) + b"/>"
        if not old.inside and number == inherited == 0:
            return b""
        attributes = {b"r": b"%s%d" % (letters_of(column).encode(), row), **old.attributes}
        attributes[b"s"] = b"%d" % number
        name = markup.prefix + b"c"
        start = b"<" + name + written_attributes(attributes)
        return start + b">" + old.inside + b"</" + name + b">" if old.inside else start + b"/>"

    def _expanded(self, row: int, column: int, old: FoundCell | None, markup: SheetMarkup) -> bytes:
        """Return a cell whose formula was another one's, with a formula of its own."""
        if old is None:
            raise AssertionError("only cells that stand in the file share a formula")
        text = str(self._model(row, column).value).removeprefix("=")
        attributes = _placed(row, column) | old.attributes
        name = markup.prefix + b"c"
        inside = with_own_formula(old.inside, escaped(text).encode())
        start = b"<" + name + written_attributes(attributes)
        return start + b">" + inside + b"</" + name + b">"

    def _note_formulas(self, row: int, column: int, old: FoundCell | None, inside: str) -> None:
        is_formula = has_formula(inside)
        if is_formula:
            self.fresh.add((row, column))
        if is_formula != (old is not None and has_formula(old.inside)):
            self.changes_formulas = True

    def _inherited(self, column: int, row_attributes: Mapping[bytes, bytes]) -> int:
        if row_attributes.get(b"customFormat") in {b"1", b"true"}:
            return int(row_attributes.get(b"s", b"0"))
        return self._column_styles.get(column, 0)

    def _model(self, row: int, column: int) -> Any:
        """Return openpyxl's cell; asking the sheet for it would make one."""
        found = self._sheet._cells.get((row, column))  # noqa: SLF001 -- as said
        return Cell(self._sheet, row, column) if found is None else found

    def _write_row(self, number: int, attributes: dict[bytes, bytes]) -> None:
        """Give a row the height and whatever else of it was changed."""
        size = self._sheet.row_dimensions[number]
        place = f"{number}:{number}"
        other = self._plan.other
        if place in other.get(Aspect.ROW_HEIGHT, ()):
            _set(attributes, b"ht", None if size.height is None else f"{size.height:g}")
            _set(attributes, b"customHeight", None if size.height is None else "1")
        if place in other.get(Aspect.ROW_HIDDEN, ()):
            _set(attributes, b"hidden", "1" if size.hidden else None)
        if place in other.get(Aspect.ROW_OUTLINE, ()):
            level = size.outlineLevel
            _set(attributes, b"outlineLevel", str(level) if level else None)

    def _refuse_parts_of_arrays(self, markup: SheetMarkup) -> None:
        """Refuse to write to some cells of a formula that fills several ones together."""
        for cells in joined_ranges(markup):
            touched = [
                (row, column)
                for row, column in cells
                if not CONTENT.isdisjoint(self._plan.cells.get(row, {}).get(column, ()))
            ]
            if touched and len(touched) < len(cells):
                row, column = touched[0]
                place = f"{letters_of(column)}{row}"
                why = "the cell is one of several that one formula fills; change all of them"
                raise refused(Aspect.VALUE, self._plan.name, place, why)


def ask_for_all(sheet: Any, plan: SheetPlan) -> None:
    """Ask in ``plan`` for every cell that ``sheet`` has something in: it is new."""
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 -- only those that are there
        if cell.value is not None or cell.has_style:
            plan.cells.setdefault(row, {})[column] = _NEW


def _placed(row: int, column: int) -> dict[bytes, bytes]:
    return {b"r": b"%s%d" % (letters_of(column).encode(), row)}


def _whole(start: bytes, inside: bytes) -> bytes:
    return start + b">" + inside + b"</c>" if inside else start + b"/>"


def _set(attributes: dict[bytes, bytes], name: bytes, value: str | None) -> None:
    if value is None:
        attributes.pop(name, None)
    else:
        attributes[name] = value.encode()
