"""The lines of an audit in which two people sign, each for the state that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.errors import UsageError
from xldesk.records.people import name_problem, two_people
from xldesk.workbooks.check.macro_notes import SIGNED, is_signature_note
from xldesk.workbooks.signed_state import COLUMNS, SignedState, said_of_change, signed_state
from xldesk_udfs.macros.answered_exceptions import answers
from xldesk_udfs.macros.kept_entries import NOTE, LostEntry
from xldesk_udfs.macros.table_columns import column, headers, shown, table_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import xlwings as xw

    from xldesk_udfs.macros.about import About

_TABLE = "SignOff"
_PART, _NAME, _DAY, _RESULT = "Sign-off", "Name", "Day", "Result"
_TYPED = (_NAME, _DAY, _RESULT, *COLUMNS)
ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a line says; ``state`` is None where it does not say for which state it stands.

    ``note`` stands at its name, empty where none does.
    """

    part: str
    name: str
    day: Any
    result: str
    state: SignedState | None
    note: str

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in the line."""
        return bool(self.name or self.day or self.result or self.state)

    @property
    def said(self) -> str:
        """Who decided what, when and for which state."""
        day = f"{self.day:%Y-%m-%d}" if isinstance(self.day, datetime) else self.day
        state = "typed by hand" if self.state is None else f"for {self.state.said}"
        return "; ".join(str(part) for part in (self.name, day, self.result, state) if part)


class Outdated(NamedTuple):
    """A signature for another state, taken from its line, and the note that stood beside it."""

    signature: Signature
    note: str | None

    @property
    def entries(self) -> list[LostEntry]:
        """What is kept of it among the earlier entries: a note only where it says more."""
        part, state = self.signature.part, self.signature.state
        kept = [LostEntry(_TABLE, part, _NAME, self.signature.said)]
        said = None if state is None else state.said
        if self.note is not None and not is_signature_note(self.note, self.signature.name, said):
            kept.append(LostEntry(_TABLE, part, NOTE.format(column=_NAME), self.note))
        return kept


class Signatures:
    """The lines of a workbook in which people sign."""

    def __init__(self, book: xw.Book) -> None:
        """Find them; raises UsageError where ``book`` has none."""
        table = table_named(book, _TABLE)
        if table is None:
            raise UsageError(f"{book.name} has no lines to sign; an attribution audit has")
        self._book = book
        self._table = table

    @property
    def lines(self) -> list[Signature]:
        """Every line, also one that nobody signed: its name is empty."""
        names = (_PART, *_TYPED)
        rows = zip(*(shown(column(self._table, name)) for name in names), strict=True)
        return [
            Signature(str(part), _text(name), day, _text(result), _state(state), self._note(at))
            for at, (part, name, day, result, *state) in enumerate(rows)
        ]

    def _note(self, at: int) -> str:
        note = column(self._table, _NAME)[at].note
        return "" if note is None else str(note.text)

    def place_for(self, name: str, state: SignedState) -> int:
        """Return the line (from 0) in which ``name`` may sign for ``state``.

        Raises UsageError where it is no person's name, has signed already, or all have; and where
        what stands there was typed by hand or is for another state, or is somebody else's note.
        """
        no_name = name_problem(name)
        if no_name is not None:
            raise UsageError(f"{no_name}; sign with the name that people know you by")
        lines = self.lines
        for signed in (line for line in lines if line.name):
            problem = two_people(signed.name, name)
            if problem is not None:
                raise UsageError(f"{self._book.name}: {problem}")
            if signed.state is None:
                raise UsageError(
                    f"{self._book.name}: {signed.part}: the name {signed.name} was typed by hand, "
                    "and nothing says for which state; clear the line, and let them sign first"
                )
            if signed.state != state:
                raise UsageError(
                    f"{self._book.name}: {said_of_change(signed.state.cells, state.cells)} changed "
                    f"since {signed.name} signed; run quarter_close_audit, and both sign anew "
                    f"(signed was {signed.state.said}; it shows {state.said})"
                )
            if not is_signature_note(signed.note, signed.name, state.said):
                raise UsageError(
                    f"{self._book.name}: {signed.part}: no note of sign_off for this name and "
                    f"state stands at {signed.name}; clear the line, and let them sign first"
                )
        free = next((at for at, line in enumerate(lines) if not line.name), None)
        if free is None:
            raise UsageError(
                f"{self._book.name} is signed by {' and '.join(line.name for line in lines)}; "
                "nothing is left to sign"
            )
        note = lines[free].note
        if note and not note.startswith(SIGNED):
            raise UsageError(
                f"{self._book.name}: {lines[free].part}: a note stands where the name goes, and "
                "sign_off writes its own there; move it elsewhere"
            )
        return free

    def sign(self, at: int, name: str, day: date, state: SignedState, note: str) -> None:
        """Write name, day, result and state into line ``at``, and a note beside the name."""
        cell = column(self._table, _NAME)[at]
        position, *hashes = state.cells
        values = (f"'{name}", day, ACCEPTED, position, *(f"'{text}" for text in hashes))
        for header, value in zip(_TYPED, values, strict=True):
            column(self._table, header)[at].value = value
        if cell.note is None:
            cell.add_note(note)
        else:
            cell.note.text = note

    def clear(self, at: int) -> str | None:
        """Empty line ``at``; return what the note beside its name said, where a macro wrote it."""
        for header in _TYPED:
            column(self._table, header)[at].value = None
        note = column(self._table, _NAME)[at].note
        if note is None or not note.text.startswith(SIGNED):
            return None
        text = note.text
        note.delete()
        return str(text)


def shown_state(book: xw.Book, found: About) -> SignedState:
    """Return the state that ``book`` shows: what its About sheet says, ``found``, and answers."""
    return signed_state(found.position, found.head_hash, found.digest, answers(book))


def take_outdated(book: xw.Book, before: SignedState, now: SignedState) -> list[Outdated]:
    """Empty the lines that are not signed for the state ``now``; return what stood there.

    A line that says no state stays where the book showed this one ``before``.
    """
    if not _has_lines(book):
        return []
    signatures = Signatures(book)
    return [
        Outdated(line, signatures.clear(at))
        for at, line in enumerate(signatures.lines)
        if line.is_filled and (line.state or before) != now
    ]


def _has_lines(book: xw.Book) -> bool:
    """Tell whether people sign in ``book``, in lines that say for which state."""
    table = table_named(book, _TABLE)
    return table is not None and set(_TYPED) <= set(headers(table))


def _state(values: Sequence[Any]) -> SignedState | None:
    position, head_hash, digests = values
    if all(value in {None, ""} for value in values):
        return None
    number = int(position) if isinstance(position, float) else -1
    data, _, answered = _text(digests).partition("-")
    return SignedState(number, _text(head_hash), data, answered)


def _text(value: object) -> str:
    return "" if value is None else str(value)
