"""Rows that are kept are counted where they may be too many, and refused where they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.row_block import BlockColumn, RowBlock
from xldesk.workbooks.read import kept_bytes
from xldesk.workbooks.read.kept_bytes import KeptBytes
from xldesk.workbooks.read.row import RowColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.read.row import ReadRow

VALUES: list[tuple[str, str, Any]] = [
    ("n", "12.5", 1250),
    ("n", "1E300", 10**306),
    ("n", "0.123456789012345", Decimal("0.123456789012345")),
    ("n", "46000", date(2025, 12, 9)),
    ("s", "words", "words"),
    ("s", "€" * 300, "€" * 300),
    ("s", "\U0001f600" * 300, "\U0001f600" * 300),
    ("n", "", None),
]

blocks = st.lists(
    st.tuples(st.lists(st.sampled_from(VALUES), min_size=1, max_size=5), st.integers(1, 9)),
    min_size=1,
    max_size=6,
)


def block_of(columns: Sequence[tuple[str, str, Any]], count: int) -> tuple[RowColumns, RowBlock]:
    values = {str(at): [value] * count for at, (_, _, value) in enumerate(columns)}
    found = {
        at: BlockColumn(kind, [text] * count, None) for at, (kind, text, _) in enumerate(columns)
    }
    block = RowBlock(1, ["<row/>"] * count, found, needs_namespace=False)
    return RowColumns(range(1, count + 1), dict(values)), block


def fits(kept: KeptBytes, rows: list[ReadRow] | RowColumns, block: RowBlock | None) -> bool:
    try:
        kept.add(rows, block)
    except ArchiveError as error:
        assert error.code == "FILE-LIMIT"
        return False
    return True


@given(blocks, st.integers(0, 30_000))
def test_blocks_are_refused_where_their_rows_are(
    table: list[tuple[list[tuple[str, str, Any]], int]], most: int
) -> None:
    in_blocks, singly = KeptBytes(most), KeptBytes(most)
    for columns, count in table:
        rows, block = block_of(columns, count)
        assert fits(in_blocks, rows, block) == fits(singly, rows.rows(), None)


def test_rows_far_below_the_limit_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_bytes, "_bytes_of", lambda _: pytest.fail("counted"))
    kept = KeptBytes(10**6)
    for _ in range(20):
        kept.add(*block_of(VALUES[:1], 9))
