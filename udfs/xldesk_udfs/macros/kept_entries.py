"""What people typed into a table, or wrote beside its cells: carried along with its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk_udfs.macros.table_in_book import TypedFormula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk_udfs.macros.host import Host
    from xldesk_udfs.macros.table_in_book import Key, TableInBook

NOTE = "note on {column}"


class LostEntry(NamedTuple):
    """Something that people typed whose row the desk has no more."""

    table: str
    row: str
    column: str
    entry: object


class KeptEntries:
    """The entries of one table by the key of their rows, as they are before it is filled anew."""

    def __init__(self, table: TableInBook, host: Host) -> None:
        self._table = table
        self._host = host
        self._before = table.keys()
        self._entries = {name: self._read(name) for name in table.kept_columns}
        self._notes = self._read_notes()

    def _read(self, name: str) -> list[Any]:
        """Return values and, in columns of people's own, formulas.

        The cell says which it is: a text may look like a formula.
        """
        values = self._table.values(name)
        if name not in self._table.own_columns:
            return values
        return [
            TypedFormula(text) if self._is_formula(name, at, text) else values[at]
            for at, text in enumerate(self._table.formulas(name))
        ]

    def _is_formula(self, name: str, at: int, text: str) -> bool:
        return text.startswith("=") and self._host.has_formula(self._table.cells(name, at, 1))

    def _read_notes(self) -> dict[tuple[Key, str], str]:
        table = self._table
        notes: dict[tuple[Key, str], str] = {}
        for note in table.sheet.notes:
            row = note.location.row - table.header_row - 1
            column = note.location.column - table.first_column
            if 0 <= row < len(self._before) and 0 <= column < len(table.headers):
                notes[self._before[row], table.headers[column]] = note.text
        return notes

    def put(self, after: Sequence[Key]) -> list[LostEntry]:
        """Write all entries beside the rows that ``after`` keys; return those without a row."""
        known = set(after)
        for name, entries in self._entries.items():
            by_key = dict(zip(self._before, entries, strict=True))
            wanted = [by_key.get(key) for key in after]
            self._table.write_entries(name, wanted, _cut(entries, len(after)))
        self._put_notes(after)
        lost = [
            LostEntry(self._table.wanted.name, _said(key), name, _shown(entry))
            for name, entries in self._entries.items()
            for key, entry in zip(self._before, entries, strict=True)
            if key not in known and entry not in {None, ""}
        ]
        lost += [
            LostEntry(self._table.wanted.name, _said(key), NOTE.format(column=column), text)
            for (key, column), text in self._notes.items()
            if key not in known
        ]
        return lost

    def _put_notes(self, after: Sequence[Key]) -> None:
        rows = {key: row for row, key in enumerate(after)}
        before = {key: row for row, key in enumerate(self._before)}
        moved = {
            (key, column): text
            for (key, column), text in self._notes.items()
            if rows.get(key) != before[key]
        }
        for key, column in moved:
            if before[key] < len(after):
                note = self._table.cells(column, before[key], 1).note
                if note is not None:
                    note.delete()
        for (key, column), text in moved.items():
            if key in rows:
                self._table.cells(column, rows[key], 1).add_note(text)


def _cut(entries: Sequence[Any], count: int) -> list[Any]:
    """Return what the rows hold now: the first ones what they did, those that are new nothing."""
    return [*entries[:count], *[None] * (count - len(entries))]


def _shown(entry: object) -> object:
    return entry.text if isinstance(entry, TypedFormula) else entry


def _said(key: Key) -> str:
    return ", ".join(str(part) for part in key[:-1] if part not in {None, ""})
