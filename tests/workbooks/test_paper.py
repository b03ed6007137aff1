"""Each sheet prints on paper on which it can be read: one page wide, or with its keys on each."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from workbooks.repackage import repackaged
from xldesk.workbooks.layout import MARGIN_COLUMN, lay_out
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.mdf_tracker import SPEC as MDF_TRACKER
from xldesk.workbooks.mdf_tracker_partner import SPEC as MDF_TRACKER_PARTNER
from xldesk.workbooks.paper import (
    A3,
    A4,
    A4_UPRIGHT,
    SMALLEST_POINTS,
    Paper,
    paper_of,
)
from xldesk.workbooks.parts import Column, Sheet, SheetKind, Table
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.layout import SheetLayout

COLUMNS = 10
A4_TWICE, A3_TWICE, A3_THRICE = replace(A4, across=2), replace(A3, across=2), replace(A3, across=3)


def sheet(kind: SheetKind, width: float) -> Sheet:
    each = (width - MARGIN_COLUMN) / COLUMNS
    columns = tuple(Column(f"C{at}", f"c{at}", width=each) for at in range(COLUMNS))
    return Sheet("Sheet", kind, (Table("Wide", columns),))


@pytest.mark.parametrize(
    ("kind", "width", "paper"),
    [
        ("detail", 80, A4_UPRIGHT),
        ("action", 156, A4_UPRIGHT),
        ("reference", 157, A4),
        ("detail", 230, A4),
        ("detail", 231, A3),
        ("detail", 334, A3),
        ("detail", 340, A4_TWICE),
        ("action", 400, A3_TWICE),
        ("detail", 560, A3_THRICE),
        ("detail", 900, A3_THRICE),
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
    assert MARGIN_COLUMN + sum(layout.widths) == pytest.approx(width)
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
        assert int(setup.fitToWidth) == paper.across
        assert book[page.name].print_title_cols == (None if paper.across == 1 else "$A:$B")
        lost = MARGIN_COLUMN + layout.widths[0] + max(layout.widths)
        scale = paper.scale(MARGIN_COLUMN + sum(layout.widths), lost)
        assert page.kind == "summary" or 11 * min(scale, 1) >= SMALLEST_POINTS


def parted(layout: SheetLayout, across: int) -> list[str]:
    """Return the columns that begin a further page, where ``across`` are as narrow as can be."""
    names = [column.name for column in layout.tables[0].table.columns]
    keys = MARGIN_COLUMN + layout.widths[0]

    def starts(room: float) -> list[str]:
        found, used = [], MARGIN_COLUMN
        for name, width in zip(names, layout.widths, strict=True):
            if used + width > room:
                found.append(name)
                used = keys
            used += width
        return found

    rooms = range(math.ceil(keys + max(layout.widths)), math.ceil(keys + sum(layout.widths)) + 1)
    return next(found for room in rooms if len(found := starts(room)) < across)


@pytest.mark.parametrize(("name", "first"), [("Claims", ["First day"]), ("Requests", ["Currency"])])
def test_lists_on_several_pages_part_between_what_belongs_together(
    name: str, first: list[str]
) -> None:
    page = next(page for page in MDF_TRACKER.pages if page.name == name)
    layout = lay_out(page, has_checks=True)
    assert parted(layout, paper_of(layout).across) == first


def test_a_partners_lists_are_one_page_wide() -> None:
    layouts = {page.name: lay_out(page, has_checks=True) for page in MDF_TRACKER_PARTNER.pages}
    assert {name for name, layout in layouts.items() if paper_of(layout).across > 1} == set()


def test_the_widest_list_takes_pages_beside_each_other(tmp_path: Path) -> None:
    claims = next(page for page in MDF_TRACKER.pages if page.name == "Claims")
    paper = paper_of(lay_out(claims, has_checks=True))
    assert paper == A3_TWICE
    template = workbook_set() / "mdf_tracker.xlsx"
    book = openpyxl.load_workbook(template)
    assert book["Claims"].print_title_rows == "$6:$6"

    def without_columns(part: bytes) -> bytes:
        assert b"'Claims'!$A:$B,'Claims'!$6:$6" in part
        return part.replace(b"'Claims'!$A:$B,", b"")

    (tmp_path / "mdf_tracker.xlsx").write_bytes(template.read_bytes())
    changed = repackaged(tmp_path / "mdf_tracker.xlsx", {"xl/workbook.xml": without_columns})
    (finding,) = lint_workbook(changed).findings
    assert (finding.code, finding.place.sheet) == ("LINT-PRINT", "Claims")
    assert "one page's width" in finding.message
