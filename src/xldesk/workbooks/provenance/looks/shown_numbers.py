"""As what a number format shows a number: as itself, a hundredth, a thousand, a day, or words.

Source: ECMA-376 part 1, 18.8.31 (number format codes). Formats are in their plain form.
"""

from __future__ import annotations

import re

_SECTION = re.compile(r"(?<!\\);")
_NO_FIGURE = re.compile(r"\\.|[_*].|\[(?![hms]+\])[^\[\]]*+\]", re.DOTALL)
"""What shows as it is, leaves room, or is a colour, a currency or a condition."""

_CONDITION = re.compile(r"\[[<>=]")
_DAY = re.compile("[ymdhs]")
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_DECIMALS = re.compile(r"\.([0#?]*)")
_OF_NUMBERS = 3
"""The sections of a format that show numbers; a fourth one shows text."""


def shows_otherwise(was: str, now: str) -> bool:
    """Tell whether a number in the format ``now`` reads as another one than in ``was``.

    Of a format with fewer decimals it does. The general format shows numbers as they are.
    """
    if now in {was, "general"}:
        return False
    return not _kinds(now) <= _kinds(was) or _decimals(now) < _decimals(was)


def _kinds(plain: str) -> set[str]:
    """Return what the sections of a format make of numbers, and whether texts stay."""
    sections = _SECTION.split(plain)
    kinds = {_kind(section, is_zero=at > 1) for at, section in enumerate(sections[:_OF_NUMBERS])}
    if len(sections) > _OF_NUMBERS and "@" not in _NO_FIGURE.sub("", sections[_OF_NUMBERS]):
        kinds.add("no text")
    return kinds - {""}


def _kind(section: str, *, is_zero: bool) -> str:
    if _CONDITION.search(section):
        return "conditional"
    code = _NO_FIGURE.sub("", section)
    if "general" in code or code == "@":
        return "number"
    if "e+" in code or "e\\-" in section:
        return "exponent"
    if letters := set(_DAY.findall(code)):
        return f"day of {sorted(letters)}"
    if not re.search("[0#?]", code):
        return "" if is_zero else "words"
    scale = code.count("%") - sum(len(run) - 1 for run in _THOUSANDS.findall(code))
    return f"fraction {scale}" if "/" in code else f"scaled {scale}" if scale else "number"


def _decimals(plain: str) -> int:
    match = _DECIMALS.search(_NO_FIGURE.sub("", _SECTION.split(plain)[0]))
    return 0 if match is None else len(match[1])
