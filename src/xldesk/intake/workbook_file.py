"""A workbook file, checked before any reader parses it: its parts, its sheets, its traps."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.shared_strings import SharedStrings
from xldesk.intake.sheet_scan import SheetScan
from xldesk.intake.survey import MEGABYTE, refuse_unpacked
from xldesk.intake.zip_parts import checked_parts, damaged, unpacked

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from lxml import etree

    from xldesk.policy.process import Limits

LARGEST_INDEX = 10_000_000
"""Bytes of the parts that only list sheets and relations."""

_OTHER_PARTS = {
    "xl/workbook.bin": "a binary workbook (.xlsb); save it as .xlsx",
    "word/document.xml": "a Word document; save the table as CSV or .xlsx",
    "ppt/presentation.xml": "a presentation; save the table as CSV or .xlsx",
    "content.xml": "an OpenDocument file (.ods); save it as .xlsx",
}
SHARED_STRINGS = "sharedstrings.xml"
_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")
_XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet of a workbook, and what a look through its XML has found."""

    name: str
    hidden: bool
    scan: SheetScan


def sheets_of(path: Path, limits: Limits) -> tuple[Sheet, ...]:
    """Return the worksheets of the workbook at ``path`` in order, after every part was looked at.

    Raises UsageError, saying what to do, for a file that is no workbook, is not whole, has a DTD
    or entities, or goes beyond the ``limits`` when unpacked.
    """
    parts = checked_parts(path, limits)
    _refuse_other_files(path, parts)
    listed = _listed_sheets(path, parts)
    if not listed:
        raise UsageError(f"{path} has no worksheet; save the table as a sheet of a workbook")
    scans = {part: SheetScan() for part, _, _ in listed}
    strings = SharedStrings()
    for name, info in parts.items():
        pieces = _without_markup(path, info)
        if name in scans:
            scans[name].look_through(pieces)
            _refuse_large(path, scans[name], limits)
        elif name.endswith(SHARED_STRINGS):
            strings.look_through(pieces)
        else:
            for _ in pieces:
                pass
    for part, scan in scans.items():
        most = limits.max_unpacked_megabytes * MEGABYTE
        if strings.longest * scan.cells > most:
            repeated = strings.repeated(unpacked(path, parts[part]))
            refuse_unpacked(path, repeated, repeated, limits)
    return tuple(Sheet(name, hidden, scans[part]) for part, name, hidden in listed)


def _refuse_other_files(path: Path, parts: Collection[str]) -> None:
    for part, what in _OTHER_PARTS.items():
        if part in parts:
            raise UsageError(f"{path} is {what}")
    if "[content_types].xml" not in parts:
        raise UsageError(
            f"{path} is a zip file, not a workbook; unpack it and name the files in it"
        )


def _refuse_large(path: Path, scan: SheetScan, limits: Limits) -> None:
    area = scan.last_row * scan.last_column
    if max(area, scan.cells) > limits.max_sheet_cells:
        raise UsageError(
            f"{path}: a sheet of {scan.last_row:,} rows and {scan.last_column:,} columns; the "
            f"policy allows {limits.max_sheet_cells:,} cells (limits.max_sheet_cells): delete "
            "empty rows and columns, save it as CSV, or raise the limit"
        )
    if scan.unplaced:
        raise UsageError(
            f"{path}: {scan.unplaced:,} cells do not say where they stand; open the workbook in "
            "Excel and save it again"
        )
    heights = sum(last - first + 1 for first, _, last, _ in scan.merged)
    if len(scan.merged) > limits.max_merged_ranges or heights > limits.max_sheet_cells:
        raise UsageError(
            f"{path}: a sheet with {len(scan.merged):,} merged ranges, the policy allows "
            f"{limits.max_merged_ranges:,} (limits.max_merged_ranges); unmerge them"
        )


def _without_markup(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's bytes; raise UsageError where they are XML that could make more of itself."""
    if not info.filename.casefold().endswith(_XML):
        yield from unpacked(path, info)
        return
    tail = b""
    for piece in unpacked(path, info):
        seen = tail + piece
        if any(mark in seen for mark in _MARKUP) or (not tail and b"\0" in seen[:8]):
            raise UsageError(
                f"{path}: {info.filename} declares entities or another encoding, which no "
                "spreadsheet program writes; ask where the file comes from"
            )
        tail = seen[-16:]
        yield piece


def _listed_sheets(path: Path, parts: dict[str, zipfile.ZipInfo]) -> list[tuple[str, str, bool]]:
    """Return part, name and whether it is hidden of each worksheet in the workbook's order."""
    root = _relations(path, parts, "_rels/.rels", "")
    workbook = next((target for kind, target in root.values() if kind == "officeDocument"), "")
    if workbook not in parts:
        raise damaged(path)
    folder, name = posixpath.split(workbook)
    relations = _relations(path, parts, f"{folder}/_rels/{name}.rels", folder)
    found = []
    for sheet in _elements(_index(path, parts[workbook]), "sheet"):
        relation = next((v for k, v in sheet.items() if k.endswith("}id")), "")
        kind, part = relations.get(relation, ("", ""))
        if kind == "worksheet" and part in parts:
            hidden = sheet.get("state", "visible") != "visible"
            found.append((part, sheet.get("name", ""), hidden))
    return found


def _relations(
    path: Path, parts: dict[str, zipfile.ZipInfo], part: str, folder: str
) -> dict[str, tuple[str, str]]:
    """Return kind and target part of each relation by its id."""
    if part not in parts:
        raise damaged(path)
    found = {}
    for relation in _elements(_index(path, parts[part]), "Relationship"):
        target = relation.get("Target", "")
        whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = (kind, posixpath.normpath(whole).casefold())
    return found


def _index(path: Path, info: zipfile.ZipInfo) -> etree._Element:
    from lxml import etree  # noqa: PLC0415  # loaded for workbooks only

    if info.file_size > LARGEST_INDEX:
        raise damaged(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(b"".join(_without_markup(path, info)), parser)
    except etree.XMLSyntaxError as error:
        raise damaged(path) from error


def _elements(root: etree._Element, name: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each element of a name, whatever its namespace."""
    for element in root.iter(f"{{*}}{name}"):
        yield {str(key): str(value) for key, value in element.attrib.items()}
