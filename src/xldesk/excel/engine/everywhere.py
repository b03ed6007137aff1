"""All references of a book, rewritten after cells were moved: formulas, names, rules, tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import Worksheet, cells_of
from xldesk.excel.engine.change import Aspect, Change, Formula
from xldesk.excel.engine.content import content_of
from xldesk.excel.engine.moved_rules import moved_formats, moved_validations
from xldesk.excel.engine.put import write
from xldesk.excel.engine.references import GONE, Move, Shift, moved_formula, moved_reference
from xldesk.excel.engine.rules import conditional_formats_of, print_area_of, validations_of
from xldesk.excel.engine.transfer import CellState, put_content_of

if TYPE_CHECKING:
    from xldesk.excel.engine.open_book import OpenBook


def refuse_charts(book: OpenBook, sheet: Worksheet) -> None:
    """Raise UsageError where a chart shows cells of ``sheet``: it would show other ones."""
    doubled = sheet.title.replace("'", "''")
    mentions = (f"{sheet.title}!", f"'{doubled}'!")
    for other in book.workbook.worksheets:
        for chart in other._charts:  # noqa: SLF001 -- openpyxl has no public list
            written: Any = chart._write()  # noqa: SLF001
            if any(text.startswith(mentions) for text in map(str, written.itertext())):
                raise UsageError(
                    f"a chart on {other.title} shows cells of {sheet.title}, and the headless "
                    "engine does not move what charts show; do this in Excel"
                )


def move_references(book: OpenBook, sheet: Worksheet, move: Shift) -> None:
    """Rewrite what refers to cells of ``sheet`` that ``move`` took elsewhere."""
    for other in book.workbook.worksheets:
        _move_rules(book, other, sheet.title, move)
    follow_moved(book, sheet, move)
    _move_print_area(book, sheet, move)


def follow_moved(book: OpenBook, sheet: Worksheet, move: Move) -> None:
    """Rewrite formulas and names that read cells of ``sheet`` which ``move`` took elsewhere."""
    title = sheet.title
    for other in book.workbook.worksheets:
        _move_formulas(book, other, title, move)
    for scope, name, text in names_of(book):
        new = moved_formula(f"={text}", scope, title, move)
        write(book, Change(scope, name, Aspect.NAME, f"={text}", new))


def names_of(book: OpenBook) -> Iterator[tuple[str, str, str]]:
    """Yield the defined names: sheet (empty for the book), name, and what it refers to."""
    for name, found in list(book.workbook.defined_names.items()):
        yield "", name, found.value or ""
    for sheet in book.workbook.worksheets:
        for name, found in list(sheet.defined_names.items()):
            yield sheet.title, name, found.value or ""


def delete_names_of(book: OpenBook, sheet: str) -> None:
    """Delete the book's names that refer to cells of ``sheet``, which is about to go."""
    for scope, name, text in names_of(book):
        if scope != sheet and moved_formula(f"={text}", scope, sheet, lambda _: None) != f"={text}":
            write(book, Change(scope, name, Aspect.NAME, f"={text}", None))


def _move_formulas(book: OpenBook, home: Worksheet, sheet: str, move: Move) -> None:
    for (row, column), cell in list(cells_of(home).items()):
        content = content_of(cell)
        if not isinstance(content, Formula):
            continue
        text = moved_formula(content.text, home.title, sheet, move)
        spill = content.spill and moved_reference(content.spill, home.title, sheet, move)
        if (text, spill) != (content.text, content.spill):
            cached = book.cached.get(home, row, column)
            put_content_of(Area(book, home, row, column), CellState(Formula(text, spill), cached))


def _move_rules(book: OpenBook, home: Worksheet, sheet: str, shift: Shift) -> None:
    title = home.title
    old = validations_of(home)
    new = moved_validations(old, title, sheet, shift)
    write(book, Change(title, title, Aspect.VALIDATION, old, new))
    formats = conditional_formats_of(home)
    moved = moved_formats(formats, title, sheet, shift)
    write(book, Change(title, title, Aspect.CONDITIONAL_FORMAT, formats, moved))


def _move_print_area(book: OpenBook, sheet: Worksheet, move: Move) -> None:
    old = print_area_of(sheet)
    if old is None:
        return
    parts = (moved_reference(part, sheet.title, sheet.title, move) for part in old.split(","))
    new = ",".join(part for part in parts if not part.endswith(GONE)) or None
    write(book, Change(sheet.title, sheet.title, Aspect.PRINT_AREA, old, new))
