"""A totals row that people add to a table of the desk is theirs: no row of data, and no fault."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from workbooks.forgery import part_of
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences
from xldesk.workbooks.read import read_workbook

TABLE = "Credits"
"""A table with nothing below it."""


def totalled(audit: Path, beside: str, *, is_data: bool = False) -> Path:
    """Return an audit with a totals row under its credits, or with the last row said to be one."""
    sheet, table = part_of(audit, TABLE), part_of(audit, f"table {TABLE}")
    with zipfile.ZipFile(audit) as package:
        found = re.search(rb' ref="B(\d+):([A-Z]+)(\d+)"', package.read(table))
    assert found is not None
    first, last_column, last = int(found[1]), found[2].decode(), int(found[3])
    end = last if is_data else last + 1
    row = (
        f'<row r="{end}"><c r="B{end}" t="inlineStr"><is><t>Total</t></is></c>'
        f'<c r="L{end}"><f>SUBTOTAL(109,Credits[Credit])</f><v>1</v></c>{beside.format(end)}</row>'
    )

    def with_row(part: bytes) -> bytes:
        return part if is_data else part.replace(b"</sheetData>", f"{row}</sheetData>".encode())

    def with_totals(part: bytes) -> bytes:
        reference = f' ref="B{first}:{last_column}{end}" totalsRowCount="1"'.encode()
        text = part.replace(b' totalsRowShown="0"', b"")
        return re.sub(rb' ref="[^"]*"', reference, text, count=1)

    return repackaged(audit, {sheet: with_row, table: with_totals})


@pytest.fixture(scope="module")
def audit(issued: Path) -> Path:
    """Return an audit as the desk issued it."""
    return issued / "packs" / "attribution_audit.xlsx"


def apart(audit: Path, file: Path) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in workbook_differences(audit, file, Limits())]


def test_a_totals_row_is_told_and_stands_outside_of_the_data(audit: Path) -> None:
    rows = read_workbook(audit).tables[TABLE].rows
    file = totalled(audit, "")
    assert check_workbook(file).findings == check_workbook(audit).findings
    assert read_workbook(file).tables[TABLE].rows == rows
    ((code, message),) = apart(audit, file)
    assert (code, "a totals row was added to table" in message) == ("LOOK-CHANGED", True)


def test_what_stands_beside_a_totals_row_is_compared(audit: Path) -> None:
    file = totalled(audit, '<c r="AZ{0}"><v>7</v></c>')
    assert [code for code, _ in apart(audit, file)] == ["LOOK-CHANGED", "CELL-ALTERED"]


def test_a_row_of_data_that_is_said_to_be_totals_is_missed(audit: Path) -> None:
    file = totalled(audit, "", is_data=True)
    assert "DATA-ALTERED" in check_workbook(file).counts
    assert [code for code, _ in apart(audit, file)] == ["LOOK-ALTERED"]
