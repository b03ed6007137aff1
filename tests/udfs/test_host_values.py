"""Answers as desktop Excel can hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from xlwings.conversion import accessors

from xldesk_udfs.errors import CellError
from xldesk_udfs.host_values import LONGEST_TEXT, HostValues, host_value


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (Decimal("5806.24"), 5806.24),
        (Decimal("999999999999.99"), 999999999999.99),
        (0, 0),
        (None, None),
        (True, True),
        ("co_sell", "co_sell"),
        ("=1+1", "=1+1"),
        (date(2026, 7, 8), datetime(2026, 7, 8)),  # noqa: DTZ001
        (datetime(2026, 7, 8, 9, tzinfo=UTC), datetime(2026, 7, 8, 9)),  # noqa: DTZ001
        (
            datetime(2026, 7, 8, 9, tzinfo=timezone(timedelta(hours=2))),
            datetime(2026, 7, 8, 7),  # noqa: DTZ001
        ),
        (CellError("#N/A", "no such deal"), "\x02#N/A\x03no such deal"),
        ([["a", Decimal("0.5")], [None, CellError("#VALUE!", "why")]],
         [["a", 0.5], [None, "\x02#VALUE!\x03why"]]),
    ],
)  # fmt: skip
def test_a_value_of_an_answer(value: Any, held: Any) -> None:
    found = host_value(value)
    assert found == held
    assert type(found) is type(held)


def test_no_text_can_pose_as_an_error() -> None:
    assert host_value("\x02#N/A\x03gotcha") == "#N/A\x03gotcha"


def test_text_is_no_longer_than_a_cell() -> None:
    assert len(host_value("x" * 40_000)) == LONGEST_TEXT
    assert len(host_value(CellError("#N/A", "x" * 40_000))) == LONGEST_TEXT


def test_xlwings_takes_it_as_the_converter_of_a_result() -> None:
    pipeline = accessors.get(HostValues, HostValues).writer({})
    first = pipeline[0]
    assert first.write_value(Decimal("1.5"), {}) == 1.5
