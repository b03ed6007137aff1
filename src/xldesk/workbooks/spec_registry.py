"""The workbooks that exist: every module of this package that declares a ``SPEC``."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.workbooks.spec import Workbook

WORKBOOK_MODULES = ("attribution_audit", "mdf_tracker", "mdf_tracker_partner", "runbook")


@cache
def specs() -> tuple[Workbook, ...]:
    """Return the specs of all workbooks, by name."""
    return tuple(sorted(map(spec_named, _found()), key=lambda spec: spec.name))


@cache
def _found() -> tuple[str, ...]:
    """Return those of the modules that are there."""
    return tuple(
        name
        for name in WORKBOOK_MODULES
        if importlib.util.find_spec(f"xldesk.workbooks.{name}") is not None
    )


def specs_for(name: str | None) -> tuple[Workbook, ...]:
    """Return the specs of which a file may be that calls itself ``name``; its own where it has one.

    Only the module of that one is loaded.
    """
    if name is None or name not in _found():
        return specs()
    return (spec_named(name),)


def spec_named(name: str) -> Workbook:
    """Return the spec of the workbook with this name; only its module is loaded."""
    spec: Workbook = importlib.import_module(f"xldesk.workbooks.{name}").SPEC
    return spec
