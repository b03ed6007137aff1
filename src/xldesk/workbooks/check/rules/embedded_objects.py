"""A workbook of the desk has no embedded files or controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, file_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding

_MARKS = ("/embeddings/", "/activex/", "/ctrlprops/", "oleobject")


class EmbeddedObjects(Rule):
    """Finds embedded documents, OLE objects and ActiveX controls."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each embedded part."""
        for name in document.archive.names:
            if any(mark in f"/{name.lower()}" for mark in _MARKS):
                yield file_finding(
                    document,
                    "EMBEDDED",
                    f"the file contains another file or a control ({name[:100]})",
                    "do not open it; ask the sender for the workbook without it",
                )
