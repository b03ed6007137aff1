"""A figure follows where it reads what was changed; a forged one stays a finding of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from xldesk.records.place import Place
from xldesk.workbooks.check import CheckReport
from xldesk.workbooks.check.report import CheckFinding, finding_at
from xldesk.workbooks.check.told import summary, told, unlisted
from xldesk.workbooks.formula import user_form
from xldesk.workbooks.provenance.consequences import Reading, told_apart
from xldesk.workbooks.provenance.difference import (
    About,
    Difference,
    Trace,
    altered,
    said,
    said_apart,
)
from xldesk.workbooks.provenance.findings import add_once, finding_of
from xldesk.workbooks.provenance.looks.cell_looks import Look
from xldesk.workbooks.provenance.looks.number_formats import plain_format
from xldesk.workbooks.provenance.said_formulas import said_formulas
from xldesk.workbooks.provenance.verdict import Verification
from xldesk.workbooks.theme import NUMBER_FORMATS

READING = Reading({"total": ("", "sums", 6, 3)}, {"Lines": ["lines"], "Sums": ["sums"]})
AMOUNT = Look(number_format=plain_format(NUMBER_FORMATS["amount"]))
PERCENT = Look(number_format=plain_format(NUMBER_FORMATS["percent"]))


def apart(
    where: str,
    about: About,
    formula: str | None = None,
    values: tuple[float, float] = (1.0, 2.0),
    now_formula: str | None = None,
) -> Difference:
    """Return a difference at ``Table[Header]row``, or at ``row,column`` of sheet Sums."""
    table, _, rest = where.partition("[")
    header, _, row = rest.partition("]")
    column = 3
    if not rest:
        table, (row, at) = "", where.split(",")
        column = int(at)
    trace = Trace("Sums", int(row), column, table, header, formula, *values, now_formula)
    return Difference("CELL-ALTERED", "Sums", where, "apart", about, trace)


TYPED = apart("Lines[Net sum]7", "typed")
CASES: dict[str, tuple[Difference, bool]] = {
    "reads the column": (apart("Sums[All]4", "figure", "sum(lines[netsum])"), True),
    "reads another column": (apart("Sums[All]4", "figure", "sum(lines[tax])"), False),
    "reads a word in quotes": (apart("Sums[All]4", "figure", '"lines[netsum]"&"x"'), False),
    "reads its own row": (apart("Lines[Tax]7", "figure", "lines[[#thisrow],[netsum]]"), True),
    "is in another row": (apart("Lines[Tax]8", "figure", "lines[[#thisrow],[netsum]]"), False),
    "reads nothing": (apart("Sums[All]4", "figure", "1+1"), False),
}


def follows(*differences: Difference) -> dict[str | None, bool]:
    return {one.cell: one.follows for one in told_apart(differences, READING)}


@pytest.mark.parametrize(("figure", "wanted"), CASES.values(), ids=CASES.keys())
def test_a_figure_follows_what_its_formula_reads(figure: Difference, wanted: bool) -> None:
    assert follows(figure, TYPED)[figure.cell] is wanted
    assert follows(figure)[figure.cell] is False, "with nothing typed, it is a forged value"


def test_a_figure_follows_through_others_and_through_names() -> None:
    chain = [
        apart("9,9", "figure", 'if(total=0,"fine","fails")'),
        apart("6,3", "figure", "sum(sums[all])"),
        apart("Sums[All]4", "figure", "sum(lines[netsum])"),
    ]
    assert set(follows(*chain, TYPED).values()) == {True, False}
    assert [one.follows for one in told_apart([*chain, TYPED], READING)] == [False, *[True] * 3]
    assert not any(follows(*chain[:2], TYPED).values())


def test_a_table_that_was_moved_or_is_missing_is_read_by_all_of_it() -> None:
    figure = apart("Sums[All]4", "figure", "sum(lines[netsum])")
    moved = Difference("TABLE-ROWS", "Lines", "B9", "gone", "moved", Trace("Lines", table="Lines"))
    missing = Difference("CELL-ALTERED", "Lines", None, "gone", "missing", Trace("Lines"))
    torn = apart("Sums[All]5", "formula", "sum(lines[netsum])", now_formula="SUM(#REF!)")
    for cause in (moved, missing):
        assert follows(figure, torn, cause) == {
            figure.cell: True,
            torn.cell: True,
            cause.cell: False,
        }
    assert follows(torn) == {torn.cell: False}


def test_what_stands_on_a_moved_sheet_follows_and_its_cells_do_not() -> None:
    moved = Difference("TABLE-ROWS", "Lines", "B9", "gone", "moved", Trace("Lines", table="Lines"))
    rule, elsewhere = altered("Lines", "C7", "a rule"), altered("Sums", "C7", "a rule")
    look = altered("Lines", "D7", "white")._replace(about="look")
    name = altered(None, None, "name")._replace(about="name", trace=Trace(was="lines!$c$6"))
    done = {one.message: one.follows for one in told_apart([moved, rule, look, name], READING)}
    assert done == {"gone": False, "a rule": True, "white": False, "name": True}
    assert follows(moved, elsewhere)["C7"] is False


def test_a_chart_follows_the_cell_that_it_repeats() -> None:
    chart = altered("Sums", "B10", "value")._replace(about="chart", trace=Trace(was=1.0, now=2.0))
    forged = chart._replace(trace=Trace(was=1.0, now=9.0))
    assert follows(chart, TYPED)["B10"] is True
    assert follows(forged, TYPED)["B10"] is False
    assert follows(chart)["B10"] is False


@pytest.mark.parametrize(
    ("was", "now", "look", "wanted"),
    [
        (3915.0, 9999.99, AMOUNT, ("3,915.00", "9,999.99")),
        (3915.0, 3915.001, AMOUNT, ("3915", "3915.001")),
        (0.32, 0.259, PERCENT, ("32.0 %", "25.9 %")),
        (0.1 + 0.2, 1.0, None, ("0.3", "1")),
        (True, False, None, ("TRUE", "FALSE")),
        ("USD", None, None, ("'USD'", "nothing")),
    ],
)
def test_values_are_said_as_people_see_them(
    was: float | str, now: float | str | None, look: Look | None, wanted: tuple[str, str]
) -> None:
    assert said_apart(was, now, look) == f"the desk issued {wanted[0]}, here stands {wanted[1]}"
    assert said(None) == "nothing"


LONG = "x" * 300
FORMULA = "SUMIFS(Lines[Net sum],Lines[Fund],Funds[[#This Row],[Fund]])"


@pytest.mark.parametrize(
    ("kept", "now", "words"),
    [
        (
            (1.0, FORMULA),
            (50000.0, None),
            "the formula =SUMIFS(Lines[Net sum],Lines[Fund],[@Fund]) was replaced by 50,000.00",
        ),
        ((3915.0, None), (2.0, "1+1"), "the desk issued 3,915.00, here stands the formula =1+1"),
        (
            (1.0, "Funds[[#This Row],[Net sum]]"),
            (1.0, "Other[[#This Row],[Net sum]]"),
            "the desk issued the formula =[@[Net sum]], here stands =Other[@[Net sum]]",
        ),
        ((1.0, f'"{LONG}"'), (None, None), f'the formula ="{LONG[:198]}… was replaced by nothing'),
    ],
)
def test_formulas_are_said_as_one_writes_them(
    kept: tuple[float, str | None], now: tuple[float | None, str | None], words: str
) -> None:
    assert said_formulas(kept, now, "Funds", AMOUNT) == words


def test_a_text_in_a_formula_stays_as_it_is() -> None:
    text = '"Funds[[#This Row],[Fund]]"'
    assert user_form(f"{text}&Funds[[#This Row],[Fund]]", "funds") == f"={text}&[@Fund]"


def at(
    cell: str | None, code: str, message: str = "said", *, follows: bool = False
) -> CheckFinding:
    found = finding_at(Place(file="f.xlsx", sheet="A", cell=cell), code, message, f"mend {code}")
    return CheckFinding(
        found.code, found.severity, found.place, message, found.remedy, follows=follows
    )


def reported(*findings: CheckFinding) -> CheckReport:
    report = CheckReport(Path("f.xlsx"), sheets=("A",))
    for finding in findings:
        report.add(finding)
    return report


@pytest.mark.parametrize(
    ("checked", "compared", "left"),
    [
        (at("H8", "FORMULA-OVERWRITTEN"), at("H8", "CELL-ALTERED"), ["CELL-ALTERED"]),
        (at("C6", "CHECKS-FAIL"), at("C6", "CELL-ALTERED"), ["CELL-ALTERED"]),
        (at("H6", "TABLE-HEADER"), at("H6", "TABLE-COLUMNS"), ["TABLE-COLUMNS"]),
        (at(None, "TABLE-ROWS"), at("B9", "TABLE-ROWS"), ["TABLE-ROWS"]),
        (at(None, "ROWS-HIDDEN"), at("B9", "LOOK-ALTERED", "is hidden"), ["LOOK-ALTERED"]),
        (at(None, "SHEET-MISSING"), at(None, "CELL-ALTERED"), ["SHEET-MISSING"]),
        (at(None, "DATA-ALTERED"), at("H8", "CELL-ALTERED"), ["CELL-ALTERED"]),
        (at("H8", "LINK-ADDRESS"), at("H8", "CELL-ALTERED"), ["LINK-ADDRESS", "CELL-ALTERED"]),
        (at("H9", "CELL-TYPE"), at("H8", "CELL-ALTERED"), ["CELL-TYPE", "CELL-ALTERED"]),
        (at(None, "ROWS-HIDDEN"), at("H8", "CELL-ALTERED"), ["ROWS-HIDDEN", "CELL-ALTERED"]),
    ],
)
def test_a_cell_is_said_once(
    checked: CheckFinding, compared: CheckFinding, left: list[str]
) -> None:
    report = reported(checked)
    add_once([compared], report)
    assert [found.code for found in report.findings] == left
    assert report.counts == {code: left.count(code) for code in left}


def test_the_remedy_for_what_stands_outside_a_form_is_kept() -> None:
    report = reported(at("L10", "NOTE-BESIDE"))
    add_once([at("L10", "CELL-ALTERED")], report)
    assert [(one.code, one.remedy) for one in report.findings] == [
        ("CELL-ALTERED", "mend NOTE-BESIDE")
    ]


@pytest.mark.parametrize(
    ("code", "compared", "codes", "verdict"),
    [
        ("NOTE-BESIDE", ["L10", "M10"], ["NOTE-BESIDE"], "as issued"),
        ("INPUT-OUTSIDE", ["B10", "C10"], ["INPUT-OUTSIDE"], "as issued"),
        ("NOTE-BESIDE", ["L10", "L11"], ["NOTE-BESIDE", "CELL-ALTERED"], "altered"),
        ("CELL-TYPE", ["L10"], ["CELL-ALTERED"], "altered"),
    ],
)
def test_what_was_added_outside_a_form_is_said_by_the_check_alone(
    code: str, compared: list[str], codes: list[str], verdict: str
) -> None:
    report = reported(at("L10" if code != "INPUT-OUTSIDE" else "B10", code))
    added = tuple(replace(at(cell, "CELL-ALTERED"), is_addition=True) for cell in compared)
    verification = Verification("altered", 4, added).add_to(report)
    assert ([one.code for one in report.findings], verification.verdict) == (codes, verdict)
    assert report.provenance == f"{verdict}, ledger 4"


def test_a_value_where_nothing_was_issued_is_an_addition() -> None:
    for was, is_addition in ((None, True), ("", True), (7.0, False)):
        trace = Trace("Lines", was=was, now="mine")
        typed = Difference("CELL-ALTERED", "Lines", "L10", "apart", "typed", trace)
        assert finding_of(typed, "f.xlsx", "issue it again").is_addition is is_addition


def test_nobody_is_told_to_type_over_a_formula() -> None:
    figure = finding_of(apart("Sums[All]4", "figure", "1+1"), "f.xlsx", "issue it again")
    assert figure.message == "apart; its formula is as issued, and nothing that it reads is another"
    assert figure.remedy == "do not use it and type nothing over it: issue it again"
    assert figure.severity == "block"


def test_what_follows_is_one_line_and_the_counts_add_up() -> None:
    report = reported(
        at("B5", "CELL-ALTERED", follows=True),
        *(at(f"D{row}", "CELL-ALTERED", f"{row}", follows=True) for row in range(1, 7)),
        at("B10", "LOOK-ALTERED", follows=True),
        at("H8", "CELL-ALTERED"),
        at("X7", "COMMENT"),
    )
    lines = told(report)
    assert [line.code for line in lines] == ["CELL-ALTERED", "COMMENT", "CELL-ALTERED"]
    assert lines[-1].message == (
        "7 further cells and 1 look or values of charts show something else because of this "
        "(A!D1, A!D2, A!D3, A!D4, A!B5, …)"
    )
    assert lines[-1].severity == "block"
    assert "xldesk check --recalc" in lines[-1].remedy
    assert summary(report) == "3 findings in 10 places, 2 block"
    assert summary(reported(at("X7", "COMMENT"))) == "1 finding, none blocks"
    informing = at("", "SHEET-OF-MACRO"), at("X8", "LINK-OF-MACRO")
    told_apart = "1 finding, none blocks, 2 lines of information"
    assert summary(reported(at("X7", "COMMENT"), *informing)) == told_apart
    assert summary(reported(*informing)) == "no finding, 2 lines of information"


def test_what_is_counted_and_not_listed_is_said() -> None:
    report = reported(*(at(f"A{2 * row}", "COMMENT") for row in range(1, 1_101)))
    assert unlisted(report) == ["COMMENT: 100 further places are counted and not listed"]
    assert unlisted(reported(at("A1", "COMMENT"))) == []
