"""Parse identifiers: what cannot be seen is taken away, what a spreadsheet has rounded is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.intake.reject import CellError, shown

if TYPE_CHECKING:
    from xldesk.intake.texts import Parser

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[Ee]\+\d{1,3}|[+-]?\d[.,]\d+[Ee]-?\d{1,3}", re.ASCII)


def plain_identifier(text: str) -> str:
    """Return an identifier without characters of no width, and with single plain spaces."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def identifier_parser(then: Parser) -> Parser:
    """Return a parser of identifiers that ``then`` reads once they are plain.

    Case and leading zeros are kept. A number that a spreadsheet shows as ``1.23E+15`` has lost
    digits and is refused.
    """

    def parse(text: str) -> str | None:
        plain = plain_identifier(text)
        if _SCIENTIFIC.fullmatch(plain):
            raise CellError("ID-ROUNDED", f"{shown(plain)} is a rounded number, not an identifier")
        return then(plain) if plain else None

    return parse
