"""What Excel and the headless engine do in ways of their own, as macros ask for it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from xldesk.errors import UsageError
from xldesk.workbooks.check.macro_notes import BY_EXCEL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    import xlwings as xw

SHEET_NAME = "&A"
PAGE_NUMBERS = "Page &P of &N"
_LANDSCAPE = 2
"""Excel's number for a page that lies (XlPageOrientation)."""

_VALIDATION = 6
"""Excel's number for pasting validations alone (XlPasteType)."""


class Host(Protocol):
    """The program in which a book is open."""

    def writable(self, book: xw.Book) -> AbstractContextManager[None]:
        """Let locked cells be written for a while."""

    def protect(self, book: xw.Book, issued: Path) -> None:
        """Protect the desk's sheets as they are in the ``issued`` file."""

    def copy(self, book: xw.Book, path: Path) -> None:
        """Save ``book`` as it is now as another file; the book's own file stays as it is."""

    def hand_over(self, book: xw.Book, fresh: xw.Book, ready: Path) -> str:
        """Let the file ``ready``, a copy of ``fresh``, be what came of a macro over ``book``.

        Returns, to follow a sentence, where it is if not in the book's own file. Raises UsageError
        where another file would be lost.
        """

    def insert_rows(self, rows: xw.Range) -> None:
        """Insert ``rows``, or cells of them; what stands there and below moves down."""

    def delete_rows(self, rows: xw.Range) -> None:
        """Delete ``rows``, or cells of them; what stands below moves up."""

    def extend(self, model: xw.Range, rows: xw.Range) -> None:
        """Make new ``rows`` of a table look, and take entries, as its ``model`` row does."""

    def shorten(self, rows: xw.Range) -> None:
        """Let rules of the rows above no longer reach ``rows``, which the table leaves."""

    def link(self, cell: xw.Range, place: str | None) -> None:
        """Let ``cell`` lead to a ``place`` (``'Sheet'!A1``) of its book; None takes a link away."""

    def linked(self, cell: xw.Range) -> str | None:
        """Return the place of its book that ``cell`` leads to, None where it leads to none."""

    def has_formula(self, cell: xw.Range) -> bool:
        """Tell whether ``cell`` calculates; a text that begins with ``=`` does not."""

    def filled_columns(self, cells: xw.Range) -> set[int]:
        """Return the numbers of the columns of ``cells`` in which something stands."""

    def lay_out(self, sheet: xw.Sheet, header_row: int) -> None:
        """Let a new sheet show and print as lists of the desk do.

        Its rows down to the header stay in view, lines between cells are not shown, and it prints
        in landscape, one page wide, with the header on each page, and below it the name of the
        sheet and page numbers.
        """

    def finish(self, book: xw.Book, issued: Path) -> None:
        """Take over from the ``issued`` file what no cell holds: footers, charts."""

    def user(self, book: xw.Book) -> str:
        """Return the name of the person at work; raises UsageError where nobody said it."""

    @property
    def named_by(self) -> str:
        """How that name is known, to follow "the name is": no program proves whose it is."""


class ExcelHost:
    """Desktop Excel, through COM."""

    @contextmanager
    def writable(self, book: xw.Book) -> Iterator[None]:
        """Take sheets' protection off (ours has no password), and put it back at the end."""
        protected = [sheet for sheet in book.sheets if sheet.api.ProtectContents]
        for sheet in protected:
            sheet.api.Unprotect()
        try:
            yield
        finally:
            for sheet in protected:
                _protect(sheet)

    def protect(self, book: xw.Book, issued: Path) -> None:  # noqa: ARG002 -- as Host says
        """Protect every sheet that is not."""
        for sheet in book.sheets:
            if not sheet.api.ProtectContents:
                _protect(sheet)

    def copy(self, book: xw.Book, path: Path) -> None:
        """Save a copy."""
        book.api.SaveCopyAs(str(path))

    def hand_over(self, book: xw.Book, fresh: xw.Book, ready: Path) -> str:  # noqa: ARG002
        """Put it beside the open file, which nothing can replace."""
        own = Path(book.fullname)
        target = own.with_name(f"{own.stem}_to_send.xlsx")
        if target.exists():
            raise UsageError(f"{target} is there already; move it away, and run this again")
        shutil.copyfile(ready, target)
        return f", as {target}"

    def insert_rows(self, rows: xw.Range) -> None:
        """Insert them."""
        rows.insert("down")

    def delete_rows(self, rows: xw.Range) -> None:
        """Delete them."""
        rows.delete("up")

    def extend(self, model: xw.Range, rows: xw.Range) -> None:
        """Copy formats, conditional ones too, and validations; what cells say comes later."""
        rows.copy_from(model, "formats")
        model.api.Copy()
        rows.api.PasteSpecial(_VALIDATION)
        model.sheet.book.app.api.CutCopyMode = False

    def shorten(self, rows: xw.Range) -> None:
        """Take formats and validations of the rows away."""
        rows.api.Validation.Delete()
        rows.api.FormatConditions.Delete()

    def link(self, cell: xw.Range, place: str | None) -> None:
        """Set or take away the link; the cell's font stays."""
        font = cell.api.Font
        kept = font.Color, font.Underline
        cell.api.Hyperlinks.Delete()
        if place is not None:
            cell.sheet.api.Hyperlinks.Add(Anchor=cell.api, Address="", SubAddress=place)
        font.Color, font.Underline = kept

    def linked(self, cell: xw.Range) -> str | None:
        """Return where the cell's first link leads within the book."""
        links: Any = cell.api.Hyperlinks
        return str(links(1).SubAddress) or None if links.Count else None

    def has_formula(self, cell: xw.Range) -> bool:
        """Ask the cell."""
        return bool(cell.api.HasFormula)

    def filled_columns(self, cells: xw.Range) -> set[int]:
        """Count what stands in them; formulas that show nothing count too."""
        count = cells.sheet.book.app.api.WorksheetFunction.CountA
        if not count(cells.api):
            return set()
        return {column.column for column in cells.columns if count(column.api)}

    def lay_out(self, sheet: xw.Sheet, header_row: int) -> None:
        """Set up its window and its pages."""
        sheet.activate()
        window: Any = sheet.book.app.api.ActiveWindow
        window.DisplayGridlines = False
        window.SplitColumn, window.SplitRow = 0, header_row
        window.FreezePanes = True
        pages: Any = sheet.api.PageSetup
        pages.Orientation = _LANDSCAPE
        pages.Zoom = False
        pages.FitToPagesWide, pages.FitToPagesTall = 1, False
        pages.PrintTitleRows = f"${header_row}:${header_row}"
        pages.CenterFooter = SHEET_NAME
        pages.RightFooter = PAGE_NUMBERS

    def finish(self, book: xw.Book, issued: Path) -> None:
        """Nothing: charts follow their tables, and footers are written by the next pack."""

    def user(self, book: xw.Book) -> str:
        """Return the name that Excel knows its user by."""
        return str(book.app.api.UserName)

    @property
    def named_by(self) -> str:
        """Excel's options have a name, which anybody may change."""
        return BY_EXCEL


def _protect(sheet: xw.Sheet) -> None:
    sheet.api.Protect(
        DrawingObjects=False,
        Contents=True,
        Scenarios=False,
        AllowFormattingColumns=True,
        AllowFormattingRows=True,
        AllowSorting=True,
        AllowFiltering=True,
    )
