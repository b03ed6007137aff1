"""Defined names: those of the book, and those that hold on one sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xldesk.errors import UsageError
from xldesk.excel.engine.addresses import NoSuchRangeError, named_area, sheet_named
from xldesk.excel.engine.area import Area, quoted
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.everywhere import names_of
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.put import write
from xldesk.excel.engine.references import unquoted

if TYPE_CHECKING:
    from xldesk.excel.engine.books import Book
    from xldesk.excel.engine.ranges import Range
    from xldesk.excel.engine.sheets import Sheet

_LEGAL = re.compile(r"[^\W\d][\w.?\\]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*")


@complete
class Name(Speaking, base_classes.Name):
    """One name: ``scope`` is the sheet on which it holds, empty for the whole book."""

    def __init__(self, book: Book, scope: str, plain: str) -> None:
        self._book = book
        self.scope = scope
        self.plain = plain

    def _write(self, plain: str, old: str | None, new: str | None) -> None:
        write(self._book.open, Change(self.scope, plain, Aspect.NAME, old, new))

    @property
    def api(self) -> Any:
        """The defined name of openpyxl."""
        workbook = self._book.open.workbook
        owner = workbook[self.scope] if self.scope else workbook
        return owner.defined_names[self.plain]

    @property
    def name(self) -> str:
        """The name, of one sheet with that sheet before it, such as ``Sheet1!Rate``."""
        return f"{quoted(self.scope)}!{self.plain}" if self.scope else self.plain

    @name.setter
    def name(self, value: str) -> None:
        plain = legal_name(value.rpartition("!")[2])
        refers_to = self.refers_to
        self._write(self.plain, refers_to, None)
        self._write(plain, None, refers_to)
        self.plain = plain

    @property
    def refers_to(self) -> str:
        """What it refers to, a formula such as ``=Sheet1!$A$1``."""
        return f"={self.api.value}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._write(self.plain, self.refers_to, _as_formula(value))

    @property
    def refers_to_range(self) -> Range:
        """The range it refers to; raises NoSuchRangeError where it is a constant or formula."""
        area = named_area(self._book.open, self.refers_to)
        if area is None:
            raise NoSuchRangeError(f"name {self.name} refers to no range: {self.refers_to}")
        place = area.row, area.column, area.rows, area.columns
        return self._book.sheets(area.sheet.title).range(place)

    def is_about(self, area: Area) -> bool:
        """Tell whether it refers to just the cells of ``area``."""
        return named_area(self._book.open, self.refers_to) == area

    def delete(self) -> None:
        """Delete it; formulas that use it stay as they are."""
        self._write(self.plain, self.refers_to, None)


class _Names(Speaking, base_classes.Names):
    """Some names of a book; ``scope`` is where new ones hold that do not say it."""

    def __init__(self, book: Book, scope: str) -> None:
        self._book = book
        self._scope = scope

    def _all(self) -> list[Name]:
        raise AssertionError("said by the kind of names")

    @property
    def api(self) -> Any:
        """The names of openpyxl, by their texts."""
        workbook = self._book.open.workbook
        return (workbook[self._scope] if self._scope else workbook).defined_names

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, name_or_index: str | int) -> Name:
        found = self._all()
        if isinstance(name_or_index, int):
            return found[name_or_index - 1]
        wanted = unquoted(name_or_index.rpartition("!")[0]), name_or_index.rpartition("!")[2]
        scope, plain = wanted[0].casefold(), wanted[1].casefold()
        for name in sorted(found, key=lambda name: name.scope.casefold() != scope):
            same_scope = name.scope.casefold() == scope or not scope
            if same_scope and name.plain.casefold() == plain:
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: str | int) -> bool:
        """Tell whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or what an existing one refers to; ``Sheet1!Rate`` holds on that sheet."""
        title, _, plain = name.rpartition("!")
        book = self._book.open
        scope = sheet_named(book, unquoted(title)).title if title else self._scope
        names = (book.workbook[scope] if scope else book.workbook).defined_names
        known = next((key for key in names if key.casefold() == plain.casefold()), None)
        made = Name(self._book, scope, known or legal_name(plain))
        old = None if known is None else made.refers_to
        write(book, Change(scope, made.plain, Aspect.NAME, old, _as_formula(refers_to)))
        return made


@complete
class BookNames(_Names):
    """All names of a book, those of single sheets included."""

    def __init__(self, book: Book) -> None:
        super().__init__(book, "")

    def _all(self) -> list[Name]:
        return [Name(self._book, scope, plain) for scope, plain, _ in names_of(self._book.open)]


@complete
class SheetNames(_Names):
    """The names that hold on one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.book, sheet.name)

    def _all(self) -> list[Name]:
        names = self._book.open.workbook[self._scope].defined_names
        return [Name(self._book, self._scope, plain) for plain in names]


def legal_name(plain: str) -> str:
    """Return ``plain`` if Excel takes it as a name; raises UsageError otherwise."""
    if not _LEGAL.fullmatch(plain) or _LIKE_A_CELL.fullmatch(plain):
        raise UsageError(
            f"{plain!r} is no name: it begins with a letter or _, has no blanks, and is no address"
        )
    return plain


def _as_formula(refers_to: str) -> str:
    return refers_to if refers_to.startswith("=") else f"={refers_to}"
