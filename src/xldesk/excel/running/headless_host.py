"""The headless engine as macros ask for it: links, rules, copies, and what no cell holds."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from openpyxl.worksheet.properties import PageSetupProperties

from xldesk.errors import UsageError
from xldesk.excel.engine.change import Aspect, Formula, Link
from xldesk.excel.engine.content import content_of
from xldesk.excel.engine.formats import link_of
from xldesk.excel.engine.write_cells import always, change_cells
from xldesk.excel.running.rule_ranges import reach_to
from xldesk.excel.running.taken_over import TakenOver
from xldesk.workbooks.check.macro_notes import BY_COMMAND_LINE
from xldesk.workbooks.paper import A4
from xldesk_udfs.macros.host import PAGE_NUMBERS, SHEET_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import xlwings as xw

    from xldesk.excel.engine.open_book import OpenBook

_PRINT_TITLES = "_xlnm.Print_Titles"


class HeadlessHost:
    """What ``xldesk_udfs.macros.host.Host`` asks of the program, over the engine.

    ``taken_over`` is what the file is to take from the issued one when it is saved, ``ready`` what
    is to be the whole file instead of the book.
    """

    def __init__(self, user: str | None) -> None:
        self._user = user
        self.taken_over: TakenOver | None = None
        self.protects = False
        self.ready: bytes | None = None

    @contextmanager
    def writable(self, book: xw.Book) -> Iterator[None]:
        """Let locked cells be written: the engine asks no lock."""
        del book
        yield

    def protect(self, book: xw.Book, issued: Path) -> None:
        """Protect the desk's sheets as in the ``issued`` file, when the book is saved."""
        del book
        self.taken_over = TakenOver.of(issued)
        self.protects = True

    def copy(self, book: xw.Book, path: Path) -> None:
        """Save the book as it is now as another file."""
        self.save(opened(book), path)

    def save(self, book: OpenBook, path: Path) -> None:
        """Write the book to ``path``, with what was taken over from the issued one."""
        if book.saver is None or book.path is None:
            raise AssertionError("macros run over books that came from files")
        book.receipt = book.saver(book.path, book.workbook, book.journal, path)
        if self.taken_over is not None:
            self.taken_over.put_into(path, protects=self.protects, selection=book.selection)

    def hand_over(self, book: xw.Book, fresh: xw.Book, ready: Path) -> str:
        """Let it be the book's own file."""
        self.ready = ready.read_bytes()
        opened(book).receipt = opened(fresh).receipt
        return ""

    def insert_rows(self, rows: xw.Range) -> None:
        """Insert them."""
        rows.insert("down")

    def delete_rows(self, rows: xw.Range) -> None:
        """Delete them."""
        rows.delete("up")

    def extend(self, model: xw.Range, rows: xw.Range) -> None:
        """Give new ``rows`` of a table the formats of ``model``, and let rules reach them."""
        for row in rows.rows:
            row.copy_from(model, "formats")
        reach_to(rows.impl.area, before=rows.row - 1, after=rows.last_cell.row)

    def shorten(self, rows: xw.Range) -> None:
        """Let rules end before ``rows``."""
        reach_to(rows.impl.area, before=rows.last_cell.row, after=rows.row - 1)

    def link(self, cell: xw.Range, place: str | None) -> None:
        """Set or take away the link of ``cell``; its font stays."""
        link = None if place is None else Link(None, place)
        change_cells(cell.impl.area, Aspect.HYPERLINK, always(link))

    def linked(self, cell: xw.Range) -> str | None:
        """Return the place of its book that ``cell`` leads to."""
        link = link_of(cell.impl.api)
        return None if link is None else link.location

    def has_formula(self, cell: xw.Range) -> bool:
        """Tell it by the cell's type."""
        return isinstance(content_of(cell.impl.api), Formula)

    def filled_columns(self, cells: xw.Range) -> set[int]:
        """Look at the cells that there are."""
        return {cell.column for cell in cells.impl.area.held() if cell.value is not None}

    def lay_out(self, sheet: xw.Sheet, header_row: int) -> None:
        """Set up openpyxl's sheet: the frame of a new one is written from it."""
        made = sheet.impl.api
        made.sheet_view.showGridLines = False
        made.freeze_panes = f"A{header_row + 1}"
        made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        made.page_setup.orientation = "landscape"
        made.page_setup.paperSize = A4.size
        made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
        made.oddFooter.center.text = SHEET_NAME
        made.oddFooter.right.text = PAGE_NUMBERS
        row = f"${header_row}:${header_row}"
        doubled = sheet.name.replace("'", "''")
        sheet.names.add(_PRINT_TITLES, f"='{doubled}'!{row}")

    def finish(self, book: xw.Book, issued: Path) -> None:
        """Take over the footers and charts of the ``issued`` file when the book is saved."""
        del book
        self.taken_over = TakenOver.of(issued)

    def user(self, book: xw.Book) -> str:
        """Return the name of who runs the macro; a login name is no signature."""
        if self._user is None:
            raise UsageError(
                f"{book.name}: nobody said who signs; name the person with --actor NAME, or in "
                "XLDESK_ACTOR"
            )
        return self._user

    @property
    def named_by(self) -> str:
        """The command line authenticates nobody."""
        return BY_COMMAND_LINE


def opened(book: xw.Book) -> OpenBook:
    """Return what the engine holds of ``book``."""
    found: OpenBook = book.impl.open
    return found
