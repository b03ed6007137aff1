"""The notes that macros write beside cells, word for word, and where a file says that they did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.macro_sheets import macro_sheet
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document, FoundSheet, FoundTable

BY_COMMAND_LINE = "the one given on the command line"
BY_EXCEL = "the one that Excel has for its user"
NAMED_BY = (BY_COMMAND_LINE, BY_EXCEL)
"""How a name of somebody who signs is known, to follow "the name is"."""

SIGNED = "Signed with xldesk: "
"""How the note beside a signature begins."""

_SIGNATURES, _NAME = "SignOff", "Name"
_MARKS = "WorkbookFindings"
_WORDS = ("Code", "What", "What to do")
_PLACE = "Place"


def mark_note(code: str, message: str, remedy: str) -> str:
    """Return the note that ``validate_workbook`` writes on a cell with a finding."""
    return f"xldesk {code}: {message}; {remedy}"


def signature_note(name: str, state: str, controls: str, named_by: str) -> str:
    """Return the note that ``sign_off`` writes beside ``name``; ``named_by`` is one of NAMED_BY.

    ``state`` and ``controls`` say what was signed, in the words of ``_SIGNATURE``.
    """
    return f"{_beginning(name)}{_signature(state, controls, named_by)}"


def is_signature_note(text: str, name: str, state: str | None = None) -> bool:
    """Tell whether ``text`` is such a note for ``name`` and ``state``, any where it is None."""
    beginning = _beginning(name)
    signature = text.removeprefix(beginning)
    return (
        text.startswith(beginning)
        and _SIGNATURE.fullmatch(signature) is not None
        and (state is None or signature.startswith(f"for {state}; "))
    )


def _beginning(name: str) -> str:
    return f"{SIGNED}{' '.join(name.split())}, "


def _signature(state: str, controls: str, named_by: str) -> str:
    return f"for {state}; {controls}; the name is {named_by}; nothing proves whose it is"


_SIGNATURE = re.compile(
    _signature(
        "ledger position [0-9]{1,15}, head hash [0-9a-f]{12}, data [0-9a-f]{12}, "
        "answers [0-9a-f]{12}",
        "[0-9]{1,9} controls? fails?, [0-9]{1,9} exceptions? answered"
        "(?: and [0-9]{1,9} not listed)?, [0-9]{1,9} controls? not run",
        f"(?:{'|'.join(NAMED_BY)})",
    )
)
"""Every word of such a note behind the name; only numbers and beginnings of hashes vary."""


def notes_on(document: Document, sheet: FoundSheet) -> Iterator[tuple[str, str]]:
    """Yield cell and text of each note on ``sheet``; ArchiveError for a part that is no XML."""
    for relation in sheet.relations:
        if relation.kind == "comments" and relation.target in document.archive:
            content = document.archive.read(relation.target)
            for note in parsed(content, relation.target, document.limits).iter(f"{MAIN}comment"):
                yield note.get("ref", ""), "".join(t.text or "" for t in note.iter(f"{MAIN}t"))


class MacroNotes:
    """The notes that macros wrote into a file: those its findings list, those on signed lines."""

    def __init__(self, document: Document) -> None:
        """Read the lists; a file without such sheets and tables has no notes of macros."""
        self._marks = set(_listed(document))
        self._signed = dict(_names(document))

    def has(self, sheet: str, cell: str, text: str) -> bool:
        """Tell whether a macro wrote this note: its place and every word of it are known."""
        if (f"{sheet}!{cell}", text) in self._marks:
            return True
        name = self._signed.get((sheet, cell))
        return name is not None and is_signature_note(text, name)


def _names(document: Document) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield sheet and cell of each name that is signed, and the name."""
    for sheet, table in document.tables.values():
        if table.name != _SIGNATURES or _NAME not in table.columns:
            continue
        column = table.area.first_column + table.columns.index(_NAME)
        for number, cells, *_ in SheetRows(document, sheet.part):
            if table.area.first_row < number <= table.area.last_row and column in cells:
                place = sheet.name, f"{letters_of(column)}{number}"
                yield place, cells[column].value or ""


def _listed(document: Document) -> Iterator[tuple[str, str]]:
    """Yield place and note of each finding that is listed."""
    for sheet in document.sheets:
        known = macro_sheet(sheet.name, [table.name for table in sheet.tables])
        if known is not None and known.table == _MARKS:
            yield from _rows(document, sheet, sheet.tables[0])


def _rows(document: Document, sheet: FoundSheet, table: FoundTable) -> Iterator[tuple[str, str]]:
    if not {_PLACE, *_WORDS} <= set(table.columns):
        return
    columns = [table.area.first_column + table.columns.index(n) for n in (_PLACE, *_WORDS)]
    for number, cells, *_ in SheetRows(document, sheet.part):
        if table.area.first_row < number <= table.area.last_row:
            place, *words = ("" if at not in cells else cells[at].value or "" for at in columns)
            yield place, mark_note(*words)
