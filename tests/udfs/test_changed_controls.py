"""``quarter_close_audit`` says which controls changed since the workbook was filled before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.macro_desk import MacroDesk, copied, edited
from xldesk.errors import UsageError
from xldesk_udfs.macros.changed_controls import (
    FIGURES,
    SHEET,
    Shown,
    changed_figures,
    said_of_changes,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("learning")

Figures = tuple[Any, Any, Any, Any]
SOUND: Figures = ("pass", 4.0, 0.0, None)
FAILS: Figures = ("fail", 4.0, 1.0, "EUR 5.00")


def controls(**figures: Figures) -> dict[str, dict[str, Shown]]:
    """Return controls as a workbook shows them, in rows from 7 on."""
    return {
        one: {"Control": Shown(f"Title of {one}", f"Controls!C{row}")}
        | {
            name: Shown(value, f"Controls!{column}{row}")
            for name, column, value in zip(FIGURES, "DFGI", values, strict=True)
        }
        for row, (one, values) in enumerate(figures.items(), start=7)
    }


@pytest.mark.parametrize(
    ("before", "now", "put_back", "changed"),
    [
        (controls(A=SOUND), controls(A=SOUND), (), []),
        (controls(A=SOUND), controls(A=("pass", 4.0, 0.0, "")), (), []),
        (
            controls(A=SOUND, B=SOUND),
            controls(A=SOUND, B=FAILS),
            (),
            [
                ("B", "Status", "pass", "fail"),
                ("B", "Exceptions", 0, 1),
                ("B", "Amount at stake", None, "EUR 5.00"),
            ],
        ),
        (
            controls(A=SOUND),
            controls(A=("pass", 5.0, 0.0, None)),
            (),
            [("A", "Examined", 4, 5)],
        ),
        (
            controls(A=SOUND),
            controls(A=FAILS),
            ("Controls!D7", "Controls!G7"),
            [("A", "Amount at stake", None, "EUR 5.00")],
        ),
        (
            controls(A=("pass", 4.0, 0.0, None)),
            controls(B=("not run", 0.0, 0.0, None)),
            (),
            [
                ("B", "Status", None, "not run"),
                ("A", "Status", "pass", None),
                ("A", "Examined", 4, None),
            ],
        ),
    ],
    ids=["same", "empty either way", "fails now", "examined", "put back", "another control"],
)
def test_a_figure_that_differs_is_named_with_what_stood_there(
    before: dict[str, dict[str, Shown]],
    now: dict[str, dict[str, Shown]],
    put_back: tuple[str, ...],
    changed: list[tuple[Any, ...]],
) -> None:
    found = changed_figures(before, now, put_back)
    assert [(one.control, one.figure, one.before, one.now) for one in found] == changed
    assert all(one.title == f"Title of {one.control}" for one in found)


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ("", "No control changed."),
        ("A", "1 control changed against position 8 (A), in 3 figures: the sheet Changed controls"),
        ("ABCDE", "5 controls changed against position 8 (A, B, C and 2 more), in 15 figures: the"),
    ],
)
def test_the_message_counts_controls_and_figures(failing: str, said: str) -> None:
    before = controls(**dict.fromkeys("ABCDE", SOUND))
    now = controls(**{one: FAILS if one in failing else SOUND for one in "ABCDE"})
    assert said_of_changes(changed_figures(before, now, ()), 8).startswith(said)


def test_somebody_s_own_sheet_of_that_name_is_left_alone(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        book.sheets.add(SHEET, after=book.sheets[-1])
    before = file.read_bytes()
    with pytest.raises(UsageError, match=f"has a sheet '{SHEET}' of its own"):
        learning.run("quarter_close_audit", file)
    assert file.read_bytes() == before
