"""The numbers of a formula are found in whatever form; what is compared or shown is let pass."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.lint.sound_workbook import saved, sound_book
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.lint.constant_places import counters_of
from xldesk.workbooks.lint.expression import DEEPEST, TooDeepError, expression_of
from xldesk.workbooks.lint.function_kinds import DESK_FUNCTIONS
from xldesk.workbooks.lint.hidden_numbers import hidden_numbers
from xldesk.workbooks.lint.rule import Formula
from xldesk.workbooks.lint.tokens import tokens_of
from xldesk_udfs.registry import FUNCTIONS

if TYPE_CHECKING:
    from pathlib import Path

# formula, what of it stands for a number
FOUND = [
    ("=A1*1.19", ["1.19"]),
    ("=A1*5%", ["5%"]),
    ("=A1*12%", ["12%"]),
    ("=A1%%", ["1/100/100"]),
    ("=A1*1E2", ["1E2"]),
    ("=SUM({5})+A1", ["SUM({5})"]),
    ("=A1*{12}*{12}", ["{12}*{12}"]),
    ("=0.05*1.2", ["0.05*1.2"]),
    ("=12*12*100", ["12*12*100"]),
    ("=A1*12*12*100", ["12*12*100"]),
    ("=(A1*12)*12", ["12*12"]),
    ("=A1/12/12", ["1/12/12"]),
    ("=A1+1+(B1+1)", ["1+1"]),
    ("=A1-(B1-1)+1", ["1+1"]),
    ("=SUM(12,12,A1)", ["12+12"]),
    ("=PRODUCT(A1,12,12)", ["12*12"]),
    ("=A1*(12/100)+1", ["12/100"]),
    ("=TRUE+TRUE", ["TRUE+TRUE"]),
    ("=A1+TRUE()+TRUE", ["TRUE()+TRUE"]),
    ("=(1=1)+A1", ["1=1"]),
    ("=A1^(12^12)", ["12^12"]),
    ("=A1/0/0", ["1/0/0"]),
    ('="5"+A1', ['"5"']),
    ('=-"5"*A1', ['-"5"']),
    ('=A1*("1"&"2")', ['"1"&"2"']),
    ('=A1*LEFT("500",1)', ['LEFT("500",1)']),
    ('=A1*IF(B1>0,"5","")', ['"5"']),
    ('=A1*CHOOSE(B1,"1","x")', ['"1"']),
    ('=ROUND(A1,"2")', ['"2"']),
    ('=SUM({"5","6"},A1)', ['"5"', '"6"']),
    ('=VALUE("5")*A1', ['VALUE("5")']),
    ('=N("5")+A1', ['N("5")']),
    ('=NUMBERVALUE("5",A1)', ['"5"']),
    ('="0.05"', ['"0.05"']),
    ('="(1,200) %"', ['"(1,200) %"']),
    ('=LEN("aaaaa")*A1', ['LEN("aaaaa")']),
    ('=CODE("A")', ['CODE("A")']),
    ('=MATCH("c",{"a","b","c"},0)', ['MATCH("c",{"a","b","c"},0)']),
    ("=A1-DATE(2026,1,1)", ["DATE(2026,1,1)"]),
    ("=A1-DATE(100,1,1)", ["DATE(100,1,1)"]),
    ("=COLUMN(XFD1)*ROWS(A1:A99)", ["COLUMN(XFD1)*ROWS(A1:A99)"]),
    ("=A1*SHEETS()+SHEET()", ["SHEETS()", "SHEET()"]),
    ("=A1*COLUMNS(Plan!A:E)", ["COLUMNS(Plan!A:E)"]),
    ("=LARGE(T[A],ROW($1:$3))", ["ROW($1:$3)"]),
    ("=A1 B1*5", ["5"]),
    ("=SUM(A1:INDEX(B:B,5))", ["5"]),
    ("=A1 (5)", ["5"]),
    ("=A1 5", ["5"]),
    ("=(1,5)", ["5"]),
    ("=IF(A1,7", ["7"]),
    ("=A1+)7", ["7"]),
    ('=A1*(A2>"5")', ['"5"']),
    ('=A1*("5%"<=A2)', ['"5%"']),
    ('=A1*(A2>LEFT("500",1))', ['LEFT("500",1)']),
    ('=A1*SUMIF(B:B,">500")', ['">500"']),
    ('=COUNTIF(B:B,">=500")', ['">=500"']),
    ('=COUNTIF(B:B,"500")', ['"500"']),
    ('=SUM(COUNTIF(B:B,{">1",">5"}))', ['">5"']),
    ('=COUNTIF(B:B,">5"&"00")', ['">5"&"00"']),
    ('=COUNTIF(B:B,">"&"500")', ['">"&"500"']),
    ('=COUNTIF(B:B,">"&500)', ['">"&500']),
    ('=COUNTIF(B:B,">5"&A1)', ['">5"']),
    ('=COUNTIF(B:B,"<=0.05")', ['"<=0.05"']),
    ('=COUNTIF(B:B,">2026-01-01")', ['">2026-01-01"']),
    ('=SUMIFS(A:A,B:B,"<>5%",C:C,">12",D:D,"7")', ['"<>5%"', '"7"']),
    ('=AVERAGEIFS(A:A,B:B,"<3")+MAXIFS(A:A,B:B,"<4")', ['"<3"', '"<4"']),
    ('=A1*DATEDIF(1,100,"d")', ['DATEDIF(1,100,"d")']),
    ("=A1*NETWORKDAYS(1,12)", ["NETWORKDAYS(1,12)"]),
    ('=A1*IMREAL("5")', ['IMREAL("5")']),
    ("=A1*MMULT({1,1},{1;1})", ["MMULT({1,1},{1;1})"]),
    ("=A1*ERROR.TYPE(#N/A)", ["ERROR.TYPE(#N/A)"]),
    ('=A1*CELL("row",B5)', ['CELL("row",B5)']),
    ('=A1*CELL("width",Plan!B5)', ['CELL("width",Plan!B5)']),
    ("=A1*GAMMA(12)", ["GAMMA(12)"]),
    ("=A1*NORMSDIST(1)", ["NORMSDIST(1)"]),
    ("=A1*SUM(SEQUENCE(12))", ["SUM(SEQUENCE(12))"]),
    ("=A1*_xlfn.LET(_xlpm.x,1,_xlpm.x+_xlpm.x)", ["_xlfn.LET(_xlpm.x,1,_xlpm.x+_xlpm.x)"]),
    ("=A1*LET(x,1,x+x)", ["LET(x,1,x+x)"]),
    ("=A1*LAMBDA(x,x*x)(12)", ["LAMBDA(x,x*x)(12)"]),
    ("=A1*SUM(MAP({12},LAMBDA(x,x*x)))", ["SUM(MAP({12},LAMBDA(x,x*x)))"]),
    ("=A1*AREAS((A1,B1,C1))", ["AREAS((A1,B1,C1))"]),
    ("=A1*LEN(ADDRESS(1,100))", ["LEN(ADDRESS(1,100))"]),
    ('=A1*ASC("5")', ['ASC("5")']),
    ('=A1*SOMETHING.NEW("a")', ['SOMETHING.NEW("a")']),
]


@pytest.mark.parametrize(("formula", "expected"), FOUND)
def test_a_number_is_found_in_whatever_form(formula: str, expected: list[str]) -> None:
    assert hidden_numbers(formula) == expected


LET_PASS = [
    "=A1*12/100+1-0",
    "=A1/12/100",
    "=(1+A1)^(1/12)-1",
    "=-1+A1",
    "=A1*100%",
    "=A1+100.0",
    "=A1-1+1",
    "=IF(A1>0,1,0)+IF(B1>0,1,0)",
    "=IFERROR(A1,-1)",
    "=CHOOSE(A1,12,100)",
    "=VLOOKUP(A1,CHOOSE({1,0},B:B,C:C),1,FALSE)",
    "=SUMPRODUCT((T[A]>0)*1)",
    "=DATE(YEAR(A1),1,1)",
    "=EOMONTH(A1,-1)+1",
    '=IF(A1="5","7","8")',
    '=IF(A1>"P-014",B1,"2.5")',
    '=SUMIFS(T[A],T[B],">0",T[C],"P-014",T[D],"2026-Q1",T[E],"<>")',
    '=COUNTIF(B:B,">"&A1)+COUNTIF(B:B,"<=12")+COUNTIF(B:B,"0")',
    '=COUNTIF(B:B,"*5*")',
    '=COUNTIF(B:B,IF(A1=1,"P-014","P-015"))',
    "=IF(A1>0,B1,#N/A)",
    "=LET(x,A1,x+x)",
    "=LAMBDA(x,x+1)",
    "=SUM(MAP(A1:A9,LAMBDA(x,x*x)))",
    '=HYPERLINK("#Plan!A5","Plan")',
    '=CELL("contents",B5)*A1',
    '=A1*INDIRECT("B5")',
    "=AREAS(Regions)*A1",
    "=NETWORKDAYS(A1,B1)",
    "=PI()*A1",
    '=TEXT(A1,"0.00")',
    '=VALUE(TEXT(A1,"0.00"))',
    '=CONCATENATE(A1," of ",ROWS(T[A]))',
    '=ISNUMBER(FIND("5",A1))*B1',
    '="Phase 2"',
    '="2"&"b"',
    '=CREDIT("W-1","P-2")+MDFBALANCE("P-2","2026-Q1")',
    "=ROWS(T[A])+COLUMNS(T[#All])",
    "=ROW()-ROW(T[#Headers])",
    "=A1:B2:C3+Rate_2024",
    "=TRUE",
    "=",
    "=((((1",
]


@pytest.mark.parametrize("formula", LET_PASS)
def test_what_is_compared_shown_or_allowed_is_let_pass(formula: str) -> None:
    assert hidden_numbers(formula) == []


# formula, whether it goes down, whether across, what of it is a constant
FILLED = [
    ("=ROW(A1)*B1", True, False, []),
    ("=ROW(A1)*B1", False, True, ["ROW(A1)"]),
    ("=ROW(A$1)*B1", True, False, ["ROW(A$1)"]),
    ("=ROWS(A$1:A1)*B1", True, False, []),
    ("=ROWS(A1:A9)*B1", True, True, ["ROWS(A1:A9)"]),
    ("=COLUMN(Plan!B1)*B1", False, True, []),
    ("=COLUMN(XFD1)*B1", True, False, ["COLUMN(XFD1)"]),
    ("=COLUMNS($A1:A1)*B1", True, True, []),
]


@pytest.mark.parametrize(("formula", "down", "across", "expected"), FILLED)
def test_what_counts_the_cells_of_a_filled_formula_is_no_constant(
    formula: str, down: bool, across: bool, expected: list[str]
) -> None:
    filled = Formula(formula, cells=9, goes_down=down, goes_across=across)
    assert hidden_numbers(formula, counters_of(filled)) == expected


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("0.05", False),
        ("-5%", False),
        ("Plan!$D$2", False),
        ('"EUR"', False),
        ('{"won","lost"}', False),
        ("0.05*1.2", True),
        ("Plan!$D$2*1.19", True),
        ("{5}", True),
        ('"0.05"', True),
        ("12*100", True),
    ],
)
def test_a_name_may_be_one_plain_number(text: str, is_found: bool, tmp_path: Path) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book = sound_book()
    book.defined_names["Rate"] = DefinedName("Rate", attr_text=text)
    codes = [finding.code for finding in lint_workbook(saved(book, tmp_path)).findings]
    assert codes == ["LINT-CONSTANT"] * is_found


@given(
    st.text(st.sampled_from('A15.%"{}(),;+-*/^&=<>: $#@!é'), max_size=60),
    st.text(st.sampled_from('A15.%"{}(),;+-*/^&=<>: $#@!é'), max_size=60),
)
def test_no_number_is_lost_in_any_text(before: str, after: str) -> None:
    formula = f"={before}77{after}"
    numbers = [t.text for t in tokens_of(formula) if t.kind == "number"]
    if any("77" in number for number in numbers):
        assert hidden_numbers(formula)


def test_the_functions_of_the_desk_are_known_by_their_names() -> None:
    assert {function.__name__ for function in FUNCTIONS} == DESK_FUNCTIONS


@given(
    st.sampled_from(["<", ">", "<=", ">=", "=", "<>", ""]),
    st.decimals(-(10**9), 10**9, places=2) | st.sampled_from([Decimal(0), Decimal(12)]),
)
def test_a_criterion_of_any_number_is_found(sign: str, number: Decimal) -> None:
    expected = [] if abs(number) in {0, 1, 12, 100} else [f'"{sign}{number}"']
    assert hidden_numbers(f'=COUNTIF(B:B,"{sign}{number}")+A1') == expected


@pytest.mark.parametrize(
    "sign", ["(", "{", "SUM(", "-", "1+(", "1^", "5%", "A1 ", ",", "%", "1=1&1+1*1^("]
)
def test_a_formula_of_one_sign_repeated_has_an_answer(sign: str) -> None:
    hidden_numbers("=" + sign * 8_000 + "1.19")


def test_what_is_too_deep_to_be_read_is_said_with_its_numbers() -> None:
    formula = "=" + "(" * DEEPEST + "A1*1.19" + ")" * DEEPEST
    assert hidden_numbers(formula) == ["1.19", f"expressions more than {DEEPEST} deep"]
    with pytest.raises(TooDeepError):
        expression_of(formula)
    assert hidden_numbers("=" + "(" * (DEEPEST - 2) + "A1*12" + ")" * (DEEPEST - 2)) == []
