"""Formulas that several cells share: what becomes of the others when one cell is overwritten.

A shared formula stands in one cell, and the others only name its group; a formula over a range
stands in its first cell (ECMA-376 part 1, 18.3.1.40).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from openpyxl.utils.cell import range_boundaries

from xldesk.excel.patch.plan import CONTENT
from xldesk.excel.patch.sheet_markup import attributes_of

if TYPE_CHECKING:
    from xldesk.excel.engine.change import Aspect
    from xldesk.excel.patch.sheet_markup import SheetMarkup

_FORMULA = re.compile(
    rb"""<(?:[\w.-]+:)?f((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))+)\s*(/?)>([^<]*)"""
)
_WHOLE = re.compile(
    rb"""<((?:[\w.-]+:)?f)(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(?:/>|>[^<]*</[^>]*>)"""
)
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?(?:/>|>[^<]*</[^>]*>)")
_JOINED = re.compile(rb"""["'](?:array|dataTable)["']""")


def orphans(
    markup: SheetMarkup, cells: Mapping[int, Mapping[int, frozenset[Aspect]]]
) -> Iterator[tuple[int, int]]:
    """Yield row and column of cells whose formula stands in one that is overwritten."""
    if not re.search(rb"""["']shared["']""", markup.rows):
        return
    members: dict[bytes, list[tuple[int, int]]] = {}
    overwritten: set[bytes] = set()
    for row, column, attributes, text in _formulas(markup, rb"shared"):
        group = attributes.get(b"si", b"")
        is_written = not CONTENT.isdisjoint(cells.get(row, {}).get(column, ()))
        if text and is_written:
            overwritten.add(group)
        elif not text and not is_written:
            members.setdefault(group, []).append((row, column))
    for group in sorted(overwritten):
        yield from members.get(group, ())


def joined_ranges(markup: SheetMarkup) -> Iterator[list[tuple[int, int]]]:
    """Yield the cells, by row and column, of each formula that fills more than one."""
    if not _JOINED.search(markup.rows):
        return
    for kind in (rb"array", rb"dataTable"):
        for _, _, attributes, _ in _formulas(markup, kind):
            reference = attributes.get(b"ref", b"").decode()
            if ":" in reference:
                left, top, right, bottom = range_boundaries(reference)
                yield [
                    (row, column)
                    for row in range(top, bottom + 1)
                    for column in range(left, right + 1)
                ]


def with_own_formula(inside: bytes, formula: bytes) -> bytes:
    """Return a cell's content with ``formula`` (escaped) in the place of the one it has."""
    return _WHOLE.sub(lambda match: b"<%s>%s</%s>" % (match[1], formula, match[1]), inside, 1)


def with_value(inside: bytes, value: bytes) -> bytes:
    """Return a formula cell's content with the element ``value`` behind its formula."""
    formula = _WHOLE.search(inside)
    if formula is None:
        raise AssertionError("a formula cell has a formula")
    prefix = formula[1][:-1]
    if prefix:
        value = value.replace(b"<v>", b"<" + prefix + b"v>").replace(
            b"</v>", b"</" + prefix + b"v>"
        )
    rest = _VALUE.sub(b"", inside[formula.end() :], 1)
    return inside[: formula.end()] + value + rest


def _formulas(
    markup: SheetMarkup, kind: bytes
) -> Iterator[tuple[int, int, dict[bytes, bytes], bytes]]:
    """Yield row, column, attributes and text of the formulas of ``kind``."""
    for row in markup.found_rows():
        if markup.rows.find(kind, row.cells_start, row.cells_end) < 0:
            continue
        for cell in markup.found_cells(row):
            match = _FORMULA.search(cell.inside)
            if match is not None:
                attributes = attributes_of(match[1])
                if attributes.get(b"t") == kind:
                    yield row.number, cell.column, attributes, match[3]
