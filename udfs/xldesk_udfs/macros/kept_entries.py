"""What people typed into a table, or wrote beside its cells: carried along with its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.answers.row_keys import asked_columns
from xldesk_udfs.macros.reworded import Reworded, as_said, questions, unanswered
from xldesk_udfs.macros.row_formula import on_row
from xldesk_udfs.macros.table_in_book import TypedFormula, formulas_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from xldesk_udfs.macros.host import Host
    from xldesk_udfs.macros.table_in_book import Key, TableInBook

NOTE = "note on {column}"
_MADE = object()


class LostEntry(NamedTuple):
    """Something that people typed whose row the desk has no more."""

    table: str
    row: str
    column: str
    entry: object


class KeptEntries:
    """The entries of one table by the key of their rows, as they are before it is filled anew.

    Those are what people typed into cells to fill in and into columns of their own, in the table
    and beside it, and notes. Where cells to fill in answer what their row says, the entry stays
    only beside the same words and figures; ``reworded`` are the rows that ``put`` found others in.
    """

    def __init__(self, table: TableInBook, host: Host, issued: Container[int]) -> None:
        """Read them, but from rows just made; the desk ``issued`` columns beside, too."""
        self._table = table
        self._host = host
        self._before = _of_rows(table.keys(table.rows), table.made)
        self._beside = table.columns_beside(issued)
        inputs = table.input_columns
        self._asked_names = asked_columns(table.wanted.spec)
        asked = [table.values(name) for name in self._asked_names]
        self._asked = list(zip(*asked, strict=True)) or [()] * table.rows
        self._questions = questions(self._before, self._asked)
        self._answers = inputs if self._asked_names else []
        self.reworded: list[Reworded] = []
        self._columns = [*inputs, *table.own_columns, *self._filled(self._beside)]
        self._entries = {
            column: [
                None if at in table.made else entry
                for at, entry in enumerate(self._read(column, is_own=column not in inputs))
            ]
            for column in self._columns
        }
        self._notes = self._read_notes()

    def _filled(self, columns: list[int]) -> list[int]:
        """Return those of ``columns`` in which something stands beside the rows."""
        if not columns:
            return []
        table = self._table
        first, last = table.header_row + 1, table.header_row + len(self._before)
        filled = self._host.filled_columns(
            table.sheet.range((first, min(columns)), (last, max(columns)))
        )
        return [column for column in columns if column in filled]

    def _read(self, column: int, *, is_own: bool) -> list[Any]:
        """Return values and, in columns of people's own, formulas.

        The cell says which it is: a text may look like a formula. What has no value, an error or
        a formula that nobody calculated, is what was typed for it.
        """
        cells = self._table.cells_at(column, 0, len(self._before))
        values: list[Any] = cells.options(ndim=1).value
        if not is_own and None not in values:
            return values
        return [
            TypedFormula(text)
            if (is_own and self._is_formula(column, at, text)) or (text and values[at] is None)
            else values[at]
            for at, text in enumerate(formulas_of(cells))
        ]

    def _is_formula(self, column: int, at: int, text: str) -> bool:
        return text.startswith("=") and self._host.has_formula(self._table.cells_at(column, at, 1))

    def _read_notes(self) -> dict[tuple[Key, int], str]:
        table = self._table
        notes: dict[tuple[Key, int], str] = {}
        for note in table.sheet.notes:
            row = note.location.row - table.header_row - 1
            column = note.location.column
            if 0 <= row < len(self._before) and self._is_kept(column):
                notes[self._before[row], column] = note.text
        return notes

    def _is_kept(self, column: int) -> bool:
        table = self._table
        return table.first_column <= column <= table.last_column or column in self._beside

    def put(self, after: Sequence[Key], asked: Sequence[Key]) -> list[LostEntry]:
        """Write all entries beside the rows that ``after`` keys; return those without a row.

        ``asked`` is what the columns that are answered say in these rows. Rows beyond are left
        empty beside the table.
        """
        known = set(after)
        now = questions(after, asked)
        rows = {key: row for row, key in enumerate(self._before)}
        answered = {key: row for row, key in enumerate(self._questions)}
        for column, entries in self._entries.items():
            is_answer = column in self._answers
            keys, found = (now, answered) if is_answer else (after, rows)
            wanted = [self._at(row, found.get(key), entries) for row, key in enumerate(keys)]
            self._table.write_entries(column, wanted, _cut(entries, len(after)))
        self._clear_beside(len(after))
        self._put_notes(after)
        return [*self._no_answers(now), *self._lost_entries(known), *self._lost_notes(known)]

    def moved(self, after: Sequence[Key]) -> set[int]:
        """Return the rows of the sheet in which another line stands, or none, by ``after``."""
        first, made = self._table.header_row + 1, self._table.made
        return {
            first + at
            for at, key in enumerate(self._before)
            if at not in made and (at >= len(after) or after[at] != key)
        }

    def _no_answers(self, now: Sequence[Key]) -> list[LostEntry]:
        """Return the answers whose row is gone; those of rows that ask something else are kept."""
        lost: list[LostEntry] = []
        for at, row in unanswered(self._questions, now) if self._answers else ():
            answers = [
                self._lost(self._before[at], self._table.title_of(column), _shown(entry))
                for column in self._answers
                if (entry := self._entries[column][at]) not in {None, ""}
            ]
            if row is None:
                lost += answers
            elif answers:
                said = [
                    self._lost(self._before[at], name, as_said(value))
                    for name, value in zip(self._asked_names, self._asked[at], strict=True)
                    if value not in {None, ""}
                ]
                place = f"{self._table.sheet.name} row {self._table.header_row + 1 + row}"
                self.reworded.append(Reworded(place, (*said, *answers)))
        return lost

    def _at(self, row: int, before: int | None, entries: Sequence[Any]) -> Any:
        """Return the entry of the row that was the one ``before``, as it reads in ``row``."""
        entry = None if before is None else entries[before]
        if before is None or not isinstance(entry, TypedFormula) or entry.text[0] != "=":
            return entry
        first = self._table.header_row + 1
        return TypedFormula(on_row(entry.text, first + before, first + row))

    def _clear_beside(self, count: int) -> None:
        gone = len(self._before) - count
        if gone > 0:
            for column in self._columns:
                self._table.cells_at(column, count, gone).clear_contents()

    def _lost_entries(self, known: Container[Key]) -> list[LostEntry]:
        return [
            self._lost(key, self._table.title_of(column), _shown(entry))
            for column, entries in self._entries.items()
            if column not in self._answers
            for key, entry in zip(self._before, entries, strict=True)
            if key not in known and entry not in {None, ""}
        ]

    def _lost_notes(self, known: Container[Key]) -> list[LostEntry]:
        return [
            self._lost(key, NOTE.format(column=self._table.title_of(column)), text)
            for (key, column), text in self._notes.items()
            if key not in known
        ]

    def _lost(self, key: Key, column: str, entry: object) -> LostEntry:
        return LostEntry(self._table.wanted.name, _said(key), column, entry)

    def _put_notes(self, after: Sequence[Key]) -> None:
        rows = {key: row for row, key in enumerate(after)}
        before = {key: row for row, key in enumerate(self._before)}
        moved = {
            (key, column): text
            for (key, column), text in self._notes.items()
            if rows.get(key) != before[key]
        }
        for key, column in moved:
            note = self._table.cells_at(column, before[key], 1).note
            if note is not None:
                note.delete()
        for (key, column), text in moved.items():
            if key in rows:
                self._table.cells_at(column, rows[key], 1).add_note(text)


def _of_rows(keys: Sequence[Key], made: Container[int]) -> list[Key]:
    """Return the keys of rows; those just made have one that no row of the desk has."""
    return [(_MADE, at) if at in made else key for at, key in enumerate(keys)]


def _cut(entries: Sequence[Any], count: int) -> list[Any]:
    """Return what the rows hold now: the first ones what they did, those that are new nothing."""
    return [*entries[:count], *[None] * (count - len(entries))]


def _shown(entry: object) -> object:
    return entry.text if isinstance(entry, TypedFormula) else entry


def _said(key: Key) -> str:
    return ", ".join(str(part) for part in key[:-1] if part not in {None, ""})
