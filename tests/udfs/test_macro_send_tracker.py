"""What is for our eyes does not go to a partner: sheets of macros, by whatever name."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.macro_desk import MacroDesk, copied, edited
from xldesk.errors import UsageError

pytestmark = pytest.mark.xdist_group("learning")


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("Earlier entries", "EarlierEntries", "'Earlier entries', which is not for partners"),
        ("Findings", "WorkbookFindings", "'Findings', which is not for partners"),
        ("Earlier entries", "Mine", "SHEET-ADDED at .*Earlier entries"),
    ],
)
def test_a_tracker_with_a_sheet_of_macros_is_not_sent(
    learning: MacroDesk, tmp_path: Path, name: str, table: str, said: str
) -> None:
    file = copied(learning.now("trackers/mdf_tracker_P-1.xlsx"), tmp_path)
    with edited(file) as book:
        sheet = book.sheets.add(name, after=book.sheets[-1])
        columns = ["Severity", "Code", "Place", "What", "What to do", "Fill before", "Note"]
        sheet.range("B2").value = [columns, ["block", "X", "Funds!B7", "what", "mend", None, None]]
        sheet.tables.add(sheet.range("B2:H3"), name=table)
    before = file.read_bytes()
    with pytest.raises(UsageError, match=said):
        learning.run("prepare_tracker", file)
    assert file.read_bytes() == before
