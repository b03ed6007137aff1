"""Lines that borders draw across a cell, over what stands in it (ECMA-376 part 1, 18.8.4).

Lines at the edges of a cell are left out: they hide nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import MAIN, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

UNCROSSED = "nothing"
_WAYS = {"diagonalUp": "upwards", "diagonalDown": "downwards"}


def crossing(border: Element | None) -> str:
    """Return how a ``border`` crosses its cell: nothing, upwards, downwards, or both."""
    line = None if border is None else border.find(f"{MAIN}diagonal")
    if border is None or line is None or line.get("style", "none") == "none":
        return UNCROSSED
    ways = [way for name, way in _WAYS.items() if is_on(border.get(name))]
    return " and ".join(ways) or UNCROSSED
