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
_LOW, _NARROW = (
    re.compile(rf"\s*\+?0*[0-{most}]?(?:\.[0-9]*)?\s*|[^eE]*[eE]-[0-9]+\s*") for most in (5, 1)
)
"""A row's height below six points, and a column's width below two digits."""

_WHOLE = re.compile(r"[0-9]{1,5}")
_ROW = re.compile(r"[0-9]{1,7}")
_VALUE, _FORMULA, _INLINE = f"{MAIN}v", f"{MAIN}f", f"{MAIN}is"
_TEXT, _RUN = f"{MAIN}t", f"{MAIN}r"
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
    return root


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
    for element in _each(stream, name, limits, wanted):
        if element.tag == f"{MAIN}row":
            _refuse_elsewhere(element, name)
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
        return is_shut(hidden, element.get("ht"))
    return hidden in {"1", "true"} or _NARROW.fullmatch(element.get("width", "9")) is not None


def is_shut(hidden: str | None, height: str | None) -> bool:
    """Tell whether a row with these attributes is hidden, or too low to be read."""
    return hidden in {"1", "true"} or (height is not None and _LOW.fullmatch(height) is not None)


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
    for element in row.iterchildren(f"{MAIN}c"):
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
    tags = [child.tag for child in element]
    if len(set(tags)) != len(tags) or (_INLINE in tags) != (kind == "inlineStr" and tags != []):
        raise ArchiveError("FILE-XML", "a cell has two values, or one of another kind than it says")
    for child in element:
        tag = child.tag
        if len(child) and tag in {_VALUE, _FORMULA}:
            raise ArchiveError("FILE-XML", "a cell's value or formula holds markup")
        if tag == _VALUE:
            value = child.text or ""
        elif tag == _FORMULA:
            formula, group = child.text or "", child.get("si")
        elif tag == _INLINE:
            value = text_of(child)
    return typed_cell(column, kind, value, formula, element.get("s", "0"), group, shared)


def text_of(element: Element) -> str:
    """Return the text of a shared or inline string, without its phonetic reading."""
    pieces = []
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
