"""What is said of an input that its cell does not take, and of a sheet that a macro added."""

from __future__ import annotations

import pytest

from xldesk.workbooks.check.cell import ReadCell
from xldesk.workbooks.check.input_words import out_of_range
from xldesk.workbooks.check.macro_sheets import macro_sheet
from xldesk.workbooks.validations import INPUT_RANGES


@pytest.mark.parametrize(
    ("kind", "value", "message", "remedy"),
    [
        ("s", "20%", "'20%' is not valid for Rate: it is text, not a number", "as a percentage"),
        ("n", "20", "'20' is not valid for Rate: 20 means 2000 %", "type 20%"),
        ("n", "-1", "'-1' is not valid for Rate", "enter a percentage"),
    ],
)
def test_a_percentage_that_is_text_is_called_text(
    kind: str, value: str, message: str, remedy: str
) -> None:
    cell = ReadCell(2, kind, value, None, "0")
    said = out_of_range(cell, repr(value), "Rate", "percent", INPUT_RANGES["percent"])
    assert said[0] == message
    assert remedy in said[1]


@pytest.mark.parametrize(
    ("sheet", "table"), [("Earlier entries", "EarlierEntries"), ("Cells put back", "CellsPutBack")]
)
def test_a_sheet_is_of_every_macro_that_may_have_filled_the_book(sheet: str, table: str) -> None:
    known = macro_sheet(sheet, [table])
    assert known is not None
    assert known.macro == "refresh, quarter_close_audit or prepare_tracker"


@pytest.mark.parametrize(("type_", "value"), [("integer", "20"), ("number", "650,00")])
def test_a_number_that_is_text_is_called_text(type_: str, value: str) -> None:
    cell = ReadCell(0, "s", value, None)
    told = out_of_range(cell, f"'{value}'", "Leads", type_, INPUT_RANGES[type_])
    assert told == (
        f"'{value}' is not valid for Leads: it is text, not a number",
        "format the cell as a number, and type it again",
    )
