"""How a file counts days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import MAIN, parsed

if TYPE_CHECKING:
    from xldesk.workbooks.check.document import Document

_TRUE = frozenset({"1", "true"})


def day_system(document: Document) -> str:
    """Return how the file counts days: ``excel`` (from 1900), or ``excel1904``."""
    part = next((r.target for r in document.relations if r.kind == "officeDocument"), "")
    properties = parsed(document.archive.read(part), part, document.limits).find(
        f"{MAIN}workbookPr"
    )
    if properties is not None and properties.get("date1904") in _TRUE:
        return "excel1904"
    return "excel"
