"""A formula that cells share is moved to each, as far as Excel takes it and time allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbooks.example_workbook import content, write
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.cell import ReadCell
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.provenance import shared_formulas
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences
from xldesk.workbooks.provenance.shared_formulas import UNCLEAR, SharedFormulas


def shared(formula: str, column: int = 1) -> ReadCell:
    return ReadCell(column, "n", "1", formula, "0", "0")


# the formula of A1 down column A, what it says in A3
MOVED = [
    ("B1+1", "=B3+1"),
    ("$B$1", "=$B$1"),
    ("+".join(["B1"] * 2_700), "=" + "+".join(["B3"] * 2_700)),
    ("+".join(["B1"] * 2_800), UNCLEAR),
    ('"', UNCLEAR),
]


@pytest.mark.parametrize(("formula", "expected"), MOVED, ids=range(len(MOVED)))
def test_a_shared_formula_is_moved_as_long_as_excel_takes_it(formula: str, expected: str) -> None:
    formulas = SharedFormulas(lambda: None)
    assert formulas.text(shared(formula), 1) == formula
    assert formulas.text(shared(""), 3) == expected


def test_a_group_that_nobody_began_is_unclear() -> None:
    assert SharedFormulas(lambda: None).text(shared(""), 1) == UNCLEAR


def test_a_formula_that_no_other_cell_shares_is_not_taken_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(shared_formulas, "Translator")
    formulas = SharedFormulas(lambda: None)
    assert formulas.text(shared("B1+1"), 1) == "B1+1"
    with pytest.raises(NameError):
        formulas.text(shared(""), 2)


def test_many_cells_ask_for_the_time() -> None:
    asked: list[int] = []
    formulas = SharedFormulas(lambda: asked.append(1))
    formulas.text(shared("A1"), 1)
    for row in range(2, 1_002):
        formulas.text(shared(""), row)
    assert len(asked) == 5


def test_a_file_has_its_time_when_it_is_compared_and_when_its_build_is_judged(
    tmp_path: Path,
) -> None:
    write(tmp_path / "issued.xlsx")
    write(tmp_path / "found.xlsx", content(2))
    late = Limits(seconds=-1)
    with pytest.raises(ArchiveError) as refused:
        list(workbook_differences(tmp_path / "issued.xlsx", tmp_path / "found.xlsx", late))
    assert refused.value.code == "FILE-TIME"
    assert set(lint_workbook(tmp_path / "found.xlsx", limits=late).counts) == {"FILE-TIME"}
