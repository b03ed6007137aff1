"""What an unknown workbook is made of, as far as the rules ask: sheets, tables, properties."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.markup import MAIN, is_on, parsed, shared_strings
from xldesk.workbooks.remembered import remembered
from xldesk.workbooks.sheet_letters import number_of
from xldesk.workbooks.spec_registry import specs_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.limits import Limits
    from xldesk.workbooks.spec import Workbook

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_REMEMBERED_BYTES = 16 * 1024
"""The most of a part that is remembered: files of one form have many parts that are the same."""

_SINGULAR = {
    "officeDocument", "core-properties", "styles", "theme", "sharedStrings", "drawing",
}  # fmt: skip
"""Kinds of which a part has one: of two, programs read one or the other."""

_READ_BY_ALL = {kind.casefold(): kind for kind in (*_SINGULAR, "worksheet", "table", "chart")}
"""Kinds of parts that every program reads, as their types are written."""

_TYPE = re.compile(
    r"http://schemas\.openxmlformats\.org/(?:package|office[dD]ocument)/2006/relationships/"
    r"(?:metadata/)?([A-Za-z-]+)"
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_UNRESERVED = re.compile(r"%(2[DE]|5F|7E|3[0-9]|[46][1-9A-F]|[57][0-9A])", re.IGNORECASE)
"""Characters that mean the same written as they are (RFC 3986, 2.3), and few others."""

_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its first and last row and column included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def area_of(reference: str) -> Area | None:
    """Return the rectangle that ``reference`` (``B5:J45``) names, or None."""
    match = _AREA.fullmatch(reference)
    if match is None:
        return None
    row, column = int(match[2]), number_of(match[1])
    return Area(row, column, int(match[4] or row), number_of(match[3]) if match[3] else column)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: kind (last word of its type), target part, outside or not."""

    id: str
    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True)
