"""Rows taken in as a block say what they say one by one, and a check of either finds the same."""

from __future__ import annotations

import io
import pickle
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.edge_workbooks import edge_workbooks
from workbooks.example_workbook import SPEC
from workbooks.mutations import mutated
from xldesk.workbooks.check import check_workbook, regular_rows
from xldesk.workbooks.check.document import Area
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.plain_row import IrregularError
from xldesk.workbooks.check.regular_rows import RegularRows
from xldesk.workbooks.check.row_block import RowBlock, block_rows, rows_of
from xldesk.workbooks.check.row_form import RowForms
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.spec_registry import specs

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.check.cell import FoundRow

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = ["one", "t & _x000D_wo"]
WITHOUT_BLOCKS = 10**9
DAMAGED = 20
KNOWN = [*specs(), SPEC]

FORMS = {
    "number": ' s="4"><v>{n}.5</v></c>',
    "nothing": ' s="4"/>',
    "number or nothing": "><v></v></c>",
    "text": ' t="inlineStr"><is><t>a {n}</t></is></c>',
    "signs": ' t="inlineStr"><is><t xml:space="preserve"> &lt;{n}&#x41; _x0041_</t></is></c>',
    "string": ' t="str"><v>b {n}</v></c>',
    "shared": ' t="s"><v>1</v></c>',
    "shared that is none": ' t="s"><v>7</v></c>',
    "formula": "><f>A1*2</f><v>{n}</v></c>",
    "formula of its own": "><f>A{n}*2</f><v>{n}</v></c>",
    "formula of text": ' t="str"><f>A1&amp;"x"</f><v>x{n}</v></c>',
    "formula without value": "><f>A1*2</f></c>",
    "shared formula": '><f t="shared" si="0"/><v>6</v></c>',
    "error": ' t="e"><v>#REF!</v></c>',
    "truth": ' t="b"><v>1</v></c>',
    "number of a reference": "><v>&#49;</v></c>",
    "broken reference": ' t="str"><v>&what;</v></c>',
    "two values": ' t="inlineStr"><v>1</v><is><t>a</t></is></c>',
}
ATTRIBUTES = ["", ' ht="12"', ' hidden="1"', ' x14ac:dyDescent="0.25"', ' ht="0"', ' r="3"']

rows = st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=4).flatmap(
    lambda forms: st.lists(
        st.tuples(
            st.sampled_from([*ATTRIBUTES[:1] * 12, *ATTRIBUTES]),
            st.one_of(
                *[st.just(tuple(forms))] * 6,
                st.lists(st.sampled_from(sorted(FORMS)), min_size=0, max_size=4).map(tuple),
            ),
        ),
        min_size=3,
        max_size=8,
    )
)


