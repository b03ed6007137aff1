"""Values go into cells and come back as through a desktop Excel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.errors import UsageError
from xldesk.excel.engine import headless, typed_text

DAY = dt.datetime.fromisoformat("2026-03-31")
MOMENT = dt.datetime.fromisoformat("2026-03-31T14:30:05")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (1, 1.0),
        (2.5, 2.5),
        (True, True),
        ("text", "text"),
        (None, None),
        ("", None),
        (Decimal("1234.56"), 1234.56),
        (2**60, float(2**60)),
        (float("nan"), None),
        (np.float64(0.25), 0.25),
        (np.int64(7), 7.0),
        (np.bool_(1), True),
        (pd.NA, None),
        (pd.NaT, None),
        (np.datetime64("NaT"), None),
        (MOMENT, MOMENT),
        (dt.date(2026, 3, 31), DAY),
        (pd.Timestamp(MOMENT), MOMENT),
        (np.datetime64("2026-03-31"), DAY),
        (MOMENT.replace(tzinfo=dt.UTC), MOMENT),
        (dt.time(6, 30), dt.datetime.fromisoformat("1899-12-30T06:30")),
        ("'=1+1", "=1+1"),
        ("'0042", "0042"),
        ("line\r\nbreak", "line\nbreak"),
    ],
)
def test_a_value_comes_back_as_excel_gives_it(sheet: Any, written: Any, read: Any) -> None:
    sheet["B2"].value = "before"
    sheet["B2"].value = written
    assert sheet["B2"].value == read
    assert type(sheet["B2"].value) is type(read)


@pytest.mark.headless
@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}, 1j])
def test_what_is_no_value_is_refused_by_name(sheet: Any, value: Any) -> None:
    with pytest.raises(UsageError, match=f"a {type(value).__name__} .* cannot stand in a cell"):
        sheet["A1"].value = value


def test_error_values_are_nothing_or_their_text(sheet: Any) -> None:
    sheet["A1"].value = "#N/A"
    assert sheet["A1"].value is None
    assert sheet["A1"].options(err_to_str=True).value == "#N/A"


@pytest.mark.headless
def test_the_text_of_an_error_is_no_error_value(sheet: Any) -> None:
    sheet["A1"].value = typed_text("#N/A")
    assert sheet["A1"].value == "#N/A"
    sheet["A1"].value = "#N/A"
    assert sheet["A1"].value is None


@pytest.mark.headless
def test_text_that_was_marked_as_text_is_a_number_again_when_one_is_written(sheet: Any) -> None:
    sheet["A1"].value = "'=1"
    sheet["A1"].value = 5
    sheet["A1"].value = "plain"
    assert not sheet["A1"].api.quotePrefix


def test_shapes_of_what_is_read(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    assert sheet["A1:B2"].value == [[1, 2], [3, 4]]
    assert sheet["A1:B1"].value == [1, 2]
    assert sheet["A1:A2"].value == [1, 3]
    assert sheet["A1:A2"].options(ndim=2).value == [[1], [3]]
    assert sheet["A1"].options(ndim=1).value == [1]
    assert sheet["A1:B2"].options(transpose=True).value == [[1, 3], [2, 4]]
    assert sheet["A1:B2"].options(numbers=int, empty="-").value == [[1, 2], [3, 4]]
    assert sheet["C9:D9"].options(empty="-").value == ["-", "-"]


def test_a_list_goes_across_and_transposed_down(sheet: Any) -> None:
    sheet["A1"].value = [1, 2, 3]
    sheet["A3"].options(transpose=True).value = [4, 5]
    assert sheet["A1:C1"].value == [1, 2, 3]
    assert sheet["A3:A4"].value == [4, 5]


def test_one_value_fills_a_range(sheet: Any) -> None:
    sheet["A1:B3"].value = "x"
    assert sheet["A1:B3"].value == [["x", "x"]] * 3


def test_data_frames_both_ways(sheet: Any) -> None:
    frame = pd.DataFrame(
        {
            "name": ["a", "b"],
            "amount": [1.5, np.nan],
            "day": pd.to_datetime(["2026-01-01", "2026-02-01"]),
        },
        index=pd.Index([10, 20], name="id"),
    )
    sheet["B2"].value = frame
    assert sheet["B2:E2"].value == ["id", "name", "amount", "day"]
    back = sheet["B2"].options(pd.DataFrame, expand="table").value
    back["day"] = pd.to_datetime(back["day"])
    pd.testing.assert_frame_equal(
        back, frame, check_dtype=False, check_index_type=False, check_column_type=False
    )
    sheet["H1"].options(index=False, header=False).value = frame
    assert sheet["H1:H2"].value == ["a", "b"]


def test_series_dicts_and_arrays_both_ways(sheet: Any) -> None:
    sheet["A1"].value = pd.Series([1.0, 2.0], name="n")
    assert sheet["A1"].options(pd.Series, expand="table").value.tolist() == [1, 2]
    sheet["D1"].value = {"a": 1, "b": 2}
    assert sheet["D1:E2"].options(dict).value == {"a": 1, "b": 2}
    sheet["G1"].value = np.array([[1, 2], [3, 4]])
    assert sheet["G1:H2"].options(np.array).value.tolist() == [[1, 2], [3, 4]]


def test_formulas_are_written_read_and_filled(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["C1:C2"].formula = "=SUM(A1:B1)*$A$1"
    assert sheet["C2"].formula == "=SUM(A2:B2)*$A$1"
    sheet["D1"].formula = [["=A1", "=B1"], ["=A2", "=B2"]]
    assert sheet["D1:E2"].formula == (("=A1", "=B1"), ("=A2", "=B2"))
    assert sheet["A1:B1"].formula == (("1", "2"),)
    assert sheet["Z9"].formula == ""
    sheet["F1:F2"].formula_array = "=A1:A2*2"
    assert sheet["F1"].has_array
    assert not sheet["D1"].has_array


def test_clearing_contents_leaves_the_look(sheet: Any) -> None:
    sheet["A1:B2"].value = 1
    sheet["A1"].color = (255, 0, 0)
    sheet["A1:B1"].clear_contents()
    assert sheet["A1:B2"].value == [[None, None], [1, 1]]
    assert sheet["A1"].color == (255, 0, 0)
    sheet["A1"].clear_formats()
    assert sheet["A1"].color is None
    sheet.clear()
    assert sheet["B2"].value is None


FIRST = dt.datetime.fromisoformat("1900-03-01")
LAST = dt.datetime.fromisoformat("9999-12-31")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20).map(typed_text),
    st.datetimes(FIRST, LAST),
)


@pytest.mark.headless
@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_grids_come_back_and_writing_them_again_is_no_change(grid: list[list[Any]]) -> None:
    import xlwings as xw

    with headless():
        book = xw.Book()
        cells = book.sheets[0].range((2, 2), (1 + len(grid), 4))
        cells.value = grid
        book.impl.journal.clear()
        read = cells.options(ndim=2).value
        for row, line in zip(grid, read, strict=True):
            for written, found in zip(row, line, strict=True):
                if not isinstance(written, str):
                    assert found == written
        cells.value = grid
        assert list(book.impl.journal) == []
