"""The totals row of a table goes with the table's end: what its cells hold, and who reads them."""

from __future__ import annotations

from dataclasses import replace

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.everywhere import follow_moved
from xldesk.excel.engine.references import Bounds
from xldesk.excel.engine.transfer import put_states, refuse_merged, states_in


def refuse_filled(table: str, before: Area, after: Area) -> None:
    """Raise UsageError where the last row of ``after`` has no room for totals that come there.

    ``before`` is the table with its totals row, ``after`` what it is to be.
    """
    old, new = _last_row(before), _last_row(after)
    refuse_merged(old)
    refuse_merged(new)
    for cell in new.held():
        is_total = old.holds(new.at(cell.row, cell.column))
        if not is_total and (cell.value is not None or cell.comment is not None):
            raise UsageError(
                f"{new.address()} becomes the totals row of table {table} and is not empty; clear "
                "it before"
            )


def move_totals(before: Area, after: Area) -> None:
    """Take the totals of the columns that stay from the last row of ``before`` to that of after.

    References to these cells follow, as when cells are cut and put elsewhere.
    """
    left = max(before.column, after.column)
    width = min(before.last_column, after.last_column) - left + 1
    old = before.at(before.last_row, left, 1, width)
    by = after.last_row - before.last_row
    if not by:
        return
    moved = {(row + by, column): state for (row, column), state in states_in(old).items()}
    places = [(row, left + at) for row in (old.row, old.row + by) for at in range(width)]
    put_states(old, moved, places)

    def follow(bounds: Bounds) -> Bounds:
        held = bounds.top == bounds.bottom == old.row
        if held and left <= bounds.left and bounds.right <= old.last_column:
            return replace(bounds, top=old.row + by, bottom=old.row + by)
        return bounds

    follow_moved(old.book, old.sheet, follow)


def _last_row(area: Area) -> Area:
    return area.at(area.last_row, area.column, 1, area.columns)
