"""Series of a chart that hide each other, or stand in another order than that of their file.

Sources: ECMA-376 part 1, 21.2.2.128 (order), 21.2.2.131 (overlap).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.numbers import float_of
from xldesk.workbooks.provenance.looks.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_MOST_OVERLAP = 50
"""Percent of a bar that the next one may cover."""


def series_facts(element: Element) -> Iterator[Fact]:
    """Yield what ``element`` says of the series beside it, where a reader sees it."""
    parent = element.getparent()
    kind = str(element.tag).rpartition("}")[2]
    if kind == "overlap":
        share = _value(element)
        if share is None or share > _MOST_OVERLAP:
            yield Fact("bars over each other", element.get("val", ""))
    elif kind == "order" and parent is not None and parent.tag.endswith("}ser"):
        before = parent.getprevious()
        last = None if before is None else before.find("{*}order")
        if last is not None and not _is_after(last, element):
            yield Fact("order of the series", element.get("val", ""))


def _is_after(one: Element, other: Element) -> bool:
    first, second = _value(one), _value(other)
    return first is not None and second is not None and first < second


def _value(element: Element) -> float | None:
    return float_of(element.get("val", "0").removesuffix("%"))
