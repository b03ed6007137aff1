"""Colours as a file names them, and the contrast between two of them.

Colour kinds: ECMA-376 part 1, 18.8.3 (rgb, theme, tint) and 18.8.27 (the indexed palette).
Contrast: WCAG 2.2, definitions of relative luminance and contrast ratio.
"""

from __future__ import annotations

import colorsys
import math
import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import MAIN, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Rgb = tuple[int, int, int]
"""Red, green and blue from 0 to 255."""

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_NUMBER = re.compile(r"[0-9]{1,4}")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCHEME = f"{_DRAWING}themeElements/{_DRAWING}clrScheme"
_THEME_NAMES = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip
"""The colours of a theme as cells count them."""

_SYSTEM = {"windowText": BLACK, "window": WHITE}
"""Colours that a program takes from the desktop, as these mostly are."""

_SOURCES = ("auto", "rgb", "theme", "indexed")

_PALETTE_ROWS = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF",
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080",
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF",
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF",
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99",
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696",
    "003366 339966 003300 333300 993300 993366 333399 333333",
)
_PALETTE = [colour for row in (_PALETTE_ROWS[0], *_PALETTE_ROWS) for colour in row.split()]
"""The colours of indexes 0 to 63; the first eight repeat."""

_BEYOND_PALETTE = {64: BLACK, 65: WHITE}
"""Indexes of the desktop's own text and background."""


class Colours:
    """The colours of one workbook: its theme, and its palette where it has one of its own."""

    def __init__(self, theme: Element | None, styles: Element) -> None:
        schemes = [] if theme is None else theme.findall(_SCHEME)
        named = {entry.tag: _theme_colour(entry) for entry in schemes[0]} if schemes else {}
        self._theme = [named.get(f"{_DRAWING}{name}") for name in _THEME_NAMES]
        own = [element.get("rgb", "") for element in styles.iter(f"{MAIN}rgbColor")]
        self._palette = (own or _PALETTE)[: len(_PALETTE)]

    def of(self, element: Element | None, automatic: Rgb) -> Rgb | None:
        """Return the colour that ``element`` names: ``automatic`` for none, None if unknown.

        One that names two is unknown: programs take the one or the other.
        """
        sources = [] if element is None else [n for n in _SOURCES if element.get(n) is not None]
        if len(sources) > 1:
            return None
        if element is None or (sources == ["auto"] and is_on(element.get("auto"))):
            return automatic
        colour: Rgb | None = None
        if element.get("rgb") is not None:
            colour = rgb_of(element.get("rgb", ""))
        elif (theme := _whole(element.get("theme"))) is not None:
            colour = self._theme[theme] if theme < len(self._theme) else None
        elif (index := _whole(element.get("indexed"))) is not None:
            if index < len(self._palette):
                colour = rgb_of(self._palette[index])
            else:
                colour = _BEYOND_PALETTE.get(index)
        return None if colour is None else _tinted(colour, element.get("tint"))


def rgb_of(text: str) -> Rgb | None:
    """Return the colour of six or eight hexadecimal digits; opacity does not count."""
    match = _HEX.fullmatch(text)
    if match is None:
        return None
    red, green, blue = bytes.fromhex(match[1])
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def in_grey(colour: Rgb) -> Rgb:
    """Return ``colour`` as a black-and-white printer shows it: the luma of ITU-R BT.601."""
    red, green, blue = colour
    grey = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return grey, grey, grey


def hex_of(colour: Rgb) -> str:
    """Return ``colour`` as six hexadecimal digits."""
    return bytes(colour).hex().upper()


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def _theme_colour(entry: Element) -> Rgb | None:
    """Return a colour of a theme, None where it is one of a kind that has to be worked out."""
    element = entry[0] if len(entry) == 1 else None
    if element is None or len(element):
        return None
    name = element.get("val", "")
    if element.tag == f"{_DRAWING}sysClr":
        return _SYSTEM.get(name)
    return rgb_of(name) if element.tag == f"{_DRAWING}srgbClr" else None


def _tinted(colour: Rgb, tint: str | None) -> Rgb | None:
    """Return ``colour`` darkened (tint below 0) or lightened, as 18.8.3 says; None if unclear."""
    try:
        amount = float((tint or "0")[:30])
    except ValueError:
        return None
    if amount == 0:
        return colour
    if not -1 <= amount <= 1:
        return None
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + amount) if amount < 0 else light * (1 - amount) + amount
    red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None
