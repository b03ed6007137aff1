"""The order in which findings are told: what causes others before what may come of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.sheet_letters import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xldesk.workbooks.check.report import CheckFinding

_SEVERITIES = ("block", "warn", "info")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")

_CAUSES = (
    frozenset({"MACRO", "LINK-EXTERNAL", "CONNECTION", "EMBEDDED", "PROVENANCE"}),
    frozenset({"SHEET-MISSING", "SHEET-HIDDEN", "SHEET-UNREAD", "DAYS-1904"}),
    frozenset({"TABLE-MISSING"}),
    frozenset({"TABLE-COLUMNS", "TABLE-HEADER"}),
    frozenset({"TABLE-ROWS"}),
    frozenset({"CELL-ALTERED", "FORMULA-OVERWRITTEN", "FORMULA-CHANGED", "FORMULA-ADDED"}),
)
"""Codes by how much may come of them, most first; those of the file itself stand before."""

STRUCTURE = frozenset({"SHEET-MISSING", "TABLE-MISSING", "TABLE-COLUMNS", "TABLE-ROWS"})
"""Findings that something is gone which formulas read."""

_EFFECTS = frozenset({"DATA-ALTERED", "CHECKS-FAIL", "RECALC-DIFFERS"})
"""Findings that tell of values, which change with what was removed.

Of cells that were compared with those issued, each says by itself whether it follows.
"""

_LAST = len(_CAUSES) + 3


def in_order(findings: Iterable[CheckFinding], sheets: Sequence[str]) -> list[CheckFinding]:
    """Return findings by severity, cause before effect, then by sheet and cell.

    ``sheets`` are the file's, as their tabs stand.
    """
    places = {name: at for at, name in enumerate(sheets)}
    return sorted(findings, key=lambda found: _key(found, places))


def effects(findings: Sequence[CheckFinding]) -> list[CheckFinding]:
    """Return the findings that follow from others.

    Those that tell of values do where a sheet, table, column or row is not there.
    """
    is_torn = any(found.code in STRUCTURE and not found.follows for found in findings)
    return [found for found in findings if found.follows or (is_torn and found.code in _EFFECTS)]


def cell_of(found: CheckFinding) -> tuple[int, int] | None:
    """Return row and column of a finding's cell, None where it has no single one."""
    match = _CELL.fullmatch(found.place.cell or "")
    return None if match is None else (int(match[2]), number_of(match[1]))


def _key(found: CheckFinding, places: dict[str, int]) -> tuple[int, int, int, tuple[int, int]]:
    sheet = -1 if found.place.sheet is None else places.get(found.place.sheet, len(places))
    return (
        _SEVERITIES.index(found.severity),
        _rank(found),
        sheet,
        cell_of(found) or (0, 0),
    )


def _rank(found: CheckFinding) -> int:
    if found.code.startswith("FILE-"):
        return 0
    if found.follows:
        return _LAST
    cause = next((at for at, codes in enumerate(_CAUSES, start=1) if found.code in codes), None)
    if cause is not None:
        return cause
    return _LAST - 1 if found.code in _EFFECTS else _LAST - 2
