"""XML of an unknown file: no entities, no network, bounded depth, rows one at a time."""

from __future__ import annotations

import gc
import io
import re
from typing import IO, TYPE_CHECKING

from lxml import etree

from xldesk.workbooks.check.archive import UNREADABLE, ArchiveError
from xldesk.workbooks.check.cell import ReadCell, column_of, typed_cell, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.limits import Limits

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LOWEST, _NARROWEST = 6.0, 2.0
"""A row's height in points, and a column's width in digits, below which nothing can be read."""

_OFF = frozenset({"0", "false"})

_WHOLE = re.compile(r"[0-9]{1,5}")
_ROW = re.compile(r"[0-9]{1,7}")
_CELL = f"{MAIN}c"
_DATA_OF_SHEET = f"{MAIN}sheetData"
_LEADS = ("drawing", "legacyDrawing", "tablePart")
_LEADING = frozenset(f"{MAIN}{name}" for name in _LEADS)
_LOOKED_AT = ("sheetData", *_LEADS)
"""Elements of a worksheet that are looked at, and not given to whoever reads it."""

_OTHER_IDS = etree.XPath(
    "boolean(//@*[local-name() = 'id' and contains(namespace-uri(), '/relationships') and "
    "namespace-uri() != 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'])"
)
"""Whether ids lead to parts that are not in the one namespace which every program reads."""

_PLAIN_HEAD = re.compile(
    rb"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?:UTF|utf)-8[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\?>\s*)?<[A-Za-z]"
)
_OF_NAMESPACES = b"/relationships"
_NAMESPACES = (
    b"openxmlformats.org/officeDocument/2006/relationships",
    b"package/2006/relationships",
)
_VALUE, _FORMULA, _INLINE = f"{MAIN}v", f"{MAIN}f", f"{MAIN}is"
_TEXT, _RUN = f"{MAIN}t", f"{MAIN}r"
_OF_TEXT = frozenset({_TEXT, _RUN, f"{MAIN}rPh", f"{MAIN}phoneticPr"})
_CONTENT = frozenset({_VALUE, _FORMULA, _INLINE})
_DATA = ("cm", "vm", "ph")
"""Attributes of a cell that give its value or text another look, from a part elsewhere."""

_DROPPED_BYTES = 128 * 1024
"""Markup that was gone through is dropped from the tree in pieces of about this size."""

_BROKEN = (etree.XMLSyntaxError, *UNREADABLE)

ROWS_AND_AFTER = ("col", "row", "mergeCell", "dataValidation", "hyperlink")
"""The elements of a worksheet that a check reads."""


