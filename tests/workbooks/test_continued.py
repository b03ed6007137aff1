"""Tables that go on upon further sheets: names, formulas over all of them, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from xldesk.workbooks.continued import (
    MOST_SHEETS,
    counts_in,
    going_on,
    sheet_on,
    table_on,
)
from xldesk.workbooks.continued_formula import over_tables
from xldesk.workbooks.continued_sheets import room_of
from xldesk.workbooks.formula import FormulaError
from xldesk.workbooks.layout import MAX_SHEET_ROWS
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.parts import (
    Chart,
    Check,
    Column,
    Field,
    Fields,
    Figure,
    Flag,
    KeyFigures,
    Sheet,
    SpecError,
    Table,
    checks_sheet,
)
from xldesk.workbooks.spec import Workbook
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.template import build_template
from xldesk.workbooks.template_names import spec_digest

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.continued import Counts
    from xldesk.workbooks.parts import Block

LINES = Table("Lines", (Column("A", "a", type="number"), Column("B c", "b")), continues=True)
DETAIL = Sheet("Lines", "detail", (LINES,), note="All lines.")
TOTALS = Table(
    "Totals",
    (
        Column("B c", "b"),
        Column(
            "All",
            "all",
            type="number",
            formula="=SUMIFS(Lines[A],Lines[B c],[@[B c]])-1",
            each_sheet="In {sheet}",
        ),
        Column("Count", "count", type="integer", formula="=COUNTIFS(Lines[B c],[@[B c]])"),
    ),
)


def workbook(*blocks: Block, detail: Sheet = DETAIL, flag: Flag | None = None) -> Workbook:
    summary = Sheet("Summary", "summary", blocks or (TOTALS,), flag=flag)
    checks = checks_sheet((Check("Adds up", "All is there.", "=SUM(Lines[A])-SUM(Lines[A])"),))
    return Workbook("tried", "Tried", (summary, detail, checks))


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=SUM(T[A])", "=SUM(T[A],T_2[A])"),
        ("=1-SUM(T[A])", "=1-SUM(T[A],T_2[A])"),
        ("=COUNTA(T[A], T[B])", "=COUNTA(T[A], T[B],T_2[A], T_2[B])"),
        (
            '=IF([@X]=0,SUMIFS(T[A],T[B c],[@[X y]],T[D],"T[A](")/[@X],0)',
            (
                '=IF([@X]=0,SUM(SUMIFS(T[A],T[B c],[@[X y]],T[D],"T[A]("),'
                'SUMIFS(T_2[A],T_2[B c],[@[X y]],T_2[D],"T[A]("))/[@X],0)'
            ),
        ),
        (
            "=COUNTIFS(T[A],LEFT([@X],1))*SUM(T[A])",
            "=SUM(COUNTIFS(T[A],LEFT([@X],1)),COUNTIFS(T_2[A],LEFT([@X],1)))*SUM(T[A],T_2[A])",
        ),
        ("=SUM(U[A])-[@X y]", "=SUM(U[A])-[@X y]"),
        ("=SUM(T_2[A])", "=SUM(T_2[A])"),
    ],
)
def test_a_call_is_made_for_each_table_and_added_up(formula: str, said: str) -> None:
    assert over_tables(formula, "T", ["T", "T_2"]) == said


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("=MAX(T[A])", "MAX does not add up over the sheets of T"),
        ("=SUM(MAX(T[A]),1)", "MAX does not add up"),
        ("=T[A]+1", "T[A] stands in no function"),
        ("=SUM(T[A],U[A])", "SUM reads T, which may be several tables, and U"),
        ("=SUM(T[A],1)", "SUM over T, which may be several tables, takes columns"),
        ("=SUM((T[A]))", "what is in parentheses does not add up over"),
        ("=SUMIFS(T[A],U[B],0)", "SUMIFS reads T, which may be several tables, and U"),
    ],
)
def test_what_would_not_add_up_is_refused(formula: str, message: str) -> None:
    with pytest.raises(FormulaError) as refused:
        over_tables(formula, "T", ["T", "T_2"])
    assert message in str(refused.value)


def test_one_column_spec_stands_on_every_sheet() -> None:
    form = workbook().form((("Lines", 3),))
    assert [page.name for page in form.pages] == [
        "Summary",
        "Lines",
        "Lines 2",
        "Lines 3",
        "Checks",
        "About",
    ]
    assert {form.tables[name].columns for name in ("Lines", "Lines_2", "Lines_3")} == {
        LINES.columns
    }
    assert form.pages[2].note == "Goes on from the sheet Lines. All lines."
    assert form.pages[3].note == "Goes on from the sheet Lines 2. All lines."


def test_a_column_shows_its_parts_by_sheet_where_it_asks_for_them() -> None:
    form = workbook().form((("Lines", 2),))
    assert {column.name: column.formula for column in form.tables["Totals"].columns} == {
        "B c": None,
        "All": "=SUM([@[In Lines]],[@[In Lines 2]])-1",
        "Count": "=SUM(COUNTIFS(Lines[B c],[@[B c]]),COUNTIFS(Lines_2[B c],[@[B c]]))",
        "In Lines": "=SUMIFS(Lines[A],Lines[B c],[@[B c]])",
        "In Lines 2": "=SUMIFS(Lines_2[A],Lines_2[B c],[@[B c]])",
    }
    assert [column.field for column in form.tables["Totals"].columns][3:] == ["all.1", "all.2"]
    assert form.tables["Totals"].columns[4].type == "number"


def test_figures_fields_flags_and_checks_are_over_all_sheets() -> None:
    flag = Flag("line", '=CONCATENATE(SUM(Lines[A]),"")', fails="SUM(Lines[A])>1", warns="1>1")
    form = workbook(
        KeyFigures((Figure("All", "all", formula="=SUM(Lines[A])", name="All_Of_It"),)),
        Fields(None, (Field("Lines", "lines", formula="=COUNTA(Lines[B c])"),)),
        flag=flag,
    ).form((("Lines", 2),))
    figures, fields, further = form.sheets[0].blocks
    assert isinstance(figures, KeyFigures)
    assert isinstance(fields, Fields)
    assert isinstance(further, Table)
    both = "SUM(Lines[A],Lines_2[A])"
    assert figures.figures[0].formula == f"={both}"
    assert fields.items[0].formula == "=COUNTA(Lines[B c],Lines_2[B c])"
    assert form.sheets[0].flag is not None
    assert form.sheets[0].flag.formula == f'=CONCATENATE({both},"")'
    assert (form.sheets[0].flag.fails, form.sheets[0].flag.warns) == (f"{both}>1", "1>1")
    assert form.checks[0].formula == f"={both}-{both}"
    assert further.name == "FurtherSheets"


def test_a_form_is_made_once_and_one_sheet_is_the_workbook_itself() -> None:
    tried = workbook()
    assert tried.form(()) is tried
    assert tried.form_with(["Lines", "Totals"]) is tried
    assert tried.form_with(["lines", "lines_2"]) is tried.form((("Lines", 2),))
    assert tried.form_of(spec_digest(tried)) is tried
    form = tried.form((("Lines", 3),))
    assert spec_digest(form).endswith("-Lines.3")
    assert tried.form_of(spec_digest(form)) is form
    assert form.form_with(["Lines_2"]) is form.form_of("x-Lines.9") is form


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        ((), ()),
        (("A", "A_1", "A_01", "A_2x", "A_11", "A_999", "B_2_2", "C_2"), ()),
        (("A", "a_2"), (("A", 2),)),
        (("A", "A_4"), (("A", 4),)),
        (("b_3", "A_10"), (("A", 10), ("B", 3))),
    ],
)
def test_the_names_of_tables_tell_how_many_sheets_there_are(
    names: tuple[str, ...], counts: Counts
) -> None:
    assert counts_in(("A", "B"), names) == counts


@pytest.mark.parametrize(
    "version", ["", "Lines.3", "x-Other.3", "x-Lines.1", "x-Lines.11", "x-Lines.999", "x-Lines.²"]
)
def test_a_strange_version_tells_nothing(version: str) -> None:
    tried = workbook()
    assert tried.form_of(version) is tried


def test_names_and_room() -> None:
    assert [table_on("T", 1), table_on("T", 2)] == ["T", "T_2"]
    assert [sheet_on("S", 1), sheet_on("S", 10)] == ["S", "S 10"]
    # title, desk and note stand above the header: six rows in all
    assert room_of(DETAIL) == MAX_SHEET_ROWS - 6
    assert room_of(replace(DETAIL, note=None), 50) == 44


@pytest.mark.parametrize(
    ("blocks", "detail", "message"),
    [
        ((), replace(DETAIL, blocks=(LINES, replace(TOTALS, name="T"))), "is alone on its sheet"),
        ((), replace(DETAIL, name="L" * 29), "no room for the number"),
        ((replace(TOTALS, name="Lines_3"),), DETAIL, "Lines_3: the name is taken by table Lines"),
        (
            (Chart("C", "bar", "Lines", "B c", ("A",), unit="", alt_text="x"),),
            DETAIL,
            "a chart shows it, so it cannot continue",
        ),
    ],
)
def test_a_table_that_cannot_continue_is_refused(
    blocks: tuple[Block, ...], detail: Sheet, message: str
) -> None:
    with pytest.raises(SpecError) as refused:
        workbook(*blocks, detail=detail)
    assert message in str(refused.value)


def test_a_sheet_of_a_further_ones_name_is_refused() -> None:
    taken = Sheet("Lines 2", "detail", (replace(TOTALS, name="Other"),))
    with pytest.raises(SpecError, match="Lines 2: the name is taken by table Lines"):
        Workbook("tried", "Tried", (DETAIL, taken))


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (Column("M", "m", formula="=MAX(Lines[A])"), "MAX does not add up"),
        (
            Column("M", "m", formula="=SUM(Lines[A])/COUNT(Lines[A])", each_sheet="In {sheet}"),
            "one call over Lines can be its part by sheet",
        ),
        (Column("M", "m", formula="=MAX(Lines[A])", each_sheet="In {sheet}"), "MAX does not"),
    ],
)
def test_a_formula_that_does_not_add_up_has_no_form(column: Column, message: str) -> None:
    tried = workbook(replace(TOTALS, columns=(*TOTALS.columns, column)))
    with pytest.raises(SpecError) as refused:
        tried.form((("Lines", 2),))
    assert message in str(refused.value)


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_every_workbook_on_the_most_sheets_passes_the_lint(spec: Workbook, tmp_path: Path) -> None:
    form = spec.form(tuple((name, MOST_SHEETS) for name in going_on(spec.sheets)))
    path = tmp_path / "most.xlsx"
    path.write_bytes(build_template(form))
    report = lint_workbook(path)
    assert report.findings == []
    assert report.is_ours
