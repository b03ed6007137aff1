"""Text as a cell holds it: typed, never a formula, and never a broken file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.records.csv_file import FORMULA_LEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CELL_TEXT = 32_767
"""Longest text of an Excel cell."""

_SPECIAL = re.compile(
    "[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|^[\\s=+\\-@]|[\\s]$|_x[0-9A-Fa-f]{4}_"
)
_EDGES = b"=+-@ "
_UNUSUAL = bytes(sorted({*range(0x20), *b"&<>\x7f"} - {ord("\n")}))
_SIGNS = bytes.maketrans(_EDGES + _UNUSUAL, b" " * len(_EDGES) + b"\0" * len(_UNUSUAL))
"""Makes what no plain text begins or ends with a space, what stands in none a NUL."""
_MARKS = (b"\0", b"\n ", b" \n", b"_x")
"""None of these stands in plain texts on lines of their own, once ``_SIGNS`` are made of them."""

_LINE_ENDS = re.compile("\r\n?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def is_plain(text: str) -> bool:
    """Tell whether ``text`` can stand in a cell as it is."""
    return _SPECIAL.search(text) is None and len(text) <= MAX_CELL_TEXT


def are_plain(texts: Sequence[str]) -> bool:
    """Tell whether all of ``texts`` can stand in cells as they are, but for their lengths.

    False may also be said of some that can; ``is_plain`` knows.
    """
    together = "\n".join(("", *texts, ""))
    if not together.isascii() and not together.replace("\n", "").isprintable():
        return False
    signs = together.encode().translate(_SIGNS)
    return signs.count(b"\n") == len(texts) + 1 and not any(map(signs.__contains__, _MARKS))


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet that is asked to retype ``text`` would take it as a formula.

    Such text gets a quote prefix (OWASP ASVS 1.2.10).
    """
    return text.startswith(FORMULA_LEADS)


def legal(text: str) -> str:
    """Return ``text`` as a cell can show it.

    Line ends become LF, as in Excel's own cells; control characters become their pictures
    (NUL is ␀) and other characters XML cannot hold become �; a longer text than a cell takes
    ends in a note with its length.
    """
    shown = _LINE_ENDS.sub("\n", text)
    shown = _ILLEGAL.sub(_picture, shown)
    if len(shown) > MAX_CELL_TEXT:
        note = f"… (cut: {len(text):,} characters)"
        shown = shown[: MAX_CELL_TEXT - len(note)] + note
    return shown


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def escaped(text: str) -> str:
    """Return legal ``text`` for XML; what looks like Excel's own escape stays literal."""
    text = _ESCAPE_LIKE.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inline(text: str) -> str:
    """Return legal ``text`` as the content of an inline string cell."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<is><t{keep}>{escaped(text)}</t></is>"
