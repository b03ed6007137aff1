"""New values of formula cells whose inputs a macro changed, and which cells that leaves unknown.

A program calculates the file before and after the change. A cell that it calculates differently
then is reached by the change and gets the new value, if the program agreed with the file before.
All other cells keep their values byte for byte.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.excel.patch.book_part import BookPart
from xldesk.excel.patch.cell_markup import has_formula, value_markup
from xldesk.excel.patch.package_edit import PackageEdit
from xldesk.excel.patch.row_edit import edited_rows, written_attributes
from xldesk.excel.patch.shared_formulas import joined_ranges, with_value
from xldesk.excel.patch.sheet_markup import SheetMarkup
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.recalculation.formula_cells import FormulaCell, Value, formula_cells
from xldesk.workbooks.recalculation.proof import same

if TYPE_CHECKING:
    from xldesk.excel.patch.sheet_markup import FoundCell
    from xldesk.workbooks.recalculation.engines import Engine

Place = tuple[str, int, int]
"""A cell by sheet, row and column."""

_GIVEN_UP = frozenset({"#NAME?", "#ERROR!", "#N/IMPL!", "#CIRC!", "#SPILL!", "#CALC!"})
"""What programs show for formulas that they cannot calculate."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of a recalculation: by which program, how many values, and whether all is known."""

    engine: str | None
    values: int
    is_complete: bool


def renew_values(
    package: PackageEdit,
    book: BookPart,
    original: Path,
    fresh: Collection[Place],
    renamed: Mapping[str, str],
    engines: Sequence[Engine],
) -> Renewed:
    """Put new values into the formula cells of ``package`` that the changes reach.

    ``fresh`` are formulas that were written without a value, ``renamed`` the new names of sheets
    by their old ones. The first of ``engines`` that calculates the file is believed.
    """
    if not engines:
        return Renewed(None, 0, is_complete=not _has_formulas(package, book))
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "after.xlsx"
        try:
            cells = _cells(package, path)
        except ArchiveError:
            return Renewed(None, 0, is_complete=False)
        if not cells:
            return Renewed(None, 0, is_complete=True)
        for engine in engines:
            after = engine.recalculate({path: cells})[path]
            if not isinstance(after, str):
                asked = _different(cells, after, fresh)
                before = {}
                if _needs_before(asked, fresh):
                    before = _before(original, Path(work) / "before.xlsx", engine, renamed)
                values, is_complete = _renewed(asked, before, fresh)
                is_complete = is_complete and not _has_joined(package, book)
                _write(package, book, values)
                return Renewed(engine.name, len(values), is_complete)
    return Renewed(None, 0, is_complete=False)


def _different(
    cells: Sequence[FormulaCell], after: Sequence[Value], fresh: Collection[Place]
) -> list[tuple[FormulaCell, Value]]:
    return [
        (cell, value)
        for cell, value in zip(cells, after, strict=True)
        if _place(cell) in fresh or not same(cell.value, value, cell.decimals)
    ]


def _needs_before(asked: Sequence[tuple[FormulaCell, Value]], fresh: Collection[Place]) -> bool:
    return any(_place(cell) not in fresh for cell, _ in asked)


def _before(
    original: Path, path: Path, engine: Engine, renamed: Mapping[str, str]
) -> dict[Place, tuple[FormulaCell, Value]]:
    """Return what the engine makes of the file as it was, by the places of today."""
    try:
        cells = _cells(PackageEdit.of(original), path)
    except ArchiveError:
        return {}
    values = engine.recalculate({path: cells})[path]
    if isinstance(values, str):
        return {}
    return {
        (renamed.get(cell.sheet, cell.sheet), cell.row, cell.column): (cell, value)
        for cell, value in zip(cells, values, strict=True)
    }


def _cells(package: PackageEdit, path: Path) -> list[FormulaCell]:
    """Write ``package`` to ``path`` for a program, and return the formula cells that it has.

    Raises ArchiveError for a file that cannot be read.
    """
    package.write(path)
    return formula_cells(path, Limits())


def _renewed(
    asked: Sequence[tuple[FormulaCell, Value]],
    before: Mapping[Place, tuple[FormulaCell, Value]],
    fresh: Collection[Place],
) -> tuple[dict[Place, Value], bool]:
    """Return the values to write, and whether no cell's value is left in doubt."""
    values: dict[Place, Value] = {}
    is_complete = True
    for cell, value in asked:
        place = _place(cell)
        if place in fresh:
            if value in _GIVEN_UP:
                is_complete = False
            else:
                values[place] = value
            continue
        was = before.get(place)
        if was is not None and same(was[1], value, cell.decimals) and value not in _GIVEN_UP:
            continue  # no change reaches it
        if was is None or value in _GIVEN_UP or not _agreed(was):
            is_complete = False
        else:
            values[place] = value
    return values, is_complete


def _agreed(was: tuple[FormulaCell, Value]) -> bool:
    """Tell whether the program agreed with the file, or the file had no value to agree with."""
    cell, value = was
    return cell.value is None or same(cell.value, value, cell.decimals)


def _has_formulas(package: PackageEdit, book: BookPart) -> bool:
    return any(has_formula(package.read(part)) for part in book.worksheets().values())


def _has_joined(package: PackageEdit, book: BookPart) -> bool:
    """Tell whether a formula fills several cells: the others' values are not asked for."""
    return any(
        next(joined_ranges(SheetMarkup(package.read(part), part)), None) is not None
        for part in book.worksheets().values()
    )


def _write(package: PackageEdit, book: BookPart, values: Mapping[Place, Value]) -> None:
    by_sheet: dict[str, dict[int, dict[int, Value]]] = {}
    for (sheet, row, column), value in values.items():
        by_sheet.setdefault(sheet, {}).setdefault(row, {})[column] = value
    parts = book.worksheets()
    for sheet, rows in by_sheet.items():
        part = parts[sheet]
        markup = SheetMarkup(package.read(part), part)
        edited = _edited(markup, rows)
        package.put_chunks(part, chain([markup.head], edited, [markup.tail]))


def _edited(markup: SheetMarkup, rows: Mapping[int, Mapping[int, Value]]) -> Iterator[bytes]:
    def write(row: int, column: int, old: FoundCell | None, _: Mapping[bytes, bytes]) -> bytes:
        if old is None:
            raise AssertionError("a formula cell was found in the file")
        kind, value = value_markup(rows[row][column])
        attributes = {**old.attributes}
        attributes.pop(b"t", None)
        if kind:
            attributes[b"t"] = kind.encode()
        name = old.tag
        inside = with_value(old.inside, value.encode())
        start = b"<" + name + written_attributes(attributes)
        return start + b">" + inside + b"</" + name + b">"

    return edited_rows(markup, rows, write)


def _place(cell: FormulaCell) -> Place:
    return cell.sheet, cell.row, cell.column