def parsed(content: bytes, name: str, limits: Limits) -> Element:
    """Return the root of a small part; raises ArchiveError for what is not plain XML."""
    if len(content) > limits.tree_bytes:
        raise _too_much(name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # text goes on behind them, as every reader of workbooks has it
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except _BROKEN as error:
        raise ArchiveError("FILE-XML", f"part {name} is not well-formed XML") from error
    refuse_declarations(root, name)
    _refuse_deep(root, name, limits)
    if not _has_plain_namespaces(content) and _OTHER_IDS(root):
        raise _two_ids(name)
    return root


def _has_plain_namespaces(content: bytes) -> bool:
    """Tell whether the namespaces of ids are surely all of the one that every program reads."""
    if _PLAIN_HEAD.match(content) is None or b"&#" in content:
        return False  # bytes of another code, or a namespace that is not written out
    known = sum(map(content.count, _NAMESPACES))
    return content.count(_OF_NAMESPACES) == known


def refuse_declarations(root: Element, name: str) -> None:
    """Raise ArchiveError where a part declares a document type or entities."""
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # the stubs lack it
        raise ArchiveError("FILE-XML", f"part {name} declares a document type")


def _refuse_deep(root: Element, name: str, limits: Limits) -> None:
    level = [root]
    for _ in range(limits.xml_depth):
        level = [child for element in level for child in element]
        if not level:
            return
    raise ArchiveError("FILE-LIMIT", f"part {name} nests XML deeper than {limits.xml_depth}")


def sheet_events(
    stream: IO[bytes], name: str, limits: Limits, wanted: Sequence[str] = ROWS_AND_AFTER
) -> Iterator[Element]:
    """Yield a worksheet's ``wanted`` elements, each once complete, and forget them by and by.

    Raises ArchiveError for broken XML, declarations, too many rows or merged ranges, and a row
    that is too long to be held at once.
    """
    rows = merged = 0
    for element in _each(stream, name, limits, (*wanted, *_LOOKED_AT)):
        if element.tag == _DATA_OF_SHEET:
            _refuse_beside_rows(element[-1] if len(element) else None, name)
            continue
        if element.tag in _LEADING:
            if _OTHER_IDS(element):
                raise _two_ids(name)
            continue
        if element.tag == f"{MAIN}row":
            _refuse_elsewhere(element, name)
            _refuse_beside_rows(element.getprevious(), name)
            rows += 1
        merged += element.tag == f"{MAIN}mergeCell"
        if rows > limits.rows or merged > limits.merged_ranges:
            raise ArchiveError("FILE-LIMIT", f"part {name} has too many rows or merged ranges")
        yield element


def _refuse_elsewhere(row: Element, name: str) -> None:
    """Raise ArchiveError for a row that is not one of the sheet's: programs pass it over."""
    data = row.getparent()
    sheet = None if data is None else data.getparent()
    if (
        data is None
        or sheet is None
        or (data.tag, sheet.tag) != (f"{MAIN}sheetData", f"{MAIN}worksheet")
        or sheet.getparent() is not None
    ):
        raise ArchiveError("FILE-XML", f"part {name} has rows where a sheet has none")


def _two_ids(name: str) -> ArchiveError:
    return ArchiveError("FILE-XML", f"part {name} leads to another part for some programs only")


def _refuse_beside_rows(element: Element | None, name: str) -> None:
    """Raise ArchiveError for what stands among the rows and is none: some programs read it."""
    if element is not None and element.tag != f"{MAIN}row":
        raise ArchiveError("FILE-XML", f"part {name} has something beside its rows among them")


def _each(stream: IO[bytes], name: str, limits: Limits, wanted: Sequence[str]) -> Iterator[Element]:
    """Yield the ``wanted`` elements of a part, each once complete; the tree before is dropped.

    What is held of the part is never more than ``limits.tree_bytes`` of its markup.
    """
    stretch = _Stretch(stream, limits.tree_bytes)
    events = etree.iterparse(
        stretch,
        events=("end",),
        tag=[MAIN + tag for tag in wanted],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    is_first = True
    try:
        for _, element in events:
            if is_first:
                refuse_declarations(element, name)
                is_first = False
            yield element
            if stretch.held > _DROPPED_BYTES:
                element.clear()
                _drop_before(element)
                stretch.held = 0
    except _BROKEN as error:
        if stretch.is_full:
            raise _too_much(name) from None
        raise ArchiveError("FILE-XML", f"part {name} is not well-formed XML") from error
    events.root.clear()


def free_trees() -> None:
    """Free the trees of a file that was refused: lxml's parser and its tree hold each other."""
    gc.collect()


class _Stretch:
    """A stream that ends early, ``is_full``, where too much came since ``held`` was set to 0."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._most = most
        self.held = 0
        self.is_full = False

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.held += len(chunk)
        self.is_full = self.is_full or self.held > self._most
        return b"" if self.is_full else chunk


def _too_much(name: str) -> ArchiveError:
    return ArchiveError("FILE-LIMIT", f"part {name} holds more markup in one piece than is read")


def _drop_before(element: Element) -> None:
    """Remove what stands before ``element`` and before the elements it stands in."""
    node: Element | None = element
    while node is not None and (parent := node.getparent()) is not None:
        while node.getprevious() is not None:
            del parent[0]
        node = parent


def is_hidden(element: Element) -> bool:
    """Tell whether a row or column of a worksheet is hidden, or too small to be seen."""
    hidden = element.get("hidden")
    if element.tag == f"{MAIN}row":
        return is_shut(hidden, size_of(element.get("ht")))
    return is_on(hidden) or is_narrow(element.get("width"))


def is_shut(hidden: str | None, height: float | None) -> bool:
    """Tell whether a row is hidden, or too low to be read."""
    return is_on(hidden) or (height is not None and height < _LOWEST)


def is_narrow(width: str | None) -> bool:
    """Tell whether a column of this width is too narrow to be read."""
    size = size_of(width)
    return size is not None and size < _NARROWEST


def is_tiny(size: str | None) -> bool:
    """Tell whether letters of this size in points are too small to be read."""
    points = size_of(size)
    return points is not None and points < _LOWEST


def is_on(flag: str | None) -> bool:
    """Tell whether an attribute is set: all but ``0`` and ``false`` may be taken for a yes."""
    return flag is not None and flag not in _OFF


def size_of(written: str | None) -> float | None:
    """Return a height or width, None for none, and 0 for what is no number."""
    if written is None:
        return None
    try:
        size = float(written)
    except ValueError:
        return 0.0
    return size if written.isascii() and "_" not in written and size >= 0 else 0.0


def columns_of(element: Element, after: int, limits: Limits) -> range:
    """Return the columns that a ``col`` element is about, as far as they come after ``after``."""
    first, last = element.get("min", ""), element.get("max", "")
    if not (_WHOLE.fullmatch(first) and _WHOLE.fullmatch(last)):
        return range(0)
    return range(max(int(first), after + 1), min(int(last), limits.columns) + 1)


def row_number(row: Element, before: int) -> int:
    """Return the number of a row, the next after ``before`` where it does not say one.

    Raises ArchiveError where it is not after ``before``: programs read such rows in different ways.
    """
    written = row.get("r", "")
    number = int(written) if _ROW.fullmatch(written) else before + 1
    if number <= before:
        raise ArchiveError("FILE-XML", f"row {number} stands behind row {before}")
    return number


def cells_of(row: Element, number: int, shared: list[str], limits: Limits) -> dict[int, ReadCell]:
    """Return the cells of the row with this ``number``, by column number.

    Raises ArchiveError beyond the last column, and for a row that programs read in different ways:
    cells out of order, twice, of another row, or with two values.
    """
    cells: dict[int, ReadCell] = {}
    before = 0
    for element in row:
        if element.tag != _CELL:
            raise ArchiveError("FILE-XML", f"row {number} holds something beside its cells")
        written = element.get("r", "")
        letters = written.rstrip("0123456789")
        column = column_of(letters) or before + 1
        if column > limits.columns:
            raise ArchiveError("FILE-LIMIT", f"a row has more than {limits.columns:,} columns")
        if column <= before or (written and written[len(letters) :] != str(number)):
            raise ArchiveError(
                "FILE-XML", f"row {number} has cells out of order, twice, or of another row"
            )
        cells[column] = _cell(element, column, shared)
        before = column
    return cells


def _cell(element: Element, column: int, shared: list[str]) -> ReadCell:
    kind = element.get("t", "n")
    value: str | None = None
    formula: str | None = None
    group: str | None = None
    extra = " ".join(name for name in _DATA if is_on(element.get(name)))
    tags = [child.tag for child in element]
    if len(set(tags)) != len(tags) or (_INLINE in tags) != (kind == "inlineStr" and tags != []):
        raise ArchiveError("FILE-XML", "a cell has two values, or one of another kind than it says")
    if not _CONTENT.issuperset(tags):
        raise ArchiveError("FILE-XML", "a cell holds something beside its value and formula")
    for child in element:
        tag = child.tag
        if len(child) and tag in {_VALUE, _FORMULA}:
            raise ArchiveError("FILE-XML", "a cell's value or formula holds markup")
        if tag == _VALUE:
            value = child.text or ""
        elif tag == _FORMULA:
            formula, kind_of_formula = child.text or "", child.get("t", "normal")
            if kind_of_formula == "shared":
                group = child.get("si", "")
            elif kind_of_formula != "normal":
                extra = f"{kind_of_formula} formula for {child.get('ref', 'no cells')}"
        elif tag == _INLINE:
            value = text_of(child)
    return typed_cell(
        column, kind, value, formula, element.get("s", "0"), group, shared, extra or None
    )


def text_of(element: Element) -> str:
    """Return the text of a shared or inline string, without its phonetic reading.

    Raises ArchiveError where programs read it in different ways.
    """
    pieces = []
    tags = [child.tag for child in element]
    if not _OF_TEXT.issuperset(tags) or tags.count(_TEXT) > 1:
        raise ArchiveError("FILE-XML", "a text holds something beside its characters")
    for child in element:
        if child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag == _RUN:
            pieces.extend(text.text or "" for text in child.iterchildren(_TEXT))
    return "".join(pieces)


def shared_strings(content: bytes, name: str, limits: Limits) -> list[str]:
    """Return the shared strings of a workbook in their order."""
    items = _each(io.BytesIO(content), name, limits, ("si",))
    return [unescaped(text_of(item)) for item in items]
