"""The order in which conditional formats reach a cell, however their ranges are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.workbooks.check.document import Area
from xldesk.workbooks.provenance.looks.rule_order import cell_of_other_order

Rules = list[tuple[str, list[Area]]]

COLUMN = Area(7, 2, 9, 2)
UPPER, MIDDLE, LOWER = (Area(row, 2, row, 2) for row in (7, 8, 9))
ISSUED: Rules = [("red", [COLUMN]), ("green", [COLUMN])]

CASES: dict[str, tuple[Rules, Area | None]] = {
    "as issued": (ISSUED, None),
    "in pieces": ([("red", [UPPER]), ("red", [MIDDLE, LOWER]), ("green", [COLUMN])], None),
    "the other way round": ([("green", [COLUMN]), ("red", [COLUMN])], UPPER),
    "in the middle only": (
        [("red", [UPPER, LOWER]), ("green", [COLUMN]), ("red", [MIDDLE])],
        MIDDLE,
    ),
    "behind one of others": ([("blue", [COLUMN]), *ISSUED], None),
    "over cells that do not meet": ([("green", [UPPER]), ("red", [LOWER])], None),
    "gone": ([("green", [COLUMN])], None),
}


@pytest.mark.parametrize(("found", "cell"), CASES.values(), ids=CASES.keys())
def test_the_first_cell_of_another_order_is_named(found: Rules, cell: Area | None) -> None:
    assert cell_of_other_order(ISSUED, found, lambda _: False) == cell


def test_cells_to_fill_in_may_have_another_order() -> None:
    found = [("green", [UPPER]), ("red", [COLUMN]), ("green", [MIDDLE, LOWER])]
    assert cell_of_other_order(ISSUED, found, lambda area: area == UPPER) is None
    assert cell_of_other_order(ISSUED, found, lambda _: False) == UPPER


def test_more_pieces_than_are_compared_are_named() -> None:
    pieces = [Area(row, row % 90 + 1, row, row % 90 + 1) for row in range(1, 400, 2)]
    assert cell_of_other_order(ISSUED, [("red", pieces)], lambda _: False) == pieces[0]


AREAS = st.builds(
    lambda row, column, down, across: Area(row, column, row + down, column + across),
    *[st.integers(1, 6)] * 2,
    *[st.integers(0, 4)] * 2,
)


@given(st.lists(st.lists(AREAS, min_size=1, max_size=3), min_size=1, max_size=4), st.data())
def test_rules_cut_into_rows_keep_their_order(
    ranges: list[list[Area]], data: st.DataObject
) -> None:
    issued = [(str(number), areas) for number, areas in enumerate(ranges)]
    cut = [
        (rule, [Area(row, area.first_column, row, area.last_column)])
        for rule, areas in issued
        for area in data.draw(st.permutations(areas))
        for row in range(area.first_row, area.last_row + 1)
    ]
    assert cell_of_other_order(issued, cut, lambda _: False) is None
