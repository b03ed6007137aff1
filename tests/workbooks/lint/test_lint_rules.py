from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from workbooks.lint.planted_faults import FAULTS, Fault
from workbooks.lint.sound_workbook import DRAWING, saved, sound_book
from workbooks.repackage import repackaged
from xldesk.workbooks.check.codes import SEVERITIES
from xldesk.workbooks.lint import RULES, lint_workbook

if TYPE_CHECKING:
    from pathlib import Path

MAY_BLOCK = {
    "LINT-CONSTANT",
    "LINT-PATTERN",
    "LINT-VOLATILE",
    "LINT-EXTERNAL",
    "LINT-CHECKS-FAIL",
}


def found(path: Path) -> set[tuple[str, str]]:
    """Return code and place of each finding, the place without the file's name."""
    report = lint_workbook(path)
    return {
        (finding.code, str(finding.place).removeprefix(path.name).removeprefix("!"))
        for finding in report.findings
    }


def test_nothing_is_found_in_a_sound_workbook(tmp_path: Path) -> None:
    assert found(saved(sound_book(), tmp_path)) == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code} {fault.name}")
def test_each_fault_is_found_at_its_place_and_nothing_else(fault: Fault, tmp_path: Path) -> None:
    book = sound_book()
    fault.plant(book)
    has_chart = "Summary" in book.sheetnames
    path = saved(book, tmp_path) if has_chart else tmp_path / "plain.xlsx"
    if not has_chart:
        book.save(path)
    assert found(path) == {(fault.code, fault.place)}


def test_the_limits_and_lists_of_validations_say_what_they_are(tmp_path: Path) -> None:
    book = sound_book()
    for kind, first in (("whole", "77777"), ("list", '"10,20"'), ("decimal", "0.5")):
        validation = DataValidation(kind, formula1=first, formula2="99999", sqref="B3")
        book["Plan"].add_data_validation(validation)
    assert found(saved(book, tmp_path)) == set()


def test_every_rule_has_a_fault_and_finds_it_in_one_bad_workbook(tmp_path: Path) -> None:
    codes = {rule.code for rule in RULES}
    assert {fault.code for fault in FAULTS} == codes
    book = sound_book()
    for code in codes:
        [first, *_] = [f for f in FAULTS if f.code == code and not f.removes_sheet]
        first.plant(book)
    assert {code for code, _ in found(saved(book, tmp_path))} == codes


def test_only_what_may_make_a_number_wrong_blocks() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert {code for code in codes if SEVERITIES[code] == "block"} == MAY_BLOCK
    assert {code for code in SEVERITIES if code.startswith("LINT-")} == set(codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_it_finds_where_it_comes_from_and_what_to_do(rule: object) -> None:
    finds, source = rule.finds(), rule.source()  # type: ignore[attr-defined]
    assert finds.endswith(".")
    assert "Source:" in (rule.__doc__ or "")
    assert re.search(r"FAST|ICAEW|WCAG|ISO|Microsoft", source)
    assert rule.remedy  # type: ignore[attr-defined]


# formulas and names that stand for the border of each rule
LET_PASS = [
    "=B2*12/100+1-0",
    "=100%*D2",
    '=IF(D2>0,"1.19 and 7","LET(x,1)")',
    "=D2*1.0",
    "=LOG10(D2)",
    "=SUM(2:7)",
    "=IF(D2>0,IF(D2>1,1,0),0)+IF(D2>0,IF(D2>1,1,0),0)",
    '=SUMIFS(Deals[Amount],Deals[Deal],"W-5")',
    "=COUNTA(Deals!H1:H9)",
    "='It''s not there'!A1",
    "=FY_2024_Rate",
    f"={'+'.join(['D2'] * 100)}",
    f"={'+'.join(['Deals[[#This Row],[Amount]]'] * 30)}",
]


@pytest.mark.parametrize("formula", LET_PASS)
def test_formulas_just_inside_the_rules_are_let_pass(formula: str, tmp_path: Path) -> None:
    book = sound_book()
    book["Plan"]["K2"] = formula
    assert found(saved(book, tmp_path)) == set()


def test_a_constant_of_a_filled_formula_is_told_once_with_its_count(tmp_path: Path) -> None:
    book = sound_book()
    for row in range(2, 8):
        book["Plan"][f"C{row}"] = f"=B{row}*1.19"
    (finding,) = lint_workbook(saved(book, tmp_path)).findings
    assert str(finding).startswith("changed.xlsx!Plan!C2: block LINT-CONSTANT: the formula, in 6 ")


def test_shared_formulas_are_compared_with_the_cell_that_has_the_text(tmp_path: Path) -> None:
    def shared(part: bytes) -> bytes:
        text = part.decode()
        for row in range(2, 8):
            formula = "B2*1.19" if row == 2 else ""
            written = f'<c r="C{row}"><f t="shared" ref="C2:C7" si="0">{formula}</f><v/></c>'
            text, count = re.subn(f'<c r="C{row}"[^>]*>.*?</c>', written, text)
            assert count == 1
        return text.encode()

    path = saved(sound_book(), tmp_path)
    path = repackaged(path.rename(tmp_path / "plain.xlsx"), {"xl/worksheets/sheet3.xml": shared})
    (finding,) = lint_workbook(path).findings
    assert finding.message == "the formula, in 6 cells, holds 1.19"


def test_a_totals_row_calculates_in_its_own_way(tmp_path: Path) -> None:
    book = sound_book()
    table = book["Deals"].tables["Deals"]
    row = int(table.ref.rpartition("D")[2])
    book["Deals"][f"D{row}"] = "=SUM(Deals[Credit])"
    assert found(saved(book, tmp_path)) == {("LINT-PATTERN", f"Deals!D{row}")}
    table.totalsRowCount = 1
    assert found(saved(book, tmp_path)) == set()


def test_pictures_need_words_as_charts_do(tmp_path: Path) -> None:
    def pictured(part: bytes) -> bytes:
        return part.replace(b"graphicFrame>", b"pic>").replace(b" descr=", b" hint=")

    path = saved(sound_book(), tmp_path).rename(tmp_path / "plain.xlsx")
    (finding,) = lint_workbook(repackaged(path, {DRAWING: pictured})).findings
    assert (finding.code, finding.place.cell) == ("LINT-ALT-TEXT", "B4")
    assert "picture" in finding.message


def test_values_that_are_no_formats_or_places_are_let_pass(tmp_path: Path) -> None:
    def odd(part: bytes) -> bytes:
        return (
            part.replace(b'ySplit="3"', b'ySplit="many"')
            .replace(b'fitToHeight="0"', b'fitToHeight="0" fitToWidth="1e9"')
            .replace(b' s="', b' s="-', 1)
        )

    path = saved(sound_book(), tmp_path).rename(tmp_path / "plain.xlsx")
    assert found(repackaged(path, {"xl/worksheets/sheet2.xml": odd})) == {("LINT-FREEZE", "Deals")}
