"""A workbook of the desk has no data connections, queries or pivot caches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, file_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding

_PARTS = {
    "/connections.xml": "a data connection",
    "/querytables/": "a query table",
    "/pivotcache/": "a pivot cache, which may hold rows that no sheet shows",
    "/model/": "a data model",
    "/customxml/": "custom XML, which no sheet shows",
    "/webextensions/": "a web extension",
}


class Connections(Rule):
    """Finds parts that fetch data or keep data no sheet shows."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each kind of part."""
        names = [f"/{name.lower()}" for name in document.archive.names]
        for mark, words in _PARTS.items():
            if any(mark in name for name in names):
                yield file_finding(
                    document,
                    "CUSTOM-XML" if mark == "/customxml/" else "CONNECTION",
                    f"the file has {words}",
                    "remove it in Data > Queries and Connections, or inspect the document",
                )
