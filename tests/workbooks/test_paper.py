"""Each sheet prints one page wide, on paper on which it can be read."""

from __future__ import annotations

import io

import openpyxl
import pytest

from xldesk.workbooks.layout import MARGIN_COLUMN, lay_out
from xldesk.workbooks.paper import A3, A4, A4_UPRIGHT, SMALLEST_SCALE, Paper, paper_of
from xldesk.workbooks.parts import Column, Sheet, SheetKind, Table
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.workbook_set import workbook_set


def sheet(kind: SheetKind, width: float) -> Sheet:
    table = Table("Wide", (Column("Name", "name", width=width - MARGIN_COLUMN),))
    return Sheet("Sheet", kind, (table,))


@pytest.mark.parametrize(
    ("kind", "width", "paper"),
    [
        ("detail", 80, A4_UPRIGHT),
        ("action", 166, A4_UPRIGHT),
        ("reference", 167, A4),
        ("detail", 244, A4),
        ("detail", 245, A3),
        ("detail", 900, A3),
        ("checks", 80, A4),
        ("checks", 300, A3),
        ("summary", 80, A4),
        ("summary", 300, A4),
    ],
)
def test_a_sheet_gets_the_smallest_paper_that_can_be_read(
    kind: SheetKind, width: float, paper: Paper
) -> None:
    layout = lay_out(sheet(kind, width), has_checks=False)
    assert MARGIN_COLUMN + sum(layout.widths) == width
    assert paper_of(layout) == paper


def test_columns_that_fill_the_paper_are_printed_as_they_are() -> None:
    # A4 upright is 210 mm wide; a column unit is 7 pixels of 96 to the inch
    assert A4_UPRIGHT.scale((210 / 25.4 - 1) * 96 / 7) == pytest.approx(1, abs=0.001)
    assert A3.scale(100) > A4.scale(100) > A4_UPRIGHT.scale(100)


@pytest.mark.parametrize("name", [spec.name for spec in specs()])
def test_templates_stand_on_the_paper_of_their_sheets(name: str) -> None:
    spec = next(spec for spec in specs() if spec.name == name)
    book = openpyxl.load_workbook(io.BytesIO((workbook_set() / f"{name}.xlsx").read_bytes()))
    for page in spec.pages:
        layout = lay_out(page, has_checks=spec.has_checks)
        paper, setup = paper_of(layout), book[page.name].page_setup
        assert (setup.orientation, int(setup.paperSize)) == (paper.orientation, paper.size)
        assert paper == A3 or paper.scale(MARGIN_COLUMN + sum(layout.widths)) >= SMALLEST_SCALE
