"""The VBA around our macros: one procedure each, which ribbon and buttons call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.excel.desktop.vba_text import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.excel.desktop.macros import Macro

MODULE = "XldeskMacros"


def macros_module(macros: Sequence[Macro]) -> str:
    """Return the module with a procedure for each of ``macros``; lines end as VBA's do."""
    lines = [f'Attribute VB_Name = "{MODULE}"', "Option Explicit"]
    for macro in macros:
        lines += [
            "",
            f"Public Sub {macro.sub}()",
            f"    XldeskRun {text(macro.module)}, {text(macro.name)}",
            "End Sub",
        ]
    return "\r\n".join(lines) + "\r\n"
