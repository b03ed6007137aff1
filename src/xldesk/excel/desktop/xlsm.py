"""A desktop workbook: the parts of an .xlsx as they are, with macros, a ribbon and two sheets."""

from __future__ import annotations

import posixpath
import re
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from xldesk.excel.desktop import buttons, plain_sheet, project, ribbon
from xldesk.excel.desktop.macros import macros
from xldesk.workbooks.package import AtomicFile, PackageWriter, Part, deflated, read_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from xldesk_udfs.registry import ExcelFunction

_TYPES_PART = "[Content_Types].xml"
_ROOT_RELATIONS = "_rels/.rels"
_BOOK, _BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
DRAWING = "xl/drawings/drawingMacros.xml"
SHEETS = {
    plain_sheet.MACROS_SHEET: "xl/worksheets/sheetMacros.xml",
    plain_sheet.SETTINGS_SHEET: "xl/worksheets/sheetSettings.xml",
}
"""The sheets that come last, and the parts that hold them."""

_DRAWING_ID = "rId1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PROJECT_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_PLAIN_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_OPENING = re.compile(rb"<sheetPr(?=[\s/>])|<worksheet[^>]*>")
_PIECE = 256 * 1024


def write_xlsm(
    source: Path, target: Path, functions: Sequence[ExcelFunction], entries: Mapping[str, str]
) -> None:
    """Write the workbook at ``source``, stamped by the desk, with macros to ``target``.

    ``entries`` are the settings for xlwings by name. Every cell keeps its value and formula, and
    equal input gives equal bytes. Raises MissingError without pyOpenVBA, UsageError where the file
    cannot be written.
    """
    parts = read_parts(source.read_bytes())
    book = etree.fromstring(parts[_BOOK].content(), _PARSER)
    relations = etree.fromstring(parts[_BOOK_RELATIONS].content(), _PARSER)
    code_names = _code_names(book, relations)
    count = len(code_names)
    added = {
        project.PART: project.vba_project(tuple(functions), count + len(SHEETS)),
        **own_parts(entries, count),
    }
    changed = {
        _TYPES_PART: _with_types(parts[_TYPES_PART].content()),
        _ROOT_RELATIONS: _with_ribbon(parts[_ROOT_RELATIONS].content()),
        _BOOK: _with_sheets(book, relations, count),
        _BOOK_RELATIONS: _written(relations),
    }
    with AtomicFile(target) as file:
        package = PackageWriter(file)
        for name, part in parts.items():
            if name in changed:
                package.add(deflated(name, changed[name]))
            elif name in code_names:
                package.add_chunks(name, _named(part, code_names[name]))
            else:
                package.add(part)
        for name, content in added.items():
            package.add(deflated(name, content))
        package.close()


def _code_names(book: etree._Element, relations: etree._Element) -> dict[str, str]:
    """Return what VBA calls each sheet, by part, in the order of the sheets."""
    targets = {element.get("Id"): element.get("Target", "") for element in relations}
    sheets = book.iter(f"{{{_MAIN}}}sheet")
    parts = (targets[sheet.get(f"{{{_OFFICE}}}id")] for sheet in sheets)
    return {
        posixpath.normpath(posixpath.join("/xl", part)).lstrip("/"): project.sheet_code_name(at)
        for at, part in enumerate(parts, start=1)
    }


def own_parts(entries: Mapping[str, str], count: int) -> dict[str, bytes]:
    """Return ribbon, buttons and the sheets that come after the ``count`` of the workbook, by part.

    ``entries`` are the settings for xlwings by name.
    """
    first, second = (project.sheet_code_name(count + at) for at in (1, 2))
    macros_part, settings_part = SHEETS.values()
    led = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
    _relate(led, _DRAWING_ID, f"{_OFFICE}/drawing", f"/{DRAWING}")
    folder, name = posixpath.split(macros_part)
    return {
        ribbon.PART: ribbon.ribbon(macros()),
        DRAWING: buttons.buttons(macros()),
        macros_part: plain_sheet.macros_sheet(macros(), first, _DRAWING_ID),
        f"{folder}/_rels/{name}.rels": _written(led),
        settings_part: plain_sheet.settings_sheet(entries, second),
    }


