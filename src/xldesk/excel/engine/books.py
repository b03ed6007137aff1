"""The open books of an application, and one book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.missing import MissingMemberError, Speaking, complete
from xldesk.excel.engine.names import BookNames
from xldesk.excel.engine.open_book import OpenBook, new_book, opened_book
from xldesk.excel.engine.ranges import Range
from xldesk.excel.engine.saving import save_book
from xldesk.excel.engine.sheets import Sheet, Sheets

if TYPE_CHECKING:
    from xldesk.excel.engine.apps import App
    from xldesk.excel.engine.journal import Journal


@complete
class Books(Speaking, base_classes.Books):
    """The books that are open in one application, the active one last."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []
        self._active: Book | None = None
        self._made = 0

    @property
    def api(self) -> Books:
        """These books: there is nothing behind them."""
        return self

    @property
    def active(self) -> Book:
        """The active book; raises UsageError where none is open."""
        book = self.active_or_none
        if book is None:
            raise UsageError("no book is open; open one with xw.Book(path)")
        return book

    @property
    def active_or_none(self) -> Book | None:
        """The active book, None where none is open."""
        return self._active

    def __call__(self, name_or_index: str | int) -> Book:
        """Return the one of this name, or at this place from 1."""
        if isinstance(name_or_index, int):
            return self._books[name_or_index - 1]
        for book in self._books:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self._books))

    def add(self) -> Book:
        """Open a new book of one sheet."""
        self._made += 1
        return self._entered(Book(self, new_book(f"Book{self._made}")))

    def open(self, fullname: str, *settings: object, **named: object) -> Book:
        """Open the file; settings that only matter to Excel's own dialogues are passed over."""
        read_only, password = _settings(settings, named)
        if password is not None:
            raise MissingMemberError("Books.open(password=…)")
        book = Book(self, opened_book(Path(fullname).resolve()))
        book.read_only = bool(read_only)
        return self._entered(book)

    def bring_forward(self, book: Book) -> None:
        """Make ``book`` the active one."""
        self._active = book

    def drop(self, book: Book) -> None:
        """Forget a book that was closed."""
        self._books = [other for other in self._books if other is not book]
        if self._active is book:
            self._active = self._books[-1] if self._books else None

    def _entered(self, book: Book) -> Book:
        self._books.append(book)
        self._active = book
        return book


def _settings(settings: tuple[object, ...], named: dict[str, object]) -> tuple[object, object]:
    order = ("update_links", "read_only", "format", "password")
    given = {**dict(zip(order, settings, strict=False)), **named}
    return given.get("read_only"), given.get("password")


@complete
class Book(Speaking, base_classes.Book):
    """One book; ``open`` is what is behind it, ``journal`` all that was written into it."""

    def __init__(self, books: Books, opened: OpenBook) -> None:
        self._books = books
        self.open = opened
        self.read_only = False

    @property
    def journal(self) -> Journal:
        """Every change since the book was opened or saved."""
        return self.open.journal

    @property
    def api(self) -> Any:
        """The workbook of openpyxl; what is written through it stands in no journal."""
        return self.open.workbook

    @property
    def app(self) -> App:
        """The application in which it is open."""
        return self._books.app

    @property
    def name(self) -> str:
        """The file's name, or ``Book1`` of a new one."""
        return self.open.name

    @property
    def fullname(self) -> str:
        """The file's path, the name alone of a new one."""
        return self.open.name if self.open.path is None else str(self.open.path)

    @property
    def sheets(self) -> Sheets:
        """The worksheets in their order."""
        return Sheets(self)

    @property
    def names(self) -> BookNames:
        """The defined names of the book and of its sheets."""
        return BookNames(self)

    @property
    def selected(self) -> Range:
        """The selected range, A1 of the active sheet where none was selected."""
        area = self.open.selection
        sheet = self.sheets.active if area is None else Sheet(self, area.sheet)
        return Range(sheet, area or Area(self.open, sheet.worksheet, 1, 1))

    def activate(self) -> None:
        """Make this the active book."""
        self._books.bring_forward(self)

    def close(self) -> None:
        """Close it without saving."""
        self._books.drop(self)

    def save(self, path: str | None = None, password: object = None) -> None:
        """Save to ``path``, else to where it came from; a new one beside the program.

        The file is there whole or not at all.
        """
        if password is not None:
            raise MissingMemberError("Book.save(password=…)")
        target = self.open.path or Path.cwd() / f"{self.name}.xlsx"
        if path is not None:
            target = Path(path).resolve()
        elif self.read_only:
            raise UsageError(f"{self.fullname} was opened read-only; save it under another name")
        save_book(self.open, target)
