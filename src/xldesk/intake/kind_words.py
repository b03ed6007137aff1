"""The kind that a person names, with help where no kind has that name."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from xldesk.errors import UsageError
from xldesk.intake.headings import plain_heading
from xldesk.intake.kinds import INTAKE_KINDS
from xldesk.intake.likeness import nearest


def refuse_unknown_kind(word: str | None) -> None:
    """Raise UsageError, with the kind that may be meant, for a word that names none; None passes.

    Other words for a kind are no names of it: a command should say the same on every desk.
    """
    if word is None or word in INTAKE_KINDS:
        return
    plain = plain_heading(word)
    others = _other_words()
    near = nearest(plain, (*INTAKE_KINDS, *others))
    hint = f" (is it {others.get(near, near)}?)" if near else ""
    raise UsageError(
        f"{word!r} is not a kind that a file can bring{hint}; known: {', '.join(INTAKE_KINDS)}"
    )


@cache
def _other_words() -> dict[str, str]:
    data = tomllib.loads((files(__package__) / "vocabulary.toml").read_text("utf-8"))
    return {word: kind for kind, words in data["kinds"].items() for word in words}
