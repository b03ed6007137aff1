"""What a chart tells its reader, in the order of its file (ECMA-376 part 1, 21.2).

Programs add defaults, fonts and widths on saving; none of these is a fact.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import is_on, parsed
from xldesk.workbooks.provenance.looks.chart_marks import unseen_facts
from xldesk.workbooks.provenance.looks.chart_series import series_facts
from xldesk.workbooks.provenance.looks.fact import Fact
from xldesk.workbooks.provenance.looks.number_formats import plain_format
from xldesk.workbooks.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.limits import Limits

_VALUES = {
    "barDir": "direction",
    "grouping": "grouping",
    "orientation": "direction of an axis",
    "min": "least value of an axis",
    "max": "largest value of an axis",
    "logBase": "logarithmic axis",
    "builtInUnit": "unit of an axis",
    "custUnit": "unit of an axis",
    "crossesAt": "place of an axis",
}
"""Elements whose ``val`` is a fact."""

_SWITCHES = {
    "delete": "hidden axis",
    "showVal": "labels with values",
    "showCatName": "labels with names",
    "showSerName": "labels with names of series",
    "showPercent": "labels with percentages",
    "showDataLabelsRange": "labels from cells",
    "autoTitleDeleted": "title taken away",
}
"""Elements that are a fact where they are on."""

_PRESENT = {
    "trendline": "trend line",
    "errBars": "error bars",
    "userShapes": "shapes drawn over the chart",
    "dTable": "table of data",
    "dPt": "a point that looks otherwise",
    "dLbl": "a label of its own",
    "view3D": "three dimensions",
    "upDownBars": "bars between lines",
    "legend": "legend",
}
"""Elements that are a fact by being there."""

_USUAL_FORMAT = "general"
"""What numbers have without a format: LibreOffice writes it to axes that were issued with none."""

_SPACE = re.compile(r"\s+")


@remembered(entries=200, longest=64 * 1024)
def chart_facts(content: bytes, part: str, limits: Limits) -> tuple[Fact, ...]:
    """Return what the chart in ``part`` tells; raises ArchiveError."""
    elements = parsed(content, part, limits).iter("{*}*")
    return tuple(
        fact
        for element in elements
        for fact in (*_facts(element), *series_facts(element), *unseen_facts(element))
    )


def _facts(element: Element) -> Iterator[Fact]:
    name = _local(element)
    value = element.get("val", "1")
    if name.endswith("Chart") and element.get("val") is None:
        yield Fact("kind of chart", name)
    elif name in _VALUES:
        yield Fact(_VALUES[name], _number(value))
    elif name in _SWITCHES and is_on(value):
        yield Fact(_SWITCHES[name], "yes")
    elif name in _PRESENT:
        yield Fact(_PRESENT[name], "yes")
    elif name == "f":
        yield Fact("source", (element.text or "").replace("'", ""))
    elif name == "v":
        yield Fact("value", _number(element.text or ""))
    elif name == "p" and (words := _words(element)):
        yield Fact("text", words)
    elif name == "numFmt" and not is_on(element.get("sourceLinked")):
        yield from _format(plain_format(element.get("formatCode", "")))
    elif name in {"srgbClr", "schemeClr", "noFill"}:
        yield from _colour(element, name)


def _format(code: str) -> Iterator[Fact]:
    """Yield a format of numbers, where it is one."""
    if code != _USUAL_FORMAT:
        yield Fact("number format", code)


def _colour(element: Element, name: str) -> Iterator[Fact]:
    """Yield the fill of a series and the colour of a text; lines do not count."""
    above = [_local(ancestor) for ancestor in element.iterancestors()]
    if name == "noFill":
        above = ["solidFill", *above]
    if above[1:3] == ["spPr", "ser"]:
        yield Fact("colour of a series", element.get("val", "none").upper())
    elif above[:1] == ["solidFill"] and above[1:2] in (["rPr"], ["defRPr"]):
        yield Fact("colour of a text", element.get("val", "none").upper())


def _words(paragraph: Element) -> str:
    texts = (text.text or "" for text in paragraph.iter("{*}t"))
    return _SPACE.sub(" ", "".join(texts)).strip()


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text
