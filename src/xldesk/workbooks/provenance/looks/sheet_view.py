"""What a sheet's view, protection, merged cells and page say otherwise than issued.

Sources: ECMA-376 part 1, 18.3.1 (parts of a worksheet).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.document import area_of
from xldesk.workbooks.check.markup import MAIN, is_narrow, is_on, size_of
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.provenance.difference import Difference, altered, changed, said_apart
from xldesk.workbooks.provenance.looks.said_once import refuse_repeated
from xldesk.workbooks.provenance.looks.sign_fonts import is_of_signs
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_RIGHTS = {
    "objects": "0",
    "scenarios": "0",
    "formatCells": "1",
    "formatColumns": "1",
    "formatRows": "1",
    "insertColumns": "1",
    "insertRows": "1",
    "insertHyperlinks": "1",
    "deleteColumns": "1",
    "deleteRows": "1",
    "selectLockedCells": "0",
    "sort": "1",
    "autoFilter": "1",
    "pivotTables": "1",
    "selectUnlockedCells": "0",
}
"""What a protected sheet forbids where it does not say (18.3.1.85); programs leave that out."""

_KNOWN = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "autoFilter", "sortState", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches",
    "ignoredErrors", "drawing", "legacyDrawing", "tableParts", "extLst",
}  # fmt: skip
"""Elements of a worksheet that are compared, or that show nothing on the sheet."""

_UNSEEN_EXTENSIONS = {"dataValidations", "conditionalFormattings", "ignoredErrors", "PLV"}
"""Extensions that are compared elsewhere, or that show nothing (PLV: Excel for Mac's view)."""

_FROZEN = (15, 6)
"""Rows and columns that people may freeze beside those of the desk, and still reach the rest."""

_LOWEST = 9.0
"""The least height in points of rows that say none: a text of the usual size is cut below it."""

_SMALLEST_ZOOM = 25.0
"""Percent below which nobody reads a sheet."""

_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|.)', re.DOTALL)
"""A code of a header or footer (18.3.1.46); ``&&`` is one that shows a single sign."""

_BLANK = re.compile(r"\s+")


def view_differences(sheet: str, issued: Element, found: Element) -> Iterator[Difference]:
    """Yield what ``found`` shows otherwise as a whole; both are sheets without their rows.

    Raises ArchiveError where ``found`` says something twice.
    """
    refuse_repeated(found, f"sheet {shown(sheet)}")
    for group in found.iterfind(f"{MAIN}headerFooter"):
        refuse_repeated(group, f"the header and footer of sheet {shown(sheet)}")
    yield from _views(sheet, issued, found)
    yield from _protection(sheet, issued, found)
    yield from _merged(sheet, issued, found)
    yield from _page(sheet, issued, found)
    if issued.find(f"{MAIN}drawing") is not None and found.find(f"{MAIN}drawing") is None:
        yield altered(sheet, None, "the sheet's charts are not shown")
    for element in found.iter():
        if not element.tag.startswith(MAIN) and not _is_extension(element):
            name = element.tag.rpartition("}")[2]
            yield altered(sheet, None, f"the sheet says {shown(name)} to some programs only")
    for element in found:
        name = element.tag.removeprefix(MAIN)
        if element.tag.startswith(MAIN) and name not in _KNOWN:
            yield altered(
                sheet, None, f"the sheet holds {shown(name)}, which the desk never issues"
            )
    for extension in found.iterfind(f"{MAIN}extLst/{MAIN}ext/*"):
        name = extension.tag.rpartition("}")[2]
        if name not in _UNSEEN_EXTENSIONS:
            yield altered(
                sheet, None, f"the sheet holds {shown(name)}, which the desk never issues"
            )


def _is_extension(element: Element) -> bool:
    return any(above.tag == f"{MAIN}extLst" for above in element.iterancestors())


