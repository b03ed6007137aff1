"""The cells of an issued sheet that people fill in, looked for where somebody asks."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING

from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.provenance.longer_forms import LongerForms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.provenance.looks.cell_looks import StyleLooks


class InputCells(AbstractSet[tuple[int, int]]):
    """Row and column (from 1) of each unlocked cell; the sheet is read when first asked.

    Where people inserted lines into ``forms`` they are the cells as they stand then.
    """

    def __init__(
        self, document: Document, part: str, looks: StyleLooks, forms: LongerForms | None = None
    ) -> None:
        self._document = document
        self._part = part
        self._looks = looks
        self._forms = LongerForms(()) if forms is None else forms

    @cached_property
    def _cells(self) -> frozenset[tuple[int, int]]:
        unlocked = {style for style, look in self._looks.cells.items() if not look.locked}
        return frozenset(
            (row.number, column)
            for row in self._forms.rows(iter(SheetRows(self._document, self._part)))
            for column, cell in row.cells.items()
            if cell.style in unlocked
        )

    def __contains__(self, place: object) -> bool:
        return place in self._cells

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)
