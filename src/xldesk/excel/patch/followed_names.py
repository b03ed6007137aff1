"""New names of sheets and tables in every formula that speaks of them, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, unescape

from openpyxl.utils import quote_sheetname

if TYPE_CHECKING:
    from xldesk.excel.patch.package_edit import PackageEdit

_FORMULAS = (
    rb"f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula|oldFormula"
)
_TEXTS = re.compile(rb"<((?:[\w.-]+:)?(?:" + _FORMULAS + rb"))((?:\s[^>]*)?)>([^<]+)</")
_LOCATIONS = re.compile(rb"""(<(?:[\w.-]+:)?hyperlink\s[^>]*?\blocation=)(?:"([^"]*)"|'([^']*)')""")
_SOURCES = re.compile(
    rb"""(<(?:[\w.-]+:)?(?:worksheetSource|rangeSet)\s[^>]*?\bsheet=)(?:"([^"]*)"|'([^']*)')"""
)
_TOKENS = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<quoted>'(?:[^']|'')*')(?=!)"""
    r"""|(?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\])"""
    r"""|(?P<word>[^\W\d][\w.]*)"""
)
"""Texts, quoted sheets, what stands in brackets, and words; the rest is copied."""

_COLUMN = re.compile(r"\[([^\[\]#]+)\]")


class FollowedNames:
    """Replaces names of sheets and of tables in formulas."""

    def __init__(self, sheets: Mapping[str, str], tables: Mapping[str, str]) -> None:
        self._sheets = {old.casefold(): new for old, new in sheets.items()}
        self._tables = {old.casefold(): new for old, new in tables.items()}

    def __bool__(self) -> bool:
        return bool(self._sheets or self._tables)

    def formula(self, text: str) -> str:
        """Return a formula with the new names; its texts and links to other files stay."""
        return "".join(self._pieces(text))

    def part(self, content: bytes) -> bytes:
        """Return a part of the file with the new names in all its formulas."""
        content = _TEXTS.sub(self._in_text, content)
        content = _LOCATIONS.sub(lambda match: _in_attribute(match, self.formula), content)
        return _SOURCES.sub(lambda match: _in_attribute(match, self._sheet), content)

    def _in_text(self, match: re.Match[bytes]) -> bytes:
        said = unescape(match[3].decode())
        new = self.formula(said)
        if new == said:
            return match[0]
        return b"<" + match[1] + match[2] + b">" + escape(new).encode() + b"</"

    def _sheet(self, name: str) -> str:
        return self._sheets.get(name.casefold(), name)

    def _pieces(self, text: str) -> Iterator[str]:
        at = 0
        for match in _TOKENS.finditer(text):
            yield text[at : match.start()]
            at = match.end()
            behind = text[at : at + 1]
            before = text[match.start() - 1 : match.start()]
            if match["quoted"]:
                yield self._quoted(match["quoted"])
            elif match["word"] and before != "]" and _names_sheet(text, at):
                yield self._plain(match["word"])
            elif match["word"] and behind not in {"(", "!", "."}:
                yield self._tables.get(match["word"].casefold(), match["word"])
            else:
                yield match[0]
        yield text[at:]

    def _plain(self, word: str) -> str:
        new = self._sheets.get(word.casefold())
        return word if new is None else quote_sheetname(new)

    def _quoted(self, quoted: str) -> str:
        """Return a quoted sheet, or the two that span several ones, by the new names."""
        said = quoted[1:-1].replace("''", "'")
        if "]" in said:
            return quoted
        names = said.split(":")
        new = [self._sheet(name) for name in names]
        return quoted if new == names else quote_sheetname(":".join(new))


def follow(package: PackageEdit, names: FollowedNames) -> None:
    """Put the new names into every part of the file that has formulas."""
    if not names:
        return
    for part in package.names:
        if part.lower().endswith(".xml") and not part.lower().startswith("docprops/"):
            content = package.read(part)
            changed = names.part(content)
            if changed != content:
                package.put(part, changed)


def formulas(package: PackageEdit) -> Iterator[tuple[str, str]]:
    """Yield every formula of the file with the part that it stands in."""
    for part in package.names:
        if part.lower().endswith(".xml") and not part.lower().startswith("docprops/"):
            for match in _TEXTS.finditer(package.read(part)):
                yield part, unescape(match[3].decode())


def named_in(formula: str) -> set[str]:
    """Return what a formula may name, in small letters: sheets, tables, names, cells, functions."""
    found: set[str] = set()
    for match in _TOKENS.finditer(formula):
        said = match["word"] or (match["quoted"] or "")[1:-1].replace("''", "'")
        found.update(name.casefold() for name in said.split(":") if name)
    return found


def columns_in(formula: str) -> set[tuple[str, str]]:
    """Return the table columns that a formula reads, in small letters.

    A column of the formula's own table stands with an empty name of the table.
    """
    found: set[tuple[str, str]] = set()
    before = None
    for match in _TOKENS.finditer(formula):
        if match["bracket"]:
            follows = before is not None and before.end() == match.start()
            table = before["word"] or "" if before is not None and follows else ""
            found.update(
                (table.casefold(), name.strip("@").casefold())
                for name in _COLUMN.findall(match["bracket"])
            )
        before = match
    return found


def _names_sheet(text: str, at: int) -> bool:
    """Tell whether the word that ends at ``at`` is a sheet, alone or the first of several."""
    return re.match(r"(?::[^\W\d][\w.]*)?!", text[at:]) is not None


def _in_attribute(match: re.Match[bytes], change: Callable[[str], str]) -> bytes:
    entities = {"&quot;": '"', "&apos;": "'"}
    said = unescape((match[2] or match[3] or b"").decode(), entities)
    return match[1] + b'"' + escape(change(said), {'"': "&quot;"}).encode() + b'"'
