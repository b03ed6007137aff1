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
    """Yield the rules of ``found`` that differ; ``missing`` makes the one for a rule that is gone.

    Over cells that people fill in (``inputs``, by row and column) a rule changes where they copy
    cells: that alters nothing that was issued.
    """
    for rule, areas in found.items():
        kept = issued.get(rule, ())
        added = tuple(area for area in areas if area not in kept)
        if added and not all(_is_within(area, inputs) for area in added):
            verb = "was added" if rule not in issued else "stands on other cells"
            yield altered(sheet, place_of(added), f"{what} {rule} {verb}")
        elif added:
            yield changed(sheet, place_of(added), f"{what} {rule} came with copied cells")
    for rule, areas in issued.items():
        if rule in found:
            continue
        is_input = all(_is_within(area, inputs) for area in areas)
        tell = changed if is_input else missing
        yield tell(sheet, place_of(areas), f"{what} {rule} was taken away")


def place_of(areas: Ranges) -> str | None:
    """Return the first cell of ``areas``, None where they are not written as cells."""
    first = areas[0] if areas else UNKNOWN
    return None if first == UNKNOWN else f"{letters_of(first.first_column)}{first.first_row}"


def _is_within(area: Area, cells: AbstractSet[tuple[int, int]]) -> bool:
    height = area.last_row - area.first_row + 1
    width = area.last_column - area.first_column + 1
    return height * width <= len(cells) and all(
        (row, column) in cells
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    )
