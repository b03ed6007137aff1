"""Which members of xlwings the headless engine has: told from the classes themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xlwings import base_classes

from xldesk.excel.engine.engine import HeadlessEngine
from xldesk.excel.engine.missing import IMPLEMENTED, base_members, base_of, is_lite, is_missing


class Support(StrEnum):
    """How far a member is there."""

    THERE = "there"
    READ = "to read only"
    MISSING = "not there"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One member of a class of ``xlwings.base_classes``, and how far the engine has it.

    ``ours`` tells those that the engine defines from those that xlwings itself brings.
    """

    kind: str
    member: str
    support: Support
    ours: bool


DIFFERENCES = (
    (
        "Nothing is calculated. A formula's value is the one that the file was saved with; one "
        "just written has none until saving calculates it."
    ),
    (
        "Text of digits stays text; Excel makes a number or a day of it. `typed_text()` keeps it "
        "text in both. A text that begins with `=` is a formula in both."
    ),
    (
        "Text that a cell cannot hold is replaced as in the desk's own workbooks: control "
        "characters by their pictures, and beyond 32,767 characters by a note of its length."
    ),
    "A day written into a cell without a day's format shows as 2026-03-31; Excel takes the user's.",
    "Formats of whole rows and columns reach the cells that the sheet uses, not the empty ones.",
    "Writing into a cell that a merged range covers is refused; Excel loses the value silently.",
    (
        "Rows, columns and cells are not moved, and sheets not renamed, where a chart shows them: "
        "what a chart shows does not follow."
    ),
    (
        "Deleting a sheet deletes the names that refer to it; formulas that use it, or a name that "
        "was deleted, stay as they are."
    ),
    "A sheet with charts or pictures is not copied, and nothing is copied to another book.",
    "Widths of `autofit` are estimates from the number of characters.",
    "A totals row has the word Total and no sums.",
    (
        "`Table.resize` moves a totals row to the new last row, which has to be empty; "
        "`Table.update` takes it for a row of data: turn it off before, and on again."
    ),
    "`Range.api` of more than one cell is not a native object, but the engine's own area.",
    "`alert` shows nothing: messages are collected (`alerts_of`), and the first button is pressed.",
)
"""What behaves otherwise than in Excel, a sentence each."""


def coverage() -> Iterator[Coverage]:
    """Yield every member of every class of xlwings' interface, in its order.

    Members that only xlwings Lite has are left out.
    """
    HeadlessEngine  # noqa: B018 -- reading it reads every class of the engine
    ours = {base_of(kind).__name__: kind for kind in IMPLEMENTED}
    for name, base in vars(base_classes).items():
        if not inspect.isclass(base) or base.__module__ != base_classes.__name__:
            continue
        if name.startswith("_") or name == "Collection":
            continue
        kind = ours.get(name)
        for member, declared in base_members(base):
            if not is_lite(declared):
                yield Coverage(name, member, _support(kind, member), _is_ours(kind, member))


def _support(kind: Any, member: str) -> Support:
    if kind is None:
        return Support.MISSING
    found = getattr(kind, member)
    if not isinstance(found, property):
        return Support.MISSING if is_missing(found) else Support.THERE
    if is_missing(found.fget):
        return Support.MISSING
    return Support.READ if is_missing(found.fset) else Support.THERE


def _is_ours(kind: Any, member: str) -> bool:
    above = () if kind is None else kind.__mro__
    owner = next((owner for owner in above if member in vars(owner)), object)
    return owner.__module__.startswith("xldesk.")
