"""What cells hold is read as people mean it, or refused with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from xldesk.errors import UsageError
from xldesk_udfs.arguments import (
    Cells,
    currency_code,
    identifier,
    moment_text,
    needed,
    period_text,
    word,
    yes_or_no,
)
from xldesk_udfs.errors import CellError, GivenError


@pytest.mark.parametrize("empty", [None, "", "   ", [[None]], [""]])
def test_empty_cells_are_not_given(empty: Cells) -> None:
    assert identifier(empty, "opportunity") is None
    assert word(empty, "model") is None
    assert currency_code(empty) is None
    assert moment_text(empty) is None
    assert yes_or_no(empty, "headers", default=True) is True
    assert yes_or_no(empty, "headers", default=False) is False
    with pytest.raises(UsageError, match="the period is missing"):
        period_text(empty)


@pytest.mark.parametrize(
    ("cell", "text"),
    [("OPP-1", "OPP-1"), (" OPP-1 ", "OPP-1"), (1234.0, "1234"), (7, "7"), ([["OPP-1"]], "OPP-1")],
)
def test_an_id_is_text_or_a_whole_number(cell: Cells, text: str) -> None:
    assert identifier(cell, "opportunity") == needed(cell, "opportunity") == text


@pytest.mark.parametrize(
    "cell",
    [1.5, float("inf"), float("nan"), True, datetime(2026, 7, 8), date(2026, 7, 8)],  # noqa: DTZ001
)
def test_anything_else_is_no_id(cell: Cells) -> None:
    with pytest.raises(UsageError, match="opportunity: .* is not an id"):
        identifier(cell, "opportunity")


@pytest.mark.parametrize(
    "cell", ["#N/A", "#REF!", " #VALUE! ", CellError("#N/A", "there is no such deal")]
)
def test_an_error_among_the_arguments_is_passed_on(cell: Cells) -> None:
    with pytest.raises(GivenError):
        identifier(cell, "opportunity")


@pytest.mark.parametrize("cell", [["a", "b"], [["a"], ["b"]], [["a", "b"]]])
def test_a_range_where_one_cell_is_wanted_is_refused(cell: Cells) -> None:
    with pytest.raises(UsageError, match="one cell is wanted"):
        word(cell, "model")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2026-07-08", "2026-07-08"),
        ("2026-07-08T09:00Z", "2026-07-08T09:00Z"),
        ("ledger 412", "ledger 412"),
        ("412", "412"),
        (date(2026, 7, 8), "2026-07-08"),
        (datetime(2026, 7, 8), "2026-07-08"),  # noqa: DTZ001
        (datetime(2026, 7, 8, 9, 30), "2026-07-08T09:30:00"),  # noqa: DTZ001
        (datetime(2026, 7, 8, tzinfo=UTC), "2026-07-08T00:00:00+00:00"),
        (46211.0, "2026-07-08"),
        (46211, "2026-07-08"),
        (46211.375, "2026-07-08T09:00:00"),
        ("46211", "2026-07-08"),
        ("46211.375", "2026-07-08T09:00:00"),
        ("36525", "36525"),
        ("2958466", "2958466"),
        ("ledger 46211", "ledger 46211"),
        (46211 + 1 / 3, "2026-07-08T08:00:00"),
        (36526, "2000-01-01"),
        (2958465, "9999-12-31"),
    ],
)
def test_a_time_is_a_date_a_number_or_text(cell: Cells, text: str) -> None:
    assert moment_text(cell) == text


@pytest.mark.parametrize("cell", [412, 36525.9, -1.0, 3e6, 2958465.9999999, float("inf")])
def test_a_number_that_is_no_day_may_have_meant_a_position(cell: float) -> None:
    with pytest.raises(UsageError, match='written "ledger 412"'):
        moment_text(cell)


@pytest.mark.parametrize("cell", ["OPP-\ud800", "\udfff", "a\udc00b"])
def test_half_a_character_is_refused(cell: str) -> None:
    for read in (moment_text, period_text):
        with pytest.raises(UsageError, match="half a character"):
            read(cell)
    with pytest.raises(UsageError, match="half a character"):
        identifier(cell, "opportunity")


@pytest.mark.parametrize("cell", [True, float("nan")])
def test_what_is_no_time_is_refused(cell: Cells) -> None:
    with pytest.raises(UsageError, match="as_of"):
        moment_text(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2026-Q2", "2026-Q2"),
        ("2026-q2", "2026-Q2"),
        ("fy2026", "FY2026"),
        ("2026-06", "2026-06"),
        (date(2026, 6, 1), "2026-06"),
        (datetime(2026, 6, 1), "2026-06"),  # noqa: DTZ001
        (46174.0, "2026-06"),
    ],
)
def test_a_period_may_have_become_a_date(cell: Cells, text: str) -> None:
    assert period_text(cell) == text


@pytest.mark.parametrize("cell", [date(2026, 6, 2), 2026, 46175, True, 2026.5])
def test_a_number_or_another_day_is_no_period(cell: Cells) -> None:
    with pytest.raises(UsageError):
        period_text(cell)


@pytest.mark.parametrize("cell", [date(2026, 6, 2), 46175, 46175.5])
def test_a_day_within_a_month_is_no_period_and_the_reason_says_so(cell: Cells) -> None:
    with pytest.raises(UsageError, match="2026-06-02 is one day .* where it is the first day;"):
        period_text(cell)


@pytest.mark.parametrize("cell", ["co_sell", "Co-sell", " CO SELL "])
def test_words_are_read_in_any_spelling(cell: str) -> None:
    assert word(cell, "category") == "co_sell"
    assert currency_code("usd") == "USD"
    with pytest.raises(UsageError, match="category: 1 is not a name"):
        word(1, "category")


@pytest.mark.parametrize(
    ("cell", "is_yes"),
    [(True, True), (False, False), ("TRUE", True), ("false", False), (1.0, True), (0, False)],
)
def test_yes_and_no(cell: Cells, is_yes: bool) -> None:
    assert yes_or_no(cell, "headers", default=not is_yes) is is_yes


@pytest.mark.parametrize("cell", ["maybe", 2, date(2026, 7, 8)])
def test_anything_else_is_neither_yes_nor_no(cell: Any) -> None:
    with pytest.raises(UsageError, match="not TRUE or FALSE"):
        yes_or_no(cell, "headers", default=True)
