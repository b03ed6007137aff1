"""Relationships that an export holds twice, forward and reverse, are read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.intake_desk import IntakeDesk
    from xldesk.intake.completeness import Completeness

HEADER = "Id,AccountToId,Name,ReversePartnerId\n"
MAPPING: dict[str, object] = {
    "kind": "partner",
    "reverse": ["Id", "ReversePartnerId"],
    "columns": {"Id": "", "AccountToId": "partner_id"},
}


def read(desk: IntakeDesk, *rows: str) -> Completeness:
    return desk.read(HEADER + "".join(f"{row}\n" for row in rows), mapping=MAPPING)


@pytest.mark.parametrize(
    ("rows", "partners", "duplicate"),
    [
        (["a,P1,Harbor,b", "b,C1,Quay,a"], ["P1"], 1),
        (["b,C1,Quay,a", "a,P1,Harbor,b"], ["P1"], 1),
        (["a,P1,Harbor,", "b,C1,Quay,"], ["C1", "P1"], 0),
        (["a,P1,Harbor,b", "b,C1,Quay,"], ["C1", "P1"], 0),
        (["a,P1,Harbor,a"], ["P1"], 0),
        (["b,C1,Quay,a"], ["C1"], 0),
        (["a,P1,Harbor,b", "b,C1,Quay,a", "c,P1,Harbor,d", "d,C2,Pier,c"], ["P1"], 3),
    ],
    ids=["forward first", "reverse first", "not named", "named by one", "itself", "half", "twice"],
)
def test_of_two_rows_that_name_each_other_the_smaller_id_is_read(
    desk: IntakeDesk, rows: list[str], partners: list[str], duplicate: int
) -> None:
    report = read(desk, *rows)
    assert (report.rows_read, report.duplicate, report.rejected) == (len(rows), duplicate, 0)
    assert desk.rows("partner", "partner_id") == [(partner,) for partner in partners]
    assert report.left_out == ()


def test_a_reverse_row_conflicts_with_nothing(desk: IntakeDesk) -> None:
    report = read(desk, "a,P1,Harbor,b", "b,P1,Other name,a")
    assert (report.added, report.duplicate, report.rejected) == (1, 1, 0)


def test_the_row_that_is_read_may_still_be_rejected(desk: IntakeDesk) -> None:
    report = read(desk, "a,,Harbor,b", "b,C1,Quay,a")
    assert (report.added, report.duplicate, report.rejected) == (0, 1, 1)
    mended = read(desk, "a,P1,Harbor,b", "b,C1,Quay,a")
    assert (mended.added, mended.duplicate, mended.cleared) == (1, 1, 1)


def test_a_reverse_row_that_is_rejected_is_no_duplicate(desk: IntakeDesk) -> None:
    report = read(desk, "a,P1,Harbor,b", "b,,Quay,a")
    assert (report.added, report.duplicate, report.rejected) == (1, 0, 1)


@settings(max_examples=15)
@given(
    pairs=st.lists(st.booleans(), min_size=1, max_size=6),
    order=st.randoms(use_true_random=False),
    chunk_rows=st.integers(1, 5),
)
def test_the_order_of_the_rows_does_not_matter(
    new_desk: Callable[[], IntakeDesk], pairs: list[bool], order: object, chunk_rows: int
) -> None:
    desk = new_desk()
    rows = []
    for number, is_pair in enumerate(pairs):
        forward, reverse = f"x{2 * number:02}", f"x{2 * number + 1:02}"
        rows.append(f"{forward},P{number},Harbor,{reverse if is_pair else ''}")
        if is_pair:
            rows.append(f"{reverse},C{number},Quay,{forward}")
    order.shuffle(rows)  # type: ignore[attr-defined]  # a random generator
    content = HEADER + "".join(f"{row}\n" for row in rows)
    report = desk.read(content, mapping=MAPPING, chunk_rows=chunk_rows)
    assert (report.rows_read, report.duplicate) == (len(rows), sum(pairs))
    assert desk.rows("partner", "partner_id") == sorted((f"P{n}",) for n in range(len(pairs)))
    again = desk.read(content, mapping=MAPPING)
    assert (again.accepted, again.duplicate, again.position) == (0, sum(pairs), None)
