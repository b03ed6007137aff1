"""Tell the macros of ``pack --xlsm`` from any other: by their bytes, and by what they start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.errors import MissingError
from xldesk.excel.desktop import plain_sheet, project, ribbon, xlsm
from xldesk.records.place import Place
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.document import all_relations, read_document
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.check.rules.macros import TYPE_ALLOWS, places_of_code
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk_udfs.registry import excel_functions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckReport

_OWN_PLACES = {TYPE_ALLOWS, project.PART}
_OWN_SHEETS = xlsm.SHEETS.keys()
_RIBBON_KINDS = {"extensibility", "usercustomization"}
"""Kinds of relationships to what changes Excel's ribbon (MS-CUSTOMUI 2.1, MS-CUSTOMUI2 2.1)."""

_REMEDY = (
    "use the .xlsx that it was made from, or pack it again with: xldesk pack --xlsm; code that "
    "another version wrote, or a program saved since, cannot be told from changed code"
)


def tell_own_macros(report: CheckReport) -> None:
    """Put into a check's report whose macros a file has.

    Macros of this xldesk, byte for byte, are MACRO-OWN with the settings by which they start
    Python, and no longer MACRO; so the file is looked at further. All other code stays MACRO, and
    so does code whose settings are written in another way than ``write_xlsm`` does.
    """
    added = {found.place.sheet for found in report.findings if found.code == "SHEET-ADDED"}
    if "MACRO" not in report.counts or not added >= _OWN_SHEETS:
        return
    try:
        with Archive(report.path, Limits()) as archive:
            document = read_document(archive, Limits(), ())
            entries = _entries(document)
            is_own = report.counts["MACRO"] == len(_OWN_PLACES) and _is_own(document, entries)
    except (ArchiveError, MissingError):
        is_own = False
    if is_own:
        _take_as_own(report, entries)
    else:
        _say_what_to_do(report)


def _take_as_own(report: CheckReport, entries: Mapping[str, str]) -> None:
    """Put one MACRO-OWN in the place of what was found about macros and their sheets."""
    settings = ", ".join(
        f"{shown(name, None)} = {shown(value, None)}" for name, value in entries.items()
    )
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


def _is_own(document: Document, entries: Mapping[str, str]) -> bool:
    """Tell whether all code, ribbon, buttons and settings are what ``write_xlsm`` puts in."""
    if not all(map(str.isprintable, (*entries, *entries.values()))):
        return False
    archive = document.archive
    count = len(document.sheets)
    expected = {
        project.PART: project.vba_project(excel_functions(), count),
        **xlsm.own_parts(entries, count - len(xlsm.SHEETS)),
    }
    ribbons = [
        relation.target
        for relation in all_relations(document)
        if relation.kind.lower() in _RIBBON_KINDS
    ]
    return (
        set(places_of_code(document)) == _OWN_PLACES
        and {s.name: s.part for s in document.sheets if s.name in _OWN_SHEETS} == xlsm.SHEETS
        and ribbons == [ribbon.PART]
        and all(
            part in archive and archive.read(part) == content for part, content in expected.items()
        )
    )


def _entries(document: Document) -> dict[str, str]:
    """Return the settings that the file shows, by name."""
    part = next(s.part for s in document.sheets if s.name == plain_sheet.SETTINGS_SHEET)
    return {
        cells[1].value or "": (cells[2].value or "") if 2 in cells else ""
        for _, cells, *_ in SheetRows(document, part)
        if 1 in cells
    }
