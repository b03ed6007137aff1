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


class CellTexts(NamedTuple):
    """The cells of a column in rows of one form, as they are written.

    ``type`` is that of all values, ``formula`` the one of all cells; an empty cell has None.
    """

    type: str
    formula: str | None
    texts: Sequence[str | None]


class FormRows(NamedTuple):
    """Rows of one form: the number of the first, attributes of rows, and each column's cells."""

    first: int
    attributes: set[str]
    cells: list[CellTexts]


class OtherFormError(Exception):
    """The rows are plain, but not of one form."""


class RowForms:
    """The forms of the rows of one sheet."""

    def __init__(self) -> None:
        self._known: set[tuple[FormColumn, ...]] = set()

    def form_of(self, piece: str) -> tuple[FormColumn, ...] | None:
        """Return the form of the row written in ``piece`` up to its end tag; None without one.

        It is what its columns are.
        """
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
        return known


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
def _row_pattern(columns: tuple[FormColumn, ...]) -> re.Pattern[str]:
    """Return the pattern of rows of one form.

    Its groups are the row's number, its attributes, and for each column its formula, where it has
    one, and a value for each of its types.
    """
    starts = (rf'<c r="{column.letters}\1"{_STYLE}' for column in columns)
    values = (_value(column.types, column.has_formula) for column in columns)
    return re.compile(_ROW + "".join(map("".join, zip(starts, values, strict=True))))


@lru_cache(maxsize=200)
def format_and_value(types: tuple[str, ...], has_formula: bool) -> re.Pattern[str]:
    """Return the pattern of a cell of a column, from its format's number on to its end.

    Its groups are the formula, where the column has one, and a value for each of its ``types``.
    """
    return re.compile('[0-9]{1,9}"' + _value(types, has_formula))


def _value(types: tuple[str, ...], has_formula: bool) -> str:
    if has_formula:
        return _FORMULAS[types[0]]
    return f"(?:/>|{'|'.join(_VALUES[type_] for type_ in types)})"


def matched_rows(columns: tuple[FormColumn, ...], pieces: Sequence[str]) -> FormRows:
    """Return what the rows in ``pieces`` say; raises OtherFormError where one is not alike."""
    take = _row_pattern(columns).fullmatch
    matches = [match for piece in pieces if (match := take(piece)) is not None]
    if len(matches) != len(pieces):
        raise OtherFormError
    numbers, attributes, *groups = zip(*(match.groups() for match in matches), strict=True)
    first = int(numbers[0])
    if numbers != tuple(map(str, range(first, first + len(pieces)))):
        raise OtherFormError
    cells = []
    at = 0
    for column in columns:
        end = at + column.has_formula + len(column.types)
        cells.append(told_of(column, groups[at:end]))
        at = end
    return FormRows(first, set(attributes), cells)


def told_of(column: FormColumn, groups: Sequence[Sequence[str | None]]) -> CellTexts:
    """Return what the cells of a column say by the groups of its pattern.

    Raises OtherFormError where their formulas differ, or the types of their values.
    """
    formulas = set(groups[0]) if column.has_formula else {None}
    values = groups[column.has_formula :]
    told = [
        (type_, texts)
        for type_, texts in zip(column.types, values, strict=True)
        if any(text is not None for text in texts)
    ]
    if len(formulas) > 1 or len(told) > 1:
        raise OtherFormError
    type_, texts = told[0] if told else ("n", values[0])
    return CellTexts(type_, formulas.pop(), texts)
