"""A table's digest stands for a number of rows, which texts with its separators cannot hide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbooks.any_content import plain_content
from workbooks.forgery import part_of
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.spec import Column, Sheet, Table, Workbook
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

SPEC = Workbook(
    "pairs",
    "Pairs",
    (Sheet("Rows", "detail", (Table("Pairs", (Column("One", "one"), Column("Two", "two"))),)),),
)
STAMPER = Stamper(SPEC, build_template(SPEC))
ROWS = [{"one": "a", "two": "b"}, {"one": "c", "two": "d"}, {"one": None, "two": None}]
END = {"one": "e", "two": "f"}
FIRST_ROW = r"<row [^>]*><c [^>]*><is><t>a</t>.*?</row>"


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    """Return a workbook with four rows, one of them empty."""
    path = tmp_path / "pairs.xlsx"
    STAMPER.write(plain_content(SPEC, tables={"Pairs": [*ROWS, END]}), path)
    return path


def changed(issued: Path, sheet: str, old: str, new: str) -> Path:
    def other(part: bytes) -> bytes:
        text, count = re.subn(old, new, part.decode(), count=1, flags=re.DOTALL)
        assert count == 1
        return text.encode()

    return repackaged(issued, {part_of(issued, sheet): other})


def said(path: Path) -> dict[str, str]:
    return {found.code: found.message for found in check_workbook(path, specs=[SPEC]).findings}


def test_all_rows_are_there(issued: Path) -> None:
    assert said(issued) == {}


def test_two_rows_in_one_are_a_row_less(issued: Path) -> None:
    both = changed(issued, "Rows", rf"{FIRST_ROW}(.*?)<t>c</t>", r"\1<t>a_x001F_b_x001E_c</t>")
    found = said(both)
    assert found["TABLE-ROWS"] == "1 row is missing from table Pairs: it has 3, and About says 4"
    assert "DATA-ALTERED" in found


def test_about_that_says_less_rows_is_not_believed(issued: Path) -> None:
    fewer = changed(issued, "About", "(>Pairs<.*?<v>)4(</v>)", r"\g<1>3\2")
    assert "DATA-ALTERED" in said(fewer)
