"""In which order conditional formats reach a cell, whatever pieces their ranges are cut into."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeVar

from xldesk.workbooks.check.document import Area

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_Rule = TypeVar("_Rule")

_MOST_CELLS = 10_000
"""Cells that are looked at, one for each part of a sheet that its ranges cut out."""


def cell_of_other_order(
    issued: Sequence[tuple[_Rule, Sequence[Area]]],
    found: Sequence[tuple[_Rule, Sequence[Area]]],
    is_free: Callable[[Area], bool],
) -> Area | None:
    """Return the first cell that issued rules reach in another order in ``found``, None for none.

    Both are rules with their ranges, by priority. Ranges that are free (cells that people fill in)
    do not count. Where ``found`` has more pieces than are compared, a cell of it is returned.
    """
    known = {rule for rule, _ in issued}
    kept = [
        (rule, [area for area in areas if not is_free(area)])
        for rule, areas in found
        if rule in known
    ]
    pieces = {area for _, areas in (*issued, *kept) for area in areas}
    rows = sorted({edge for area in pieces for edge in (area.first_row, area.last_row + 1)})
    columns = {edge for area in pieces for edge in (area.first_column, area.last_column + 1)}
    if len(rows) * len(columns) > _MOST_CELLS:
        return min(pieces, key=lambda area: (area.first_row, area.first_column))
    for row, column in product(rows, sorted(columns)):
        was, now = _order_at(row, column, issued), _order_at(row, column, kept)
        if [rule for rule in was if rule in now] != [rule for rule in now if rule in was]:
            return Area(row, column, row, column)
    return None


def _order_at(
    row: int, column: int, rules: Iterable[tuple[_Rule, Sequence[Area]]]
) -> dict[_Rule, None]:
    """Return the rules over a cell, each once, where it comes first."""
    return {
        rule: None
        for rule, areas in rules
        if any(
            area.first_row <= row <= area.last_row
            and area.first_column <= column <= area.last_column
            for area in areas
        )
    }