def written(table: list[tuple[str, tuple[str, ...]]]) -> bytes:
    lines = []
    for number, (attributes, forms) in enumerate(table, start=2):
        cells = "".join(
            f'<c r="{letters_of(column)}{number}"' + FORMS[form].replace("{n}", str(number))
            for column, form in enumerate(forms, start=2)
        )
        lines.append(f'<row r="{number}"{attributes}>{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'.encode()


def found(xml: bytes, areas: list[range]) -> tuple[list[FoundRow | RowBlock], bool]:
    """Return what is found in blocks of ``areas``, and whether all of it is plain."""
    head = b'<?xml version="1.0"?>\n'
    items: list[FoundRow | RowBlock] = []
    try:
        items.extend(RegularRows(io.BytesIO(head + xml), SHARED, Limits(), areas))
    except IrregularError:
        return items, False
    return items, True


def one_by_one(items: list[FoundRow | RowBlock]) -> list[FoundRow]:
    return list(
        chain.from_iterable(
            rows_of(item, SHARED, 100) if isinstance(item, RowBlock) else [item] for item in items
        )
    )


def compare(table: list[tuple[str, tuple[str, ...]]], areas: list[range]) -> None:
    xml = written(table)
    singly, is_plain = found(xml, [])
    items, is_plain_too = found(xml, areas)
    assert is_plain_too == is_plain
    assert one_by_one(items) == singly
    for block in items:
        if isinstance(block, RowBlock):
            inside = one_by_one([block])
            assert [row.number for row in inside] == list(range(block.first, block.last + 1))
            for row in inside:
                assert not row.is_hidden
                assert list(row.cells) == list(block.columns)
                for at, cell in row.cells.items():
                    column = block.columns[at]
                    assert (column.values[row.number - block.first] or None) == (cell.value or None)
                    assert cell.formula == column.formula
                    assert cell.kind == column.kind or not cell.value
                    assert not cell.lacks_value


@given(rows, st.integers(2, 4), st.integers(4, 12))
def test_a_block_says_what_its_rows_say(
    table: list[tuple[str, tuple[str, ...]]], first: int, stop: int
) -> None:
    compare(table, [range(first, stop)])


@pytest.mark.parametrize("form", sorted(FORMS))
def test_one_row_among_others_of_a_form_is_never_lost(form: str) -> None:
    others: list[tuple[str, tuple[str, ...]]] = [("", (form, "number"))] * 3
    compare(others, [range(2, 9)])
    odd_rows: list[tuple[str, tuple[str, ...]]] = [("", (odd, "number")) for odd in FORMS]
    odd_rows += [(attributes, (form, "number")) for attributes in ATTRIBUTES]
    odd_rows += [("", (form,)), ("", ()), ("", (form, "number", "number"))]
    for odd in odd_rows:
        compare([*others, odd], [range(2, 9)])
        compare([odd, *others], [range(2, 9)])


@pytest.mark.parametrize("form", ["number", "nothing", "text", "string", "shared", "formula"])
def test_rows_of_one_form_are_a_block(form: str) -> None:
    items, _ = found(written([("", (form, "number"))] * 5), [range(2, 7)])
    assert [type(item) for item in items] == [RowBlock]


@pytest.mark.parametrize(
    ("areas", "rows"),
    [
        ([(6, 9), (12, 20)], [range(7, 10), range(13, 21)]),
        ([(6, 12), (12, 20)], []),
        ([(9, 25), (22, 30), (40, 44)], [range(41, 45)]),
        ([(6, 6)], [range(7, 7)]),
    ],
)
def test_rows_that_tables_share_are_read_one_by_one(
    areas: list[tuple[int, int]], rows: list[range]
) -> None:
    assert block_rows([Area(first, 2, last, 9) for first, last in areas]) == rows


def test_a_long_formula_and_many_forms_make_no_pattern_longer() -> None:
    forms = RowForms()
    short, long = (
        forms.form_of(f'<row r="2"><c r="A2"><f>{formula}</f><v>1</v></c>')
        for formula in ("A1", "A1+" * 100_000 + "A1")
    )
    assert short == long is not None
    letters = [letters_of(at) for at in range(1, 65)]
    cells = [f'<c r="{each}2"><v>1</v></c>' for each in letters]
    assert forms.form_of(f'<row r="2">{"".join(cells)}') is not None
    wider = [*cells, f'<c r="{letters_of(65)}2"/>']
    assert forms.form_of(f'<row r="2">{"".join(wider)}') is None
    found = [forms.form_of(f'<row r="2">{cell}') for cell in cells]
    assert found[0] is not None
    assert found[-1] is None


def test_check_and_read_find_the_same_in_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = edge_workbooks(tmp_path, lines=8, rows=8)
    files = list(sources)
    for number in range(DAMAGED):
        damaged = tmp_path / f"damaged-{number}.xlsx"
        damaged.write_bytes(mutated(sources[number % len(sources)].read_bytes(), number))
        files.append(damaged)
    in_blocks = [check_workbook(file, specs=KNOWN) for file in files]
    books = [read_workbook(file, KNOWN) for file in files]
    monkeypatch.setattr(regular_rows, "FEWEST_ROWS", WITHOUT_BLOCKS)
    singly = [check_workbook(file, specs=KNOWN) for file in files]
    for one, other in zip(in_blocks, singly, strict=True):
        assert sorted(map(str, one.findings)) == sorted(map(str, other.findings))
        assert (one.counts, one.filled) == (other.counts, other.filled)
    for file, book in zip(files, books, strict=True):
        other_book = read_workbook(file, KNOWN)
        assert sorted(map(str, book.report.findings)) == sorted(
            map(str, other_book.report.findings)
        )
        assert book.tables == other_book.tables
        assert book.fields == other_book.fields
        assert pickle.loads(pickle.dumps(book)) == book  # as it comes from another process
    assert any(table.rows for book in books for table in book.tables.values())
