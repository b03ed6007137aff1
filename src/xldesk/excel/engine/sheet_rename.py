"""A sheet gets another name, and everything that names it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area, quoted
from xldesk.excel.engine.cells import Worksheet, cells_of
from xldesk.excel.engine.change import Aspect, Change, Formula
from xldesk.excel.engine.content import content_of
from xldesk.excel.engine.everywhere import names_of, refuse_charts
from xldesk.excel.engine.put import write
from xldesk.excel.engine.references import unquoted
from xldesk.excel.engine.transfer import CellState, put_content_of

if TYPE_CHECKING:
    from xldesk.excel.engine.open_book import OpenBook


def rename_sheet(book: OpenBook, sheet: Worksheet, name: str) -> None:
    """Call ``sheet`` ``name``; formulas and names that refer to it say the new name.

    Raises UsageError for a name that another sheet has, and where a chart shows the sheet.
    """
    old = sheet.title
    if name == old:
        return
    for other in book.workbook.worksheets:
        if other is not sheet and other.title.casefold() == name.casefold():
            raise UsageError(f"{book.name} has a sheet {other.title} already")
    refuse_charts(book, sheet)
    write(book, Change(old, old, Aspect.SHEET_RENAMED, old, name))
    for other in book.workbook.worksheets:
        for (row, column), cell in list(cells_of(other).items()):
            content = content_of(cell)
            if isinstance(content, Formula):
                text = renamed(content.text, old, name)
                if text != content.text:
                    cached = book.cached.get(other, row, column)
                    state = CellState(Formula(text, content.spill), cached)
                    put_content_of(Area(book, other, row, column), state)
    for scope, defined, text in names_of(book):
        before = f"={text}"
        write(book, Change(scope, defined, Aspect.NAME, before, renamed(before, old, name)))


def renamed(formula: str, old: str, new: str) -> str:
    """Return ``formula`` with references to sheet ``old`` going to ``new``."""
    tokens = Tokenizer(formula)
    parts = []
    for token in tokens.items:
        text = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            title, mark, cells = text.rpartition("!")
            if mark and unquoted(title).casefold() == old.casefold():
                text = f"{quoted(new)}!{cells}"
        parts.append(text)
    return "=" + "".join(parts)
