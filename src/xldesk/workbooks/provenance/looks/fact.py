"""One thing that a chart tells its reader."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """One thing that is told: what, and the words, number or reference."""

    what: str
    value: str | float
