"""Fonts whose letters are signs: a text in them cannot be read."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"dings|symbol|marlett|ornament|emoji|barcode|mt extra|icons", re.IGNORECASE)


def is_of_signs(font: str) -> bool:
    """Tell whether a font of this name shows signs instead of letters."""
    return _SIGNS.search(font) is not None
