"""A workbook of the desk reads from no other file or address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.document import all_relations
from xldesk.workbooks.check.rule import Rule, file_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding


class ExternalLinks(Rule):
    """Finds links to other workbooks and relationships that lead outside the file."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each link."""
        for relation in all_relations(document):
            if relation.kind == "externalLink" or (
                relation.is_external and relation.kind != "hyperlink"
            ):
                yield file_finding(
                    document,
                    "LINK-EXTERNAL",
                    f"the file reads from outside ({relation.target[:100]!r})",
                    "break the link in Data > Edit Links and save it again",
                )
            elif relation.is_external:
                yield file_finding(
                    document,
                    "LINK-ADDRESS",
                    f"a cell leads to an address outside ({relation.target[:100]!r})",
                    "remove the hyperlink, or open it only if you know the address",
                )
