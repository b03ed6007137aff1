"""Colours, fonts and number formats of every workbook: one restrained theme.

Every pair of text and fill here has a contrast of at least 4.5 : 1.
"""

from __future__ import annotations

import re

FONT = "Calibri"
BODY_SIZE = 11
TITLE_SIZE = 16
SECTION_SIZE = 12
FIGURE_SIZE = 20
CAPTION_SIZE = 9

INK = "1B2A41"
MUTED = "5B6472"
HEADER_FILL = "1F3A5F"
HEADER_TEXT = "FFFFFF"
HAIRLINE = "D5DAE1"
ZEBRA = "F6F8FA"
CALCULATION_TEXT = "000000"
INPUT_TEXT = "1D4ED8"
INPUT_FILL = "FFF8E1"
LINK_TEXT = "166534"

CATEGORY_COLOURS = {
    "sourced": "1F3A5F",
    "co_sell": "0F766E",
    "influenced": "B45309",
    "direct": "6B7280",
}
"""By category of the revenue taxonomy, always the same, the word standing beside it."""

CHART_COLOURS = {
    "sourced": "1F3A5F",
    "co_sell": "1A9C92",
    "influenced": "A84C08",
    "direct": "8A94A3",
    "light": "9DB2CC",
    "ink": INK,
}
"""Fills a chart's series may name. The categories keep their hues, but neighbours are dark and
light in turn: as fills of one darkness they would be one grey in print."""

SERIES_ORDER = ("sourced", "co_sell", "influenced", "light", "direct")
"""Fills of series that name none; neighbours differ in lightness, for grey print."""

CHIPS = {
    "pass": ("14532D", "DCFCE7"),
    "warn": ("78350F", "FEF3C7"),
    "fail": ("7F1D1D", "FEE2E2"),
    "info": ("1E3A8A", "DBEAFE"),
    "not run": ("374151", "E5E7EB"),
}
"""Text and fill by kind of status."""

CHIP_WORDS = {
    "pass": ("pass", "ok", "approved", "locked", "paid", "active", "fixed", "complete", "accepted"),
    "warn": ("warn", "warning", "pending", "submitted", "proposed", "due soon", "held", "behind"),
    "fail": ("fail", "block", "rejected", "expired", "overdue", "disputed", "inactive", "missing"),
    "info": ("info", "open", "adjusted", "what_if", "committed", "converted", "waived"),
    "not run": ("not run", "none", "draft", "released", "immature", "not_an_issue", "closed"),
}
"""The words that wear each chip; other words stay plain."""

TAB_COLOURS = {
    "summary": HEADER_FILL,
    "action": "B45309",
    "detail": "0F766E",
    "reference": "9DB2CC",
    "checks": "14532D",
    "about": "6B7280",
}

CURRENCY_EXPONENTS = (0, 2, 3, 4)
"""Decimals that currencies of ISO 4217 have; a template carries a style for each."""


_ROOM = "_)"
"""Room behind a number as wide as a parenthesis: digits stand under those of negative numbers, and
keep clear of the next column. (An indent would do so too; LibreOffice loses it in places.)"""


def amount_format(exponent: int) -> str:
    """Return the number format of amounts with ``exponent`` decimals; zero is a dash."""
    digits = "#,##0" + ("." + "0" * exponent if exponent else "")
    return f'{digits}{_ROOM};({digits});"–"{_ROOM}'


_AMOUNT = re.compile(r"#,##0(?:\.(0+))?(?:_.)?;")


def amount_decimals(number_format: str) -> int | None:
    """Return the decimals of an amount's number format; None for any other format."""
    match = _AMOUNT.match(number_format)
    return None if match is None else len(match[1] or "")


NUMBER_FORMATS = {
    "text": "General",
    "status": "General",
    "category": "General",
    "flag": "General",
    "link": "General",
    "integer": amount_format(0),
    "amount": amount_format(2),
    "number": amount_format(2),
    "percent": f"0.0%{_ROOM};(0.0%)",
    "share": f"0.0000%{_ROOM};(0.0000%)",
    "ratio": f'0.00"x"{_ROOM};(0.00"x")',
    "date": f"yyyy-mm-dd{_ROOM}",
    "time": f"yyyy-mm-dd hh:mm{_ROOM}",
}
"""Number format by column type; amounts get ``amount_format`` of their own currency."""

FIGURE_FORMATS = {
    **NUMBER_FORMATS,
    "amount": '#,##0;(#,##0);"–"',
    "integer": '#,##0;(#,##0);"0"',
}
"""Number formats of key figures: amounts in whole units."""

FIELD_FORMATS = {
    **NUMBER_FORMATS,
    "integer": "#,##0",
    "number": "#,##0.00##",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
}
"""Number formats of labelled values, where a zero is said."""

TEXT_LIKE = frozenset({"text", "status", "category", "link", "flag"})
"""Column types whose cells hold text."""

TYPED_TEXT = "@"
"""Number format of text that people type: no program takes ``=1+1``, ``00123`` or ``1-2`` there
for a formula, a number or a day."""


def number_format(type_: str, role: str) -> str:
    """Return the number format of a table's cell of ``type_`` in ``role``."""
    return TYPED_TEXT if role == "input" and type_ in TEXT_LIKE else NUMBER_FORMATS[type_]


def field_format(type_: str, role: str) -> str:
    """Return the number format of a labelled value of ``type_`` in ``role``."""
    return TYPED_TEXT if role == "input" and type_ in TEXT_LIKE else FIELD_FORMATS[type_]
