"""The sheets that macros add behind those that the desk issues: how each is known, and leaves.

They are for people and prove nothing: anyone can write on them. So a check says which macro adds
such a sheet, and looks at what stands on it as on any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class MacroSheet(NamedTuple):
    """The one table of a sheet, the macro that writes it, and how the sheet leaves the file."""

    table: str
    macro: str
    leaves: str


_BY_HAND = "keep elsewhere what you need of it, and delete the sheet before the file goes on"
_FILLING = "refresh, quarter_close_audit or prepare_tracker"
_FINDINGS = MacroSheet(
    "WorkbookFindings",
    "validate_workbook",
    "it leaves with the marks: run validate_workbook when all is mended, or refresh",
)
MACRO_SHEETS = {
    "Earlier entries": MacroSheet("EarlierEntries", _FILLING, _BY_HAND),
    "Cells put back": MacroSheet("CellsPutBack", _FILLING, _BY_HAND),
    "Changed controls": MacroSheet("ChangedControls", "quarter_close_audit", _BY_HAND),
    "Reconciliation with desk": MacroSheet("ReconciliationWithDesk", "reconcile", _BY_HAND),
    "Findings": _FINDINGS,
    "Workbook findings": _FINDINGS,
}
"""By the sheet's name; the findings have the second one where the desk issues the first itself."""


def macro_sheet(name: str, tables: Sequence[str]) -> MacroSheet | None:
    """Return which sheet of a macro this is, by its name and its only table; None for others."""
    known = MACRO_SHEETS.get(name)
    return known if known is not None and list(tables) == [known.table] else None
