"""Parse texts, lists of texts and identifiers of other systems."""

from __future__ import annotations

import json
from collections.abc import Callable

from xldesk.intake.reject import CellError, shown
from xldesk.records.fields import DIRECT

Parser = Callable[[str], str | None]
"""Turn a cell's text, stripped and never empty, into the stored value's exact text.

None stands for no value. Raises CellError for a text that is no value of the field.
"""


def text_parser(longest: int) -> Parser:
    """Return a parser of texts of up to ``longest`` characters; longer ones are never cut."""

    def parse(text: str) -> str:
        _check_length(text, longest)
        return text

    return parse


def currency_parser(longest: int) -> Parser:
    """Return a parser of currency codes, in capitals; unknown codes stay for CUR-UNKNOWN."""

    def parse(text: str) -> str:
        _check_length(text, longest)
        return text.upper()

    return parse


def partner_parser(longest: int) -> Parser:
    """Return a parser of partner ids; the id of what no partner earns is nobody's, in any case."""

    def parse(text: str) -> str:
        _check_length(text, longest)
        if text.casefold() == DIRECT.casefold():
            raise CellError("RESERVED", f"{shown(text)} stands for what no partner earns")
        return text

    return parse


def list_parser(longest: int) -> Parser:
    """Return a parser of lists written with ``;`` between members; the value is a JSON array."""

    def parse(text: str) -> str:
        members = [member.strip() for member in text.split(";")]
        kept = [member for member in members if member]
        for member in kept:
            _check_length(member, longest)
        return json.dumps(kept, ensure_ascii=False)

    return parse


def parse_external_ids(text: str) -> str:
    """Return a JSON object of identifiers by system in its stored form: sorted, no spaces."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CellError("EXTERNAL-IDS", f"{shown(text)} is not JSON") from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise CellError("EXTERNAL-IDS", f"{shown(text)} is not an object of texts by system")
    return external_ids_text(given)


def external_ids_text(ids: dict[str, str]) -> str:
    """Return identifiers by system as the ledger stores them."""
    return json.dumps(ids, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_length(text: str, longest: int) -> None:
    if len(text) > longest:
        raise CellError(
            "TOO-LONG", f"{shown(text)} has {len(text):,} characters, the limit is {longest:,}"
        )
