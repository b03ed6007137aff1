"""Colours as xlwings says them, red, green and blue from 0 to 255, and as a file keeps them."""

from __future__ import annotations

import colorsys
import re
from typing import Any

from lxml import etree
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.writer.theme import theme_xml

from xldesk.errors import UsageError

Rgb = tuple[int, int, int]

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BLACK = "000000"
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))


def rgb(color: Any) -> Rgb:
    """Return a colour given as a triple, as hex text with or without ``#``, or Excel's number."""
    if isinstance(color, str) and (found := _HEX.fullmatch(color)):
        return _from_hex(found[1])
    if isinstance(color, int) and not isinstance(color, bool) and 0 <= color < 1 << 24:
        return color & 255, color >> 8 & 255, color >> 16
    if isinstance(color, (tuple, list)) and len(color) == 3 and all(_is_channel(c) for c in color):
        return color[0], color[1], color[2]
    raise UsageError(f"{color!r} is no colour; write (255, 0, 0) or '#ff0000'")


def argb(color: Rgb) -> str:
    """Return the colour as a file keeps it: eight hex digits, opaque."""
    return "FF{:02X}{:02X}{:02X}".format(*color)


def shown(color: Color | None, workbook: Any) -> Rgb | None:
    """Return what ``color`` of a cell looks like; None where it is the usual one."""
    if color is None:
        return None
    if color.type == "rgb":
        return _tinted(_from_hex(str(color.rgb)[-6:]), color.tint)
    if color.type == "indexed":
        if color.indexed >= len(COLOR_INDEX):
            return None
        return _tinted(_from_hex(COLOR_INDEX[color.indexed][-6:]), color.tint)
    if color.type == "theme":
        palette = _theme(workbook)
        if color.theme < len(palette):
            return _tinted(_from_hex(palette[color.theme]), color.tint)
    return None


def solid(color: Any) -> PatternFill:
    """Return the fill of one colour; None is no fill."""
    if color is None:
        return PatternFill()
    return PatternFill("solid", fgColor=argb(rgb(color)))


def fill_color(fill: Any, workbook: Any) -> Rgb | None:
    """Return the colour of a cell's fill, None without one."""
    if getattr(fill, "fill_type", None) is None or not hasattr(fill, "fgColor"):
        return None
    return shown(fill.fgColor, workbook)


def _is_channel(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 255


def _from_hex(digits: str) -> Rgb:
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _tinted(color: Rgb, tint: float) -> Rgb:
    """Return ``color`` lighter (tint above 0) or darker, as ECMA-376 18.8.19 says."""
    if not tint:
        return color
    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in color))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(c * 255) for c in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue


def _theme(workbook: Any) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(_bytes(workbook.loaded_theme or theme_xml), parser)
    scheme = root.find(f".//{_DRAWING}clrScheme")
    found = {} if scheme is None else {etree.QName(part).localname: part for part in scheme}
    return [_scheme_hex(found.get(name)) for name in _THEME_ORDER]


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _scheme_hex(part: Any) -> str:
    if part is None or not len(part):
        return _BLACK
    value = part[0].get("lastClr") or part[0].get("val") or ""
    return value if _HEX.fullmatch(value) else _BLACK
