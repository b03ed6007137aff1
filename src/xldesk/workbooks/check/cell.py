"""A cell and a row as a file holds them, before a spec says what they mean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from xldesk.workbooks.sheet_letters import number_of

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_POSITION = re.compile(r"[0-9]{1,9}")


class ReadCell(NamedTuple):
    """A cell as the file holds it: column number, kind of value, text of it, and formula.

    ``kind`` is n (number), s (text), b (true or false), e (error). ``value`` is None in an
    empty cell. ``formula`` is None without one, the empty text where it is shared with the cell
    of the same ``group`` that has it. ``style`` numbers the cell's format. ``extra`` says what else
    decides what is shown: another kind of formula and its range, data behind a value.
    """

    column: int
    kind: str
    value: str | None
    formula: str | None
    style: str = "0"
    group: str | None = None
    extra: str | None = None

    @property
    def lacks_value(self) -> bool:
        """Whether this is a formula that was saved without what it calculates."""
        return self.formula is not None and self.kind == "n" and self.value is None

    @property
    def says_something(self) -> bool:
        """Whether the cell holds a value or a formula."""
        return bool(self.value) or self.formula is not None


def made_cell(
    column: int, kind: str, value: str | None, formula: str | None, style: str
) -> ReadCell:
    """Return a cell of no group, three times as fast as its class makes one."""
    return _new(ReadCell, (column, kind, value, formula, style, None, None))


_new = tuple.__new__


class FoundRow(NamedTuple):
    """A row of a sheet: its number, its cells by column number, and whether it is hidden.

    ``height`` is in points, None where the row does not say one.
    """

    number: int
    cells: dict[int, ReadCell]
    is_hidden: bool
    height: float | None = None


def typed_cell(
    column: int,
    kind: str,
    value: str | None,
    formula: str | None,
    style: str,
    group: str | None,
    shared: list[str],
    extra: str | None = None,
) -> ReadCell:
    """Return the cell whose type is written as ``kind``; ``shared`` are the workbook's texts."""
    if kind == "n":
        return ReadCell(column, "n", value or None, formula, style, group, extra)
    if kind == "s":
        position = int(value) if value is not None and _POSITION.fullmatch(value) else -1
        known = 0 <= position < len(shared)
        text = shared[position] if known else value
        return ReadCell(column, "s" if known else "e", text, formula, style, group, extra)
    if kind in {"inlineStr", "str"}:
        text = None if value is None else unescaped(value)
        return ReadCell(column, "s", text, formula, style, group, extra)
    return ReadCell(
        column, kind if kind in {"b", "e"} else "s", value, formula, style, group, extra
    )


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """Return the number of a column, 0 for what is none."""
    return number_of(letters) if _LETTERS.fullmatch(letters) else 0


def unescaped(text: str) -> str:
    """Return ``text`` without Excel's escapes such as ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
