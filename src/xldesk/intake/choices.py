"""Parse words of a fixed set: enumerations of the records, stages of the policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.intake.likeness import nearest
from xldesk.intake.reject import CellError, shown
from xldesk.intake.texts import Parser, text_parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xldesk.policy.process import Stage

_BETWEEN_WORDS = re.compile(r"[\s\-_/]+")


def same_word(text: str) -> str:
    """Return a word without case, spaces and hyphens: ``Co-Sell`` is ``co_sell``."""
    return _BETWEEN_WORDS.sub("_", text.casefold()).strip("_")


def choice_parser(choices: Iterable[str]) -> Parser:
    """Return a parser of the words in ``choices``, in any case and with any space or hyphen."""
    known = {same_word(choice): choice for choice in choices}
    listed = ", ".join(known.values())

    def parse(text: str) -> str:
        found = known.get(same_word(text))
        if found is None:
            near = nearest(same_word(text), known)
            hint = f" (is it {known[near]}?)" if near else ""
            raise CellError("CHOICE", f"{shown(text)} is not one of {listed}{hint}")
        return found

    return parse


def stage_parser(stages: Iterable[Stage], longest: int) -> Parser:
    """Return a parser of stages: the policy's own spelling where it is known.

    Another text is kept as it is: the rule OPP-STAGE finds it (domain model, section 3).
    """
    known = {same_word(stage.name): stage.name for stage in stages}
    as_text = text_parser(longest)

    def parse(text: str) -> str | None:
        return known.get(same_word(text)) or as_text(text)

    return parse
