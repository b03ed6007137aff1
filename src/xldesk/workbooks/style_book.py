"""The cell formats of a template, and which one differs from a cell's only as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from xldesk.workbooks import theme

if TYPE_CHECKING:
    from collections.abc import Hashable

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VARYING = {"numFmtId", "quotePrefix", "applyNumberFormat"}


class StyleBook:
    """Finds variants of a cell format by what they share with it."""

    def __init__(self, styles: bytes) -> None:
        root = etree.fromstring(styles)
        codes = {
            element.get("numFmtId", ""): element.get("formatCode", "")
            for element in root.iter(f"{_MAIN}numFmt")
        }
        self._formats: list[tuple[Hashable, str, bool]] = []
        self._index: dict[tuple[Hashable, str, bool], int] = {}
        formats = root.find(f"{_MAIN}cellXfs")
        for index, element in enumerate(() if formats is None else formats):
            shared = (
                tuple(sorted((k, v) for k, v in element.items() if k not in _VARYING)),
                b"".join(etree.tostring(child, method="c14n") for child in element),
            )
            number = element.get("numFmtId", "0")
            entry = (shared, codes.get(number, number), element.get("quotePrefix") == "1")
            self._formats.append(entry)
            self._index.setdefault(entry, index)

    def amount(self, style: int, exponent: int) -> int:
        """Return the format like ``style`` for amounts with ``exponent`` decimals."""
        shared, _, quoted = self._formats[style]
        return self._index.get((shared, theme.amount_format(exponent), quoted), style)

    def quoted(self, style: int) -> int:
        """Return the format like ``style`` whose text begins with a quote prefix."""
        shared, code, _ = self._formats[style]
        return self._index.get((shared, code, True), style)
