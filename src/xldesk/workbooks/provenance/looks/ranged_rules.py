"""Rules that stand on ranges of cells: added, taken away, or standing on other cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from xldesk.workbooks.provenance.difference import Difference, altered, changed
from xldesk.workbooks.provenance.looks.ranges import UNKNOWN
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from xldesk.workbooks.check.document import Area
    from xldesk.workbooks.provenance.looks.ranges import Ranges

_Rule = TypeVar("_Rule")


def rule_differences(
    sheet: str,
    what: str,
    issued: Mapping[_Rule, Ranges],
    found: Mapping[_Rule, Ranges],
    inputs: AbstractSet[tuple[int, int]],
    missing: Callable[[str, str | None, str], Difference],
) -> Iterator[Difference]:
    """Yield the rules of ``found`` that differ; ``missing`` makes those of cells a rule is gone of.

    Over cells that people fill in (``inputs``, by row and column) a rule changes where they copy
    cells: that alters nothing that was issued.
    """
    elsewhere: set[_Rule] = set()
    copied: set[_Rule] = set()
    for rule, areas in found.items():
        kept = issued.get(rule, ())
        added = tuple(area for area in areas if area not in kept)
        if added and not all(is_within(area, inputs) for area in added):
            verb = "was added" if rule not in issued else "stands on other cells"
            elsewhere.add(rule)
            yield altered(sheet, place_of(added), f"{what} {rule} {verb}")
        elif added:
            copied.add(rule)
            yield changed(sheet, place_of(added), f"{what} {rule} came with copied cells")
    for rule, areas in issued.items():
        now = found.get(rule, ())
        lost = tuple(area for area in areas if not any(holds(other, area) for other in now))
        is_input = all(is_within(area, inputs) for area in lost)
        if not lost or rule in elsewhere or (is_input and rule in copied):
            continue
        tell = changed if is_input else missing
        verb = "was taken off some of its cells" if rule in found else "was taken away"
        yield tell(sheet, place_of(lost), f"{what} {rule} {verb}")


def place_of(areas: Ranges) -> str | None:
    """Return the first cell of ``areas``, None where they are not written as cells."""
    first = areas[0] if areas else UNKNOWN
    return None if first == UNKNOWN else f"{letters_of(first.first_column)}{first.first_row}"


def holds(area: Area, other: Area) -> bool:
    """Tell whether all cells of the ``other`` range stand in ``area``."""
    return (
        area.first_row <= other.first_row
        and area.first_column <= other.first_column
        and other.last_row <= area.last_row
        and other.last_column <= area.last_column
    )


def is_within(area: Area, cells: AbstractSet[tuple[int, int]]) -> bool:
    """Tell whether all of ``area`` is among ``cells``, which are rows and columns from 1."""
    height = area.last_row - area.first_row + 1
    width = area.last_column - area.first_column + 1
    return height * width <= len(cells) and all(
        (row, column) in cells
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    )
