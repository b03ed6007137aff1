"""Ranges that rules stand on, in one form however a program cut them, and formulas beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from xldesk.workbooks.check.document import Area, area_of
from xldesk.workbooks.formula import plain_formula
from xldesk.workbooks.remembered import remembered
from xldesk.workbooks.sheet_letters import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Ranges = tuple[Area, ...]

UNKNOWN = Area(0, 0, 0, 0)
"""Stands for a range that is not written as cells."""

_CELL = re.compile(
    r"\"(?:[^\"]|\"\")*\"|(?<![a-z0-9_.])(\$?)([a-z]{1,3})(\$?)([0-9]{1,7})(?![a-z0-9_.(])"
)


def ranges_of(written: str) -> list[Area]:
    """Return the ranges of a list such as ``B7:B9 D7``."""
    return [area_of(one) or UNKNOWN for one in written.split()]


def corner_of(areas: list[Area]) -> Area:
    """Return the upper left cell of all ``areas``, which a rule's formulas are written for."""
    row = min((area.first_row for area in areas), default=0)
    column = min((area.first_column for area in areas), default=0)
    return Area(row, column, row, column)


class CellsOf:
    """The cells of ranges that the desk issued, to be asked which other ranges meet them."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._rows: dict[int, list[int]] = {}
        for area in areas:
            for column in range(area.first_column, area.last_column + 1):
                rows = range(area.first_row, area.last_row + 1)
                self._rows.setdefault(column, []).extend(rows)
        for known in self._rows.values():
            known.sort()

    def meet(self, area: Area) -> bool:
        """Tell whether any of the cells stands in ``area``."""
        for column, rows in self._rows.items():
            if area.first_column <= column <= area.last_column:
                at = bisect_left(rows, area.first_row)
                if at < len(rows) and rows[at] <= area.last_row:
                    return True
        return False


def joined(areas: list[Area]) -> Ranges:
    """Return ``areas`` in order; those of the same columns that touch are one.

    Excel cuts the range of a rule where cells are copied, and leaves the pieces.
    """
    found: list[Area] = []
    for area in sorted(areas, key=lambda a: (a.first_column, a.last_column, a.first_row)):
        last = found[-1] if found else None
        if (
            last is not None
            and (last.first_column, last.last_column) == (area.first_column, area.last_column)
            and area.first_row <= last.last_row + 1
        ):
            bottom = max(last.last_row, area.last_row)
            found[-1] = Area(last.first_row, last.first_column, bottom, last.last_column)
        else:
            found.append(area)
    return tuple(found)


@remembered(entries=2_000, longest=1_000)
def relative_formula(formula: str, base: Area) -> str:
    """Return ``formula`` with its cells counted from the cell ``base``, where not fixed.

    So the same rule reads the same over each piece of its range.
    """
    plain = plain_formula(formula)
    return "1" if plain == "true" else _CELL.sub(lambda match: _counted(match, base), plain)


def _counted(match: re.Match[str], base: Area) -> str:
    if match[2] is None:
        return match.group()
    column, row = number_of(match[2].upper()), int(match[4])
    across = f"{column}" if match[1] else f"[{column - base.first_column}]"
    down = f"{row}" if match[3] else f"[{row - base.first_row}]"
    return f"r{down}c{across}"
