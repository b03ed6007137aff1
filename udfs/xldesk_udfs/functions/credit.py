"""``CREDIT`` and ``CATEGORY``: one figure or word of a deal, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

import xlwings as xw

from xldesk.answers.unknown import Unknown
from xldesk_udfs.answering import answered, answers
from xldesk_udfs.arguments import (
    Cell,
    Cells,
    currency_code,
    each_identifier,
    moment_text,
    word,
)
from xldesk_udfs.cell_values import Value, Values, shown
from xldesk_udfs.errors import CellError
from xldesk_udfs.excel_arguments import CELL, RANGE
from xldesk_udfs.host_values import HostValues
from xldesk_udfs.shape import side_by_side

Ids = tuple[str | CellError | None, ...]


@xw.func(category="xldesk")
@xw.arg("opportunity", **RANGE)
@xw.arg("partner", **RANGE)
@xw.arg("category", **CELL)
@xw.arg("model", **CELL)
@xw.arg("as_of", **CELL)
@xw.arg("currency", **CELL)
@xw.ret(HostValues)
@answered
def CREDIT(
    opportunity: Cells,
    partner: Cells,
    category: Cell = None,
    model: Cell = None,
    as_of: Cell = None,
    currency: Cell = None,
) -> Values:
    """Return the credit of a partner on an opportunity, as a number.

    Ranges give a range of the same shape; a column of opportunities beside a row of partners gives
    a table. Deals stay in their own currencies unless one is named.

    Args:
        opportunity: The id of an opportunity, or a range of ids.
        partner: The id of a partner, or a range of ids; DIRECT is what no partner earned.
        category: Only credit lines of this category: sourced, co_sell, influenced or direct.
        model: An attribution model, such as linear; else the policy's own.
        as_of: What the desk knew then: a date, a time, or a position such as "ledger 412"; else
            now.
        currency: A code such as USD: the deal is converted whole at the approved rate of its
            period, then split.

    Returns:
        The credit in whole units, 0 where the partner earned nothing. An unknown id, or a missing
        rate, is #N/A. Empty cells stay empty.

    Example:
        =CREDIT(A2,"P-001")
        =CREDIT(A2:A100,B2:B100,"sourced")
    """
    together, shape = side_by_side(opportunity, partner)
    ids: list[Ids] = [
        (each_identifier(deal, "opportunity"), each_identifier(who, "partner"))
        for deal, who in together
    ]
    asked = [(deal, who) for deal, who in ids if isinstance(deal, str) and isinstance(who, str)]
    found = answers().credit(
        asked,
        word(category, "category"),
        word(model, "model"),
        moment_text(as_of),
        currency_code(currency),
    )
    return shape.of(_in_place(ids, found))


@xw.func(category="xldesk")
@xw.arg("opportunity", **RANGE)
@xw.arg("as_of", **CELL)
@xw.ret(HostValues)
@answered
def CATEGORY(opportunity: Cells, as_of: Cell = None) -> Values:
    """Return the headline category of an opportunity: sourced, co_sell, influenced or direct.

    A range gives a range of the same shape.

    Args:
        opportunity: The id of an opportunity, or a range of ids.
        as_of: What the desk knew then: a date, a time, or a position such as "ledger 412"; else
            now.

    Returns:
        The category; of a lost deal or one without an amount, which are not credited, by what
        counts on it. An unknown id is #N/A. Empty cells stay empty.

    Example:
        =CATEGORY(A2)
    """
    together, shape = side_by_side(opportunity)
    ids: list[Ids] = [(each_identifier(deal, "opportunity"),) for (deal,) in together]
    asked = [deal for (deal,) in ids if isinstance(deal, str)]
    return shape.of(_in_place(ids, answers().category(asked, moment_text(as_of))))


def _in_place(ids: Sequence[Ids], found: Sequence[Value | Unknown]) -> list[Value]:
    """Return the answers where ids were given, and empty cells and errors where those were."""
    answer = iter(found)
    return [shown(next(answer)) if _is_asked(own) else _not_asked(own) for own in ids]


def _is_asked(ids: Ids) -> bool:
    return all(isinstance(found, str) for found in ids)


def _not_asked(ids: Ids) -> CellError | None:
    return next((found for found in ids if isinstance(found, CellError)), None)
