"""Differences as findings of a check: what to do about each, and each cell said once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.records.place import Place
from xldesk.workbooks.check.order import cell_of
from xldesk.workbooks.check.report import finding_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.check.report import CheckFinding, CheckReport
    from xldesk.workbooks.provenance.difference import Difference

TO_OWN_SHEET = "move it to a sheet of your own"
"""What to do about something that people wrote beside or below what the desk issues."""

_FORGED = "its formula is as issued, and nothing that it reads is another"

_SAID_BY_CELL = frozenset(
    {
        "TABLE-HEADER",
        "CELL-TYPE",
        "CELL-TEXT",
        "CELL-ERROR",
        "FORMULA-ADDED",
        "FORMULA-OVERWRITTEN",
        "FORMULA-CHANGED",
        "AMOUNT-DECIMALS",
        "AMOUNT-CURRENCY",
        "CHOICE-UNKNOWN",
        "REF-UNKNOWN",
        "CHECKS-FAIL",
    }
)
"""What a check says of a cell, and what needs no saying where both values are known."""

_SAID_OF_ENTRIES = frozenset({"INPUT-OUTSIDE", "NOTE-BESIDE"})
"""What a check says better than that the desk issued nothing there: its remedy is kept."""


def finding_of(difference: Difference, file: str, again: str) -> CheckFinding:
    """Return what differs as a finding; ``again`` says how to issue the workbook again."""
    place = Place(file=file, sheet=difference.sheet, cell=difference.cell)
    message = difference.message
    if difference.about == "figure" and not difference.follows:
        message = f"{message}; {_FORGED}"
    finding = finding_at(place, difference.code, message, _remedy(difference, again))
    return replace(finding, follows=difference.follows, is_addition=_is_addition(difference))


def _is_addition(difference: Difference) -> bool:
    """Tell whether a value stands where the desk issued nothing."""
    trace = difference.trace
    return difference.about == "typed" and trace is not None and trace.was in {None, ""}


def _is_beside(difference: Difference) -> bool:
    """Tell whether a value or formula stands outside of tables, where the desk issued nothing."""
    trace = difference.trace
    return (
        difference.about in {"typed", "formula"}
        and trace is not None
        and not trace.table
        and trace.formula is None
        and trace.was in {None, ""}
    )


def _remedy(difference: Difference, again: str) -> str:
    if difference.code == "FORM-LONGER":
        return "nothing"
    if difference.code == "LINK-OF-MACRO":
        return "nothing; pack issues the workbook without it"
    if difference.remedy or difference.about == "missing":
        return f"{difference.remedy or 'put it back'}, or {again}"
    if _is_beside(difference):
        return f"{TO_OWN_SHEET}, or clear it"
    if _is_addition(difference):
        return f"clear it, or {again}"
    return {
        "typed": f"put back what the desk issued, or {again}",
        "formula": f"copy the formula from another cell of its column, or {again}",
        "figure": f"do not use it and type nothing over it: {again}",
        "hidden": "select all and choose Unhide, or clear the filter, and check again",
    }.get(
        difference.about,
        "look at it before you use the file"
        if difference.code == "LOOK-CHANGED"
        else f"do not read the figures here: {again}",
    )


def add_once(findings: Sequence[CheckFinding], report: CheckReport) -> bool:
    """Add what a comparison found to the ``report`` of a check, and leave each cell said once.

    The finding with both values stays. What the check says of a sheet or row that the comparison
    names by itself is left out of the report, and so are additions in a row of which the check
    says that they stand beside or under a form. Returns whether any other one blocks, also one
    that the check says already.
    """
    outside = {_row(one) for one in report.findings if one.code in _SAID_OF_ENTRIES}
    findings = [one for one in findings if not (one.is_addition and _row(one) in outside)]
    missing = {one.place.sheet for one in report.findings if one.code == "SHEET-MISSING"}
    remedies = {
        (one.place.sheet, one.place.cell): one.remedy
        for one in report.findings
        if one.code in _SAID_OF_ENTRIES
    }
    kept = [
        replace(one, remedy=remedies.get((one.place.sheet, one.place.cell), one.remedy))
        if one.code == "CELL-ALTERED"
        else one
        for one in findings
        if one.place.cell or one.code != "CELL-ALTERED" or one.place.sheet not in missing
    ]
    cells = {(one.place.sheet, one.place.cell) for one in kept if one.code == "CELL-ALTERED"}
    columns = {
        (one.place.sheet, one.place.cell or one.message)
        for one in kept
        if one.code == "TABLE-COLUMNS"
    }
    rows = {one.place.sheet for one in kept if one.code == "TABLE-ROWS"}
    hidden = {one.place.sheet for one in kept if " hidden" in one.message}
    report.drop_where(
        lambda one: (
            one.code == "DATA-ALTERED"  # every cell was compared, which says more
            or (
                one.code in _SAID_BY_CELL | _SAID_OF_ENTRIES
                and (one.place.sheet, one.place.cell) in cells
            )
            or (
                one.code in {"TABLE-COLUMNS", "TABLE-HEADER"}
                and (one.place.sheet, one.place.cell or one.message) in columns
            )
            or (one.code == "TABLE-ROWS" and one.place.sheet in rows)
            or (one.code == "ROWS-HIDDEN" and one.place.sheet in hidden)
        )
    )
    for finding in kept:
        report.add(finding)
    return any(finding.severity == "block" for finding in findings)


def _row(finding: CheckFinding) -> tuple[str | None, int]:
    """Return the sheet and the row of a finding about a cell, row 0 for one about more."""
    cell = cell_of(finding)
    return finding.place.sheet, 0 if cell is None else cell[0]
