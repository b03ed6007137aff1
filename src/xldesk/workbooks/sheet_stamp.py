"""Stamps one sheet: rows into a spool first, since widths and ranges are known only then."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, count
from operator import gt
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.cell_text import inline, legal, looks_like_formula
from xldesk.workbooks.compiled import RowRun
from xldesk.workbooks.content import Content, ContentError, Link, Row
from xldesk.workbooks.layout import (
    FIRST_COLUMN,
    MARGIN_COLUMN,
    RowMap,
    lines_of,
)
from xldesk.workbooks.sheet_rows import MAX_LINKS, StampedTable, TableRows
from xldesk.workbooks.stamped_parts import hyperlinks
from xldesk.workbooks.table_plan import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xldesk.workbooks.compiled import CompiledSheet, TailPlace, TemplateRow
    from xldesk.workbooks.layout import PlacedTable, PlacedText
    from xldesk.workbooks.references import MovingText
    from xldesk.workbooks.sheet_slots import Slots
    from xldesk.workbooks.sheet_spool import SheetSpool
    from xldesk.workbooks.style_book import StyleBook


@dataclass(slots=True)
class StampedSheet:
    """A stamped sheet: its rows in a spool, where rows went, and what its tables came to."""

    compiled: CompiledSheet
    spool: SheetSpool
    rows: RowMap = field(default_factory=RowMap)
    tables: list[StampedTable] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    position: int = 0

    def chunks(self) -> Iterator[bytes]:
        """Return the sheet's XML, in one piece where it is small."""
        start = f"{self.compiled.head.over(self.rows.shifts)}{_columns(tuple(self.widths))}"
        return self.spool.between(start, f"</sheetData>{self._tail()}")

    def _tail(self) -> str:
        return "".join([self._made(part) for part in self.compiled.tail])

    def _made(self, part: MovingText | TailPlace) -> str:
        """Return a part of the XML after the rows, with its references where rows are now."""
        if part == "hyperlinks":
            return self._hyperlinks()
        if part == "footer":
            return f"Ledger position {self.position}"
        return part.over(self.rows.shifts)

    def _hyperlinks(self) -> str:
        links: list[tuple[str, Link]] = [link for table in self.tables for link in table.links]
        return hyperlinks([(cell, link.sheet, link.text) for cell, link in links[:MAX_LINKS]])


@lru_cache(maxsize=200)
def _columns(widths: tuple[float, ...]) -> str:
    """Return the end of what stands before the rows: the columns' widths."""
    return "".join(map(_column, count(1), [MARGIN_COLUMN, *widths])) + "</cols><sheetData>"


@lru_cache(maxsize=2_000)
def _column(number: int, width: float) -> str:
    return f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'


def stamp_sheet(
    compiled: CompiledSheet,
    book: StyleBook,
    content: Content,
    *,
    spool: SheetSpool,
    slots: Slots,
    tables: Mapping[str, Any],
    charted: Mapping[str, frozenset[str]],
) -> StampedSheet:
    """Return ``compiled`` stamped with its slots and the rows of ``tables``, in ``spool``."""
    sheet = StampedSheet(compiled, spool, position=content.provenance.position)
    above: list[str] = []
    for row in compiled.rows:
        shift = sheet.rows.shifts[-1]
        number = row.number + shift
        if isinstance(row, RowRun):
            above.append(row.moved(shift))
        elif row.number in compiled.starts:
            placed = compiled.starts[row.number]
            spool.write("".join(above))
            above.clear()
            writer = TableRows(
                compiled.plans[placed.table.name],
                compiled.layout.sheet.name,
                charted.get(placed.table.name, frozenset()),
            )
            sheet.tables.append(writer.write(_rows_of(placed, tables), number, spool))
            if not placed.is_fixed:
                sheet.rows.grow(row.number, writer.height)
        elif row.number in compiled.texts:
            lines = _lines(compiled.texts[row.number], compiled, content)
            above += [
                _text_row(row, number + offset, line, book) for offset, line in enumerate(lines)
            ]
            sheet.rows.grow(row.number, len(lines))
        else:
            above.append(_filled_row(row, number, slots))
    spool.write("".join(above))
    sheet.widths = _widths(compiled, sheet.tables, slots)
    return sheet


def _rows_of(placed: PlacedTable, tables: Mapping[str, Any]) -> Sequence[Row]:
    try:
        rows: Sequence[Row] = tables[placed.table.name]
    except KeyError:
        raise ContentError(f"no rows for table {placed.table.name}") from None
    return rows


def _lines(placed: PlacedText, compiled: CompiledSheet, content: Content) -> tuple[str, ...]:
    name = placed.block.field
    value = content.fields.get(name or "")
    if value is None:
        raise ContentError(f"{compiled.layout.sheet.name}: no field {name!r}")
    paragraphs = (value,) if isinstance(value, str) else tuple(value)
    return lines_of(paragraphs, compiled.layout.text_width) or ("",)


def _text_row(row: TemplateRow, number: int, line: str, book: StyleBook) -> str:
    cell = row.cells[0]
    style = book.quoted(cell.style) if looks_like_formula(line) else cell.style
    inside = f' s="{style}" t="inlineStr">{inline(legal(line))}</c>'
    return f'<row r="{number}"{row.attributes}><c r="{cell.letters}{number}"{inside}</row>'


def _filled_row(row: TemplateRow, number: int, slots: Slots) -> str:
    filled = slots.cells
    cells = "".join(
        [
            f'<c r="{cell.letters}{number}"'
            + filled.get((row.number, cell.letters), (cell.inside,))[0]
            for cell in row.cells
        ]
    )
    return f'<row r="{number}"{row.attributes}>{cells}</row>'


def _widths(compiled: CompiledSheet, tables: list[StampedTable], slots: Slots) -> list[float]:
    """Return column widths: the template's, wider where values would not fit."""
    widths = list(compiled.layout.widths)
    for placed, table in zip(compiled.placed_tables, tables, strict=True):
        rooms = compiled.plans[placed.table.name].rooms
        for index in compress(count(), map(gt, table.longest, rooms)):
            wanted = width_of(placed.table.columns[index], table.longest[index])
            widths[index] = max(widths[index], wanted)
    for number, width in slots.widths.items():
        index = number - FIRST_COLUMN
        widths[index] = max(widths[index], width)
    return widths
