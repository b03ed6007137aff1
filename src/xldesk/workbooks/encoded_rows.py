"""Rows of a table become XML: column by column, which is three times as fast as cell by cell."""

from __future__ import annotations

import math
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.workbooks.digest_text import calculated_numbers, calculated_text
from xldesk.workbooks.encoded_column import (
    FEW,
    ColumnValueError,
    EncodedColumn,
    amounts_together,
    encode_column,
    texts_together,
)
from xldesk.workbooks.layout import row_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.encoders import ColumnEncoder
    from xldesk.workbooks.table_plan import ColumnPlan, TablePlan

_NOTHING = ("",)


class EncodedRows(NamedTuple):
    """Rows of a table: their XML, what the digest covers of them, and their columns."""

    text: str
    digested: bytes
    columns: list[EncodedColumn]


def encode_rows(
    plan: TablePlan, columns: Sequence[Sequence[Any]], numbers: range, index: int
) -> EncodedRows:
    """Return rows with these ``numbers``, the first of which has ``index`` in the table.

    ``columns`` are the values of each. Raises ColumnValueError for a value its column does not
    take.
    """
    plans = plan.columns(index)
    together = _together(plan, plans, columns) if len(numbers) > FEW else {}
    encoded = [together.get(at) or _encoded(one, columns, at) for at, one in enumerate(plans)]
    digested = [_digested(plans[at], encoded[at]) for at in plan.digested]
    told = zip(*digested, strict=True) if digested else repeat((), len(numbers))
    cells = [column.cells for column in encoded]
    if plan.wraps:
        lines = _line_counts(plans, encoded, len(numbers))
        cells.insert(0, [f"{row_height(count):g}" for count in lines])
    pieces, end = plan.row_pieces(tuple([column.form for column in encoded]))
    between = chain.from_iterable(zip(pieces.of(numbers), cells, strict=True))
    texts = zip(*between, repeat(end, len(numbers)), strict=True)
    return EncodedRows(
        "".join(chain.from_iterable(texts)),
        "\x1e".join(chain(_NOTHING, map("\x1f".join, told))).encode(),
        encoded,
    )


def _together(
    plan: TablePlan, plans: Sequence[ColumnPlan], columns: Sequence[Sequence[Any]]
) -> dict[int, EncodedColumn]:
    """Return the columns that are usual and alike, by their index."""
    found: dict[int, EncodedColumn] = {}
    if plan.texts:
        made = texts_together(*_alike(plan.texts, plans, columns))
        found.update(zip(plan.texts, made or (), strict=False))
    for currency, alike in plan.amounts.items():
        made = amounts_together(*_alike(alike, plans, columns), columns[currency])
        found.update(zip(alike, made or (), strict=False))
    return found


def _alike(
    found: Sequence[int], plans: Sequence[ColumnPlan], columns: Sequence[Sequence[Any]]
) -> tuple[list[ColumnEncoder], list[Sequence[Any]]]:
    return [plans[at].encoder for at in found], [columns[at] for at in found]


def _encoded(plan: ColumnPlan, columns: Sequence[Sequence[Any]], at: int) -> EncodedColumn:
    currencies = None if plan.currency is None else columns[plan.currency]
    try:
        return encode_column(plan.encoder, columns[at], currencies)
    except ColumnValueError as error:
        raise ColumnValueError(error.index, f"column {plan.name}: {error}") from error


def _digested(plan: ColumnPlan, column: EncodedColumn) -> Sequence[str]:
    """Return a column's texts as the digest covers them."""
    if not plan.is_recalculated or plan.encoder.is_exact:
        return column.texts
    if plan.encoder.is_number:
        return calculated_numbers(column.texts)
    return list(map(calculated_text, column.texts))


def _line_counts(
    plans: Sequence[ColumnPlan], columns: Sequence[EncodedColumn], count: int
) -> list[int]:
    """Return how many lines each row takes."""
    lines = [1] * count
    for plan, column in zip(plans, columns, strict=True):
        if plan.per_line and column.longest > plan.per_line:
            lines = [
                max(before, _lines(text, plan.per_line)) if len(text) > plan.per_line else before
                for before, text in zip(lines, column.texts, strict=True)
            ]
    return lines


def _lines(text: str, per_line: int) -> int:
    """Return about how many lines wrapped ``text`` takes; words leave some room unused."""
    room = per_line * 0.92
    return sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n"))