class FoundTable:
    """An Excel table of the file: name, area of its header and data, and column names.

    A totals row stands below the area: it is the user's, and no row of data.
    """

    name: str
    area: Area
    columns: tuple[str, ...]
    has_totals: bool = False

    @property
    def end(self) -> int:
        """The last row that it takes, a totals row included."""
        return self.area.last_row + self.has_totals


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A worksheet of the file."""

    name: str
    state: str
    part: str
    relations: tuple[Relation, ...]
    tables: tuple[FoundTable, ...]


@dataclass(slots=True)
class Document:
    """The file as the rules see it; ``spec`` is None where it is not ours."""

    archive: Archive
    limits: Limits
    sheets: tuple[FoundSheet, ...]
    names: dict[str, str]
    shared: list[str]
    relations: tuple[Relation, ...]
    category: str | None
    version: str | None
    days: str = "excel"
    """How the file counts days: ``excel`` (from 1900), or ``excel1904``."""

    unread: tuple[str, ...] = ()
    """Names of sheets that are no worksheets: charts, macros, kinds that no program writes."""

    file: str = ""
    spec: Workbook | None = None
    tables: dict[str, tuple[FoundSheet, FoundTable]] = field(default_factory=dict)


def read_document(
    archive: Archive, limits: Limits, specs: Sequence[Workbook] | None = None
) -> Document:
    """Return the document of ``archive``; raises ArchiveError where it is no workbook.

    ``specs`` are what it may be, all of the desk's by default.
    """
    root_relations = relations_of(archive, "", limits)
    main = next((r.target for r in root_relations if r.kind == "officeDocument"), None)
    if main is None:
        raise ArchiveError("FILE-XML", "the file has no workbook part")
    root = parsed(archive.read(main), main, limits)
    relations = relations_of(archive, main, limits)
    by_id = {relation.id: relation for relation in relations}
    elements = _sheet_elements(root, limits)
    sheets = tuple(
        _sheet(archive, element.get("name", ""), element.get("state", "visible"), relation, limits)
        for element in elements
        if (relation := by_id.get(element.get(_RELATION_ID, ""))) is not None
        and relation.kind == "worksheet"
        and not relation.is_external
    )
    known = {sheet.name for sheet in sheets}
    strings = next((r.target for r in relations if r.kind == "sharedStrings"), None)
    category, version = _properties(archive, root_relations, limits)
    document = Document(
        archive=archive,
        limits=limits,
        sheets=sheets,
        names=_names(root),
        shared=shared_strings(archive.read(strings), strings, limits)
        if strings and strings in archive
        else [],
        relations=(*root_relations, *relations),
        category=category,
        version=version,
        days=_day_system(root),
        unread=tuple(
            name for element in elements if (name := element.get("name", "")) not in known
        ),
    )
    document.tables = {
        table.name.casefold(): (sheet, table) for sheet in sheets for table in sheet.tables
    }
    document.spec = _spec_of(document, specs_for(category) if specs is None else specs)
    return document


def _day_system(root: Element) -> str:
    """Return how days are counted; raises ArchiveError where programs may count them otherwise."""
    properties = list(root.iter(f"{MAIN}workbookPr"))
    if len(properties) > 1:
        raise ArchiveError("FILE-XML", "the workbook part says twice how days are counted")
    is_from_1904 = any(is_on(element.get("date1904")) for element in properties)
    return "excel1904" if is_from_1904 else "excel"


def _sheet_elements(root: Element, limits: Limits) -> list[Element]:
    """Return the workbook's sheets; raises ArchiveError where programs would see other ones."""
    listed = root.find(f"{MAIN}sheets")
    if root.tag != f"{MAIN}workbook" or listed is None:
        raise ArchiveError("FILE-XML", "the workbook part is not of the usual kind of .xlsx")
    elements = list(listed.iterchildren(f"{MAIN}sheet"))
    if not 1 <= len(elements) <= limits.sheets:
        raise ArchiveError("FILE-LIMIT", f"the workbook has {len(elements):,} sheets")
    names = {element.get("name", "").casefold() for element in elements}
    if len(names) != len(elements) or len(list(root.iter("{*}sheet"))) != len(elements):
        raise ArchiveError("FILE-XML", "the workbook names a sheet twice, or outside its list")
    return elements


def _names(root: Element) -> dict[str, str]:
    """Return what the names stand for; raises ArchiveError where programs would see other ones."""
    named = root.findall(f"{MAIN}definedNames/{MAIN}definedName")
    if len(named) != sum(1 for _ in root.iter("{*}definedName")):
        raise ArchiveError("FILE-XML", "the workbook has names outside the list of its names")
    return {element.get("name", ""): element.text or "" for element in named}


def all_relations(document: Document) -> Iterator[Relation]:
    """Yield the relationships of every part that has some, the package's own first."""
    for part in _parts_with_relations(document.archive.names):
        yield from relations_of(document.archive, part, document.limits)


