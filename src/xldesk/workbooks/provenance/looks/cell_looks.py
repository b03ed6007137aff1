"""The look of cells by the number of their format, made once for all cells that wear it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.markup import MAIN, is_tiny, parsed
from xldesk.workbooks.check.numbers import position_of
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.lint.colours import BLACK, WHITE, Colours, contrast, hex_of, rgb_of
from xldesk.workbooks.provenance.looks.crossed_cells import UNCROSSED, crossing
from xldesk.workbooks.provenance.looks.number_formats import (
    BUILT_IN,
    misleads,
    plain_format,
    quoted,
)
from xldesk.workbooks.remembered import remembered
from xldesk.workbooks.theme import amount_decimals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.limits import Limits

_Thing = TypeVar("_Thing")

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_REMEMBERED_BYTES = 128 * 1024
_LEAST_CONTRAST = 1.5
"""Below this, text cannot be told from its fill."""

_OFF = {"0", "false"}
STAND_INS = frozenset({
    "DejaVu Sans", "Liberation Sans", "Carlito", "Noto Sans", "Noto Sans CJK JP",
    "Noto Sans CJK KR", "Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans Devanagari",
    "Lohit Devanagari", "FreeSans", "Droid Sans Fallback", "WenQuanYi Micro Hei",
})  # fmt: skip
"""Fonts that LibreOffice names for letters which the font of a cell lacks; they read as well."""

_SIGNS, _RIGHT_TO_LEFT = 2, 2
"""The set of characters whose letters are signs (18.4.1), and an order of reading."""

_THEME_FONTS = f"{_DRAWING}themeElements/{_DRAWING}fontScheme"
_ITEMS = {
    "numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf",
    "dxfs": "dxf",
}  # fmt: skip
"""What each group of formats holds; they are counted."""

_EXTENSION = f"{MAIN}extLst"


class Look(NamedTuple):
    """What a cell's format makes a reader see; colours as six hexadecimal digits.

    ``fill`` may also say none, gradient or a pattern. A text that ``wraps`` is cut at the height of
    its row, where another runs on to the right; ``upright`` says at which end.
    """

    number_format: str = "general"
    font: str = ""
    size: str = "11"
    bold: bool = False
    italic: bool = False
    strike: bool = False
    raised: str = "baseline"
    ink: str = "000000"
    fill: str = "none"
    placed: str = "general"
    indent: str = "0"
    turned: str = "0"
    reading: str = "0"
    shrinks: bool = False
    wraps: bool = False
    upright: str = "bottom"
    crossed: str = UNCROSSED
    locked: bool = True

    def differences(self, other: Look) -> str:
        """Return in words what of ``self`` is otherwise in ``other``."""
        return "; ".join(
            f"{_NAMES[name]}: the desk issued {_said(name, was)}, here {_said(name, now)}"
            for name, was, now in zip(self._fields, self, other, strict=True)
            if was != now
        )

    @property
    def decimals(self) -> int | None:
        """The decimals of an amount, None where the format is not one of amounts."""
        return amount_decimals(self.number_format)

    @property
    def is_day(self) -> bool:
        """Whether the format shows a day."""
        return self.number_format.startswith("yyyy")

    @property
    def hides(self) -> bool:
        """Whether the value cannot be seen, or another number is written over it."""
        fill = WHITE if self.fill == "none" else rgb_of(self.fill)
        ink = rgb_of(self.ink)
        unseen = fill is not None and ink is not None and contrast(ink, fill) < _LEAST_CONTRAST
        unseen = unseen or "unknown" in {self.ink, self.fill} or is_tiny(self.size)
        return unseen or misleads(self.number_format) or self.placed == "fill"


_NAMES = {
    "number_format": "number format",
    "font": "font",
    "size": "size of the text",
    "bold": "bold",
    "italic": "italic",
    "strike": "struck out",
    "raised": "raised or lowered",
    "ink": "colour of the text",
    "fill": "fill",
    "placed": "alignment",
    "indent": "indent",
    "turned": "turned by",
    "reading": "direction of reading",
    "shrinks": "shrinks to fit",
    "wraps": "wraps",
    "upright": "vertical alignment",
    "crossed": "crossed by lines",
    "locked": "locked",
}


class StyleLooks:
    """The looks of one workbook: of cells, of conditional formats and of its table styles."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self.cells: dict[str, Look] = {}
        self.highlights: dict[str, Look] = {}
        self.tables: dict[str, tuple[tuple[str, Look], ...]] = {}
        if styles is not None:
            reader = _Reader(styles, theme)
            self.cells = {str(n): look for n, look in enumerate(reader.formats())}
            self.highlights = {str(n): look for n, look in enumerate(reader.highlights())}
            self.tables = dict(reader.tables(self.highlight))

    def __getitem__(self, style: str) -> Look:
        """Return the look that a cell's ``s`` names; an unknown one where there is none."""
        return self.cells.get(style, _PLAIN if style == "0" else _UNKNOWN)

    def highlight(self, number: str | None) -> Look:
        """Return what the conditional format ``number`` changes; the plain look for none."""
        position = position_of(number or "")
        return _PLAIN if number is None else self.highlights.get(str(position), _UNKNOWN)


