"""Every macro, in the order of the ribbon, with the help that its docstring gives."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass

NAMES = (
    "quarter_close_audit",
    "refresh",
    "validate_workbook",
    "reconcile",
    "sign_off",
    "prepare_tracker",
)
"""The names are a public interface; each is a module of this package with a function so named."""


@dataclass(frozen=True, slots=True)
class MacroHelp:
    """A macro: ``summary`` is one sentence, ``details`` what else its help says."""

    name: str
    summary: str
    details: str


def macro(name: str) -> Callable[..., None]:
    """Return the function of the macro ``name``, one of NAMES."""
    function: Callable[..., None] = getattr(
        importlib.import_module(f"xldesk_udfs.macros.{name}"), name
    )
    return function


def macro_helps() -> tuple[MacroHelp, ...]:
    """Return what each macro does, in order."""
    found = []
    for name in NAMES:
        text = inspect.getdoc(macro(name)) or ""
        summary, _, details = text.partition("\n\n")
        found.append(MacroHelp(name, " ".join(summary.split()), " ".join(details.split())))
    return tuple(found)
