"""Numbers in the desk's own words are taken as they stand: what was said of each is said of all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.workbooks.check.cell import made_cell
from xldesk.workbooks.check.numbers import are_written_here, float_of, number_of
from xldesk.workbooks.check.row_block import BlockColumn
from xldesk.workbooks.check.rules.data_digest import number_as_covered
from xldesk.workbooks.encoders import number_text
from xldesk.workbooks.parts import Column
from xldesk.workbooks.read.cell_error import CellError
from xldesk.workbooks.read.decoder import CellDecoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.parts import ColumnType

TYPES: tuple[ColumnType, ...] = (
    "amount", "number", "percent", "ratio", "share", "integer", "date", "time", "text", "flag",
)  # fmt: skip

IN_WORDS = re.compile(
    r"(?:-(?!0$))?(?=[0-9]{1,15}$|[0-9]+\.)(?=[0-9.]{1,16}$)"
    r"(?:0(?:\.(?!0000)[0-9]*[1-9])?|[1-9][0-9]*(?:\.[0-9]*[1-9])?)"
)
"""A number in the desk's own words."""

numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.integers(-(10**17), 10**17).map(str),
    st.decimals(-(10**7), 10**7, places=2).map(number_text),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.from_regex(r"-?[0-9]{1,17}(\.[0-9]{1,17})?", fullmatch=True),
    st.sampled_from(["0", "-0", "0.00001", "0.0001", "1.50", "007", "1e3", "", "-", ".5", "5."]),
)


@given(numbers)
def test_a_number_in_the_desks_words_is_what_its_digits_say(text: str) -> None:
    if are_written_here([text]) and text:
        exact = Decimal(text)
        assert number_of(text) == exact
        assert float_of(text) == float(exact)
        assert number_text(exact) == text == number_as_covered(text)


@given(st.lists(st.decimals(-(10**11), 10**11, places=3).map(number_text)))
def test_what_the_desk_writes_is_in_its_words(texts: list[str]) -> None:
    assert are_written_here([*texts, "", None])


@given(st.lists(st.one_of(numbers, st.text("0123456789.-\n", max_size=8)), max_size=5))
def test_looking_for_other_words_tells_what_the_pattern_of_a_number_tells(texts: list[str]) -> None:
    said = [text for text in texts if text]
    assert are_written_here(texts) == all(map(IN_WORDS.fullmatch, said))


@pytest.mark.parametrize(
    "text", ["-0", "1.50", "007", "1e3", ".5", "5.", "١", "5\n6", "0.00001", "1234567890123456"]
)
def test_other_words_are_not_the_desks(text: str) -> None:
    assert not are_written_here(["1", text])


@given(
    st.sampled_from(TYPES),
    st.lists(st.one_of(numbers, st.none()), min_size=1, max_size=4),
    st.sampled_from([None, ["EUR"], ["JPY"], ["EUR", "JPY"], [None]]),
    st.booleans(),
    st.sampled_from(["input", "data", "calculated"]),
)
def test_a_column_decodes_as_its_cells_do(
    type_: ColumnType,
    texts: list[str | None],
    currencies: Sequence[str | None] | None,
    has_currency: bool,
    role: str,
) -> None:
    column = Column("Amount", "amount", type=type_, role=role)  # type: ignore[arg-type]
    beside = None if currencies is None else [currencies[i % len(currencies)] for i in range(4)]
    found = BlockColumn("n", texts, None)
    one_by_one = [
        decoded(
            column,
            BlockColumn("n", [text], None),
            None if beside is None else [beside[at]],
            has_currency=has_currency,
            at_once=False,
        )
        for at, text in enumerate(texts)
    ]
    errors = [said for said in one_by_one if isinstance(said, tuple)]
    together = decoded(column, found, beside, has_currency=has_currency)
    assert together == (errors[0] if errors else [value for [value] in one_by_one])


@given(
    st.lists(st.sampled_from(["open", "shut", "", None, "-"]), min_size=1, max_size=5),
    st.sampled_from([None, ("open", "shut")]),
    st.sampled_from([None, "A1"]),
)
def test_texts_decode_as_their_cells_do(
    texts: list[str | None], words: tuple[str, ...] | None, formula: str | None
) -> None:
    role = "data" if formula is None else "calculated"
    column = Column("State", "state", type="text", role=role, choices=words)  # type: ignore[arg-type]
    found = BlockColumn("s", texts, formula)
    one_by_one = [decoded(column, BlockColumn("s", [text], formula), None) for text in texts]
    errors = [said for said in one_by_one if isinstance(said, tuple)]
    together = decoded(column, found, None)
    assert together == (errors[0] if errors else [value for [value] in one_by_one])


def decoded(
    column: Column,
    found: BlockColumn,
    currencies: Sequence[str | None] | None,
    *,
    has_currency: bool = False,
    at_once: bool = True,
) -> list[object] | tuple[object, ...]:
    """Return the values and their types, or what is wrong with the first that is none."""
    words = column.choices if not isinstance(column.choices, str) else None
    decoder = CellDecoder(column.name, column, "excel", words, has_currency=has_currency)
    try:
        if at_once:
            values = decoder.column(found, currencies)
        else:
            beside = [None] * len(found.values) if currencies is None else currencies
            values = [
                decoder(made_cell(1, found.kind, text or None, found.formula, "0"), currency)
                for text, currency in zip(found.values, beside, strict=False)
            ]
    except CellError as error:
        return error.code, error.message, error.value
    return [(type(value), value) for value in values]
