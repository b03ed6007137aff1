"""The lines around and between the cells of a range."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from openpyxl.styles import Side
from openpyxl.styles.colors import Color
from xlwings import base_classes

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.change import Aspect
from xldesk.excel.engine.colors import Rgb, argb, shown
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.shared_look import shared
from xldesk.excel.engine.write_cells import change_cells

UNSET = base_classes._UNSET  # noqa: SLF001 -- xlwings' own mark of what is not given

_STYLES = {
    ("continuous", "hairline"): "hair",
    ("continuous", "thin"): "thin",
    ("continuous", "medium"): "medium",
    ("continuous", "thick"): "thick",
    ("dash", "thin"): "dashed",
    ("dash", "medium"): "mediumDashed",
    ("dash_dot", "thin"): "dashDot",
    ("dash_dot", "medium"): "mediumDashDot",
    ("dash_dot_dot", "thin"): "dashDotDot",
    ("dash_dot_dot", "medium"): "mediumDashDotDot",
    ("dot", "thin"): "dotted",
    ("double", "thick"): "double",
    ("slant_dash_dot", "medium"): "slantDashDot",
}
_NAMES = {style: names for names, style in _STYLES.items()}
_ALONE = {"double": "thick", "slant_dash_dot": "medium"}
"""Lines that Excel has in one weight only."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a side is drawn with, None each where there is no line."""

    line: str | None = None
    weight: str | None = None
    color: Rgb | None = None


NO_LINE = Line()


@complete
class Border(Speaking, base_classes.Border):
    """One side of a range."""

    def __init__(self, borders: Borders, side: str) -> None:
        self._borders = borders
        self._side = side

    @property
    def api(self) -> Any:
        """The border of the first cell of openpyxl."""
        return self._borders.api

    @property
    def line_style(self) -> str | None:
        """The line, None without one or where it differs."""
        return self._borders.said(self._side).line

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self._borders.set([self._side], line_style=value)

    @property
    def weight(self) -> str | None:
        """How heavy the line is."""
        return self._borders.said(self._side).weight

    @weight.setter
    def weight(self, value: str) -> None:
        self._borders.set([self._side], weight=value)

    @property
    def color(self) -> Rgb | None:
        """The line's colour."""
        return self._borders.said(self._side).color

    @color.setter
    def color(self, value: Rgb) -> None:
        self._borders.set([self._side], color=value)


@complete
class Borders(Speaking, base_classes.Borders):
    """The lines of a range, by side: edges, lines inside, and diagonals."""

    def __init__(self, parent: Any) -> None:
        self.parent = parent
        self._area: Area = parent.area

    @property
    def api(self) -> Any:
        """The border of the first cell of openpyxl."""
        return next(iter(self._area.first.made())).border

    def __getitem__(self, key: str) -> Border:
        return Border(self, key)

    @property
    def line_style(self) -> str | None:
        """The line that all sides have, None where they differ."""
        return self._shared().line

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, line_style=value)

    @property
    def weight(self) -> str | None:
        """The weight that all sides have."""
        return self._shared().weight

    @weight.setter
    def weight(self, value: str) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, weight=value)

    @property
    def color(self) -> Rgb | None:
        """The colour that all sides have."""
        return self._shared().color

    @color.setter
    def color(self, value: Rgb) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, color=value)

    def _shared(self) -> Line:
        sides = [side for side in base_classes.BORDER_GRID_SIDES if _places(self._area, side)]
        found = [self.said(side) for side in sides]
        return Line(
            _one({line.line for line in found}),
            _one({line.weight for line in found}),
            _one({line.color for line in found}),
        )

    def said(self, side: str) -> Line:
        """Return what a side is; nothing where its cells differ or have none."""
        workbook = self._area.book.workbook
        found = {
            shared(part, Aspect.BORDER, partial(_facts, name=name, workbook=workbook))
            for part, name in _places(self._area, side)
        }
        line: Line | None = found.pop() if len(found) == 1 else None
        return line or NO_LINE

    def set(
        self,
        which: str | Iterable[str] = base_classes.BORDER_GRID_SIDES,
        *,
        line_style: Any = UNSET,
        weight: Any = UNSET,
        color: Any = UNSET,
    ) -> None:
        """Draw the sides ``which``; what is not given stays, and no line style takes it away."""
        for side in [which] if isinstance(which, str) else which:
            for part, name in _places(self._area, side):
                change = partial(
                    _with_side, name=name, line_style=line_style, weight=weight, color=color
                )
                change_cells(part, Aspect.BORDER, change)

    def clear(self, which: str | Iterable[str] = base_classes.BORDER_SIDES) -> None:
        """Take the lines of the sides ``which`` away."""
        self.set(which, line_style=None)


def _one(found: Any) -> Any:
    return found.pop() if len(found) == 1 else None


def _places(area: Area, side: str) -> list[tuple[Area, str]]:
    """Return which sides of which cells a side of the range is."""
    top, left, rows, columns = area.row, area.column, area.rows, area.columns
    if side == "inside_vertical":
        return (
            _between(
                area.at(top, left, rows, columns - 1),
                area.at(top, left + 1, rows, columns - 1),
                "right",
                "left",
            )
            if columns > 1
            else []
        )
    if side == "inside_horizontal":
        return (
            _between(
                area.at(top, left, rows - 1, columns),
                area.at(top + 1, left, rows - 1, columns),
                "bottom",
                "top",
            )
            if rows > 1
            else []
        )
    edges = {
        "edge_top": (area.at(top, left, 1, columns), "top"),
        "edge_bottom": (area.at(area.last_row, left, 1, columns), "bottom"),
        "edge_left": (area.at(top, left, rows, 1), "left"),
        "edge_right": (area.at(top, area.last_column, rows, 1), "right"),
        "diagonal_down": (area, "diagonal_down"),
        "diagonal_up": (area, "diagonal_up"),
    }
    return [edges[side]]


def _between(first: Area, second: Area, ending: str, beginning: str) -> list[tuple[Area, str]]:
    return [(first, ending), (second, beginning)]


def _facts(border: Any, name: str, workbook: Any) -> Line | None:
    if name.startswith("diagonal") and not getattr(border, _flag(name)):
        return None
    side = border.diagonal if name.startswith("diagonal") else getattr(border, name)
    if side is None or side.style is None:
        return None
    line, weight = _NAMES.get(side.style, ("continuous", "thin"))
    return Line(line, weight, shown(side.color, workbook) or (0, 0, 0))


def _flag(name: str) -> str:
    return "diagonalDown" if name == "diagonal_down" else "diagonalUp"


def _with_side(old: Any, name: str, line_style: Any, weight: Any, color: Any) -> Any:
    new = copy(old)
    is_diagonal = name.startswith("diagonal")
    side = copy(old.diagonal if is_diagonal else getattr(old, name)) or Side()
    if line_style is None:
        side = Side()
    else:
        before = _NAMES.get(side.style, ("continuous", "thin"))
        line = before[0] if line_style is UNSET else line_style
        heavy = _ALONE.get(line, "thin" if line != before[0] else before[1])
        if weight is not UNSET:
            heavy = weight
        if (line, heavy) not in _STYLES:
            raise UsageError(f"Excel has no line {line!r} of weight {heavy!r}")
        side.style = _STYLES[line, heavy]
        if color is not UNSET:
            side.color = Color(rgb=argb(color))
    if is_diagonal:
        new.diagonal = side
        setattr(new, _flag(name), line_style is not None)
    else:
        setattr(new, name, side)
    return new
