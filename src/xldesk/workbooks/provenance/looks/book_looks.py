"""The workbook around its sheets: their order, those hidden, their tabs, and what names mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.markup import MAIN, is_on, parsed
from xldesk.workbooks.check.numbers import position_of
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.formula import plain_formula
from xldesk.workbooks.provenance.difference import Difference, Trace, altered, changed, said_apart
from xldesk.workbooks.provenance.looks.said_once import refuse_repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_OWN_NAMES = "_xlnm."
"""Names that programs make: print areas and titles, which people may set, and filters."""

_QUOTED = re.compile(r"'([A-Za-z_][A-Za-z0-9_.]*)'!")


def book_differences(issued: Document, found: Document) -> Iterator[Difference]:
    """Yield what of the workbook itself is otherwise in ``found``; raises ArchiveError."""
    kept = [sheet.name for sheet in issued.sheets]
    names = [sheet.name for sheet in found.sheets]
    ours = [name for name in names if name in kept]
    if ours != [name for name in kept if name in ours]:
        yield altered(None, None, f"the sheets stand in another order ({', '.join(names[:20])})")
    last = max((index for index, name in enumerate(names) if name in kept), default=0)
    for name in names[:last]:
        if name not in kept:
            yield altered(name, None, "the sheet stands between those that the desk issued")
    states = {sheet.name: sheet.state for sheet in issued.sheets}
    for sheet in found.sheets:
        if sheet.state != states.get(sheet.name, sheet.state):
            yield altered(sheet.name, None, "the desk issued the sheet visible, here it is hidden")
    root = _root(found)
    refuse_repeated(root, "the workbook")
    for view in root.iter(f"{MAIN}workbookView"):
        if not is_on(view.get("showSheetTabs", "1")) or view.get("visibility", "visible") != (
            "visible"
        ):
            yield altered(None, None, "the tabs of the sheets, or the whole window, are hidden")
        first = position_of(view.get("activeTab", "0"))
        if first is None or not names[first : first + 1] or names[first] not in kept:
            yield changed(None, None, "the file opens on a sheet that the desk did not issue")
    yield from _oddities(found, root)
    yield from _name_differences(_names(_root(issued)), _names(root))


def _oddities(found: Document, root: Element) -> Iterator[Difference]:
    """Yield what programs read in different ways, or calculate in another one."""
    for calculation in root.iter(f"{MAIN}calcPr"):
        if not is_on(calculation.get("fullPrecision", "1")):
            yield altered(None, None, "values are cut to the digits shown when they are calculated")
    for choice in root.iter(_ALTERNATIVES):
        if next(choice.iter(f"{MAIN}*"), None) is not None:
            yield altered(None, None, "the workbook says one thing to some programs only")
    for relation in found.relations:
        if not relation.is_external and relation.target not in found.archive:
            yield altered(None, None, f"a {shown(relation.kind)} of the workbook is not there")


def _name_differences(
    issued: dict[tuple[str, str], str], found: dict[tuple[str, str], str]
) -> Iterator[Difference]:
    known = {name for name, _ in issued}
    for key in sorted(issued.keys() | found.keys()):
        was, now = issued.get(key), found.get(key)
        if was == now:
            continue
        tell = altered if key[0] in known else changed
        trace = Trace(table=key[0], was=was, now=now)
        difference = tell(None, None, f"name {shown(key[0])}: {said_apart(was, now)}")
        yield difference._replace(about="name", trace=trace)


def _names(root: Element) -> dict[tuple[str, str], str]:
    """Return what each name stands for, by name and the number of the sheet that alone has it.

    Raises ArchiveError where one is defined twice.
    """
    names: dict[tuple[str, str], str] = {}
    for element in root.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        name, sheet = element.get("name", ""), element.get("localSheetId", "")
        if name.startswith(_OWN_NAMES):
            continue
        own = position_of(sheet)
        key = name.casefold(), sheet if own is None else str(own)
        if key in names:
            raise ArchiveError("FILE-XML", f"name {shown(name)} is defined twice")
        names[key] = _QUOTED.sub(r"\1!", plain_formula(element.text or ""))
    return names


def _root(document: Document) -> Element:
    main = next(r.target for r in document.relations if r.kind == "officeDocument")
    return parsed(document.archive.read(main), main, document.limits)
