"""Which differences come of others: figures that read what was changed, charts that repeat them.

A figure is one whose formula is as issued. It follows where its formula reads, itself or through
other figures, a column, cell, name or table in which something was typed over, taken out or moved.
Where it reads none of that its value cannot have changed by itself: somebody wrote it into the
file, and it stays a finding of its own. One that follows may still hold a forged value: only
``check --recalc`` tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.document import area_of
from xldesk.workbooks.check.rule import is_broken
from xldesk.workbooks.formula import plain_formula
from xldesk.workbooks.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.provenance.difference import Difference
    from xldesk.workbooks.recalculation.formula_cells import Value

_MOST_TRACED = 50_000
"""Differences of a workbook that are traced; further ones stand for themselves."""

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_COLUMN = re.compile(r"(?<![a-z0-9_.])([a-z_][a-z0-9_.]*+)\[(\[#thisrow\],)?\[?([^\[\]]++)\]?\]")
_NAME = re.compile(r"(?<![a-z0-9_.])[a-z_][a-z0-9_.]*(?![a-z0-9_.(\[])")
_CELL = re.compile(r"'?(.+?)'?!(.+)")
_DIGITS = ".12g"

Thing = tuple[str | int, ...]
"""A table or name, a column, a cell of a column, or a cell of a sheet; all in small letters."""


class Reading(NamedTuple):
    """What a workbook's formulas may name: the cell of each name, and the tables of each sheet."""

    cells: Mapping[str, Thing]
    tables: Mapping[str, Sequence[str]]


def reading_of(document: Document) -> Reading:
    """Return what the formulas of an issued ``document`` may name."""
    cells: dict[str, Thing] = {}
    for name, text in document.names.items():
        match = _CELL.fullmatch(text)
        area = None if match is None else area_of(match[2])
        if match is not None and area is not None:
            cells[name.casefold()] = _cell(match[1], area.first_row, area.first_column)
    tables = {
        sheet.name: [_small(table.name) for table in sheet.tables] for sheet in document.sheets
    }
    return Reading(cells, tables)


def told_apart(differences: Iterable[Difference], reading: Reading) -> Iterator[Difference]:
    """Yield ``differences``, those that follow marked so and behind the others."""
    held: list[Difference] = []
    rest = iter(differences)
    for difference in rest:
        held.append(difference)
        if len(held) >= _MOST_TRACED:
            break
    following = _following(held, reading)
    yield from (found for at, found in enumerate(held) if at not in following)
    yield from (held[at]._replace(follows=True) for at in sorted(following))
    yield from rest


def _following(found: Sequence[Difference], reading: Reading) -> set[int]:
    """Return which of ``found`` come of others, by their place in it."""
    moved = {_small(one.sheet or "") for one in found if one.about == "moved"}
    is_torn = bool(moved) or any(one.about == "missing" for one in found)
    follows = {
        at for at, one in enumerate(found) if _is_shifted(one, moved) or (is_torn and _is_torn(one))
    }
    touched: set[Thing] = set()
    for one in found:
        if one.about in {"typed", "formula", "moved", "missing", "name"}:
            touched.update(_things(one, reading))
    waiting = {at for at, one in enumerate(found) if one.about == "figure"}
    while news := {at for at in waiting if _reads(found[at], touched, reading)}:
        follows |= news
        waiting -= news
        for at in news:
            touched.update(_things(found[at], reading))
    sheets = {found[at].sheet for at in follows if found[at].about == "figure"}
    return follows | _repeated(found, sheets)


def _is_shifted(one: Difference, moved: set[str]) -> bool:
    """Tell whether something stands or points elsewhere because cells were moved."""
    if one.about == "name" and one.trace is not None:
        match = _CELL.fullmatch(str(one.trace.was))
        return match is not None and match[1] in moved
    return one.about == "frame" and _small(one.sheet or "") in moved


def _is_torn(one: Difference) -> bool:
    """Tell whether a formula lost what it read, as programs write it when that goes."""
    return one.about == "formula" and one.trace is not None and is_broken(one.trace.now_formula)


def _things(one: Difference, reading: Reading) -> Iterator[Thing]:
    """Yield what formulas would call the place of a difference."""
    at = one.trace
    if at is None:
        return
    table, header = _small(at.table), _small(at.header)
    if one.about == "missing":
        yield from ((table,) for table in reading.tables.get(at.sheet, ()))
    elif not header:
        yield (table,)  # of rows and columns that were moved, and of names
    else:
        yield table, header
        yield table, header, "", at.row
    if at.row:
        yield _cell(at.sheet, at.row, at.column)


def _reads(one: Difference, touched: set[Thing], reading: Reading) -> bool:
    """Tell whether the formula of a figure reads any of what was ``touched``."""
    at = one.trace
    if at is None or at.formula is None:
        return False
    columns, names = _read_by(at.formula)
    for table, column, is_of_row in columns:
        place: Thing = (table, column, "", at.row) if is_of_row else (table, column)
        if (table,) in touched or place in touched:
            return True
    return any((name,) in touched or reading.cells.get(name) in touched for name in names)


@remembered(entries=500, longest=1_000)
def _read_by(formula: str) -> tuple[frozenset[tuple[str, str, bool]], frozenset[str]]:
    """Return the columns that a plain formula reads (table, header, own row only), and names."""
    text = _TEXT.sub("", formula)
    columns = frozenset(
        (match[1], match[3], match[2] is not None) for match in _COLUMN.finditer(text)
    )
    return columns, frozenset(_NAME.findall(_COLUMN.sub("", text)))


def _repeated(found: Sequence[Difference], sheets: set[str | None]) -> set[int]:
    """Return the charts whose values were, and are, those of a cell that differs itself.

    One with more or fewer values follows on ``sheets``, where other figures do.
    """
    cells = {
        (_written(one.trace.was), _written(one.trace.now))
        for one in found
        if one.trace is not None and one.about in {"typed", "formula", "figure"}
    }
    return {
        at
        for at, one in enumerate(found)
        if one.about == "chart"
        and (
            one.sheet in sheets
            if one.trace is None
            else (_written(one.trace.was), _written(one.trace.now)) in cells
        )
    }


def _written(value: Value) -> str:
    return f"{value:{_DIGITS}}" if isinstance(value, float) else str(value)


def _cell(sheet: str, row: int, column: int) -> Thing:
    return "", _small(sheet), row, column


def _small(name: str) -> str:
    return plain_formula(name)