_PLAIN = Look()
_UNKNOWN = Look(number_format="of a number that is no format's")


def style_looks(document: Document) -> StyleLooks:
    """Return the looks of ``document``; raises ArchiveError."""
    styles, theme = (_content(document, kind) for kind in ("styles", "theme"))
    return _looks(styles, theme, document.limits)


def _content(document: Document, kind: str) -> bytes:
    part = next((r.target for r in document.relations if r.kind == kind), None)
    return b"" if part is None or part not in document.archive else document.archive.read(part)


@remembered(entries=50, longest=_REMEMBERED_BYTES)
def _looks(styles: bytes, theme: bytes, limits: Limits) -> StyleLooks:
    roots = (
        parsed(content, name, limits) if content else None
        for content, name in ((styles, "styles"), (theme, "theme"))
    )
    return StyleLooks(*roots)


class _Reader:
    def __init__(self, styles: Element, theme: Element | None) -> None:
        self._styles = styles
        self._colours = Colours(theme, styles)
        _refuse_ambiguous(styles)
        self._codes = BUILT_IN | {
            _position(element, "numFmtId"): element.get("formatCode", "")
            for element in self._parts("numFmts")
        }
        fonts = [] if theme is None else theme.iterfind(f"{_THEME_FONTS}/*")
        self._theme_fonts = {
            font.tag.removeprefix(_DRAWING).removesuffix("Font"): latin.get("typeface", "")
            for font in fonts
            for latin in font.iterchildren(f"{_DRAWING}latin")
        }

    def formats(self) -> Iterator[Look]:
        fonts = [self._font(font, _PLAIN) for font in self._parts("fonts")]
        fills = [self._fill(fill.find(f"{MAIN}patternFill"), fill) for fill in self._parts("fills")]
        crossed = [crossing(border) for border in self._parts("borders")]
        for element in self._parts("cellXfs"):
            look = _at(fonts, _position(element, "fontId")) or _PLAIN
            placed = element.find(f"{MAIN}alignment")
            guard = element.find(f"{MAIN}protection")
            yield look._replace(
                number_format=self._format(_position(element, "numFmtId")),
                fill=_at(fills, _position(element, "fillId")) or "none",
                placed=_text(placed, "horizontal", "general"),
                indent=_text(placed, "indent", "0"),
                turned=_text(placed, "textRotation", "0"),
                reading=_reading(_text(placed, "readingOrder", "0")),
                shrinks=_text(placed, "shrinkToFit", "0") not in _OFF,
                wraps=_text(placed, "wrapText", "0") not in _OFF,
                upright=_text(placed, "vertical", "bottom"),
                crossed=_at(crossed, _position(element, "borderId")) or UNCROSSED,
                locked=_text(guard, "locked", "1") not in _OFF,
            )

    def highlights(self) -> Iterator[Look]:
        """Yield what each conditional format changes; the rest reads as the plain look."""
        for element in self._parts("dxfs"):
            font, fill = element.find(f"{MAIN}font"), element.find(f"{MAIN}fill")
            number = element.find(f"{MAIN}numFmt")
            look = _PLAIN if font is None else self._font(font, _PLAIN._replace(size=""))
            if number is not None:
                look = look._replace(number_format=plain_format(number.get("formatCode", "")))
            if fill is not None:
                look = look._replace(fill=self._background(fill))
            look = look._replace(crossed=crossing(element.find(f"{MAIN}border")))
            yield look._replace(font="", size="" if look.size == _PLAIN.size else look.size)

    def tables(
        self, look: Callable[[str | None], Look]
    ) -> Iterator[tuple[str, tuple[tuple[str, Look], ...]]]:
        for style in self._styles.iter(f"{MAIN}tableStyle"):
            parts = sorted((part.get("type", ""), look(part.get("dxfId"))) for part in style)
            yield style.get("name", ""), tuple(parts)

    def _parts(self, name: str) -> list[Element]:
        group = self._styles.find(f"{MAIN}{name}")
        return [] if group is None else list(group)

    def _format(self, number: int) -> str:
        code = self._codes.get(number)
        return f"number {number}" if code is None else plain_format(code)

    def _font(self, font: Element, base: Look) -> Look:
        scheme = _value(font, "scheme", "none")
        name = self._theme_fonts.get(scheme) or _value(font, "name", base.font)
        colour = font.find(f"{MAIN}color")
        ink = self._colours.of(colour, BLACK)
        if position_of(_value(font, "charset", "1")) in {_SIGNS, None}:
            name = f"{name}, of signs"
        return base._replace(
            font=name,
            size=_plain_number(_value(font, "sz", base.size)),
            bold=self._is_on(font, "b"),
            italic=self._is_on(font, "i"),
            strike=self._is_on(font, "strike"),
            raised=_value(font, "vertAlign", "baseline"),
            ink="unknown" if ink is None else hex_of(ink),
        )

    def _fill(self, pattern: Element | None, fill: Element) -> str:
        if pattern is None:
            return "none" if len(fill) == 0 else "gradient"
        kind = pattern.get("patternType", "none")
        colour = self._colours.of(pattern.find(f"{MAIN}fgColor"), BLACK)
        ink = "unknown" if colour is None else hex_of(colour)
        return "none" if kind == "none" else ink if kind == "solid" else f"{kind} {ink}"

    def _background(self, fill: Element) -> str:
        """Return a conditional format's fill, which is the background of a solid pattern."""
        pattern = fill.find(f"{MAIN}patternFill")
        if pattern is None or pattern.get("patternType", "solid") != "solid":
            return self._fill(pattern, fill)
        colour = pattern.find(f"{MAIN}bgColor")
        if colour is None:
            colour = pattern.find(f"{MAIN}fgColor")
        background = self._colours.of(colour, WHITE)
        return "unknown" if background is None else hex_of(background)

    @staticmethod
    def _is_on(font: Element, name: str) -> bool:
        element = font.find(f"{MAIN}{name}")
        return element is not None and element.get("val", "1") not in _OFF


