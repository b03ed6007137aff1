"""How all cells of a range look: one answer where they agree, None where they do not."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import Cell, look_of
from xldesk.excel.engine.change import Aspect
from xldesk.excel.engine.formats import CELL_ASPECTS


def shared(area: Area, aspect: Aspect, part: Callable[[Any], Any]) -> Any:
    """Return ``part`` of an aspect as all cells of ``area`` have it, None where they differ."""
    read = CELL_ASPECTS[aspect][0]
    found: set[Any] = set()
    seen: set[bytes] = set()
    count = 0
    for cell in area.held():
        count += 1
        look = look_of(cell)
        if look not in seen:
            seen.add(look)
            found.add(part(read(cell)))
        if len(found) > 1:
            return None
    if count < area.size:
        found.add(part(read(Cell(area.sheet))))
    return found.pop() if len(found) == 1 else None


def changed(style: Any, **parts: Any) -> Any:
    """Return a copy of an openpyxl style with some of its parts changed."""
    new = copy(style)
    for name, value in parts.items():
        setattr(new, name, value)
    return new
