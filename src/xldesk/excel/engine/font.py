"""The font of a range."""

from __future__ import annotations

from typing import Any

from openpyxl.styles.colors import Color
from xlwings import base_classes

from xldesk.excel.engine.area import Area
from xldesk.excel.engine.change import Aspect
from xldesk.excel.engine.colors import Rgb, argb, rgb, shown
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.shared_look import changed, shared
from xldesk.excel.engine.write_cells import change_cells


@complete
class Font(Speaking, base_classes.Font):
    """How the text of a range looks; what its cells do not share is None."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def _shared(self, name: str) -> Any:
        return shared(self._area, Aspect.FONT, lambda font: getattr(font, name))

    def _set(self, **parts: Any) -> None:
        change_cells(self._area, Aspect.FONT, lambda font: changed(font, **parts))

    @property
    def api(self) -> Any:
        """The font of the first cell of openpyxl."""
        return next(iter(self._area.first.made())).font

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        return shared(self._area, Aspect.FONT, lambda font: bool(font.b))  # type: ignore[no-any-return]

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set(b=bool(value))

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        return shared(self._area, Aspect.FONT, lambda font: bool(font.i))  # type: ignore[no-any-return]

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set(i=bool(value))

    @property
    def size(self) -> float | None:
        """Its size in points."""
        return self._shared("sz")  # type: ignore[no-any-return]

    @size.setter
    def size(self, value: float) -> None:
        self._set(sz=float(value))

    @property
    def name(self) -> str | None:
        """Its name, such as Calibri."""
        return self._shared("name")  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set(name=value, scheme=None)

    @property
    def color(self) -> Rgb | None:
        """Its colour; black where nobody chose one."""
        workbook = self._area.book.workbook
        found: Rgb | None = shared(
            self._area, Aspect.FONT, lambda font: shown(font.color, workbook) or (0, 0, 0)
        )
        return found

    @color.setter
    def color(self, value: Any) -> None:
        self._set(color=Color(rgb=argb(rgb(value))))
