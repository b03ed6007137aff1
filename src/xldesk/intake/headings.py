"""Recognise headers: the fields of the operating model, in many spellings."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.intake.kinds import INTAKE_KINDS, field_shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTACT_FIELDS = ("contact_name", "contact_email", "contact_role", "contact_language")
"""Columns of a partner file that name a person there."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[\W_]+")


def plain_heading(text: str) -> str:
    """Return a header without case, spaces and punctuation: ``Deal ID`` is ``deal_id``."""
    return _OTHER.sub("_", _CAMEL.sub("_", text.strip())).strip("_").casefold()


@cache
def field_names(kind: str) -> dict[str, str]:
    """Return the fields of ``kind`` by their own names, contacts' columns included."""
    contacts = CONTACT_FIELDS if kind == "partner" else ()
    return {name: name for name in (*field_shapes(kind), *contacts)}


@cache
def aliases(kind: str) -> dict[str, str]:
    """Return the fields of ``kind`` by their other common names."""
    data = tomllib.loads((files(__package__) / "vocabulary.toml").read_text("utf-8"))
    return {
        alias: name for name, found in data["headings"].get(kind, {}).items() for alias in found
    }


@cache
def _all_names() -> frozenset[str]:
    names = (set(field_names(kind)) | set(aliases(kind)) for kind in INTAKE_KINDS)
    return frozenset().union(*names)


def known_headings(header: Sequence[str]) -> int:
    """Return how many of the column names some kind of record knows."""
    return sum(plain_heading(name) in _all_names() for name in header)
