"""Conditional formats: which rule stands where, in which order, and how it makes cells look.

LibreOffice numbers rules anew, writes TRUE as 1, leaves out ``stopIfTrue`` and adds attributes of
other kinds of rules; none of that shows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.markup import MAIN, is_on
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.provenance.difference import Difference, altered
from xldesk.workbooks.provenance.looks.cell_looks import Look
from xldesk.workbooks.provenance.looks.ranged_rules import (
    is_within,
    place_of,
    rule_differences,
)
from xldesk.workbooks.provenance.looks.ranges import (
    Ranges,
    corner_of,
    joined,
    ranges_of,
    relative_formula,
)
from xldesk.workbooks.provenance.looks.rule_order import cell_of_other_order
from xldesk.workbooks.provenance.looks.sheet_frame import KEPT_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Area
    from xldesk.workbooks.provenance.longer_forms import LongerForms
    from xldesk.workbooks.provenance.looks.cell_looks import StyleLooks

_NEWER = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_CELLS = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_PLAIN = Look()
_WITH_OPERATOR = {"cellIs", "containsText", "notContainsText", "beginsWith", "endsWith"}
_WITH_DETAILS = {"top10": ("rank", "percent", "bottom"), "aboveAverage": ("aboveAverage",)}


class _Rule(NamedTuple):
    """A rule as far as its effect goes; formulas are relative to its first cell."""

    kind: str
    operator: str
    formulas: tuple[str, ...]
    look: Look
    drawn: tuple[str, ...]

    def __str__(self) -> str:
        return shown(f"{self.kind} {self.operator} {', '.join(self.formulas)}".strip())


def highlight_differences(
    sheet: str,
    issued: tuple[Element, StyleLooks],
    found: tuple[Element, StyleLooks],
    inputs: AbstractSet[tuple[int, int]],
    forms: LongerForms,
) -> Iterator[Difference]:
    """Yield conditional formats that differ; ``inputs`` are cells (row, column) to fill in."""
    one = [(rule, [*map(forms.area, areas)], ends) for rule, areas, ends in _rules(*issued)]
    other = _rules(*found)
    ranges_of_one, ranges_of_other = _by_rule(one), _by_rule(other)
    yield from rule_differences(
        sheet, "conditional format", ranges_of_one, ranges_of_other, inputs, missing=altered
    )
    yield from _orders(sheet, one, other, inputs)
    bars = {where for rule, where in ranges_of_one.items() if rule.kind == "dataBar"}
    for newer in found[0].iter(f"{_NEWER}cfRule"):
        if not _is_bar_over(newer, bars):
            yield altered(sheet, None, "a conditional format of a newer kind was added")


def _is_bar_over(newer: Element, where: set[Ranges]) -> bool:
    """Tell whether a rule repeats, for newer programs, one of bars that stand behind values."""
    bars = newer.findall(f"{_NEWER}dataBar")
    group = newer.getparent()
    cells = None if group is None else group.findtext(_CELLS)
    return (
        newer.get("type") == "dataBar"
        and len(bars) == 1
        and is_on(bars[0].get("showValue", "1"))
        and joined(ranges_of(cells or "")) in where
    )


def _orders(
    sheet: str,
    one: list[tuple[_Rule, list[Area], bool]],
    other: list[tuple[_Rule, list[Area], bool]],
    inputs: AbstractSet[tuple[int, int]],
) -> Iterator[Difference]:
    """Yield where rules over the same cells come in another order, or one ends the others."""
    if one == other:
        return
    cell = cell_of_other_order(
        [rule[:2] for rule in one],
        [rule[:2] for rule in other],
        lambda area: is_within(area, inputs),
    )
    if cell is not None:
        yield altered(sheet, place_of((cell,)), "conditional formats stand in another order")
    known = {rule for rule, _, _ in one}
    stops = {rule for rule, _, is_last in one if is_last}
    for rule, areas, is_last in other:
        if is_last and rule in known and rule not in stops:
            message = f"conditional format {rule} now ends those behind it"
            yield altered(sheet, place_of(tuple(areas)), message)


def _by_rule(rules: list[tuple[_Rule, list[Area], bool]]) -> dict[_Rule, Ranges]:
    areas: dict[_Rule, list[Area]] = {}
    for rule, where, _ in rules:
        areas.setdefault(rule, []).extend(where)
    return {rule: joined(where) for rule, where in areas.items()}


@lru_cache(KEPT_FRAMES)
def _rules(root: Element, looks: StyleLooks) -> list[tuple[_Rule, list[Area], bool]]:
    """Return rule, ranges and whether it ends the others, by priority."""
    found = []
    for group in root.iterfind(f"{MAIN}conditionalFormatting"):
        areas = ranges_of(group.get("sqref", ""))
        base = corner_of(areas)
        for element in group.iterchildren(f"{MAIN}cfRule"):
            kind = element.get("type", "")
            operator = element.get("operator", "") if kind in _WITH_OPERATOR else ""
            operator += "".join(f" {n}={element.get(n)}" for n in _WITH_DETAILS.get(kind, ()))
            rule = _Rule(
                kind,
                operator,
                tuple(
                    relative_formula(formula.text or "", base)
                    for formula in element.iterchildren(f"{MAIN}formula")
                ),
                looks.highlight(element.get("dxfId")),
                tuple(_drawn(element)),
            )
            is_last = is_on(element.get("stopIfTrue"))
            found.append((_priority(element), (rule, areas, is_last)))
    return [rule for _, rule in sorted(found, key=lambda one: one[0])]


def _drawn(element: Element) -> Iterator[str]:
    """Yield what bars, scales and icons are made of."""
    for bar in element.iter(f"{MAIN}dataBar"):
        if not is_on(bar.get("showValue", "1")):
            yield "bars without their values"
    for name in ("cfvo", "color", "iconSet"):
        for part in element.iter(f"{MAIN}{name}"):
            kept = {"type", "val", "rgb", "theme", "iconSet", "reverse", "showValue"}
            yield f"{name} {sorted((k, v[-6:]) for k, v in part.items() if k in kept)}"


def _priority(element: Element) -> int:
    text = element.get("priority", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
