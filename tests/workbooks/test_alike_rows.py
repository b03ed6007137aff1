"""Rows taken apart by what they have in common say what the pattern of their form says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.workbooks.check.alike_rows import alike_rows
from xldesk.workbooks.check.row_form import FormRows, OtherFormError, RowForms, matched_rows
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

CELLS = {
    "number": 's="4"><v>{n}.5</v></c>',
    "number of another format": 's="15"><v>{n}.5</v></c>',
    "nothing": 's="4"/>',
    "no number": 's="4"><v></v></c>',
    "text": 's="4" t="inlineStr"><is><t>a {n}</t></is></c>',
    "text with blanks": 's="4" t="inlineStr"><is><t xml:space="preserve"> {n}" s=" </t></is></c>',
    "text with an end": 's="4" t="inlineStr"><is><t>x > {n}&lt;/t></t></is></c>',
    "string": 's="4" t="str"><v>b {n}</v></c>',
    "shared": 's="4" t="s"><v>{n}</v></c>',
    "shared that is none": 's="4" t="s"><v>٣</v></c>',
    "shared without position": 's="4" t="s"><v></v></c>',
    "formula": 's="4"><f>A1*2</f><v>{n}</v></c>',
    "formula of its own": 's="4"><f>A{n}*2</f><v>{n}</v></c>',
    "formula of text": 's="4" t="str"><f>A1&amp;"x"</f><v>x{n}</v></c>',
    "formula without value": 's="4"><f>A1*2</f></c>',
    "error": 's="4" t="e"><v>#REF!</v></c>',
    "markup": 's="4"><v>1<b/></v></c>',
    "two cells": 's="4"><v>1</v></c><c r="B{n}" s="4"><v>1</v></c>',
    "no format": "><v>7</v></c>",
}
ATTRIBUTES = ["", ' ht="12"', ' ht="13" customHeight="1"', ' s="3"', "/"]

kinds = st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=4).map(tuple)
tables = kinds.flatmap(
    lambda same: st.lists(
        st.tuples(
            st.sampled_from([*ATTRIBUTES[:1] * 8, *ATTRIBUTES]),
            st.one_of(*[st.just(same)] * 6, kinds),
            st.sampled_from([0] * 12 + [1]),
        ),
        min_size=3,
        max_size=6,
    )
)


def written(table: Sequence[tuple[str, tuple[str, ...], int]], first: int) -> list[str]:
    pieces = []
    for number, (attributes, cells, aside) in enumerate(table, first):
        row = "".join(
            f'<c r="{letters_of(column)}{number + aside}" '
            + CELLS[kind].replace("{n}", str(number))
            for column, kind in enumerate(cells, start=2)
        ).replace('" >', '">')
        pieces.append(f'<row r="{number}"{attributes}>{row}')
    return pieces


def matched(pieces: list[str]) -> FormRows | None:
    form = RowForms().form_of(pieces[0])
    try:
        return None if form is None else plain(matched_rows(form, pieces))
    except OtherFormError:
        return None


def taken_apart(pieces: list[str]) -> FormRows | None:
    form = RowForms().form_of(pieces[0])
    try:
        rows = None if form is None else alike_rows(form, pieces)
    except OtherFormError:
        return None
    return None if rows is None else plain(rows)


def plain(rows: FormRows) -> FormRows:
    """Return ``rows`` with lists for texts: one way has tuples."""
    return rows._replace(cells=[cell._replace(texts=list(cell.texts)) for cell in rows.cells])


@given(tables, st.sampled_from([1, 3, 8, 98]))
def test_what_is_taken_apart_is_what_the_pattern_takes(
    table: list[tuple[str, tuple[str, ...], int]], first: int
) -> None:
    pieces = written(table, first)
    apart = taken_apart(pieces)
    if apart is not None:
        assert apart == matched(pieces)


@given(tables, st.integers(0, 400), st.sampled_from(['" s="', "<", ">", "4", "</v>", "\t", '"']))
def test_damaged_rows_are_not_taken_apart_as_others(
    table: list[tuple[str, tuple[str, ...], int]], at: int, put: str
) -> None:
    pieces = written(table, 8)
    last = pieces[-1]
    pieces[-1] = last[: at % len(last)] + put + last[at % len(last) :]
    apart = taken_apart(pieces)
    if apart is not None:
        assert apart == matched(pieces)


@given(
    kinds,
    st.integers(0, 400),
    st.sampled_from(["1", "{n}", '{n}" s="', '{n}" s="4', ' x="{n}" s="4"', '<c r="B{n}" s="4"/>']),
    st.integers(0, 3),
)
def test_rows_that_are_damaged_alike_are_not_taken_apart_as_others(
    same: tuple[str, ...], at: int, put: str, taken: int
) -> None:
    pieces = []
    for number, piece in enumerate(written([("", same, 0)] * 4, 8), 8):
        place = at % len(piece)
        damage = put.replace("{n}", str(number))
        pieces.append(piece[:place] + damage + piece[place + taken :])
    apart = taken_apart(pieces)
    if apart is not None:
        assert apart == matched(pieces)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="C{n}"', '<c r="C1{n}"'),
        ('<row r="{n}"', '<row r="{n}" hidden="{n}" s="1"'),
        ('<c r="D{n}" s="4"><v>{n}.5</v></c>', '<c r="D9"/>'),
        ("<is><t>a {n}", '<is><t>a {n}" s="4'),
    ],
)
def test_a_number_in_another_place_is_not_taken_for_the_rows(old: str, new: str) -> None:
    pieces = written([("", ("number", "text", "number"), 0)] * 4, 7)
    forged = [
        piece.replace(old.replace("{n}", number), new.replace("{n}", number))
        for piece, number in zip(pieces, map(str, range(7, 11)), strict=True)
    ]
    assert forged != pieces
    assert taken_apart(pieces) is not None
    apart = taken_apart(forged)
    assert apart is None or apart == matched(forged)


@pytest.mark.parametrize(
    "kind", ["number", "nothing", "text", "string", "shared", "formula", "formula of text"]
)
@pytest.mark.parametrize("odd", ["number", "nothing", "number of another format"])
def test_rows_that_are_alike_are_taken_apart(kind: str, odd: str) -> None:
    rows = [("", (kind, "number"), 0)] * 4
    assert taken_apart(written(rows, 8)) is not None
    rows[2] = ("", (kind, odd), 0)
    assert taken_apart(written(rows, 8)) == matched(written(rows, 8)) is not None


def test_rows_of_other_numbers_are_not_taken_apart() -> None:
    rows = written([("", ("number",), 0)] * 4, 8)
    assert taken_apart([rows[0], rows[2], rows[3]]) is None
    assert taken_apart([row.replace('r="8"', 'r="08"') for row in rows]) is None
