"""Places that stand for a number: the column of XFD1 is 16,384 wherever it is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from xldesk.workbooks.lint.expression import Expression
    from xldesk.workbooks.lint.rule import Formula

_CELL = r"(?:\$?[A-Za-z]{1,3}\$?[0-9]{1,7}|\$?[A-Za-z]{1,3}|\$?[0-9]{1,7})"
_CELLS = re.compile(rf"(?:[^\[\]]*!)?{_CELL}(?::{_CELL})?")
_CELL_FACTS = re.compile(r'"(?!contents")[a-z]+"', re.IGNORECASE)
"""What CELL tells of a cell beside what it holds."""

_FIXED = {
    "ROW": re.compile(r"\$[0-9]"),
    "ROWS": re.compile(r"\$[0-9]"),
    "COLUMN": re.compile(r"\$[A-Za-z]"),
    "COLUMNS": re.compile(r"\$[A-Za-z]"),
}


def counters_of(formula: Formula) -> frozenset[str]:
    """Return the place functions that may count the cells ``formula`` is filled into."""
    down = {"ROW", "ROWS"} if formula.goes_down else set()
    return frozenset(down | ({"COLUMN", "COLUMNS"} if formula.goes_across else set()))


def is_fixed_place(call: Expression, counters: AbstractSet[str]) -> bool:
    """Tell whether a place function asks for cells by letter and number, and is no counter.

    A counter differs from cell to cell: ``ROW(A1)``, ``ROWS($A$1:A1)``.
    """
    if call.name == "AREAS" and [part.kind for part in call.parts] == ["union"]:
        return all(_CELLS.fullmatch(part.text) for part in call.parts[0].parts)
    if call.name == "CELL":
        return (
            len(call.parts) == 2
            and _CELL_FACTS.fullmatch(call.parts[0].text) is not None
            and _CELLS.fullmatch(call.parts[1].text) is not None
        )
    if len(call.parts) != 1 or not _CELLS.fullmatch(call.parts[0].text):
        return False
    if call.name not in counters:
        return True
    edges = call.parts[0].text.rpartition("!")[2].split(":")
    are_fixed = [_FIXED[call.name].search(edge) is not None for edge in edges]
    counts = are_fixed == [False] if call.name in {"ROW", "COLUMN"} else len(set(are_fixed)) > 1
    return not counts
