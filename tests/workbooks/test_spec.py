from __future__ import annotations

import subprocess
import sys

import pytest

from workbooks.example_workbook import SPEC
from xldesk.workbooks.spec import (
    Chart,
    Check,
    Column,
    Field,
    Fields,
    Sheet,
    SpecError,
    Table,
    Workbook,
    checks_sheet,
)

A = Column("A", "a", type="number")


def workbook(*columns: Column, **changed: object) -> Workbook:
    given: dict[str, object] = {
        "name": "tried",
        "title": "Tried",
        "sheets": (Sheet("Data", "detail", (Table("Data", columns or (A,)),)),),
    }
    return Workbook(**{**given, **changed})  # type: ignore[arg-type]


def test_the_engine_adds_lists_and_about_in_order() -> None:
    assert [page.name for page in SPEC.pages] == [
        "Summary",
        "Controls",
        "Credits",
        "Notes",
        "Lists",
        "Checks",
        "About",
    ]
    assert list(SPEC.tables) == ["ByCategory", "Controls", "Credits", "Lists", "Checks", "Contents"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((A, Column("a", "b")), "column 'a' stands twice"),
        ((A, Column("B", "a")), "field 'a' stands twice"),
        ((Column("A[1]", "a"),), "without [ ] # ' @"),
        ((Column(" A", "a"),), "no space at either end"),
        ((Column("", "a"),), "1 to 255 characters"),
        ((A, Column("B", "b", formula="=[@C]")), "[@C] is not a column of this table"),
        ((A, Column("B", "b", formula="=SUM(Other[A])")), "Other[A] does not exist"),
        ((A, Column("B", "b", formula="=[@A]*Margin")), "Margin is not a named cell"),
        ((A, Column("B", "b", formula="=[@A]*3")), "the constant 3 belongs in a named cell"),
        ((A, Column("B", "b", formula="=A1+[@A]")), "A1 is a cell"),
        ((A, Column("B", "b", formula="=XLOOKUP([@A],Data[A],Data[A])")), "XLOOKUP is not"),
        ((A, Column("B", "b", formula="=TODAY()-[@A]")), "TODAY is not"),
        ((A, Column("B", "b", formula="=([@A]")), "parentheses"),
        ((A, Column("B", "b", formula="[@A]")), "begins with ="),
        ((A, Column("B", "b", formula="=SUMPRODUCT(ABS(Data[A]))")), "ABS takes one value"),
        ((A, Column("B", "b", formula="=[@A]!x")), "cannot read"),
        ((A, Column("B", "b", role="input", formula="=[@A]")), "an input has no formula"),
        ((A, Column("B", "b", type="amount", currency="c")), "currency field 'c'"),
        ((A, Column("B", "b", choices=("x,y",))), "without commas"),
        ((A, Column("B", "b", choices=())), "choices of 1 to 255"),
        ((A, Column("B", "b", choices="bad name")), "letters, digits, underscores"),
        ((A, Column("B", "b", help="x" * 256)), "help of at most 255"),
    ],
)
def test_a_column_no_workbook_can_have_is_refused(
    columns: tuple[Column, ...], message: str
) -> None:
    with pytest.raises(SpecError) as refused:
        workbook(*columns)
    assert message in str(refused.value)


DATA = Table("Data", (A,))


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ((Sheet("X", "detail", (DATA,)), Sheet("x", "detail", ())), "sheet 'x' stands twice"),
        ((Sheet("a/b", "detail", (DATA,)),), "1 to 31 characters"),
        ((Sheet("x" * 32, "detail", (DATA,)),), "1 to 31 characters"),
        ((Sheet("About", "detail", (DATA,)),), "the name is taken"),
        ((Sheet("X", "about", (DATA,)),), "the engine adds the About sheet"),
        ((Sheet("D", "detail", (DATA,)), Sheet("S", "summary", ())), "sheets stand in the order"),
        ((Sheet("D", "detail", (DATA, DATA)),), "name 'data' stands twice"),
        ((Sheet("D", "detail", (Table("Checks", (A,)),)),), "name 'checks' stands twice"),
        ((Sheet("D", "detail", (Table("AB12", (A,)),)),), "cannot name a table"),
        ((Sheet("D", "detail", (Table("a b", (A,)),)),), "cannot name a table"),
        (
            (Sheet("D", "detail", (Fields(None, (Field("F", "f", name="R1C1"),)),)),),
            "cannot name a table or cell",
        ),
        (
            (Sheet("D", "detail", (DATA, Chart("C", "bar", "Data", "A", ("B",), "u", "alt"))),),
            "no column Data[B]",
        ),
        (
            (Sheet("D", "detail", (DATA, Chart("C", "bar", "Data", "A", ("A",), "u", " "))),),
            "a chart needs alt text",
        ),
        ((checks_sheet((Check("c", "p", "=SUM(No[A])"),)),), "No[A] does not exist"),
        ((checks_sheet(()), checks_sheet(())), "there is one Checks sheet"),
    ],
)
def test_sheets_no_workbook_can_have_are_refused(sheets: tuple[Sheet, ...], message: str) -> None:
    with pytest.raises(SpecError) as refused:
        workbook(sheets=sheets)
    assert message in str(refused.value)


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(SpecError) as refused:
        workbook(A, Column("a", "a"), name="Not Good")
    assert len(str(refused.value).splitlines()) == 3


def test_specs_import_without_heavy_modules() -> None:
    heavy = ("openpyxl", "lxml", "pandas", "numpy", "duckdb", "sqlalchemy")
    code = (
        "import sys, xldesk.workbooks.spec, xldesk.workbooks.content;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
