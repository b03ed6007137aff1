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

_FORMULAS = {
    "n": r"><f>([^<]*+)</f><v>([^<]*+)</v></c>",
    "str": r' t="str"><f>([^<]*+)</f><v>([^<]*+)</v></c>',
}
"""How a formula and its value are written, by the value's type; each is a group."""

_MOST_CELLS = 64
"""A row of more is no table's of the desk; a pattern takes long to make where it has many."""

_MOST_FORMS = 24
"""Forms that the rows of one sheet may have; those of a sheet with more are read one by one."""


class FormColumn(NamedTuple):
    """A column's letters, the types that its values may have, and whether they are calculated."""

    letters: str
    types: tuple[str, ...]
    has_formula: bool


class RowForm(NamedTuple):
    """The columns of a row, and the pattern of rows like it.

    Its groups are the row's number, its attributes, and for each column its formula, where it has
    one, and a value for each of its types.
    """

    columns: tuple[FormColumn, ...]
    pattern: re.Pattern[str]


class RowForms:
    """The forms of the rows of one sheet."""

    def __init__(self) -> None:
        self._known: set[tuple[FormColumn, ...]] = set()

    def form_of(self, piece: str) -> RowForm | None:
        """Return the form of the row written in ``piece`` up to its end tag; None without one."""
        row = ROW.match(piece)
        if row is None:
            return None
        parts = CELL.split(piece[row.end() :])
        if any(parts[::CELL_GROUPS]) or not 1 < len(parts) <= _MOST_CELLS * CELL_GROUPS + 1:
            return None
        groups = (parts[at::CELL_GROUPS] for at in (1, 4, 5, 6, 7, 8))
        columns = tuple(_column(*cell) for cell in zip(*groups, strict=True))
        known = tuple(column for column in columns if column is not None)
        self._known.add(known)
        if len(known) != len(columns) or len(self._known) > _MOST_FORMS:
            return None
        return _form(known)


def _column(
    letters: str,
    type_: str | None,
    attributes: str | None,
    formula: str | None,
    value: str | None,
    inline: str | None,
) -> FormColumn | None:
    """Return the column of a cell; None where it is written as no column is."""
    kind = type_ or "n"
    if attributes is not None:
        is_plain = attributes == "" and formula is not None and kind in _FORMULAS
        return FormColumn(letters, (kind,), has_formula=True) if is_plain else None
    if type_ is None and value is inline is None:  # an empty cell says nothing of the others
        return FormColumn(letters, ("n", "inlineStr", "s"), has_formula=False)
    return FormColumn(letters, (kind,), has_formula=False) if kind in _VALUES else None


@lru_cache(maxsize=200)
def _form(columns: tuple[FormColumn, ...]) -> RowForm:
    return RowForm(columns, re.compile(_ROW + "".join(map(_cell, columns))))


def _cell(column: FormColumn) -> str:
    start = rf'<c r="{column.letters}\1"{_STYLE}'
    if column.has_formula:
        return start + _FORMULAS[column.types[0]]
    return f"{start}(?:/>|{'|'.join(_VALUES[type_] for type_ in column.types)})"


def values_of(form: RowForm, pieces: Sequence[str]) -> list[tuple[str | None, ...]] | None:
    """Return the groups of the form's pattern, one tuple a group; None where a row is another's."""
    take = form.pattern.fullmatch
    matches = [match for piece in pieces if (match := take(piece)) is not None]
    if len(matches) != len(pieces):
        return None
    return list(zip(*(match.groups() for match in matches), strict=True))