def _refuse_ambiguous(styles: Element) -> None:
    """Raise ArchiveError where programs count or read the formats in different ways.

    Elements of other kinds shift the numbers of those behind them for some; of two that say one
    thing, one program takes the first and another the last.
    """
    names = [group.tag for group in styles]
    strange = [name for name in names if not name.startswith(MAIN)]
    if strange or len(set(names)) != len(names):
        raise _unclear("groups of formats")
    for name, kind in _ITEMS.items():
        for item in styles.iterfind(f"{MAIN}{name}/*"):
            if item.tag != f"{MAIN}{kind}":
                raise _unclear(name)
            for element in item.iter():
                tags = [child.tag for child in element]
                is_list = element.tag == f"{MAIN}gradientFill"
                if not all(tag.startswith(MAIN) for tag in tags) and element.tag != _EXTENSION:
                    raise _unclear(name)
                if len(set(tags)) != len(tags) and not is_list and element.tag != _EXTENSION:
                    raise _unclear(name)
    codes: dict[int, str] = {}
    for element in styles.iterfind(f"{MAIN}numFmts/*"):
        number, code = _position(element, "numFmtId"), element.get("formatCode", "")
        own = BUILT_IN.get(number, code)
        if number in codes or plain_format(own) != plain_format(code):
            raise _unclear("numFmts")
        codes[number] = code


def _unclear(what: str) -> ArchiveError:
    return ArchiveError("FILE-XML", f"part styles: programs read its {what} in different ways")


def _text(element: Element | None, name: str, otherwise: str) -> str:
    return otherwise if element is None else element.get(name, otherwise)


def _value(font: Element, name: str, otherwise: str) -> str:
    element = font.find(f"{MAIN}{name}")
    return otherwise if element is None else element.get("val", otherwise)


def _plain_number(text: str) -> str:
    return re.sub(r"\.0*$", "", text)


def _position(element: Element, name: str) -> int:
    """Return a number by which formats name each other, 0 where none is written.

    Raises ArchiveError for what is no plain number.
    """
    number = position_of(element.get(name, "0"))
    if number is None:
        raise _unclear(f"numbers of formats ({shown(element.get(name))})")
    return number


def _at(things: list[_Thing], position: int) -> _Thing | None:
    return things[position] if position < len(things) else None


def _reading(order: str) -> str:
    number = position_of(order)
    return "right to left" if number == _RIGHT_TO_LEFT else "0" if number is not None else order


def _said(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return shown(quoted(text) if name == "number_format" else text)
