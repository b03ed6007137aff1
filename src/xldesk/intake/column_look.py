"""What the texts of one column look like, told from all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.intake.amounts import ProvenStyle, shown_style
from xldesk.intake.choices import same_word
from xldesk.intake.figures import boolean_words
from xldesk.intake.moments import COMMON_FORMATS, fits
from xldesk.records.currency import is_known
from xldesk.records.money import AmountError, parse_minor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

NULL_WORDS = ("null", "none", "n/a", "na", "nil", "-", "--", "#n/a", "(null)", "(blank)")
"""Texts that exports write for no value, in small letters."""

CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p")
DATE_PATTERNS = (*COMMON_FORMATS, "%d.%m.%y", "%d %b %Y", "%d-%b-%Y", "%b %d, %Y")
TIME_PATTERNS = tuple(f"{day}{gap}{clock}" for day in DATE_PATTERNS for gap in (" ", ", ")
                      for clock in CLOCKS)  # fmt: skip
MOST_DISTINCT = 20_000
"""Distinct texts that are remembered; all are looked at."""

_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?"
    r"(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
_MILLISECONDS = re.compile(r"1\d{12}", re.ASCII)


class ColumnLook:
    """Looks at a column's texts and keeps what all of them have in common."""

    def __init__(self, header: str) -> None:
        self.header = header
        self.distinct: dict[str, None] = {}
        self.nulls: dict[str, None] = {}
        self.filled = 0
        self.styles: set[ProvenStyle] = set()
        self.ambiguous = False
        self._patterns: set[str] = {*DATE_PATTERNS, *TIME_PATTERNS}
        self._iso = self._unix_ms = self._amount = self._currency = self._boolean = True
        self._has_zone = True

    def add(self, texts: Iterable[str]) -> None:
        """Look at some more texts."""
        for text in map(str.strip, texts):
            if not text:
                continue
            if text.casefold() in NULL_WORDS:
                self.nulls[text] = None
                continue
            self.filled += 1
            if text in self.distinct:
                continue
            if len(self.distinct) < MOST_DISTINCT:
                self.distinct[text] = None
            self._look_at(text)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that read every text as a date or time; none where it is in ISO."""
        if not self.filled or self._iso:
            return ()
        fitting = tuple(p for p in (*DATE_PATTERNS, *TIME_PATTERNS) if p in self._patterns)
        return fitting or (("unix_ms",) if self._unix_ms else ())

    @property
    def is_moment(self) -> bool:
        """Whether every text is a date or a time."""
        return bool(self.filled) and (self._iso or bool(self.formats))

    @property
    def lacks_zone(self) -> bool:
        """Whether texts are times without a zone."""
        clock = any("%H" in p or "%I" in p for p in self.formats)
        return self.is_moment and (clock or (self._iso and not self._has_zone))

    @property
    def is_amount(self) -> bool:
        """Whether every text is an amount."""
        return bool(self.filled) and self._amount and not self.formats

    @property
    def is_currency(self) -> bool:
        """Whether every text is a currency of ISO 4217."""
        return bool(self.filled) and self._currency

    @property
    def is_boolean(self) -> bool:
        """Whether every text is a word for yes or no."""
        return bool(self.filled) and self._boolean

    def part_of(self, known: Collection[str]) -> float:
        """Return which part of the distinct texts is among the ``known`` ones, from 0 to 1."""
        found = sum(text in known for text in self.distinct)
        return found / len(self.distinct) if self.distinct else 0.0

    def part_of_words(self, words: Iterable[str]) -> float:
        """Return which part of the distinct texts is one of ``words``, in any case."""
        known = {same_word(word) for word in words}
        found = sum(same_word(text) in known for text in self.distinct)
        return found / len(self.distinct) if self.distinct else 0.0

    def _look_at(self, text: str) -> None:
        if self._iso:
            found = _ISO.fullmatch(text)
            self._iso = found is not None
            self._has_zone &= found is None or ":" not in text or found[1] is not None
        if self._patterns:
            self._patterns = {p for p in self._patterns if fits(text, p)}
        self._unix_ms = self._unix_ms and _MILLISECONDS.fullmatch(text) is not None
        self._currency = self._currency and is_known(text.upper())
        self._boolean = self._boolean and text.casefold() in boolean_words()
        if self._amount:
            self._look_at_amount(text)

    def _look_at_amount(self, text: str) -> None:
        try:
            parse_minor(text, "USD")
        except AmountError as error:
            self._amount = error.code in {"ambiguous", "decimals"}
            self.ambiguous |= error.code == "ambiguous"
            return
        if style := shown_style(text):
            self.styles.add(style)