@lru_cache(maxsize=50)
def _parts_with_relations(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts of a package whose relationships are among its parts' ``names``."""
    parts = []
    for name in sorted(names, key=lambda name: name.count("/")):
        folder, _, last = name.rpartition("/")
        if posixpath.basename(folder).lower() == "_rels" and last.lower().endswith(".rels"):
            parts.append(posixpath.join(posixpath.dirname(folder), last[: -len(".rels")]))
    return tuple(parts)


@lru_cache(maxsize=1_000)
def relations_part(part: str) -> str:
    """Return the name of the part that holds the relationships of ``part``."""
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_of(archive: Archive, part: str, limits: Limits) -> tuple[Relation, ...]:
    """Return the relationships of ``part``, those of the package for the empty name."""
    rels = relations_part(part)
    if rels not in archive:
        return ()
    return _relations(archive.read(rels), part.rpartition("/")[0], rels, limits)


@remembered(entries=500, longest=_REMEMBERED_BYTES)
def _relations(content: bytes, folder: str, rels: str, limits: Limits) -> tuple[Relation, ...]:
    elements = list(parsed(content, rels, limits))
    ids = {element.get("Id", "") for element in elements}
    if len(ids) != len(elements) or any(element.tag != _RELATIONSHIP for element in elements):
        raise ArchiveError("FILE-XML", f"part {rels} names a relationship twice, or something else")
    _refuse_ambiguous(elements, rels)
    return tuple(_relation(element, folder) for element in elements)


def _refuse_ambiguous(elements: list[Element], rels: str) -> None:
    """Raise ArchiveError where programs may each read another part, or one may miss it."""
    seen: set[str] = set()
    for element in elements:
        written = element.get("Type", "")
        kind = _READ_BY_ALL.get(written.rpartition("/")[2].casefold())
        if kind is None:
            continue
        if kind in seen and kind in _SINGULAR:
            raise ArchiveError("FILE-XML", f"part {rels} names two parts of kind {kind}")
        match = _TYPE.fullmatch(written)
        is_usual = match is not None and match[1] == kind
        if not is_usual or element.get("TargetMode") == "External":
            raise ArchiveError("FILE-XML", f"part {rels} names a {kind} in an unusual way")
        seen.add(kind)


def _relation(element: Element, folder: str) -> Relation:
    target = element.get("Target", "")
    is_external = element.get("TargetMode") == "External"
    return Relation(
        element.get("Id", ""),
        element.get("Type", "").rpartition("/")[2],
        posixpath.join(folder, target) if is_external else _resolved(folder, target),
        is_external,
    )


def _resolved(folder: str, target: str) -> str:
    """Return the name of the part at ``target``, as programs take it that mend what is odd."""
    plain = _UNRESERVED.sub(lambda match: chr(int(match[1], 16)), target).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, plain)).lstrip("/")


def _sheet(
    archive: Archive, name: str, state: str, relation: Relation, limits: Limits
) -> FoundSheet:
    relations = relations_of(archive, relation.target, limits)
    tables = tuple(
        table
        for found in relations
        if found.kind == "table" and found.target in archive
        if (table := _table(archive.read(found.target), found.target, limits)) is not None
    )
    return FoundSheet(name, state, relation.target, relations, tables)


@remembered(entries=500, longest=_REMEMBERED_BYTES)
def _table(content: bytes, part: str, limits: Limits) -> FoundTable | None:
    root = parsed(content, part, limits)
    area = area_of(root.get("ref", ""))
    if area is None:
        return None
    columns = tuple(element.get("name", "") for element in root.iter(f"{MAIN}tableColumn"))
    has_totals = has_totals_row(root) and area.last_row > area.first_row
    if has_totals:
        area = replace(area, last_row=area.last_row - 1)
    return FoundTable(root.get("displayName", ""), area, columns, has_totals)


def has_totals_row(table: Element) -> bool:
    """Tell whether the last row of a table is one of totals; ``table`` is the root of its part."""
    return table.get("totalsRowCount", "0") != "0"


def _properties(
    archive: Archive, relations: tuple[Relation, ...], limits: Limits
) -> tuple[str | None, str | None]:
    """Return two properties of the file: its workbook's name, and the digest of its spec."""
    part = next((r.target for r in relations if r.kind == "core-properties"), None)
    if part is None or part not in archive:
        return None, None
    root = parsed(archive.read(part), part, limits)
    return root.findtext(f"{_CORE}category"), root.findtext(f"{_CORE}version")


def _spec_of(document: Document, specs: Sequence[Workbook]) -> Workbook | None:
    """Return the spec the file was made from: by its category, else by all its table names.

    How many sheets its tables take stands in its version; where it has none, in their names.
    """
    found = set(document.tables)
    by_names = (spec for spec in specs if {name.casefold() for name in spec.tables} <= found)
    by_category = (spec for spec in specs if spec.name == document.category)
    spec = next(chain(by_category, by_names), None)
    if spec is None:
        return None
    if document.version is None:
        return spec.form_with(found)
    return spec.form_of(document.version)
