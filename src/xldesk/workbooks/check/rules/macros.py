"""A workbook of the desk has no macros: code in a spreadsheet runs with its reader's rights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.document import all_relations
from xldesk.workbooks.check.markup import parsed
from xldesk.workbooks.check.rule import Rule, cut, file_finding
from xldesk.workbooks.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.limits import Limits
    from xldesk.workbooks.check.report import CheckFinding

TYPE_ALLOWS = "its type allows it"
"""How the content type of a workbook is told that may hold code."""

_TYPES_PART = "[Content_Types].xml"
_NAMES = ("vbaproject", "/macrosheets/", "/dialogsheets/")
_TYPES = ("macroenabled", "vbaproject", "macrosheet", "dialogsheet")
_RELATIONS = ("vbaproject", "macrosheet", "dialogsheet")
_REMEMBERED_BYTES = 32 * 1024

_RUN_BY_ITSELF = re.compile(
    r"(?:_xlnm\.)?auto_(?:open|close|activate|deactivate|add|remove)", re.IGNORECASE
)
"""How the names of cells begin that Excel runs as macros on such an event."""


class Macros(Rule):
    """Finds VBA projects, Excel 4 macro sheets, dialog sheets and names that run them.

    What a part is called says little: its content type and the relationship to it make it code.
    """

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each place of code."""
        places: dict[str, None] = {}
        for where in places_of_code(document):
            places.setdefault(where)
        for where in places:
            yield file_finding(
                document,
                "MACRO",
                f"the file contains code ({cut(where, 100)})",
                "do not enable macros; ask the sender for an .xlsx without them",
            )


def places_of_code(document: Document) -> Iterator[str]:
    """Yield where a file has code, or may run some; a place may come more than once."""
    yield from _types_of_code(document.archive.read(_TYPES_PART), document.limits)
    for name in document.archive.names:
        if _has(f"/{name}", _NAMES):
            yield _shown(name)
    for relation in all_relations(document):
        if _has(relation.kind, _RELATIONS):
            yield _shown(relation.target)
    for name in document.names:
        if _RUN_BY_ITSELF.match(name.strip()):
            yield f"the name {_shown(name)} runs by itself"


@remembered(entries=100, longest=_REMEMBERED_BYTES)
def _types_of_code(content: bytes, limits: Limits) -> tuple[str, ...]:
    """Return the parts that a file's content types say to be code."""
    places = []
    for element in parsed(content, _TYPES_PART, limits).iter("{*}Default", "{*}Override"):
        if _has(element.get("ContentType", ""), _TYPES):
            part = element.get("PartName", "").removeprefix("/")
            is_workbook = "macroenabled" in element.get("ContentType", "").lower()
            places.append(TYPE_ALLOWS if is_workbook or not part else _shown(part))
    return tuple(places)


def _has(text: str, marks: tuple[str, ...]) -> bool:
    return any(mark in text.lower() for mark in marks)


def _shown(text: str) -> str:
    return text if text.isprintable() else ascii(text)
