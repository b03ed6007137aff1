"""Which controls show other figures than the workbook did before: counted, and listed for people.

The list grows: each run adds the figures that it changed, with the state before and the state now.
So a run that changes none leaves it as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.workbooks.sheet_letters import letters_of
from xldesk_udfs.macros.own_sheet import OwnSheet
from xldesk_udfs.macros.table_columns import column, shown, table_named

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    import xlwings as xw

    from xldesk_udfs.macros.about import About
    from xldesk_udfs.macros.host import Host

SHEET = "Changed controls"
_TABLE = "ChangedControls"
_COLUMNS = ("From position", "To position", "As of", "Id", "Control", "Figure", "Before", "Now")
FIGURES = ("Status", "Examined", "Exceptions", "Amount at stake")
"""The columns of the sheet Controls that say how a control stands."""

_SAYS = (
    "Figures of controls that a run changed: what the workbook showed before, and what it shows."
)
_FOR_PEOPLE = "For people: anyone can write on this sheet, and it proves nothing."
_MOST_NAMED = 3


class Shown(NamedTuple):
    """What a cell of a control shows, and its place as a message says it."""

    value: Any
    place: str


Controls = dict[str, dict[str, Shown]]
"""What each control shows, by its id and the name of the column."""


class ChangedFigure(NamedTuple):
    """A figure of a control that is another one now; None where there was or is no such control."""

    control: str
    title: str
    figure: str
    before: Any
    now: Any


def controls_shown(book: xw.Book) -> Controls:
    """Return what the controls of ``book`` show, in their order; nothing without their table.

    Raises UsageError where a column of it is missing.
    """
    table = table_named(book, "Controls")
    if table is None:
        return {}
    ids = shown(column(table, "Id"))
    found: Controls = {str(one): {} for one in ids if one is not None}
    for name in ("Control", *FIGURES):
        cells = column(table, name)
        above = f"{cells.sheet.name}!{letters_of(cells.column)}"
        for at, (one, value) in enumerate(zip(ids, shown(cells), strict=True), cells.row):
            if one is not None:
                found[str(one)][name] = Shown(value, f"{above}{at}")
    return found


def changed_figures(
    before: Controls, now: Controls, put_back: Container[str]
) -> list[ChangedFigure]:
    """Return the figures that differ, by the order of the controls now; those gone come last.

    Places that were ``put_back`` are left out: somebody altered them, the desk did not.
    """
    return list(_changed(before, now, put_back))


def _changed(before: Controls, now: Controls, put_back: Container[str]) -> Iterator[ChangedFigure]:
    nothing = Shown(None, "")
    for one in (*now, *(gone for gone in before if gone not in now)):
        then, today = before.get(one, {}), now.get(one, {})
        title = str((today or then)["Control"].value or "")
        for name in FIGURES:
            old, new = then.get(name, nothing), today.get(name, nothing)
            if (old.value or None) != (new.value or None) and old.place not in put_back:
                yield ChangedFigure(one, title, name, old.value, new.value)


def said_of_changes(changed: Sequence[ChangedFigure], position: int) -> str:
    """Return in a sentence how many controls changed against what stood at ``position`` before."""
    controls = list(dict.fromkeys(figure.control for figure in changed))
    if not controls:
        return "No control changed."
    more = len(controls) - _MOST_NAMED
    named = ", ".join(controls[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return (
        f"{len(controls)} control{'' if len(controls) == 1 else 's'} changed against position "
        f"{position} ({named}), in {len(changed)} figure{'' if len(changed) == 1 else 's'}: the "
        f"sheet {SHEET} says from what to what."
    )


def changes_sheet(book: xw.Book) -> OwnSheet:
    """Return the sheet that lists what changed, whether it is there or not.

    Raises UsageError where a sheet of that name is somebody else's.
    """
    return OwnSheet(book, SHEET, _TABLE, _COLUMNS)


def list_changes(
    sheet: OwnSheet, changed: Sequence[ChangedFigure], before: About, now: About, host: Host
) -> None:
    """Add what changed, if anything, to the sheet that lists it."""
    if not changed:
        return
    state = (before.position, now.position, f"{now.as_of:%Y-%m-%d %H:%M} UTC")
    rows = [(*state, *map(_in_a_line, figure)) for figure in changed]
    sheet.put([*sheet.rows(), *rows], host, _SAYS, _FOR_PEOPLE)
    sheet.fit()


def _in_a_line(value: Any) -> Any:
    """Return amounts of several currencies, a line each, in one line."""
    return "; ".join(value.splitlines()) if isinstance(value, str) else value
