"""Currencies of ISO 4217 and the number of decimals each one has."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

UNKNOWN_EXPONENT = 2
"""Decimals assumed while a code is unknown; the rule CUR-UNKNOWN blocks such a deal."""


@cache
def exponents() -> dict[str, int]:
    """Return the number of decimals by currency code (ISO 4217, list one)."""
    data = tomllib.loads((files(__package__) / "currencies.toml").read_text("utf-8"))
    return {code: int(decimals) for decimals, codes in data["decimals"].items() for code in codes}


def is_known(code: str) -> bool:
    """Tell whether ``code`` is a currency of ISO 4217."""
    return code in exponents()


def exponent(code: str) -> int:
    """Return how many decimals ``code`` has; two while the code is unknown."""
    return exponents().get(code, UNKNOWN_EXPONENT)
