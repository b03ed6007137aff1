"""A template read once: its sheets as rows and pieces of XML, ready for many stamps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from lxml import etree

from xldesk.errors import UsageError
from xldesk.workbooks.cell_text import inline
from xldesk.workbooks.layout import PlacedTable, PlacedText, SheetLayout, lay_out
from xldesk.workbooks.package import Part, read_parts
from xldesk.workbooks.references import MovingText
from xldesk.workbooks.row_pieces import NUMBER
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.style_book import StyleBook
from xldesk.workbooks.table_plan import TablePlan
from xldesk.workbooks.template_names import LEDGER_FOOTER, spec_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from xldesk.workbooks.encoders import ColumnEncoder
    from xldesk.workbooks.spec import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_M = f"{{{MAIN}}}"
_REFERRING = (f"{_M}conditionalFormatting", f"{_M}dataValidation", f"{_M}ignoredError")
_CELL = re.compile(r"([A-Z]+)(\d+)")
_MARK = re.compile(r"@@(range|formula|hyperlinks|footer):([^@]*)@@")
_KEPT_RUNS = 64
_HYPERLINKS = "@@hyperlinks:@@"
_FOOTER = "@@footer:@@"

TailPlace = Literal["hyperlinks", "footer"]
"""What a stamp puts between the texts after the rows: its links, and the ledger's position."""


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """A cell of a template: column letters, cell format, and its XML if it is never filled."""

    letters: str
    style: int
    inside: str


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A row of a template: number, attributes such as its height, and cells.

    ``form`` is its XML with ``NUMBER`` where the row's number stands.
    """

    number: int
    attributes: str
    cells: tuple[TemplateCell, ...]
    form: str


class RowRun:
    """Rows below each other that never change but for where they stand."""

    def __init__(self, rows: Sequence[TemplateRow]) -> None:
        self._rows = tuple(rows)
        self.number = rows[0].number
        self.moved = lru_cache(_KEPT_RUNS)(self._moved)
        """Return the XML of the rows, so many rows further down than in the template."""

    def _moved(self, shift: int) -> str:
        return "".join(row.form.replace(NUMBER, str(row.number + shift)) for row in self._rows)


@dataclass(frozen=True, slots=True)
class CompiledSheet:
    """A sheet of a template: XML before the columns, rows, and the pieces after the rows.

    ``head`` and ``tail`` are what stands before and after the places of the widths and the rows,
    with the links and the ledger's position at places of their own. ``starts`` and ``texts`` are
    the tables and the paragraphs of the content by the row where they begin. ``slot_encoders`` are
    those of its single cells by type, format and formula, once asked for.
    """

    layout: SheetLayout
    part: str
    head: MovingText
    rows: tuple[TemplateRow | RowRun, ...]
    styles: dict[tuple[int, str], int]
    tail: tuple[MovingText | TailPlace, ...]
    placed_tables: tuple[PlacedTable, ...]
    starts: dict[int, PlacedTable]
    texts: dict[int, PlacedText]
    tables: tuple[str, ...]
    drawings: tuple[str, ...]
    charts: tuple[str, ...]
    plans: dict[str, TablePlan]
    slot_encoders: dict[tuple[int, int], tuple[str, ColumnEncoder]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """Everything of a template that stamping needs."""

    spec: Workbook
    parts: dict[str, Part]
    styles: StyleBook
    sheets: tuple[CompiledSheet, ...]


def compile_template(spec: Workbook, template: bytes) -> CompiledTemplate:
    """Return ``template`` ready for stamping; raises UsageError when it is not of ``spec``."""
    parts = read_parts(template)
    if f"<cp:version>{spec_digest(spec)}<".encode() not in parts["docProps/core.xml"].content():
        raise UsageError(
            f"{spec.name}.xlsx: the template was built from another version of the workbook;"
            " build it again with: python -m xldesk.workbooks.build"
        )
    styles = StyleBook(parts["xl/styles.xml"].content())
    sheets = tuple(
        _compile_sheet(
            lay_out(page, has_checks=spec.has_checks),
            f"xl/worksheets/sheet{number}.xml",
            parts,
            styles,
        )
        for number, page in enumerate(spec.pages, start=1)
    )
    return CompiledTemplate(spec, parts, styles, sheets)


def _compile_sheet(
    layout: SheetLayout, name: str, parts: dict[str, Part], book: StyleBook
) -> CompiledSheet:
    root = etree.fromstring(parts[name].content())
    rows = root.find(f"{_M}sheetData")
    if rows is None:
        raise AssertionError("a worksheet has sheetData")
    compiled = tuple(_compile_row(row) for row in rows)
    for element in root.iter():
        _mark(element)
    print_options = root.find(f"{_M}printOptions")
    if print_options is None:
        raise AssertionError("a template's sheets have print options")
    for child in list(root):
        if child.tag in {f"{_M}dimension", f"{_M}cols"}:
            root.remove(child)
    rows.clear()
    text = etree.tostring(root, encoding="unicode")
    before, after = re.split(r"<sheetData\s*/>", text)
    after = after.replace("<printOptions", f"{_HYPERLINKS}<printOptions")
    after = after.replace(LEDGER_FOOTER, _FOOTER)
    tables, drawings = _related(name, "table", parts), _related(name, "drawing", parts)
    growing = layout.growing_rows
    return CompiledSheet(
        layout=layout,
        part=name,
        head=_head(before, layout),
        rows=tuple(_in_runs(compiled, layout)),
        styles={(row.number, cell.letters): cell.style for row in compiled for cell in row.cells},
        tail=tuple(_tail(after, growing)),
        placed_tables=layout.tables,
        starts={placed.first_row: placed for placed in layout.tables},
        texts={
            placed.first_row: placed
            for placed in layout.placed
            if isinstance(placed, PlacedText) and placed.lines is None
        },
        tables=tables,
        drawings=drawings,
        charts=_related(drawings[0], "chart", parts) if drawings else (),
        plans=_plans(layout, compiled, book),
    )


def _plans(
    layout: SheetLayout, rows: tuple[TemplateRow, ...], book: StyleBook
) -> dict[str, TablePlan]:
    """Return how each table of a sheet is written, with the formats of its first row."""
    models = {row.number: row for row in rows}
    plans = {}
    for placed in layout.tables:
        model = models[placed.first_row]
        styles = {cell.letters: cell.style for cell in model.cells}
        plan = TablePlan(placed, model.attributes, styles, book, layout.widths)
        plans[placed.table.name] = plan
    return plans


def _compile_row(row: Element) -> TemplateRow:
    kept = ("ht", "customHeight")
    attributes = "".join(f' {name}="{row.get(name)}"' for name in kept if row.get(name))
    cells = tuple(_compile_cell(cell) for cell in row)
    inside = "".join(f'<c r="{cell.letters}{NUMBER}"{cell.inside}' for cell in cells)
    form = f'<row r="{NUMBER}"{attributes}>{inside}</row>'
    return TemplateRow(int(row.get("r", "0")), attributes, cells, form)


def _compile_cell(cell: Element) -> TemplateCell:
    match = _CELL.fullmatch(cell.get("r", ""))
    if match is None:
        raise AssertionError("openpyxl writes a reference to each cell")
    style = int(cell.get("s", "0"))
    text = cell.find(f"{_M}is")
    inside = f' s="{style}"/>'
    if text is not None:
        words = "".join(str(piece) for piece in text.itertext())
        inside = f' s="{style}" t="inlineStr">{inline(words)}</c>'
    return TemplateCell(match[1], style, inside)


def _mark(element: Element) -> None:
    """Put marks where references follow the rows."""
    sqref = element.get("sqref")
    if sqref is not None and element.tag in _REFERRING:
        element.set("sqref", f"@@range:{sqref}@@")
    if element.tag == f"{_M}formula" and element.text:
        element.text = f"@@formula:{element.text}@@"


def _in_runs(rows: tuple[TemplateRow, ...], layout: SheetLayout) -> Iterator[TemplateRow | RowRun]:
    """Yield ``rows``, those of tables but the first left out, others that never change together."""
    changing = {*layout.slot_rows, *layout.growing_rows}
    changing |= {placed.first_row for placed in layout.tables}
    skipped = {placed.first_row + at for placed in layout.tables for at in range(1, placed.count)}
    run: list[TemplateRow] = []
    for row in rows:
        if row.number in changing or row.number in skipped:
            if run:
                yield RowRun(run)
                run = []
            if row.number in changing:
                yield row
        else:
            run.append(row)
    if run:
        yield RowRun(run)


def _head(before: str, layout: SheetLayout) -> MovingText:
    """Return a sheet's XML up to the widths, with the range that it takes."""
    last = f"{letters_of(layout.last_column)}{layout.last_row}"
    dimension = MovingText.of_ranges(f"B2:{last}", layout.growing_rows)
    start, closing, rest = before.partition("</sheetPr>")
    declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{start}{closing}'
    return MovingText.joined([declared, '<dimension ref="', dimension, f'"/>{rest}<cols>'])


def _tail(text: str, growing: Sequence[int]) -> Iterator[MovingText | TailPlace]:
    """Yield ``text`` in its order, broken at what a stamp puts between."""
    parts: list[str | MovingText] = []
    at = 0
    for match in _MARK.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        kind, marked = match[1], match[2]
        if kind == "range":
            parts.append(MovingText.of_ranges(marked, growing))
        elif kind == "formula":
            parts.append(MovingText.of_formula(marked, growing))
        else:
            yield MovingText.joined(parts)
            yield "hyperlinks" if kind == "hyperlinks" else "footer"
            parts = []
    yield MovingText.joined([*parts, text[at:]])


def _related(source: str, kind: str, parts: dict[str, Part]) -> tuple[str, ...]:
    """Return the parts of ``kind`` that part ``source`` relates to, in order."""
    folder, _, name = source.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    if relations is None:
        return ()
    return tuple(
        relation.get("Target", "").removeprefix("/")
        for relation in etree.fromstring(relations.content())
        if relation.get("Type", "").endswith(f"/{kind}")
    )
