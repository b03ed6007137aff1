"""A chart says in words what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet


class AltTexts(LintRule):
    """A chart or picture has no alternative text.

    Source: WCAG 2.2, 1.1.1 (non-text content).
    """

    code = "LINT-ALT-TEXT"
    remedy = "say in one sentence what it shows: right-click > Edit Alt Text"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield what is drawn without words."""
        for drawn in sheet.drawn:
            if not drawn.has_alt_text:
                message = f"the {drawn.kind} {drawn.name[:40]!r} has no alternative text"
                yield self.at(sheet.book, message, sheet.name, drawn.cell)
