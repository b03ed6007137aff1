"""A workbook as the lint's rules see it: names by sheet, formats, and the setup of each sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.document import area_of
from xldesk.workbooks.check.markup import MAIN, is_on, parsed
from xldesk.workbooks.lint.cell_styles import CellStyles
from xldesk.workbooks.lint.drawings import drawn_on
from xldesk.workbooks.lint.tokens import LONGEST_READ

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Area, Document, FoundSheet
    from xldesk.workbooks.lint.drawings import Drawn

SHEET_PARTS = (
    "sheetPr",
    "sheetView",
    "row",
    "sheetProtection",
    "mergeCell",
    "conditionalFormatting",
    "dataValidation",
    "pageSetup",
)
"""The elements of a worksheet that the lint reads."""

MOST_RULE_FORMULAS = 4_000
"""Different formulas of a sheet's rules that are read."""

_PASSWORDS = ("password", "hashValue", "workbookPassword", "workbookHashValue")
_WHOLE = re.compile(r"[0-9]{1,7}(?:\.0*)?")


class DefinedName(NamedTuple):
    """A name of the workbook, or of one of its sheets, and what it stands for."""

    name: str
    text: str
    sheet: str | None


class RuleFormula(NamedTuple):
    """A formula of a rule over cells: of which kind of rule, its first cell, and its text."""

    of_rule: str
    cell: str
    text: str


class StyleUse(NamedTuple):
    """Cells of one sheet with the same format and kind of content, and the first of them.

    ``content`` is formula, number, text (or another value) or empty.
    """

    style: str
    content: str
    cell: str


@dataclass(slots=True)
class Book:
    """The workbook: the checked document, its names with their sheets, and its cell formats."""

    document: Document
    names: tuple[DefinedName, ...]
    styles: CellStyles
    has_password: bool

    def name_on(self, sheet: str, name: str) -> str | None:
        """Return what a name of ``sheet`` alone stands for, such as its print area."""
        return next((n.text for n in self.names if n.sheet == sheet and n.name == name), None)


@dataclass(slots=True)
class LintSheet:
    """A sheet: what its rows held (once they were read) and how it is set up.

    ``uses`` counts cells by format and content. ``numbers`` has a 1 for each row, from row 0, in
    which a number or formula stands.
    """

    book: Book
    found: FoundSheet
    last_row: int = 0
    uses: dict[tuple[str, str], StyleUse] = field(default_factory=dict)
    numbers: bytearray = field(default_factory=bytearray)
    fits_page: bool = False
    pages_wide: int = 1
    shows_gridlines: bool = True
    frozen_rows: int = 0
    is_protected: bool = False
    has_password: bool = False
    merged: list[Area] = field(default_factory=list)
    highlights: list[tuple[str, str]] = field(default_factory=list)
    rule_formulas: dict[tuple[str, str], RuleFormula] = field(default_factory=dict)
    drawn: tuple[Drawn, ...] = ()

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.found.name

    @property
    def is_summary(self) -> bool:
        """Whether the sheet is a summary, by its name."""
        return "summary" in self.name.casefold()

    @property
    def is_checks(self) -> bool:
        """Whether the sheet holds the workbook's own checks, by its name."""
        return self.name.strip().casefold() == "checks"

    @property
    def is_about(self) -> bool:
        """Whether the sheet says what the workbook is, by its name."""
        return self.name.strip().casefold() == "about"

    @property
    def is_empty(self) -> bool:
        """Whether the sheet has neither content nor drawings."""
        has_content = any(content != "empty" for _, content in self.uses)
        return not has_content and not self.drawn

    def take(self, element: Element) -> None:
        """Take note of one of ``SHEET_PARTS`` that is no row."""
        tag = element.tag.removeprefix(MAIN)
        if tag == "sheetPr":
            setup = element.find(f"{MAIN}pageSetUpPr")
            self.fits_page = setup is not None and is_on(setup.get("fitToPage"))
        elif tag == "sheetView":
            self.shows_gridlines = is_on(element.get("showGridLines", "1"))
            pane = element.find(f"{MAIN}pane")
            if pane is not None and pane.get("state") in {"frozen", "frozenSplit"}:
                self.frozen_rows = _whole(pane.get("ySplit", "0"), 0)
        elif tag == "sheetProtection":
            self.is_protected = is_on(element.get("sheet"))
            self.has_password = has_password(element)
        elif tag == "mergeCell":
            area = area_of(element.get("ref", ""))
            if area is not None:
                self.merged.append(area)
        elif tag == "pageSetup":
            self.pages_wide = _whole(element.get("fitToWidth", "1"), 1)
        elif tag == "conditionalFormatting":
            self.highlights += [
                (_first_cell(element), rule.get("dxfId", ""))
                for rule in element.iter(f"{MAIN}cfRule")
            ]
            self._take_formulas("conditional format", element, ("formula",))
        elif tag == "dataValidation":
            self._take_formulas("validation", element, ("formula1", "formula2"))

    def _take_formulas(self, what: str, element: Element, names: tuple[str, ...]) -> None:
        """Take note of the formulas of a rule; the same one is kept once."""
        for formula in element.iter(*(MAIN + name for name in names)):
            text = (formula.text or "")[: LONGEST_READ + 1]
            if text and len(self.rule_formulas) < MOST_RULE_FORMULAS:
                found = RuleFormula(what, _first_cell(element), text)
                self.rule_formulas.setdefault((what, text), found)


def read_book(document: Document) -> Book:
    """Return the workbook of ``document`` for the lint; raises ArchiveError."""
    main = next(r.target for r in document.relations if r.kind == "officeDocument")
    root = parsed(document.archive.read(main), main, document.limits)
    sheets = [element.get("name", "") for element in root.iter(f"{MAIN}sheet")]
    names = tuple(
        DefinedName(
            element.get("name", ""),
            element.text or "",
            _sheet_of(element.get("localSheetId"), sheets),
        )
        for element in root.iter(f"{MAIN}definedName")
    )
    protections = root.iter(f"{MAIN}workbookProtection", f"{MAIN}fileSharing")
    return Book(
        document=document,
        names=names,
        styles=CellStyles(_part(document, "styles"), _part(document, "theme")),
        has_password=any(has_password(element) for element in protections),
    )


def open_sheet(book: Book, found: FoundSheet) -> LintSheet:
    """Return ``found`` with what is drawn on it, before its rows are read; raises ArchiveError."""
    return LintSheet(book, found, drawn=drawn_on(book.document, found))


def has_password(element: Element) -> bool:
    """Tell whether a protection asks for a password."""
    return any(element.get(name) for name in _PASSWORDS) or bool(element.get("reservationPassword"))


def _first_cell(element: Element) -> str:
    return re.split(r"[ :]", element.get("sqref", ""), maxsplit=1)[0]


def _part(document: Document, kind: str) -> Element | None:
    part = next((r.target for r in document.relations if r.kind == kind), None)
    if part is None or part not in document.archive:
        return None
    return parsed(document.archive.read(part), part, document.limits)


def _sheet_of(index: str | None, sheets: list[str]) -> str | None:
    if index is None:
        return None
    position = _whole(index, len(sheets))
    return sheets[position] if position < len(sheets) else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else otherwise
