"""Names that people sign with by hand are held to what the macro that signs holds them to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbooks.any_content import plain_content
from xldesk.workbooks import attribution_audit, runbook
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.spec import Workbook
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

DAY = date(2026, 7, 8)
ADA = {"part": "Prepared", "name": "Ada Lovelace", "day": DAY, "result": "accepted"}
EVE = {"part": "Reviewed", "name": "Eve Moss", "day": DAY, "result": "accepted"}
OPEN = {"part": "Reviewed", "name": None, "day": None, "result": None}
STAMPERS = {
    spec.name: Stamper(spec, build_template(spec))
    for spec in (attribution_audit.SPEC, runbook.SPEC)
}


def signed(
    path: Path, rows: list[dict[str, Any]], table: str = "SignOff",
    spec: Workbook = attribution_audit.SPEC,
) -> list[tuple[str, str | None, str]]:  # fmt: skip
    """Return column and words of what the check says of signatures in a file with ``rows``."""
    empty = dict.fromkeys(column.field for column in spec.tables[table].columns)
    filled = {table: [{**empty, **row} for row in rows]}
    STAMPERS[spec.name].write(plain_content(spec, tables=filled), path)
    found = [one for one in check_workbook(path).findings if one.code == "SIGN-SAME"]
    assert {one.severity for one in found} <= {"block"}
    return [(str(one.place.sheet), (one.place.cell or "")[:1], one.message) for one in found]


@pytest.mark.parametrize("rows", [[OPEN], [ADA, OPEN], [ADA, EVE], [{**ADA, "result": None}]])
def test_two_people_and_those_still_to_come_are_sound(
    tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    assert signed(tmp_path / "audit.xlsx", rows) == []


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([ADA, {**EVE, "name": "Ada Lovelace"}], "C", "one person"),
        ([ADA, {**EVE, "name": "lovelace, ADA"}], "C", "one person"),
        ([ADA, {**EVE, "name": "-"}], "C", "'-' is not a person's name"),
        ([{**ADA, "name": "7"}], "C", "'7' is not a person's name"),
        ([{**ADA, "name": None, "day": None}], "E", "without a name and a day"),
        ([{**ADA, "name": None}], "E", "without a name"),
        ([ADA, {**EVE, "day": None}], "E", "without a day"),
    ],
)
def test_one_person_twice_and_results_that_nobody_signed_block(
    tmp_path: Path, rows: list[dict[str, Any]], cell: str, words: str
) -> None:
    ((sheet, column, said),) = signed(tmp_path / "audit.xlsx", rows)
    assert (sheet, column) == ("Summary", cell)
    assert words in said


@pytest.mark.parametrize(
    ("first", "second", "is_sound"),
    [(None, None, True), ("Ada Lovelace", None, True), ("Ada Lovelace", "Eve Moss", True),
     ("Ada Lovelace", "ada lovelace", False), (None, "?", False)],
)  # fmt: skip
def test_each_control_is_signed_by_two(
    tmp_path: Path, first: str | None, second: str | None, is_sound: bool
) -> None:
    rows = [{"id": "C1", "title": "t", "first": first, "second": second}]
    found = signed(tmp_path / "audit.xlsx", rows, "Controls")
    assert [(sheet, column) for sheet, column, _ in found] == (
        [] if is_sound else [("Controls", "P")]
    )


def test_one_person_may_sign_several_controls(tmp_path: Path) -> None:
    rows = [{"id": one, "title": "t", "first": "Ada Lovelace"} for one in ("C1", "C2")]
    assert signed(tmp_path / "audit.xlsx", rows, "Controls") == []


def test_the_policy_is_signed_by_two(tmp_path: Path) -> None:
    rows = [{"part": part, "name": "Ada Lovelace", "day": DAY} for part in ("Owner", "Approver")]
    ((sheet, _, said),) = signed(tmp_path / "runbook.xlsx", rows, "PolicySignOff", runbook.SPEC)
    assert sheet == "Policy sign-off"
    assert "one person" in said
