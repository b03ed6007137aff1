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
    found = (
        f"xldesk.workbooks.{name}"
        for name in WORKBOOK_MODULES
        if importlib.util.find_spec(f"xldesk.workbooks.{name}") is not None
    )
    return tuple(
        sorted((importlib.import_module(name).SPEC for name in found), key=lambda spec: spec.name)
    )


def specs_for(name: str | None) -> tuple[Workbook, ...]:
    """Return the specs of which a file may be that calls itself ``name``; its own where it has one.

    Only the module of that one is loaded.
    """
    one = f"xldesk.workbooks.{name}" if name in WORKBOOK_MODULES else None
    if name is None or one is None or importlib.util.find_spec(one) is None:
        return specs()
    return (spec_named(name),)


def spec_named(name: str) -> Workbook:
    """Return the spec of the workbook with this name; only its module is loaded."""
    spec: Workbook = importlib.import_module(f"xldesk.workbooks.{name}").SPEC
    return spec
