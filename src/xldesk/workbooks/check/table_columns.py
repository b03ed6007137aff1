"""How the columns of a table differ from those of its spec."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import FoundTable


class ColumnChange(NamedTuple):
    """What was done to a column; ``at`` is its index in the file's table, None where removed.

    ``name`` is what the spec calls it, ``now`` what the file does.
    """

    what: Literal["removed", "renamed", "moved", "added"]
    name: str
    now: str
    at: int | None


def column_changes(wanted: Sequence[str], found: Sequence[str]) -> list[ColumnChange]:
    """Return what turns the columns ``wanted`` into those ``found``, removed ones first.

    Columns of other names that stand where as many are missing were renamed.
    """
    if tuple(wanted) == tuple(found):
        return []
    changes = list(_changes(wanted, found))
    kinds = ("removed", "renamed", "moved", "added")
    return sorted(changes, key=lambda change: kinds.index(change.what))


class Headers(NamedTuple):
    """The header cells of a table as a sheet holds them: the first one's column, and texts."""

    first: int
    names: tuple[str, ...]

    def places(self, wanted: Sequence[str]) -> dict[int, int]:
        """Return the sheet's column of each of the ``wanted`` that is there, by its index."""
        if tuple(wanted) == self.names:
            return {at: self.first + at for at in range(len(wanted))}
        blocks = SequenceMatcher(None, wanted, self.names, autojunk=False).get_matching_blocks()
        places = {
            block.a + at: self.first + block.b + at for block in blocks for at in range(block.size)
        }
        for change in column_changes(wanted, self.names):
            if change.at is not None and change.name:
                places[wanted.index(change.name)] = self.first + change.at
        return places


def headers_of(table: FoundTable, cells: Mapping[int, ReadCell]) -> Headers | None:
    """Return the headers of ``table`` in a row of ``cells``, from its first column to its last.

    None where fewer than half of them are there. What stands behind the last one is none.
    """
    texts = {column: cell.value for column, cell in cells.items() if cell.value}
    known = [column for column, text in texts.items() if text in table.columns]
    if 2 * len({texts[column] for column in known}) < max(1, len(table.columns)):
        return None
    first, last = min(table.area.first_column, *known), max(known)
    while last + 1 in texts and last - first + 1 < len(table.columns):
        last += 1
    return Headers(first, tuple(texts.get(at) or "" for at in range(first, last + 1)))


def change_said(
    table: str, change: ColumnChange, found: Sequence[str], first: int
) -> tuple[str, str]:
    """Return what was done to a column of ``table``, and what to do about it.

    ``found`` are the table's headers in the file, from the sheet's column ``first`` on.
    """
    name, now = shown(change.name), shown(change.now)
    if change.what == "removed":
        return f"column {name} was removed from table {table}", "put it back"
    if change.what == "renamed":
        return f"column {name} of table {table} is called {now}", f"call it {name} again"
    if change.what == "moved":
        return f"column {name} of table {table} stands in another place", "move it back"
    at = 0 if change.at is None else change.at
    column = f"column {letters_of(first + at)}" + (f" ({now})" if change.now else "")
    behind = next((header for header in found[at + 1 :] if header), None)
    place = "behind its last column" if behind is None else f"before {shown(behind)}"
    return f"{column} was put into table {table}, {place}", "delete it"


def _changes(wanted: Sequence[str], found: Sequence[str]) -> Iterator[ColumnChange]:
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    gone = list(chain.from_iterable(wanted[a:b] for tag, a, b, _, _ in blocks if tag != "equal"))
    new = list(chain.from_iterable(found[c:d] for tag, _, _, c, d in blocks if tag != "equal"))
    for tag, first, end, to_first, to_end in blocks:
        if tag == "equal":
            continue
        lost = [name for name in wanted[first:end] if name not in new]
        come = [(at, found[at]) for at in range(to_first, to_end) if found[at] not in gone]
        if len(lost) == len(come):
            yield from (
                ColumnChange("renamed", name, now, at)
                for name, (at, now) in zip(lost, come, strict=True)
            )
        else:
            yield from (ColumnChange("removed", name, "", None) for name in lost)
            yield from (ColumnChange("added", "", now, at) for at, now in come)
        yield from (
            ColumnChange("moved", found[at], found[at], at)
            for at in range(to_first, to_end)
            if found[at] in gone
        )
