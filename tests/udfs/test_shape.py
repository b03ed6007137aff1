"""Ranges keep their shape, and meet as they do in Excel."""

from __future__ import annotations

import pytest

from xldesk.errors import UsageError
from xldesk_udfs.arguments import Cells
from xldesk_udfs.shape import MOST_CELLS, cells_of, side_by_side

COLUMN: Cells = [["a"], ["b"]]
ROW: Cells = [["x", "y", "z"]]


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (("a",), "A"),
        ((["a", "b"],), ["A", "B"]),
        ((COLUMN,), [["A"], ["B"]]),
        ((ROW,), [["X", "Y", "Z"]]),
        (([["a", "b"], ["c", "d"]],), [["A", "B"], ["C", "D"]]),
        (([["a"]],), [["A"]]),
        (("a", "x"), "AX"),
        ((COLUMN, "x"), [["AX"], ["BX"]]),
        (("a", ROW), [["AX", "AY", "AZ"]]),
        ((COLUMN, ROW), [["AX", "AY", "AZ"], ["BX", "BY", "BZ"]]),
        ((COLUMN, [["x"], ["y"]]), [["AX"], ["BY"]]),
        ((["a", "b"], ["x", "y"]), ["AX", "BY"]),
        ((["a", "b"], "x"), ["AX", "BX"]),
    ],
)
def test_answers_have_the_shape_of_what_was_given(given: tuple[Cells, ...], answer: object) -> None:
    together, shape = side_by_side(*given)
    assert shape.of(["".join(map(str, cells)).upper() for cells in together]) == answer


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ((COLUMN, [["x"], ["y"], ["z"]]), "2 and 3 rows"),
        ((ROW, [["a", "b"]]), "3 and 2 columns"),
        (([],), "empty"),
        (([[]],), "empty"),
        (([["a"], ["b", "c"]],), "equally long"),
        (([["a"]] * 1_200, [["x"] * 1_200]), f"{MOST_CELLS:,} is the most"),
    ],
)
def test_ranges_that_do_not_fit_are_refused(given: tuple[Cells, ...], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        side_by_side(*given)


def test_cells_are_taken_row_by_row() -> None:
    assert cells_of([["a", "b"], ["c", None]]) == ["a", "b", "c", None]
    assert cells_of("a") == ["a"]
