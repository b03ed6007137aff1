"""``quarter_close_audit`` says what changed since the workbook was filled before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from support.macro_desk import LATER, MacroDesk, copied, edited, looked_into
from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.excel.running.headless_host import HeadlessHost
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.changed_controls import (
    NO_CHANGES,
    SHEET,
    changes,
    said_of_changes,
    state_before,
)
from xldesk_udfs.macros.setting import Setting
from xldesk_udfs.macros.standing import Standing

if TYPE_CHECKING:
    from pathlib import Path


Figures = tuple[Any, Any, Any, Any]
SOUND: Figures = ("pass", 4.0, 0.0, None)
FAILS: Figures = ("fail", 4.0, 1.0, "EUR 5.00")
LINE = (None, "P-1", "sourced", 5.0, "EUR")


def standing(
    bookings: dict[str, str] | None = None,
    deals: dict[str, Any] | None = None,
    **controls: Figures,
) -> Standing:
    """Return how an audit stands; each deal has the lines that are said, or one."""
    return Standing(
        {currency: Decimal(amount) for currency, amount in (bookings or {}).items()},
        {deal: frozenset(lines) for deal, lines in (deals or {}).items()},
        {one: (f"Title of {one}", *figures) for one, figures in controls.items()},
    )


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        (standing(A=SOUND), standing(A=SOUND), []),
        (
            standing(A=SOUND, B=SOUND),
            standing(A=FAILS, B=FAILS),
            [
                ("A", "Status", "pass", "fail"),
                ("B", "Status", "pass", "fail"),
                ("A", "Exceptions", 0, 1),
                ("B", "Exceptions", 0, 1),
                ("A", "Amount at stake", None, "EUR 5.00"),
                ("B", "Amount at stake", None, "EUR 5.00"),
            ],
        ),
        (standing(A=SOUND), standing(A=("pass", 5.0, 0.0, None)), []),
        (
            standing(A=("not run", 0.0, 0.0, None)),
            standing(A=("pass", 5.0, 0.0, None)),
            [("A", "Status", "not run", "pass"), ("A", "Examined", 0, 5)],
        ),
        (
            standing(A=SOUND),
            standing(B=("not run", 0.0, 0.0, None)),
            [
                ("B", "Status", None, "not run"),
                ("A", "Status", "pass", None),
                ("B", "Exceptions", None, 0),
                ("A", "Exceptions", 0, None),
                ("B", "Examined", None, 0),
                ("A", "Examined", 4, None),
            ],
        ),
        (
            standing({"EUR": "5.00", "JPY": "10"}, A=SOUND),
            standing({"EUR": "7000.10", "USD": "1", "JPY": "10"}, A=FAILS),
            [
                (None, "EUR", "5.00", "7,000.10"),
                (None, "USD", None, "1.00"),
                ("A", "Status", "pass", "fail"),
                ("A", "Exceptions", 0, 1),
                ("A", "Amount at stake", None, "EUR 5.00"),
            ],
        ),
        (
            standing(deals={"D-1": [LINE], "D-2": [LINE], "D-3": [LINE]}),
            standing(deals={"D-2": [LINE, (*LINE[:3], 6.0, "EUR")], "D-3": [LINE], "D-4": [LINE]}),
            [
                (None, "Came", None, "D-4"),
                (None, "Went", "D-1", None),
                (None, "Changed credit", None, "D-2"),
            ],
        ),
        (
            standing(),
            standing(deals={f"D-{number}": [LINE] for number in range(10, 32)}),
            [
                (
                    None,
                    "Came",
                    None,
                    ", ".join(f"D-{number}" for number in range(10, 30)) + " and 2 more",
                ),
            ],
        ),
    ],
    ids=["same", "fails", "examined", "runs", "another control", "bookings", "deals", "many deals"],
)
def test_what_differs_is_listed_with_what_was_issued_before(
    before: Standing, now: Standing, changed: list[tuple[Any, ...]]
) -> None:
    found = changes(before, now).rows
    assert [(one.control, one.figure, one.before, one.now) for one in found] == changed
    assert all(one.title == f"Title of {one.control}" for one in found if one.control)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (standing(A=SOUND), standing(A=SOUND), "No booking, deal or control changed against posi"),
        (
            standing(A=SOUND),
            standing({"EUR": "99000"}, {"D-1": [LINE]}, A=SOUND),
            "Against position 8: bookings in EUR from 0 to 99,000.00; 1 deal came (D-1). The sheet",
        ),
        (
            standing(**dict.fromkeys("ABCDE", SOUND)),
            standing(**dict.fromkeys("ABCD", FAILS), E=("pass", 4.0, 2.0, None)),
            "Against position 8: 4 controls changed status (A, B, C and 1 more); 1 control changed",
        ),
    ],
    ids=["nothing", "a late deal", "controls"],
)
def test_the_message_says_the_money_first(before: Standing, now: Standing, said: str) -> None:
    assert said_of_changes(changes(before, now), 8, SHEET).startswith(said)


def test_nothing_is_compared_with_a_state_that_the_desk_does_not_make(
    learning: MacroDesk, tmp_path: Path
) -> None:
    with looked_into(learning.audit) as book:
        found = about(book)
    with Desk.open(learning.folder) as desk:
        setting = Setting(desk, LATER, HeadlessHost(None))
        assert state_before(replace(found, position=999), setting, tmp_path) is None
        before_all = replace(found, as_of=LATER.replace(year=1990))
        assert state_before(before_all, setting, tmp_path) is None
        assert state_before(replace(found, digest="0" * 64), setting, tmp_path) is None
    assert "makes no state of position 4 with the data" in said_of_changes(None, 4, SHEET)
    assert NO_CHANGES.rows == []


def test_what_somebody_typed_over_a_figure_is_put_back_and_no_change_of_the_desk_s(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        controls = book.sheets["Controls"].tables["Controls"].data_body_range
        assert controls[0, :3].value == ["C-01", "Credits equal bookings", "pass"]
        controls[0, 2].value = "fail"
    said = learning.run("quarter_close_audit", file).message
    assert "put back 1 cell that differed (Controls!D7)" in said
    assert "1 control changed status (C-08)" in said
    with looked_into(file) as book:
        rows = book.sheets[SHEET].tables["ChangedControls"].data_body_range.value
        put_back = book.sheets["Cells put back"].tables["CellsPutBack"].data_body_range.value
    assert {row[3] for row in rows} == {None, "C-08"}
    assert put_back == [4, "Controls!D7", "fail", "pass"]


@pytest.mark.parametrize("name", [SHEET, "cells PUT back"])
def test_somebody_s_own_sheet_of_a_name_that_is_ours_is_left_alone(
    learning: MacroDesk, tmp_path: Path, name: str
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        book.sheets.add(name, after=book.sheets[-1])
    before = file.read_bytes()
    with pytest.raises(UsageError, match=f"has a sheet '{name}' of its own"):
        learning.run("quarter_close_audit", file)
    assert file.read_bytes() == before
