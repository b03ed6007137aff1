"""Read a worksheet in chunks of rows, each with the number that Excel shows for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.intake.cell_texts import row_texts
from xldesk.intake.header import SEARCHED_ROWS, HeadRow, Known, find_header
from xldesk.intake.reject import problem
from xldesk.intake.table import Chunk, RefusedRow, refuse_wide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.intake.survey import SourceFile
    from xldesk.intake.workbook_file import Sheet


class XlsxTable:
    """A sheet of a workbook with a header. Cells are the exact texts of what they hold.

    Numbers have up to 15 digits, as Excel shows them; dates are ISO; of a formula the result that
    was saved counts. A row is refused where one of its columns holds an error, a formula without
    a result, or a part of a merged range that is not its first cell.
    """

    def __init__(
        self,
        source: SourceFile,
        sheet: Sheet,
        *,
        known: Known,
        max_columns: int,
        header_row: int | None = None,
    ) -> None:
        self.source = source
        self.sheet = sheet
        place = f"{source.path}!{sheet.name}"
        head = []
        wanted = max(SEARCHED_ROWS, header_row or 0)
        for number, cells in self._rows():
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                head.append(HeadRow(number, stripped))
            if len(head) >= wanted:
                break
        if not head:
            raise UsageError(f"{place} is empty; check the export")
        offset = self._first_column
        merged = [(r1, c1 - offset, r2, c2 - offset) for r1, c1, r2, c2 in sheet.scan.merged]
        found = find_header(place, head, known, stated=header_row, merged=merged)
        self.header: tuple[str, ...] = found.names
        self.place = f"{place}:{found.first_row}"
        self.above = found.above
        self._header_row = found.row
        refuse_wide(self.place, self.header, max_columns)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows below the header in chunks of up to ``size``, in the sheet's order.

        Rows without any content are no rows. Raises UsageError where the workbook cannot be read.
        """
        chunk = Chunk()
        flaws = self._flaws()
        last = max(self.sheet.scan.last_row, 1)
        for number, cells in self._rows():
            if number <= self._header_row or not any(cells):
                continue
            flaw = flaws.get(number) or ("NUL" if any("\0" in cell for cell in cells) else None)
            if flaw is None:
                chunk.numbers.append(number)
                chunk.rows.append(cells)
            else:
                chunk.refused.append(RefusedRow(number, tuple(cells), problem(flaw, _WORDS[flaw])))
            if len(chunk) >= size:
                chunk.done_bytes = self.source.size * number // last
                yield chunk
                chunk = Chunk()
        chunk.done_bytes = self.source.size
        if len(chunk):
            yield chunk

    def _flaws(self) -> dict[int, str]:
        """Return the reason code of each row that cannot be relied on, by its number."""
        scan = self.sheet.scan
        named = {self._first_column + i for i, name in enumerate(self.header) if name}
        flaws = dict.fromkeys(_covered_rows(scan.merged, named, self._header_row), "MERGED")
        flaws.update((row, "UNCALCULATED") for row, column in scan.uncalculated if column in named)
        flaws.update((row, "CELL-ERROR") for row, column in scan.errors if column in named)
        return flaws

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row with its number, from the sheet's first."""
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  # only here

        try:
            with self.source.path.open("rb") as stream:
                workbook = CalamineWorkbook.from_filelike(stream)
                sheet = workbook.get_sheet_by_name(self.sheet.name)
            self._first_column = sheet.start[1] if sheet.start else 0
            rows: Iterator[list[Any]] = sheet.iter_rows()
            for number, cells in enumerate(rows, start=1):
                yield number, row_texts(cells)
        except (CalamineError, ValueError, KeyError, OSError) as error:
            first = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UsageError(
                f"{self.source.path}!{self.sheet.name} cannot be read ({first}); open the workbook "
                "in Excel and save it again"
            ) from error


_WORDS = {
    "MERGED": "the row is part of a merged range",
    "UNCALCULATED": "a formula without a saved result",
    "CELL-ERROR": "a cell with an error such as #N/A",
    "NUL": "a NUL byte",
}


def _covered_rows(merged: list[tuple[int, int, int, int]], named: set[int], after: int) -> set[int]:
    """Return the rows in which a named column is covered by a merged range, but not its start."""
    covered: set[int] = set()
    for r1, c1, r2, c2 in merged:
        columns = named & set(range(c1, c2 + 1))
        for row in range(max(r1, after + 1), r2 + 1):
            if columns - ({c1} if row == r1 else set()):
                covered.add(row)
    return covered
