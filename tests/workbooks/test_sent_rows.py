"""Rows that go to another process come as they are."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xldesk.workbooks.read.row import ReadRow
from xldesk.workbooks.read.sent_rows import received, sent
from xldesk.workbooks.read.table import ReadTable

SAMPLES: list[st.SearchStrategy[Any]] = [
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.sampled_from(["", "\0", "a\0b"]),
    st.decimals(allow_nan=False),
    st.dates(),
    st.integers(),
    st.booleans(),
    st.datetimes(timezones=st.just(UTC)),
    st.none(),
]
columns = st.one_of(
    *(st.lists(values, min_size=1, max_size=6) for values in SAMPLES),
    st.lists(st.one_of(SAMPLES), min_size=1, max_size=6),
)


@given(columns)
def test_a_column_is_received_as_it_was_sent(values: list[Any]) -> None:
    came = list(received(pickle.loads(pickle.dumps(sent(tuple(values))))))
    assert [(type(value), str(value)) for value in came] == [
        (type(value), str(value)) for value in values
    ]
    assert came == values


def test_a_table_is_received_with_its_faults() -> None:
    rows = [
        ReadRow(
            number,
            {"word": f"w{number}", "day": date(2026, 1, number), "at": None},
            frozenset({"day"} if number == 3 else ()),
        )
        for number in range(2, 6)
    ]
    rows[1].values["at"] = datetime(2026, 1, 1, tzinfo=UTC)
    table = ReadTable("T", "Sheet", {"word": 2, "day": 3, "at": 4}, rows)
    came = pickle.loads(pickle.dumps(table))
    assert came == table
    assert [type(row) for row in came.rows] == [ReadRow] * 4
    assert [list(row.values) for row in came.rows] == [["word", "day", "at"]] * 4
    empty = ReadTable("T", "Sheet")
    assert pickle.loads(pickle.dumps(empty)) == empty
