"""The formats of cells: named style, lock, colours and number format (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from xldesk.workbooks.check.markup import MAIN
from xldesk.workbooks.check.numbers import position_of
from xldesk.workbooks.lint.colours import BLACK, WHITE, Colours, Rgb

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_Thing = TypeVar("_Thing")

_BUILT_IN_INPUT = "20"
"""Number of Excel's own style Input, which has another name in every language."""

_ACCOUNTS = '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'
_BUILT_IN_FORMATS = {
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    41: _ACCOUNTS,
    42: _ACCOUNTS.replace("* #", '"$"* #').replace("* (", '"$"* ('),
    43: _ACCOUNTS.replace("0", "0.00"),
    44: _ACCOUNTS.replace("0", "0.00").replace("* #", '"$"* #').replace("* (", '"$"* ('),
}
"""Formats that a file only numbers and that group thousands (18.8.30)."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks; colours are None where the file does not say one for certain."""

    name: str = "Normal"
    is_input: bool = False
    is_locked: bool = True
    text: Rgb | None = BLACK
    fill: Rgb | None = WHITE
    number_format: str = "General"


_PLAIN = CellStyle()


class CellStyles:
    """The cell formats of a workbook by the number that cells give."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self._formats: list[CellStyle] = []
        self._conditional: list[tuple[Rgb | None, Rgb | None]] = []
        if styles is not None:
            reader = _Reader(styles, Colours(theme, styles))
            self._formats = reader.formats()
            self._conditional = reader.conditional()

    def __getitem__(self, style: str) -> CellStyle:
        """Return the format that a cell's ``s`` names; the plain one where there is none."""
        return _at(self._formats, style) or _PLAIN

    def conditional(self, number: str) -> tuple[Rgb | None, Rgb | None]:
        """Return text and fill of a conditional format; None for what it leaves as it is."""
        return _at(self._conditional, number) or (None, None)


class _Reader:
    def __init__(self, styles: Element, colours: Colours) -> None:
        self._styles = styles
        self._colours = colours

    def formats(self) -> list[CellStyle]:
        codes = {
            position_of(element.get("numFmtId", "")): element.get("formatCode", "")
            for element in self._parts("numFmts")
        }
        texts = [
            self._colours.of(font.find(f"{MAIN}color"), BLACK) for font in self._parts("fonts")
        ]
        fills = [self._fill(fill) for fill in self._parts("fills")]
        names = {
            position_of(element.get("xfId", "")): (
                element.get("name", ""),
                element.get("builtinId"),
            )
            for element in self._parts("cellStyles")
        }
        found = []
        for element in self._parts("cellXfs"):
            name, built_in = names.get(position_of(element.get("xfId", "0")), ("Normal", None))
            lock = element.find(f"{MAIN}protection")
            number = position_of(element.get("numFmtId", "0")) or 0
            found.append(
                CellStyle(
                    name=name,
                    is_input=built_in == _BUILT_IN_INPUT or "input" in name.casefold(),
                    is_locked=lock is None or lock.get("locked") not in {"0", "false"},
                    text=_at(texts, element.get("fontId", "0")),
                    fill=_at(fills, element.get("fillId", "0")),
                    number_format=codes.get(number) or _BUILT_IN_FORMATS.get(number, "General"),
                )
            )
        return found

    def conditional(self) -> list[tuple[Rgb | None, Rgb | None]]:
        """Return text and fill of each conditional format, whose fill is its background colour."""
        found = []
        for element in self._parts("dxfs"):
            pattern = element.find(f"{MAIN}fill/{MAIN}patternFill")
            fill = None
            if pattern is not None and pattern.get("patternType", "solid") == "solid":
                colour = pattern.find(f"{MAIN}bgColor")
                fill = None if colour is None else self._colours.of(colour, WHITE)
            ink = element.find(f"{MAIN}font/{MAIN}color")
            found.append((None if ink is None else self._colours.of(ink, BLACK), fill))
        return found

    def _parts(self, name: str) -> list[Element]:
        group = self._styles.find(f"{MAIN}{name}")
        return [] if group is None else list(group.iterchildren("{*}*"))

    def _fill(self, fill: Element) -> Rgb | None:
        pattern = fill.find(f"{MAIN}patternFill")
        if pattern is None:
            return None
        kind = pattern.get("patternType", "none")
        if kind == "none":
            return WHITE
        return self._colours.of(pattern.find(f"{MAIN}fgColor"), BLACK) if kind == "solid" else None


def _at(things: list[_Thing], number: str) -> _Thing | None:
    """Return the thing that ``number`` counts to, None where it is no number or too large."""
    position = position_of(number)
    return None if position is None or position >= len(things) else things[position]
