from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xldesk.workbooks import theme
from xldesk.workbooks.lint.colours import (
    BLACK,
    WHITE,
    Colours,
    Rgb,
    contrast,
    hex_of,
    in_grey,
    rgb_of,
)

COLOUR = st.tuples(*[st.integers(0, 255)] * 3)
STYLES = etree.fromstring(
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
)
THEME = etree.fromstring(
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    "<a:clrScheme>"
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1>'
    '<a:accent2><a:srgbClr val="4472C4"><a:lumMod val="1"/></a:srgbClr></a:accent2>'
    '<a:accent3><a:sysClr val="window" lastClr="000000"/></a:accent3>'
    '<a:accent4><a:sysClr val="menu" lastClr="000000"/></a:accent4>'
    "</a:clrScheme></a:themeElements></a:theme>"
)

# ratios that WCAG's own examples and checkers give
RATIOS = [
    ("000000", "FFFFFF", 21.0),
    ("FFFFFF", "FFFFFF", 1.0),
    ("767676", "FFFFFF", 4.54),
    ("777777", "FFFFFF", 4.48),
    ("FF0000", "FFFFFF", 4.0),
    ("0000FF", "FFFFFF", 8.59),
]


@pytest.mark.parametrize(("one", "other", "ratio"), RATIOS)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    first, second = rgb_of(one), rgb_of(other)
    assert first is not None
    assert second is not None
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)


@given(COLOUR, COLOUR)
def test_contrast_has_no_direction_and_its_bounds(one: Rgb, other: Rgb) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.001
    assert rgb_of(hex_of(one)) == one
    assert len(set(in_grey(one))) == 1


# attributes of a colour element, the colour
NAMED = [
    ({"rgb": "FF1F3A5F"}, "1F3A5F"),
    ({"theme": "0"}, "FFFFFF"),
    ({"theme": "1"}, "000000"),
    ({"theme": "3"}, "44546A"),
    ({"theme": "4", "tint": "0.7999"}, "DAE3F3"),
    ({"theme": "4", "tint": "-0.25"}, "2F5597"),
    ({"indexed": "2"}, "FF0000"),
    ({"indexed": "10"}, "FF0000"),
    ({"indexed": "64"}, "000000"),
    ({"auto": "1"}, "000000"),
    ({"theme": "9"}, None),
    ({"rgb": "none"}, None),
    ({}, None),
    ({"rgb": "FF0000", "tint": "much"}, None),
    ({"rgb": "FF0000", "tint": "7"}, None),
    ({"rgb": "FF0000", "theme": "1"}, None),
    ({"auto": "1", "rgb": "FFFFFF"}, None),
    ({"auto": "0"}, None),
    ({"indexed": "65"}, "FFFFFF"),
    ({"indexed": "66"}, None),
    ({"theme": "5"}, None),
    ({"theme": "6"}, "FFFFFF"),
    ({"theme": "7"}, None),
]


@pytest.mark.parametrize(("attributes", "expected"), NAMED)
def test_every_way_to_name_a_colour_is_read(
    attributes: dict[str, str], expected: str | None
) -> None:
    colour = Colours(THEME, STYLES).of(etree.Element("color", attributes), BLACK)
    assert (None if colour is None else hex_of(colour)) == expected


def test_no_element_is_the_automatic_colour() -> None:
    assert Colours(None, STYLES).of(None, WHITE) == WHITE


PAIRS = [
    *((text, fill) for text, fill in theme.CHIPS.values()),
    (theme.INK, theme.ZEBRA),
    (theme.MUTED, theme.ZEBRA),
    (theme.HEADER_TEXT, theme.HEADER_FILL),
    (theme.INPUT_TEXT, theme.INPUT_FILL),
    (theme.LINK_TEXT, theme.ZEBRA),
    *((colour, "FFFFFF") for colour in theme.CATEGORY_COLOURS.values()),
    *((colour, theme.ZEBRA) for colour in theme.CATEGORY_COLOURS.values()),
]


@pytest.mark.parametrize(("text", "fill"), PAIRS)
def test_the_desks_own_theme_can_be_read_in_colour_and_grey(text: str, fill: str) -> None:
    one, other = rgb_of(text), rgb_of(fill)
    assert one is not None
    assert other is not None
    assert contrast(one, other) >= 4.5
    assert contrast(in_grey(one), in_grey(other)) >= 4.5
