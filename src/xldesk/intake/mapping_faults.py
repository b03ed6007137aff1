"""What is wrong with a mapping: a line for each key, with its value and what is needed."""

from __future__ import annotations

import reprlib
from typing import TYPE_CHECKING

from xldesk.intake.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

LARGEST_BITS = 256
"""Of a whole number that is written out; no field holds one that is longer."""


def mapping_faults(place: str, error: ValidationError, keys: Collection[str]) -> str:
    """Return all that is wrong with a mapping, a line each; ``keys`` are those that it may have."""
    return "\n".join(_line(place, details, keys) for details in error.errors(include_url=False))


def _line(place: str, details: ErrorDetails, keys: Collection[str]) -> str:
    key = ".".join(str(part) for part in details["loc"])
    if details["type"] == "extra_forbidden":
        near = nearest(key, keys)
        hint = f" (is it {near}?)" if near else ""
        return f"{place}: {key} is not a key of a mapping{hint}; known: {', '.join(keys)}"
    wanted = details.get("ctx", {}).get("error")
    needed = str(wanted) if wanted else _needed(details)
    return f"{place}: {key} = {_toml(details['input'])}: {needed}"


def _needed(details: ErrorDetails) -> str:
    expected = details.get("ctx", {}).get("expected")
    if expected:
        return f"{expected} is needed"
    return {
        "string_type": "a text in quotation marks is needed",
        "dict_type": "a table of names is needed",
        "tuple_type": "a list of texts is needed",
    }.get(details["type"], details["msg"])


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else _SHORT.repr(value)


class _Short(reprlib.Repr):
    """Writes the beginning of what may be very long or deep."""

    def repr_int(self, x: int, level: int) -> str:  # noqa: ARG002  # its signature
        return str(x) if x.bit_length() <= LARGEST_BITS else f"{x:#x}"[: self.maxlong] + "..."


_SHORT = _Short()
_SHORT.maxlevel, _SHORT.maxlist, _SHORT.maxdict, _SHORT.maxstring = 3, 10, 10, 80
