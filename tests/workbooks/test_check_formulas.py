"""Every formula of a workbook is compared with its spec, wherever it stands."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbooks.any_content import edge_rows, own_tables, plain_content
from workbooks.example_workbook import SPEC as EXAMPLE
from workbooks.example_workbook import write
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.spec import (
    Check,
    Column,
    Field,
    Fields,
    Figure,
    Flag,
    KeyFigures,
    Sheet,
    Table,
    TextBlock,
    Workbook,
    checks_sheet,
)
from xldesk.workbooks.spec_registry import specs

FORMULA = re.compile(rb"<f>[^<]*</f>")
SPEC = Workbook(
    name="placed",
    title="Placed",
    sheets=(
        Sheet(
            "Summary",
            "summary",
            flag=Flag("flag", '=IF(Total=0,"fine","look")', "Total>0", "Total<0"),
            blocks=(
                TextBlock("Today", field="today"),
                Table(
                    "Data",
                    (
                        Column("Key", "key"),
                        Column("One", "one", type="number"),
                        Column("Two", "two", type="number", formula="=[@One]"),
                        Column("Three", "three", type="number", formula="=[@Two]"),
                    ),
                ),
                TextBlock("Below", ("A line that is always here.",)),
                KeyFigures((Figure("Largest", "largest", formula="=MAX(Data[One])"),)),
                Fields("Facts", (Field("Sum", "sum", formula="=SUM(Data[One])", name="Total"),)),
            ),
        ),
        checks_sheet((Check("Sums", "Sums are equal.", "=Total-SUM(Data[Two])"),)),
    ),
)
SHEET = "xl/worksheets/sheet1.xml"
ROWS = 3
"""Rows of each table."""

FLAG, FIGURE, FACT = "Summary!B6", "Summary!B19", "Summary!C23"
ROW = "Summary!D12"


def written(spec: Workbook, folder: Path) -> Path:
    tables = {table.name: edge_rows(table, ROWS) for table in own_tables(spec)}
    write(folder / "issued.xlsx", plain_content(spec, tables=tables), spec)
    return folder / "issued.xlsx"


def found(path: Path, spec: Workbook = SPEC) -> list[tuple[str, str]]:
    report = check_workbook(path, specs=[spec])
    said = [found for found in report.findings if found.code.startswith("FORMULA-")]
    return [(found.code, str(found.place).partition("!")[2]) for found in said]


def formulas_in(path: Path) -> dict[str, int]:
    """Return the number of formulas by sheet part."""
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return {name: len(FORMULA.findall(package.read(name))) for name in sheets}


@pytest.mark.parametrize("spec", [*specs(), EXAMPLE, SPEC], ids=lambda spec: spec.name)
def test_every_formula_that_became_a_value_is_found(spec: Workbook, tmp_path: Path) -> None:
    issued = written(spec, tmp_path)
    assert found(issued, spec) == []
    counts = formulas_in(issued)
    changed = repackaged(issued, dict.fromkeys(counts, lambda part: FORMULA.sub(b"", part)))
    report = check_workbook(changed, specs=[spec])
    assert report.counts["FORMULA-OVERWRITTEN"] == sum(counts.values()) > 0


def replacing(pattern: str, becomes: str) -> Callable[[bytes], bytes]:
    def edit(part: bytes) -> bytes:
        text, count = re.subn(pattern, becomes, part.decode(), count=1, flags=re.DOTALL)
        assert count == 1, "the edit must change something"
        return text.encode()

    return edit


def formula_of(cell: str) -> str:
    return rf'(<c r="{cell.partition("!")[2]}"[^>]*>)<f>[^<]*</f>'


@pytest.mark.parametrize(
    ("pattern", "becomes", "expected"),
    [
        (formula_of(FIGURE) + "<v>[^<]*", r"\1<v>99", [("FORMULA-OVERWRITTEN", FIGURE)]),
        (formula_of(FIGURE), r"\1<f>MIN(Data[One])</f>", [("FORMULA-CHANGED", FIGURE)]),
        (formula_of(FIGURE), r"\1<f> max( data[one])</f>", []),
        (formula_of(FIGURE), r'\1<f t="shared" si="7"/>', [("FORMULA-CHANGED", FIGURE)]),
        (r'<row r="19".*?</row>', "", [("FORMULA-OVERWRITTEN", FIGURE)]),
        (formula_of(FLAG), r"\1", [("FORMULA-OVERWRITTEN", FLAG)]),
        (formula_of(FACT), r"\1", [("FORMULA-OVERWRITTEN", FACT)]),
        (
            r"<t>Sum</t>(.*?)" + formula_of(FACT),
            r"<t>Total</t>\1\2",
            [("FORMULA-OVERWRITTEN", FACT)],
        ),
        (r"<t>Sum</t>", r"<t>Total</t>", []),
        (formula_of(ROW), r'\1<f t="shared" si="7"/>', [("FORMULA-CHANGED", ROW)]),
    ],
    ids=[
        "figure is a value",
        "figure has another formula",
        "figure's formula is written otherwise",
        "figure shares no formula",
        "figure's row is gone",
        "flag is a value",
        "field is a value",
        "field is a value under another label",
        "field has another label",
        "cell of a table shares no formula",
    ],
)
def test_single_cells_are_compared_where_they_stand(
    pattern: str, becomes: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    changed = repackaged(written(SPEC, tmp_path), {SHEET: replacing(pattern, becomes)})
    assert found(changed) == expected


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ("Data[[#This Row],[One]]", []),
        (
            "Data[[#This Row],[One]]*1",
            [("FORMULA-CHANGED", f"Summary!D{row}") for row in (12, 13, 14)],
        ),
    ],
)
def test_formulas_that_share_one_are_compared_with_it(
    shared: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    def edit(part: bytes) -> bytes:
        first = replacing(formula_of("!D12"), rf'\1<f t="shared" ref="D12:D14" si="0">{shared}</f>')
        rest = [replacing(formula_of(f"!D{row}"), r'\1<f t="shared" si="0"/>') for row in (13, 14)]
        for change in (first, *rest):
            part = change(part)
        return part

    assert found(repackaged(written(SPEC, tmp_path), {SHEET: edit})) == expected
