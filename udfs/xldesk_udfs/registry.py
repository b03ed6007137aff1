"""Every function as data, read from its signature and docstring: the help text everywhere.

The reference page, the VBA wrappers and the function wizard, and the add-in are made from it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from xldesk_udfs.arguments import Cells
from xldesk_udfs.functions.attribute import ATTRIBUTE
from xldesk_udfs.functions.credit import CATEGORY, CREDIT
from xldesk_udfs.functions.explain import EXPLAIN
from xldesk_udfs.functions.looking import DESKSTATUS, FINDINGS
from xldesk_udfs.functions.mdf import MDFBALANCE, MDFROI
from xldesk_udfs.functions.partner_revenue import PARTNERREVENUE

FUNCTIONS: tuple[Callable[..., object], ...] = (
    ATTRIBUTE,
    CREDIT,
    CATEGORY,
    EXPLAIN,
    PARTNERREVENUE,
    MDFBALANCE,
    MDFROI,
    FINDINGS,
    DESKSTATUS,
)
"""All functions in the order in which a reader meets them. Their names are a public interface."""

MODULE = "xldesk_udfs"
"""The module that xlwings imports and finds every function in."""

CATEGORY_NAME = "xldesk"
"""The group under which Excel lists them."""

MOST_HELP = 255
"""Characters of help that Excel shows of a function, and of an argument."""

_SECTION = re.compile(r"^(Args|Returns|Example):$", re.MULTILINE)
_ARGUMENT = re.compile(r"^    (\w+): ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; ``takes_range`` says that a range gives an answer for each of its cells."""

    name: str
    help: str
    optional: bool
    takes_range: bool


@dataclass(frozen=True, slots=True)
class ExcelFunction:
    """One function: ``summary`` is one sentence, ``details`` what else its help says."""

    name: str
    summary: str
    details: str
    arguments: tuple[Argument, ...]
    returns: str
    examples: tuple[str, ...]
    call: Callable[..., object]

    @property
    def usage(self) -> str:
        """How it is written, optional arguments in brackets."""
        names = [f"[{a.name}]" if a.optional else a.name for a in self.arguments]
        return f"{self.name}({', '.join(names)})"

    @property
    def help(self) -> str:
        """What the function wizard says of it: as much as Excel shows."""
        return shortened(f"{self.summary} {self.returns}")


@cache
def excel_functions() -> tuple[ExcelFunction, ...]:
    """Return every function, in order."""
    return tuple(described(function) for function in FUNCTIONS)


def described(function: Callable[..., object]) -> ExcelFunction:
    """Return a function as data.

    Raises ValueError where its docstring does not tell each argument, what it returns and an
    example: then the code is wrong.
    """
    text, sections = _sections(function)
    summary, _, details = text.partition("\n\n")
    helps = _arguments(sections.get("Args", ""))
    parameters = inspect.signature(function).parameters
    if list(helps) != list(parameters) or not sections.get("Returns"):
        raise ValueError(f"{function.__name__}: its docstring does not tell what it takes or gives")
    hints = get_type_hints(function)
    return ExcelFunction(
        name=function.__name__,
        summary=_flowing(summary),
        details=_flowing(details),
        arguments=tuple(
            Argument(
                name=name,
                help=helps[name],
                optional=parameter.default is not parameter.empty,
                takes_range=hints[name] == Cells,
            )
            for name, parameter in parameters.items()
        ),
        returns=_flowing(sections["Returns"]),
        examples=tuple(line.strip() for line in sections["Example"].strip().splitlines()),
        call=function,
    )


def tell_xlwings(function: Callable[..., object]) -> None:
    """Give xlwings the help of a function where it serves Excel; elsewhere nothing happens.

    xlwings keeps what it knows of a function in ``__xlfunc__``, with a text for each argument.
    """
    known: dict[str, Any] | None = getattr(function, "__xlfunc__", None)
    if known is None:
        return
    found = described(function)
    known["ret"]["doc"] = found.help
    for argument in found.arguments:
        known["argmap"][argument.name]["doc"] = shortened(argument.help)


def shortened(text: str) -> str:
    """Return as much of a help text as Excel shows, to the last whole word."""
    if len(text) <= MOST_HELP:
        return text
    return text[: MOST_HELP - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _sections(function: Callable[..., object]) -> tuple[str, dict[str, str]]:
    text, *parts = _SECTION.split(inspect.getdoc(function) or "")
    sections = {name: body.strip("\n") for name, body in zip(parts[::2], parts[1::2], strict=True)}
    return text.strip(), sections


def _arguments(section: str) -> dict[str, str]:
    _, *parts = _ARGUMENT.split(section)
    return {
        name: _flowing(help_text) for name, help_text in zip(parts[::2], parts[1::2], strict=True)
    }


def _flowing(text: str) -> str:
    return " ".join(text.split())
