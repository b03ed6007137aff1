"""The macros that a desktop workbook offers, as macros.toml lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PACKAGE = "xldesk_udfs.macros"


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro by the name of its Python function, with what ribbon and buttons show."""

    name: str
    label: str
    tip: str
    image: str

    @property
    def module(self) -> str:
        """The Python module that has the function: one of the same name."""
        return f"{_PACKAGE}.{self.name}"

    @property
    def sub(self) -> str:
        """The VBA procedure that runs it."""
        return "Xldesk" + "".join(word.capitalize() for word in self.name.split("_"))


@cache
def macros() -> tuple[Macro, ...]:
    """Return the macros in the order of the ribbon."""
    found = tomllib.loads((files(__package__) / "macros.toml").read_text("utf-8"))
    return tuple(Macro(name, **texts) for name, texts in found.items())
