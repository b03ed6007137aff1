"""Two different people sign, each with a day where a result stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.people import name_problem, two_people
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, says_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableView

CODE = "SIGN-SAME"
_LINES = frozenset({"SignOff", "PolicySignOff"})
"""Tables in which each row is one person's signature."""

_PAIRS = {"Controls": ("first", "second")}
"""Fields that hold the two names of one row, by table."""

_NAME, _DAY, _RESULT = "name", "day", "result"


class TwoSignatures(Rule):
    """Finds names that are not two people's, and results that nobody signed.

    What a macro refuses to sign is not signed by hand either (``records.people``).
    """

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows are of those that people sign."""
        return table is not None and table.spec.name in {*_LINES, *_PAIRS}

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield findings about the names of a row, beside those that stand above it."""
        if row.table is None or row.is_header:
            return
        name = row.table.spec.name
        places = {column.field: number for number, column in row.table.columns.items()}
        if name in _LINES:
            names = self._names.setdefault(name, [])
            yield from _judged(row, places.get(_NAME), names)
            yield from _unsigned(row, places)
        elif name in _PAIRS:
            names = []
            for field in _PAIRS[name]:
                yield from _judged(row, places.get(field), names)


def _judged(row: SheetRow, place: int | None, names: list[str]) -> Iterator[CheckFinding]:
    """Judge the name at ``place`` beside ``names``, which it then joins."""
    cell = None if place is None else row.cells.get(place)
    if place is None or cell is None or not cell.value:
        return
    problem = name_problem(cell.value)
    others = (two_people(other, cell.value) for other in names if problem is None)
    problem = problem or next((found for found in others if found is not None), None)
    names.append(cell.value)
    if problem is not None:
        yield cell_finding(row, place, CODE, problem, "let another person sign in their own name")


def _unsigned(row: SheetRow, places: dict[str, int]) -> Iterator[CheckFinding]:
    result = places.get(_RESULT)
    if result is None or not says_something(row.cells.get(result)):
        return
    missing = [
        word for word in (_NAME, _DAY) if not says_something(row.cells.get(places.get(word, 0)))
    ]
    if missing:
        message = f"a result stands here without {' and '.join(f'a {word}' for word in missing)}"
        yield cell_finding(row, result, CODE, message, "fill in who decided and when, or clear it")
