"""A chart says what it shows, and in which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet


class ChartTitles(LintRule):
    """A chart has no title, or a value axis that is shown has none to say its unit.

    Source: FAST Standard 2.05, presentation sheets; WCAG 2.2, 2.4.6 (headings and labels).
    """

    code = "LINT-CHART-TITLE"
    remedy = "add a title and, on each value axis, an axis title with the unit: Chart Elements (+)"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield charts without title or units."""
        for drawn in sheet.drawn:
            missing = ["title"] * (drawn.has_title is False)
            missing += ["unit on a value axis"] * (drawn.bare_axes > 0)
            if missing:
                message = f"the chart {drawn.name[:40]!r} has no {' and no '.join(missing)}"
                yield self.at(sheet.book, message, sheet.name, drawn.cell)