def _views(sheet: str, issued: Element, found: Element) -> Iterator[Difference]:
    frozen = _frozen(issued)
    for view in found.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView"):
        if is_on(view.get("showFormulas")):
            yield altered(sheet, None, "the sheet shows formulas instead of their values")
        if not is_on(view.get("showZeros", "1")):
            yield altered(sheet, None, "the sheet shows nothing where a value is zero")
        yield from _shown_by(sheet, view)
        pane = view.find(f"{MAIN}pane")
        first = area_of(view.get("topLeftCell", "A1"))
        is_frozen = pane is not None and pane.get("state") in {"frozen", "frozenSplit"}
        if is_frozen and (first is None or (first.first_row, first.first_column) != (1, 1)):
            yield altered(sheet, None, "rows or columns before the frozen ones cannot be reached")
    if any(
        now > was + most for was, now, most in zip(frozen, _frozen(found), _FROZEN, strict=True)
    ):
        yield altered(sheet, None, "so much is frozen that the rest cannot be reached")
    sizes = found.find(f"{MAIN}sheetFormatPr")
    if sizes is None:
        return
    height = size_of(sizes.get("defaultRowHeight"))
    if is_on(sizes.get("zeroHeight")) or (height is not None and height < _LOWEST):
        yield altered(
            sheet, None, "rows of no height of their own are hidden, or too low to be read"
        )
    if is_narrow(sizes.get("defaultColWidth", sizes.get("baseColWidth"))):
        yield altered(sheet, None, "columns of no width of their own are too narrow to be read")


def _shown_by(sheet: str, view: Element) -> Iterator[Difference]:
    """Yield how a ``view`` shows the sheet otherwise than the desk issues any."""
    if is_on(view.get("rightToLeft")):
        yield altered(sheet, None, "the columns run from right to left")
    zoom = size_of(view.get("zoomScale"))
    if zoom is not None and zoom < _SMALLEST_ZOOM:
        yield changed(sheet, None, "the sheet opens too small to be read")
    kind = view.get("view", "normal")
    if kind != "normal":
        yield changed(sheet, None, f"the sheet opens in the view {shown(kind)}")


def _frozen(root: Element) -> tuple[float, float]:
    """Return how many rows and columns stay where they are when a reader scrolls."""
    rows = columns = 0.0
    for pane in root.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane"):
        if pane.get("state") in {"frozen", "frozenSplit"}:
            rows = max(rows, float(size_of(pane.get("ySplit")) or 0))
            columns = max(columns, float(size_of(pane.get("xSplit")) or 0))
    return rows, columns


def _protection(sheet: str, issued: Element, found: Element) -> Iterator[Difference]:
    one, other = (root.find(f"{MAIN}sheetProtection") for root in (issued, found))
    if one is None or not is_on(one.get("sheet")):
        return
    if other is None or not is_on(other.get("sheet")):
        yield changed(sheet, None, "the sheet was protected, and is so no more")
        return
    freed = [
        name
        for name, forbidden in _RIGHTS.items()
        if is_on(one.get(name, forbidden)) and not is_on(other.get(name, forbidden))
    ]
    if freed:
        yield changed(sheet, None, f"the sheet's protection now allows more ({', '.join(freed)})")


def _merged(sheet: str, issued: Element, found: Element) -> Iterator[Difference]:
    kept = {element.get("ref") for element in issued.iter(f"{MAIN}mergeCell")}
    for element in found.iter(f"{MAIN}mergeCell"):
        reference = element.get("ref", "")
        if reference not in kept:
            area = area_of(reference)
            cell = None if area is None else f"{letters_of(area.first_column)}{area.first_row}"
            yield altered(sheet, cell, f"cells {shown(reference)} are merged, and show only one")


def _page(sheet: str, issued: Element, found: Element) -> Iterator[Difference]:
    one, other = _page_texts(issued), _page_texts(found)
    for name in sorted(one.keys() | other.keys()):
        was, now = one.get(name, ""), other.get(name, "")
        if _BLANK.sub("", was) != _BLANK.sub("", now):
            yield altered(sheet, None, f"{name}: {said_apart(was, now)}")


def _page_texts(root: Element) -> dict[str, str]:
    """Return the headers and footers that are printed; fonts do not count, but those of signs.

    LibreOffice leaves out the font that is the sheet's own, and writes colours in lower case.
    """
    group = root.find(f"{MAIN}headerFooter")
    if group is None:
        return {}
    used = ["odd"]
    used += ["even"] * is_on(group.get("differentOddEven"))
    used += ["first"] * is_on(group.get("differentFirst"))
    texts = {}
    for pages in used:
        for kind in ("Header", "Footer"):
            text = group.findtext(f"{MAIN}{pages}{kind}") or ""
            plain = _PAGE_CODE.sub(_plain_code, text)
            if plain:
                label = kind.lower() if pages == "odd" else f"{kind.lower()} of {pages} pages"
                texts[label] = plain.strip()
    return texts


def _plain_code(match: re.Match[str]) -> str:
    code = match.group()
    if code.startswith('&"'):
        return code if is_of_signs(code) else ""
    return code.upper() if code.startswith("&K") else code
