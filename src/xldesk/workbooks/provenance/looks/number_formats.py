r"""Number formats in one form, whatever program wrote them (ECMA-376 part 1, 18.8.30 and 18.8.31).

LibreOffice writes ``"–"`` as ``\–`` and ``(`` as ``\(``; both show the same.
"""

from __future__ import annotations

import re

from xldesk.workbooks.remembered import remembered

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    49: "@",
}
"""The formats that a file may only number and that the desk's own may become on saving."""

_PIECE = re.compile(
    r'"(?P<text>[^"]*)"?|\\(?P<one>.)|(?P<code>\[[^\[\]]*+\]|[_*].|[0#?.,%/;@+A-Za-z])|(?P<sign>.)',
    re.DOTALL,
)
_HOLDER = re.compile(r"(?<!\\)(?:[0#?@]|general|[ymdhs])")


@remembered(entries=500, longest=500)
def plain_format(code: str) -> str:
    """Return ``code`` with every shown character behind a backslash, and codes in lower case."""
    return "".join(_plain(match) for match in _PIECE.finditer(code))


def _plain(match: re.Match[str]) -> str:
    if match["code"] is not None:
        return match["code"].casefold()
    text = match["text"] if match["text"] is not None else match["one"] or match["sign"]
    return "".join(f"\\{character}" for character in text)


def quoted(plain: str) -> str:
    """Return a plain format as people write it: what it shows as it is stands in quotes."""
    return re.sub(r"(?:\\.)+", lambda match: f'"{match.group()[1::2]}"', plain, flags=re.DOTALL)


def misleads(plain: str) -> bool:
    """Tell whether a plain format shows digits of its own, or nothing for some values."""
    sections = re.split(r"(?<!\\);", plain)
    return re.search(r"\\[0-9]", plain) is not None or any(
        _HOLDER.search(section) is None and not re.search(r"\\[^ ]", section)
        for section in sections
    )
