"""How one row of a table is written, as a pattern that takes the others written the same way."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.plain_row import CELL, CELL_GROUPS, ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW = r'<row r="([0-9]{1,7})"([^<>&]*+)>'
_STYLE = r'(?: s="[0-9]{1,9}")?'
_VALUES = {
    "n": r"><v>([^<]*+)</v></c>",
    "inlineStr": r' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*+)</t></is></c>',
    "s": r' t="s"><v>([0-9]{1,9})</v></c>',
    "str": r' t="str"><v>([^<]*+)</v></c>',
}
"""How a value is written, by its type; each has one group, the value."""

_MOST_CELLS = 200
"""A row of more is no table's; a pattern of as many takes long to make."""


class FormColumn(NamedTuple):
    """A column's letters, the types that its values may have, and the one formula of all."""

    letters: str
    types: tuple[str, ...]
    formula: str | None


class RowForm(NamedTuple):
    """The columns of a row, and the pattern of rows like it.

    Its groups are the row's number, its attributes, and a value for each type of each column.
    """

    columns: tuple[FormColumn, ...]
    pattern: re.Pattern[str]


def form_of(piece: str) -> RowForm | None:
    """Return the form of the row written in ``piece`` up to its end tag; None where it has none."""
    row = ROW.match(piece)
    if row is None:
        return None
    parts = CELL.split(piece[row.end() :])
    if any(parts[::CELL_GROUPS]) or not 1 < len(parts) <= _MOST_CELLS * CELL_GROUPS:
        return None
    groups = (parts[at::CELL_GROUPS] for at in (1, 4, 5, 6, 7, 8))
    return _form(tuple(_column(*cell) for cell in zip(*groups, strict=True)))


def _column(
    letters: str,
    type_: str | None,
    attributes: str | None,
    formula: str | None,
    value: str | None,
    inline: str | None,
) -> FormColumn | None:
    """Return the column of a cell; None where it is written as no column is."""
    if attributes is not None:
        is_plain = attributes == "" and formula is not None and type_ in {None, "str"}
        return FormColumn(letters, (type_ or "n",), formula) if is_plain else None
    if type_ is None and value is inline is None:  # an empty cell says nothing of the others
        return FormColumn(letters, ("n", "inlineStr", "s"), None)
    return FormColumn(letters, (type_ or "n",), None) if (type_ or "n") in _VALUES else None


@lru_cache(maxsize=200)
def _form(columns: tuple[FormColumn | None, ...]) -> RowForm | None:
    known = tuple(column for column in columns if column is not None)
    if len(known) != len(columns):
        return None
    return RowForm(known, re.compile(_ROW + "".join(map(_cell, known))))


def _cell(column: FormColumn) -> str:
    start = rf'<c r="{column.letters}\1"{_STYLE}'
    if column.formula is None:
        return f"{start}(?:/>|{'|'.join(_VALUES[type_] for type_ in column.types)})"
    type_ = ' t="str"' if column.types == ("str",) else ""
    return rf"{start}{type_}><f>{re.escape(column.formula)}</f><v>([^<]*+)</v></c>"


def values_of(form: RowForm, pieces: Sequence[str]) -> list[tuple[str | None, ...]] | None:
    """Return the groups of the form's pattern, one tuple a group; None where a row is another's."""
    take = form.pattern.fullmatch
    matches = [match for piece in pieces if (match := take(piece)) is not None]
    if len(matches) != len(pieces):
        return None
    return list(zip(*(match.groups() for match in matches), strict=True))
