"""What a look at one thing found: a line of the doctor's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "trouble", "optional", "not here", "not seen"]
"""``optional`` is missing and needed for some things only; ``not here`` does not apply on this
system; ``not seen`` could not be looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: its name, how it stands, what was seen, and what to do about it."""

    thing: str
    state: State
    seen: str
    remedy: str | None = None
