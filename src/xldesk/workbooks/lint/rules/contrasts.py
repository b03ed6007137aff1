"""Text can be read on its background, on paper too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.colours import WHITE, Rgb, contrast, hex_of, in_grey
from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet

LOWEST = 4.5
"""The ratio that WCAG asks of text at level AA, whatever its size here."""


class Contrasts(LintRule):
    """Text has a contrast below 4.5 : 1 to its fill, in colour or printed in grey.

    Looked at are the formats of cells with content, and conditional formats: those without a fill
    on white. Patterns, gradients and table styles are not.

    Source: WCAG 2.2, 1.4.3 (contrast, minimum); grey is the luma of ITU-R BT.601.
    """

    code = "LINT-CONTRAST"
    remedy = "choose a darker text or a lighter fill"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield formats that are hard to read, each at its first cell."""
        told: set[tuple[Rgb, Rgb]] = set()
        for cell, text, fill in _pairs(sheet):
            if text is None or fill is None or (text, fill) in told:
                continue
            in_colour, on_paper = contrast(text, fill), contrast(in_grey(text), in_grey(fill))
            if min(in_colour, on_paper) < LOWEST:
                told.add((text, fill))
                yield self.at(
                    sheet.book,
                    f"text {hex_of(text)} on {hex_of(fill)} has a contrast of {in_colour:.1f} : 1, "
                    f"in grey {on_paper:.1f} : 1",
                    sheet.name,
                    cell,
                )


def _pairs(sheet: LintSheet) -> Iterator[tuple[str, Rgb | None, Rgb | None]]:
    """Yield cell, colour of its text and of its fill."""
    for use in sheet.uses.values():
        if use.content != "empty":
            style = sheet.book.styles[use.style]
            yield use.cell, style.text, style.fill
    for cell, number in sheet.highlights:
        text, fill = sheet.book.styles.conditional(number)
        yield cell, text, WHITE if fill is None else fill
