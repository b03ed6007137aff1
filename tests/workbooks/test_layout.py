from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.example_workbook import SPEC
from xldesk.workbooks.layout import (
    BASIS_ROW,
    BESIDE_WIDTHS,
    FIRST_COLUMN,
    TITLE_ROW,
    PlacedChart,
    PlacedTable,
    RowMap,
    header_height,
    lay_out,
    lines_of,
    row_height,
    width_for,
)
from xldesk.workbooks.parts import Chart, Column, Sheet, Table
from xldesk.workbooks.references import MovingText
from xldesk.workbooks.sheet_letters import letters_of, number_of


def grown(*growth: tuple[int, int]) -> RowMap:
    rows = RowMap()
    for row, count in growth:
        rows.grow(row, count)
    return rows


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("B5", "B5"),
        ("B7", "B7:B9"),
        ("$B$7", "$B$7:$B$9"),
        ("B6:K7", "B6:K9"),
        ("B8", "B10"),
        ("B12 B13", "B14:B18 B19"),
        ("$A$1:$K$13", "$A$1:$K$19"),
    ],
)
def test_ranges_move_with_their_rows(reference: str, expected: str) -> None:
    text = MovingText.of_ranges(reference, (7, 12))
    assert text.over(grown((7, 3), (12, 5)).shifts) == expected


def test_formulas_and_whole_rows_move_to_the_first_row() -> None:
    growing, shifts = (7, 12), grown((7, 3), (12, 5)).shifts
    cases = {
        'OR(D12="pass",D12="A7")': 'OR(D14="pass",D14="A7")',
        "AND(ISNUMBER(D8),D8>Checks_Tolerance)": "AND(ISNUMBER(D10),D10>Checks_Tolerance)",
        "D7>0": "D7>0",
    }
    for text, expected in cases.items():
        assert MovingText.of_formula(text, growing).over(shifts) == expected
    assert MovingText.of_rows("$8:$8", growing).over(shifts) == "$10:$10"
    parts = ["a ", MovingText.of_ranges("B7", growing), " b ", MovingText.of_rows("$7:$8", growing)]
    assert MovingText.joined([*parts, " c"]).over(shifts) == "a B7:B9 b $7:$10 c"


@given(st.lists(st.integers(1, 50), max_size=6))
def test_rows_keep_their_order_and_leave_no_gap(counts: list[int]) -> None:
    rows = grown(*((3 * at + 2, count) for at, count in enumerate(counts)))
    last = 0
    for row in range(1, 3 * len(counts) + 5):
        assert rows.first(row) == last + 1
        last = rows.last(row)


@given(st.integers(1, 16_384))
def test_column_letters_and_numbers_are_each_other(column: int) -> None:
    assert number_of(letters_of(column)) == column


def test_blocks_stand_below_each_other_without_overlap() -> None:
    for page in SPEC.pages:
        layout = lay_out(page, has_checks=SPEC.has_checks)
        starts = [
            part.header_row if isinstance(part, PlacedTable) else getattr(part, "first_row", 0)
            for part in layout.placed
        ]
        assert starts == sorted(starts)
        assert layout.last_row >= max(starts)
        assert layout.last_column == 1 + len(layout.widths)


def test_text_breaks_into_lines_that_fit() -> None:
    lines = lines_of(("word " * 60, "", "end"), 50)
    assert all(len(line) <= 50 for line in lines)
    assert lines[-2:] == ("", "end")


def test_heights_and_widths_grow_with_what_they_hold() -> None:
    table = SPEC.tables["Credits"]
    assert header_height(table, with_buttons=True) >= header_height(table, with_buttons=False)
    assert row_height(3) == row_height(1) + 30
    assert row_height(1_000) <= 409
    assert width_for(20) > width_for(10)
    assert width_for(10, size=20) > width_for(10)


def test_pages_repeat_the_header_of_the_only_table_else_the_title() -> None:
    pages = {page.name: lay_out(page, has_checks=True) for page in SPEC.pages}
    credits_ = pages["Credits"].tables[0]
    assert pages["Credits"].repeated_rows == (credits_.header_row, credits_.header_row)
    assert pages["Notes"].repeated_rows == (TITLE_ROW, BASIS_ROW)
    one = with_chart(beside=False)
    two = replace(one, blocks=(*one.blocks, Table("More", (Column("Name", "name"),))))
    assert lay_out(one, has_checks=False).repeated_rows != (TITLE_ROW, BASIS_ROW)
    assert lay_out(two, has_checks=False).repeated_rows == (TITLE_ROW, BASIS_ROW)


def with_chart(*, beside: bool) -> Sheet:
    chart = Chart("Bars", "bar", "Bars", "Name", ("Value",), "units", "Bars.", beside=beside)
    columns = (Column("Name", "name", width=20), Column("Value", "value", type="number", width=20))
    return Sheet("Summary", "summary", (chart, Table("Bars", columns)))


def test_a_chart_stands_above_what_follows_or_in_a_column_beside_it() -> None:
    above = lay_out(with_chart(beside=False), has_checks=False)
    beside = lay_out(with_chart(beside=True), has_checks=False)
    chart, table = above.placed
    assert isinstance(chart, PlacedChart)
    assert (chart.column, chart.width) == (FIRST_COLUMN, sum(above.widths))
    assert above.tables[0].header_row == chart.first_row + chart.chart.rows + 1
    chart, table = beside.placed
    assert isinstance(chart, PlacedChart)
    assert isinstance(table, PlacedTable)
    assert chart.first_row == table.header_row
    assert letters_of(chart.column) == letters_of(beside.last_column) == "E"
    assert beside.widths == (*above.widths, *BESIDE_WIDTHS)
    assert chart.width == BESIDE_WIDTHS[1]
