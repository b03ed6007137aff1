"""Propose which word of the desk a word of the export stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from xldesk.intake.choices import same_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xldesk.policy.process import Stage

NEAR = 90.0
"""How alike two words must be, of 100; a word that has all the words of the other is 100."""

_WORD = re.compile(r"[^\W_]+")


def words_for(texts: Iterable[str], choices: Sequence[str]) -> dict[str, str | None]:
    """Return the choice that each text stands for, None where none is near.

    Texts that are a choice already, in any case and spelling, are left out.
    """
    known = {same_word(choice) for choice in choices}
    return {text: _nearest(text, choices) for text in texts if same_word(text) not in known}


def stages_for(texts: Iterable[str], stages: Sequence[Stage]) -> dict[str, str | None]:
    """Return the stage of the policy that each text stands for, None where none is near.

    A text with the word won is the won stage, one with lost a closed stage that is not won. Texts
    that are a stage already are left out.
    """
    won = next((stage.name for stage in stages if stage.is_won), None)
    lost = next((stage.name for stage in stages if stage.is_closed and not stage.is_won), None)
    found = words_for(texts, [stage.name for stage in stages])
    for text in found:
        words = set(_words(text).split())
        if words & {"won", "lost"}:
            found[text] = won if "won" in words else lost
    return found


def _nearest(text: str, choices: Sequence[str]) -> str | None:
    together = _words(text).replace(" ", "")
    for choice in choices:
        if _words(choice).replace(" ", "") == together:
            return choice
    found = process.extractOne(
        text, choices, scorer=fuzz.token_set_ratio, processor=_words, score_cutoff=NEAR
    )
    return found[0] if found else None


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("_", " ")))
