"""A signature on an audit is for the state and the answers that the audit shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.macro_notes import is_signature_note, notes_on
from xldesk.workbooks.check.numbers import number_of
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, shown
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.signed_state import (
    ANSWER_FIELDS,
    ANSWERED,
    FIELDS,
    SHOWN,
    answers_digest,
    said_of_change,
    said_state,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableView

_LINES = "SignOff"
_ABOUT = "about."

_LONGEST = 3 * SHOWN

State = tuple[str, ...]
"""Position, head hash and digests as texts, empty where a cell is."""


class _Signature(NamedTuple):
    row: SheetRow
    column: int
    name: str
    state: State


class SignedStates(Rule):
    """Finds signatures for another state than the workbook shows, and those typed by hand.

    The macro ``sign_off`` writes the state beside the name, and both into a note. A name typed by
    hand lacks one or the other, and proves nothing about what its owner saw.
    """

    sees_all_rows = False

    def __init__(self) -> None:
        self._signatures: list[_Signature] = []
        self._about: dict[str, str] = {}
        self._answers: list[list[str]] = []

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows are signed or answered, or may be fields of About."""
        return table is None or table.spec.name in {_LINES, ANSWERED}

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Take in signatures, answers and what About says; yields nothing until the end."""
        if row.field is not None and row.field.field.startswith(_ABOUT):
            field = row.field.field.removeprefix(_ABOUT)
            self._about[field] = _text(row.cells.get(FIRST_COLUMN + 1))
        elif row.table is not None and not row.is_header:
            places = {column.field: number for number, column in row.table.columns.items()}
            if row.table.spec.name == ANSWERED:
                self._answers.append(_texts(row, places, ANSWER_FIELDS))
            else:
                name = places.get("name", 0)
                signed = _text(row.cells.get(name))
                if signed:
                    state = tuple(_texts(row, places, FIELDS))
                    self._signatures.append(_Signature(row, name, signed, state))
        yield from ()

    @property
    def signed(self) -> tuple[tuple[str, str], ...]:
        """Who signed, each with the ledger position beside the name, empty where none stands."""
        return tuple((one.name, one.state[0]) for one in self._signatures)

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the signatures that are not for the state that the workbook shows."""
        position, head_hash, digest = (self._about.get(field, "") for field in FIELDS)
        answers = answers_digest(self._answers)
        now = (position, head_hash[:SHOWN], f"{digest[:SHOWN]}-{answers}")
        for signature in self._signatures:
            if not any(signature.state):
                yield cell_finding(
                    signature.row,
                    signature.column,
                    "SIGNED-BY-HAND",
                    f"{shown(signature.name)} was not written by the macro sign_off: it proves "
                    "nothing about the state that was signed",
                    "clear the line, and let them sign with: xldesk macro sign_off",
                )
            elif signature.state != now:
                yield cell_finding(
                    signature.row,
                    signature.column,
                    "SIGNED-OTHER-STATE",
                    f"{_changed(signature.state, now)} changed since {shown(signature.name)} "
                    f"signed; signed was {_said(signature.state)}; the workbook shows {_said(now)}",
                    "run quarter_close_audit, which keeps it as an earlier entry, and sign anew",
                )
            elif not is_signature_note(_note(document, signature), signature.name, _said(now)):
                yield cell_finding(
                    signature.row,
                    signature.column,
                    "SIGNED-BY-HAND",
                    f"no note of the macro sign_off for this name and state stands at "
                    f"{shown(signature.name)}: it proves nothing about the state that was signed",
                    "clear the line, and let them sign with: xldesk macro sign_off",
                )


def _note(document: Document, signature: _Signature) -> str:
    """Return what the note at a name says, nothing where there is none."""
    cell = f"{letters_of(signature.column)}{signature.row.number}"
    return dict(notes_on(document, signature.row.sheet)).get(cell, "")


def _texts(row: SheetRow, places: dict[str, int], fields: Sequence[str]) -> list[str]:
    """Return what the cells of ``fields`` say."""
    return [_text(row.cells.get(places.get(field, 0))) for field in fields]


def _text(cell: ReadCell | None) -> str:
    """Return what a cell says, a whole number without decimals."""
    text = "" if cell is None else cell.value or ""
    number = None if cell is None or cell.kind != "n" else number_of(text)
    return text if number is None else f"{number.normalize():f}"


def _said(state: State) -> str:
    return said_state(*_cut(state))


def _changed(signed: State, now: State) -> str:
    return said_of_change(_cut(signed), _cut(now))


def _cut(state: State) -> State:
    return tuple(text[:_LONGEST] for text in state)
