from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.workbooks.lint.cell_references import references_of, relative_form
from xldesk.workbooks.lint.tokens import LONGEST_READ, read_length, tokens_of
from xldesk.workbooks.sheet_letters import letters_of

# formula, kinds of its tokens
KINDS = [
    ("=A1+$B$2", "cell sign cell"),
    ('="a ""b"" 1"&"="', "text sign text"),
    ("=SUM(A:C,1:5)", "function sign columns sign rows sign"),
    ("='My ''own'' sheet'!A1:B2", "sheet cell sign cell"),
    ("=Sheet1!A1+Jan:Mar!B2", "sheet cell sign sheet cell"),
    ("=[1]Rates!A1", "book cell"),
    ("='C:\\[a b.xlsx]S'!A1", "sheet cell"),
    ("=[2]!Rate*2", "book word sign number"),
    ("=Deals[[#This Row],[Col 5]]*Deals[#All]", "structured sign structured"),
    ("=T[it's '[odd'] 7]", "structured"),
    ("=LOG10(A1)", "function sign cell sign"),
    ("=_xlfn.XLOOKUP(B1,C:C,D:D)", "function sign cell sign columns sign columns sign"),
    ("=1.5E-3+.5%", "number sign number sign"),
    ("=#REF!+Sheet1!#REF!", "error sign sheet error"),
    ("=TAX_2024+A1B+ABCD1", "word sign word sign word"),
    ('="open', "rest"),
    ("='open", "rest"),
    ("=T[open", "word rest"),
    ("=Ä1+größe", "word sign word"),
]


@pytest.mark.parametrize(("formula", "kinds"), KINDS)
def test_a_formula_falls_into_its_tokens(formula: str, kinds: str) -> None:
    assert " ".join(token.kind for token in tokens_of(formula)) == kinds


@given(st.text(st.sampled_from("ABab19$'\"[]#!:()+.,@_\\ü"), max_size=60))
def test_no_character_of_a_formula_is_lost(formula: str) -> None:
    assert "".join(token.text for token in tokens_of(f"={formula}")) == formula


@pytest.mark.parametrize("sign", ["'", '"', "[", "]", "A[", "''!", "(", "$", "1:", "A:", "#", "é"])
def test_a_formula_of_one_sign_is_read_as_far_as_excel_takes_it(sign: str) -> None:
    read = "".join(token.text for token in tokens_of(sign * 20_000))
    assert read == (sign * 20_000)[:LONGEST_READ]
    assert read_length(sign * 20_000) == 20_000 * len(sign)


# formula, its row and column, its relative form
FORMS = [
    ("=B2*C2", 2, 4, "RC[-2]*RC[-1]"),
    ("=b9 * c9", 9, 4, "RC[-2]*RC[-1]"),
    ("=B$2*$C2", 9, 4, "R2C[-2]*R[-7]C3"),
    ("=SUM(D$2:D8)", 9, 4, "SUM(R2C:R[-1]C)"),
    ("=SUM(A:A)+SUM($5:6)", 9, 4, "SUM(C[-3]:C[-3])+SUM(R5:R[-3])"),
    ('=Deals[[#This Row],[Paid]]&"A1"', 9, 4, 'DEALS[[#THIS ROW],[PAID]]&"A1"'),
]


@pytest.mark.parametrize(("formula", "row", "column", "form"), FORMS)
def test_the_relative_form_reads_as_in_excel(
    formula: str, row: int, column: int, form: str
) -> None:
    assert relative_form(formula, row, column) == form


CELL = st.tuples(st.integers(-5, 5), st.integers(-5, 5), st.booleans(), st.booleans())


def filled(cells: list[tuple[int, int, bool, bool]], row: int, column: int) -> str:
    """Return a formula that reads ``cells``, as filled into the cell at ``row`` and ``column``."""
    return "=" + "+".join(
        f"{'$' * fixed_column}{letters_of(30 if fixed_column else column + across)}"
        f"{'$' * fixed_row}{40 if fixed_row else row + down}"
        for down, across, fixed_row, fixed_column in cells
    )


@given(
    st.lists(CELL, min_size=1, max_size=5),
    st.tuples(st.integers(6, 2_000), st.integers(6, 900)),
    st.tuples(st.integers(6, 2_000), st.integers(6, 900)),
)
def test_a_filled_formula_has_one_relative_form(
    cells: list[tuple[int, int, bool, bool]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    assert relative_form(filled(cells, *one), *one) == relative_form(filled(cells, *other), *other)


@given(st.lists(CELL, min_size=1, max_size=5), st.integers(1, 4))
def test_a_formula_that_reads_other_cells_has_another_form(
    cells: list[tuple[int, int, bool, bool]], moved: int
) -> None:
    down, across, _, fixed_column = cells[0]
    changed = [(down + moved, across, False, fixed_column), *cells[1:]]
    before = [(down, across, False, fixed_column), *cells[1:]]
    assert relative_form(filled(changed, 50, 50), 50, 50) != relative_form(
        filled(before, 50, 50), 50, 50
    )


# formula, the references in it as sheet, first and last cell
REFERENCES = [
    ("=A1+$B$2", [(None, 1, 1, 1, 1), (None, 2, 2, 2, 2)]),
    ("=SUM(C4:B2)", [(None, 2, 2, 4, 3)]),
    ("='It''s'!A1:B2", [("It's", 1, 1, 2, 2)]),
    ("=[1]S!A1+'[b]S'!A1", []),
    ("=SUM(B:B)", [(None, 1, 2, 1_048_576, 2)]),
    ("=SUM(S!5:6)", [("S", 5, 1, 6, 16_384)]),
    ('=T[A1]&"A1"&A1_x', []),
]


@pytest.mark.parametrize(("formula", "expected"), REFERENCES)
def test_references_are_those_of_the_workbook(
    formula: str, expected: list[tuple[object, ...]]
) -> None:
    found = [
        (r.sheet, r.area.first_row, r.area.first_column, r.area.last_row, r.area.last_column)
        for r in references_of(formula)
    ]
    assert found == expected


def test_a_formula_is_as_long_as_it_is_read() -> None:
    assert read_length("Deals[[#This Row],[Paid]]+1") == len("[@Paid]+1")
    assert read_length("Deals[[#This Row],[Paid out]]") == len("[@[Paid out]]")
