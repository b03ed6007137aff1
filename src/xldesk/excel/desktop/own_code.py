"""Tell the macros of ``pack --xlsm`` from any other: by their bytes, and by what they start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.errors import MissingError
from xldesk.excel.desktop import buttons, plain_sheet, project, ribbon, xlsm
from xldesk.excel.desktop.macros import macros
from xldesk.records.finding import Place
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.check.rules.macros import TYPE_ALLOWS, places_of_code
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk_udfs.registry import excel_functions

if TYPE_CHECKING:
    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckReport

_OWN_PLACES = {TYPE_ALLOWS, project.PART}
_OWN_SHEETS = {plain_sheet.MACROS_SHEET, plain_sheet.SETTINGS_SHEET}
_REMEDY = (
    "use the .xlsx that it was made from, or pack it again with: xldesk pack --xlsm; code that "
    "another version wrote, or a program saved since, cannot be told from changed code"
)


def tell_own_macros(report: CheckReport) -> None:
    """Put into a check's report whose macros a file has.

    Macros of this xldesk, byte for byte, are MACRO-OWN with the settings by which they start
    Python, and no longer MACRO; so the file is looked at further. All other code stays MACRO.
    """
    added = {found.place.sheet for found in report.findings if found.code == "SHEET-ADDED"}
    if "MACRO" not in report.counts or not added >= _OWN_SHEETS:
        return
    try:
        with Archive(report.path, Limits()) as archive:
            document = read_document(archive, Limits(), ())
            is_own = report.counts["MACRO"] == len(_OWN_PLACES) and _is_own(document)
            settings = _settings(document)
    except (ArchiveError, MissingError):
        is_own = False
    if is_own:
        _take_as_own(report, settings)
    else:
        _say_what_to_do(report)


def _take_as_own(report: CheckReport, settings: str) -> None:
    """Put one MACRO-OWN in the place of what was found about macros and their sheets."""
    others = [
        found
        for found in report.findings
        if found.code == "SHEET-ADDED" and found.place.sheet not in _OWN_SHEETS
    ]
    report.drop("MACRO")
    report.drop("SHEET-ADDED")
    report.add(
        finding_at(
            Place(file=report.path.name, sheet=plain_sheet.SETTINGS_SHEET),
            "MACRO-OWN",
            f"the macros are those of xldesk; they start Python by {settings}",
            "enable macros where these settings are yours; where not, use the .xlsx",
        )
    )
    for found in others:
        report.add(found)


def _say_what_to_do(report: CheckReport) -> None:
    """Say of code in a workbook made for the desktop what helps beside asking its sender."""
    report.findings = [
        replace(found, remedy=_REMEDY) if found.code == "MACRO" else found
        for found in report.findings
    ]


def _is_own(document: Document) -> bool:
    """Tell whether all code, ribbon and buttons are what ``write_xlsm`` puts in."""
    archive = document.archive
    expected = {
        project.PART: project.vba_project(excel_functions(), len(document.sheets)),
        ribbon.PART: ribbon.ribbon(macros()),
        xlsm.DRAWING: buttons.buttons(macros()),
    }
    return set(places_of_code(document)) == _OWN_PLACES and all(
        part in archive and archive.read(part) == content for part, content in expected.items()
    )


def _settings(document: Document) -> str:
    """Return the settings of the file as a message shows them."""
    part = next(s.part for s in document.sheets if s.name == plain_sheet.SETTINGS_SHEET)
    return ", ".join(
        f"{shown(cells[1].value)} = {shown(cells[2].value)}"
        for _, cells, _ in SheetRows(document, part)
        if 1 in cells and 2 in cells
    )
