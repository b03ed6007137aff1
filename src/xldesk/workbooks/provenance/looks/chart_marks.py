"""What keeps a chart from being seen: told only where it does, whatever programs add on saving.

Sources: ECMA-376 part 1, 20.1.2.3 (colours), 21.1.2.3 (text), 21.2.2.88 (places in a chart).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.colours import contrast, rgb_of
from xldesk.workbooks.provenance.looks.fact import Fact
from xldesk.workbooks.provenance.looks.sign_fonts import is_of_signs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_COLOURS = {"srgbClr", "schemeClr", "sysClr", "prstClr", "scrgbClr", "hslClr"}
_COVERING = {"blipFill", "gradFill", "pattFill"}
_ALTERNATIVES = {"AlternateContent", "Choice", "Fallback", "style"}
"""Excel says the number of a chart's style in two ways."""

_TEXT = {"rPr", "defRPr", "endParaRPr"}
_SMALLEST = 600
"""Hundredths of a point below which nobody reads a text."""

_THICKEST = 76_200
"""EMU of a line (six points) above which it covers what it surrounds."""

_FARTHEST, _SMALLEST_PART = 0.85, 0.35
"""Parts of a chart's width or height: where something may begin, how large its plot must be."""

_PAPER = (255, 255, 255)
_LEAST_CONTRAST = 1.3
"""Up to this, a background is as good as white."""


def unseen_facts(element: Element) -> Iterator[Fact]:
    """Yield what of ``element`` hides or covers something of its chart."""
    name, parent = _local(element), element.getparent()
    above = "" if parent is None else _local(parent)
    if _is_strange(element, name):
        yield Fact("element of another kind", name)
    if above in _COLOURS and (name != "alpha" or element.get("val") != "100000"):
        yield Fact("a colour that is changed", f"{name} {element.get('val', '')}".strip())
    elif name in _COVERING:
        yield Fact("fill", name)
    elif name == "tickLblPos" and element.get("val") == "none":
        yield Fact("labels of an axis", "none")
    elif name in _TEXT:
        yield from _text(element)
    elif name in {"latin", "ea", "cs"} and is_of_signs(element.get("typeface", "")):
        yield Fact("font of a text", element.get("typeface", ""))
    elif name == "ln" and not _number(element.get("w", "0")) <= _THICKEST:
        yield Fact("width of a line", element.get("w", ""))
    elif name == "manualLayout":
        yield from _place(element, is_plot=_is_in(element, "plotArea"))
    elif name == "solidFill" and above == "spPr" and not _is_in(element, "ser"):
        yield from _background(element)


def _is_strange(element: Element, name: str) -> bool:
    """Tell whether some programs pass ``element`` over, and others do not."""
    if any(_local(one) == "AlternateContent" for one in (element, *element.iterancestors())):
        return name not in _ALTERNATIVES
    known = element.tag.startswith((_CHART, _DRAWING))
    in_extension = any(_local(one) == "extLst" for one in element.iterancestors())
    return name == "ser" if in_extension else not known


def _text(element: Element) -> Iterator[Fact]:
    if not _number(element.get("sz", "1000")) >= _SMALLEST:
        yield Fact("size of a text", element.get("sz", ""))
    if element.get("strike", "noStrike") != "noStrike":
        yield Fact("struck out text", "yes")


def _place(layout: Element, *, is_plot: bool) -> Iterator[Fact]:
    """Yield a place so far out, or so small, that what stands there cannot be seen."""
    for part in layout:
        name, value = _local(part), _number(part.get("val", "0"))
        is_far = name in {"x", "y"} and not -_FARTHEST < value < _FARTHEST
        is_small = name in {"w", "h"} and is_plot and not value >= _SMALLEST_PART
        if is_far or is_small:
            yield Fact("place in the chart", f"{name} {value:g}")


def _background(fill: Element) -> Iterator[Fact]:
    for colour in fill:
        shade = _PAPER if colour.get("val") == "bg1" else rgb_of(colour.get("val", ""))
        if shade is None or contrast(shade, _PAPER) > _LEAST_CONTRAST:
            yield Fact("background", colour.get("val", _local(colour)))


def _is_in(element: Element, name: str) -> bool:
    """Tell whether ``element`` belongs to a ``name``, not to a title or legend within it."""
    for one in element.iterancestors():
        if _local(one) in {"title", "legend", "dLbl", "dLbls"}:
            return False
        if _local(one) == name:
            return True
    return False


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
