"""Why a row is rejected: a code, the field, what is wrong and what to do."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SHOWN_TEXT = 60


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code of ``reject_reasons.toml``: its title and what a person can do."""

    code: str
    title: str
    remedy: str


@cache
def reasons() -> dict[str, Reason]:
    """Return the reasons for rejecting a row by code, in the order of the file."""
    data = tomllib.loads((files(__package__) / "reject_reasons.toml").read_text("utf-8"))
    return {code: Reason(code, row["title"], row["remedy"]) for code, row in data.items()}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row; ``field`` is None where it is about the row as a whole."""

    code: str
    field: str | None
    message: str


class CellError(ValueError):
    """A cell that is not a value of its field. ``what`` says so in words, without a remedy."""

    def __init__(self, code: str, what: str, remedy: str | None = None) -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.remedy = remedy

    def problem(self, field: str) -> Problem:
        """Return it as a problem of ``field``."""
        return problem(self.code, self.what, field=field, remedy=self.remedy)


def problem(
    code: str, what: str, *, field: str | None = None, remedy: str | None = None
) -> Problem:
    """Return a problem whose message names the field, what is wrong and the remedy."""
    place = f"{field}: " if field else ""
    return Problem(code, field, f"{place}{what}; {remedy or reasons()[code].remedy}")


def shown(text: str) -> str:
    """Return a cell's text in quotation marks, short enough for a message."""
    return repr(text if len(text) <= SHOWN_TEXT else text[: SHOWN_TEXT - 3] + "...")
