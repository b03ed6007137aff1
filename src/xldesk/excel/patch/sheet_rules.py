"""Merged cells, validations and conditional formats: the ones that stay keep their markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.formatting.formatting import ConditionalFormatting
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.functions import tostring

from xldesk.excel.patch.elements import as_read, drop, named
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.excel.patch.formats import Formats
    from xldesk.excel.patch.sheet_frame import SheetFrame

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_HOLDERS = frozenset(
    {
        f"{_X14}conditionalFormatting",
        f"{_X14}conditionalFormattings",
        f"{MAIN}ext",
        f"{MAIN}extLst",
    }
)
_HELD = _HOLDERS | {f"{_X14}cfRule"}
_FORMATTING = "conditionalFormatting"
_VALIDATIONS = "dataValidations"


def edit_merges(frame: SheetFrame, sheet: Any) -> None:
    """Merge the cells that openpyxl's ``sheet`` has merged."""
    wanted = {str(area.coord): None for area in sheet.merged_cells.ranges}
    found = frame.find("mergeCells")
    for element in () if found is None else list(found):
        if element.get("ref", "") in wanted:
            del wanted[element.get("ref", "")]
        else:
            frame.edit()
            drop(element)
    if wanted or found is not None:
        merges = frame.ensure("mergeCells")
        for reference in sorted(wanted):
            etree.SubElement(merges, f"{MAIN}mergeCell", ref=reference)
        _count(frame, merges)


def edit_validations(frame: SheetFrame, sheet: Any) -> None:
    """Put the validations of openpyxl's ``sheet`` in the place of those the file has."""
    wanted = [rule for rule in sheet.data_validations.dataValidation if rule.sqref]
    found = frame.find(_VALIDATIONS)
    known = (
        {}
        if found is None
        else {_validation(as_read(DataValidation, child)): child for child in found}
    )
    if not wanted:
        frame.remove(_VALIDATIONS)
        return
    rules = frame.ensure(_VALIDATIONS)
    written = [_validation(rule) for rule in wanted]
    rules[:] = [
        known[text] if text in known else named(etree.fromstring(text))
        for text in dict.fromkeys(written)
    ]
    rules.set("count", str(len(rules)))


def edit_conditional_formats(frame: SheetFrame, sheet: Any, formats: Formats) -> None:
    """Put the conditional formats of openpyxl's ``sheet`` in the place of those the file has."""
    wanted: dict[tuple[str, bytes], Any] = {}
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.dxf is not None and rule.dxf != DifferentialStyle():
                rule.dxfId = formats.differential(rule.dxf, rule.dxfId)
            wanted[str(area.sqref), tostring(rule.to_tree("cfRule"))] = area
    for element in frame.read().findall(f"{MAIN}{_FORMATTING}"):
        for sqref, written, rule in _rules(element):
            if wanted.pop((sqref, written), None) is None:
                frame.edit()
                _forget_extension(frame, rule)
                element.remove(rule)
        if not element.findall(f"{MAIN}cfRule"):
            frame.edit().remove(element)
    for (sqref, written), area in wanted.items():
        made = etree.Element(f"{MAIN}{_FORMATTING}", sqref=sqref)
        if area.pivot:
            made.set("pivot", "1")
        made.append(named(etree.fromstring(written)))
        frame.insert(made)


def _rules(element: Element) -> Iterator[tuple[str, bytes, Element]]:
    """Yield where each rule of an element holds, how openpyxl would write it, and the rule."""
    area = as_read(ConditionalFormatting, element)
    rules = element.findall(f"{MAIN}cfRule")
    for rule, read in zip(rules, area.rules, strict=True):
        yield str(area.sqref), tostring(read.to_tree("cfRule")), rule


def _forget_extension(frame: SheetFrame, rule: Element) -> None:
    """Take away what later versions of Excel keep of a rule at the end of the sheet."""
    for identity in rule.iter(f"{_X14}id"):
        for part in list(frame.edit().iter(f"{_X14}cfRule")):
            if part.get("id") == identity.text:
                _drop_with_empty(part)


def _drop_with_empty(part: Element) -> None:
    """Take ``part`` out, and what then holds no rule any more: none of it may stand empty."""
    above = part.getparent()
    drop(part)
    if above is not None and above.tag in _HOLDERS and not any(c.tag in _HELD for c in above):
        _drop_with_empty(above)


def _validation(rule: Any) -> bytes:
    """Return a validation as openpyxl writes it."""
    return bytes(tostring(rule.to_tree("dataValidation")))


def _count(frame: SheetFrame, elements: Element) -> None:
    if len(elements):
        elements.set("count", str(len(elements)))
    else:
        frame.remove("mergeCells")