def _named(part: Part, code_name: str) -> Iterator[bytes]:
    """Yield the sheet with its name in VBA; all else stays as it is."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    head = unpacker.decompress(part.compressed, _PIECE)
    found = _OPENING.search(head)
    if found is not None and found[0].startswith(b"<worksheet"):
        rest = _OPENING.match(head, found.end())
        found = rest if rest is not None and rest[0] == b"<sheetPr" else found
    if found is None:
        raise ValueError(f"{part.name} does not begin as a sheet")
    attribute = f' codeName="{code_name}"'.encode()
    written = attribute if found[0] == b"<sheetPr" else b"<sheetPr" + attribute + b"/>"
    yield head[: found.end()] + written + head[found.end() :]
    while waiting := unpacker.unconsumed_tail:
        yield unpacker.decompress(waiting, _PIECE)
    yield unpacker.flush()


def _with_types(content: bytes) -> bytes:
    root = etree.fromstring(content, _PARSER)
    for element in root.iter(f"{{{_TYPES}}}Override"):
        if element.get("ContentType") == _PLAIN_BOOK:
            element.set("ContentType", _MACRO_BOOK)
    kinds = {
        project.PART: "application/vnd.ms-office.vbaProject",
        DRAWING: "application/vnd.openxmlformats-officedocument.drawing+xml",
        **dict.fromkeys(
            SHEETS.values(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
        ),
    }
    for part, kind in kinds.items():
        written = {"PartName": f"/{part}", "ContentType": kind}
        etree.SubElement(root, f"{{{_TYPES}}}Override", written)
    return _written(root)


def _with_ribbon(content: bytes) -> bytes:
    root = etree.fromstring(content, _PARSER)
    _relate(root, "rIdRibbon", ribbon.RELATION, ribbon.PART)
    return _written(root)


def _with_sheets(book: etree._Element, relations: etree._Element, count: int) -> bytes:
    """Return the workbook part with its name in VBA and two sheets more; relate what is new."""
    _one(book, "workbookPr").set("codeName", project.BOOK_NAME)
    sheets, names = _one(book, "sheets"), _one(book, "definedNames")
    last = max(int(sheet.get("sheetId", "0")) for sheet in sheets)
    for at, (name, part) in enumerate(SHEETS.items(), start=1):
        identity = f"rIdOwn{at}"
        _relate(relations, identity, f"{_OFFICE}/worksheet", f"/{part}")
        attributes = {
            "name": name,
            "sheetId": str(last + at),
            "state": "visible",
            f"{{{_OFFICE}}}id": identity,
        }
        etree.SubElement(sheets, f"{{{_MAIN}}}sheet", attributes, nsmap={"r": _OFFICE})
        titles, area = (etree.SubElement(names, f"{{{_MAIN}}}definedName") for _ in range(2))
        titles.text, area.text = f"'{name}'!$1:$1", f"'{name}'!$A:$B"
        for element, kind in ((titles, "Titles"), (area, "Area")):
            element.set("name", f"_xlnm.Print_{kind}")
            element.set("localSheetId", str(count + at - 1))
    if len(sheets) != count + len(SHEETS):
        raise ValueError("a workbook of the desk has worksheets only")
    _relate(relations, "rIdMacros", _PROJECT_RELATION, f"/{project.PART}")
    return _written(book)


def _one(book: etree._Element, name: str) -> etree._Element:
    found = book.find(f"{{{_MAIN}}}{name}")
    if found is None:
        raise ValueError(f"a workbook of the desk has {name}")
    return found


def _relate(relations: etree._Element, identity: str, kind: str, target: str) -> None:
    written = {"Type": kind, "Target": target, "Id": identity}
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", written)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
