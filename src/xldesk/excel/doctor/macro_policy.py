"""Whether Excel lets macros run: the Trust Center's settings, and marks on single files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.excel.doctor.line import Line
from xldesk.excel.doctor.python_and_office import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from xldesk.excel.doctor.surroundings import Surroundings

_BY_COMPANY = rf"Software\Policies\Microsoft\Office\{OFFICE}\Excel\Security"
_BY_USER = rf"Software\Microsoft\Office\{OFFICE}\Excel\Security"
_FORBIDDING = {3: "Excel runs signed macros only", 4: "Excel runs no macros and does not ask"}
"""Values of VBAWarnings; 1 runs all, 2 asks, which is what Excel does where nothing is set."""

_ZONE = re.compile(r"^ZoneId=([0-4])", re.MULTILINE)
_INTERNET = 3
"""Zone 3 is the internet, 4 are restricted sites; Excel blocks macros of files from both."""

MARK = "Zone.Identifier"


def look(around: Surroundings, workbooks: Iterable[Path]) -> Iterator[Line]:
    """Yield lines about macros in general, and about those of ``workbooks``."""
    if around.machine.system != "Windows":
        yield Line(
            "macros", "not here", "the settings of Excel's Trust Center are those of Windows"
        )
        return
    yield _allowed(around)
    yield _marked(around, list(workbooks))


def _allowed(around: Surroundings) -> Line:
    for key, who in ((_BY_COMPANY, "your company's policy"), (_BY_USER, "the Trust Center")):
        value = around.registry("HKCU", key, "VBAWarnings")
        if value is None:
            continue
        if value not in _FORBIDDING:
            return Line("macros", "ok", f"allowed by {who} (VBAWarnings {value})")
        remedy = (
            "ask your administrators to trust the folder of the packs"
            if key == _BY_COMPANY
            else "File, Options, Trust Center, Macro Settings: disable with notification; or add "
            "the folder of the packs to the trusted locations"
        )
        return Line("macros", "trouble", f"{_FORBIDDING[int(value)]}: {who}", remedy)
    return Line("macros", "ok", "Excel asks before it runs them")


def _marked(around: Surroundings, workbooks: list[Path]) -> Line:
    marked = [path for path in workbooks if _is_from_internet(around.stream(path, MARK))]
    if not marked:
        return Line(
            "marked files", "ok", f"none of {len(workbooks)} .xlsm is marked as from outside"
        )
    names = ", ".join(path.name for path in marked)
    return Line(
        "marked files",
        "trouble",
        f"Windows marked as from the internet, so that Excel blocks macros: {names}",
        "if you trust the sender: Properties, Unblock (in PowerShell: Unblock-File), or pack it "
        "yourself: xldesk pack --xlsm",
    )


def _is_from_internet(mark: str | None) -> bool:
    zone = _ZONE.search(mark or "")
    return zone is not None and int(zone[1]) >= _INTERNET
