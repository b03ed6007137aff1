"""Text from data as a terminal may show it: nothing in it acts on the terminal."""

from __future__ import annotations

import re

_ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and marks that turn the direction of what follows."""


def visible(text: str) -> str:
    r"""Return ``text`` with such characters written out: an escape becomes ``\x1b``.

    Line breaks stay. Without it, an export could recolour, retitle or hide lines.
    """
    return _ACTING.sub(lambda match: ascii(match[0])[1:-1], text)
