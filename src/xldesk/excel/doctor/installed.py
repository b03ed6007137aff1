"""What xldesk brings and what is beside it: extras, templates, time zones."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xldesk.errors import MissingError
from xldesk.excel.doctor.line import Line
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.template_names import spec_digest
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.excel.doctor.surroundings import Surroundings
    from xldesk.workbooks.spec import Workbook

_A_ZONE = "Europe/Berlin"
"""Any zone that is not UTC shows whether there is time zone data."""


def look(around: Surroundings) -> Iterator[Line]:
    """Yield lines about extras, the workbook templates and time zones."""
    yield _extra(around.has_module("pyopenvba"), "pyOpenVBA", "pack --xlsm", "xldesk[vba]")
    yield _extra(around.has_module("ironcalc"), "IronCalc", "check --recalc", "xldesk[check]")
    program = around.program("soffice", "libreoffice")
    if program is not None:
        yield Line("LibreOffice", "ok", program)
    else:
        seen = "missing; check --recalc then proves formulas with IronCalc alone"
        yield Line("LibreOffice", "optional", seen, "install LibreOffice Calc")
    yield _templates()
    yield _time_zones()


def _extra(is_there: bool, name: str, needed_by: str, extra: str) -> Line:
    if is_there:
        return Line(name, "ok", "installed")
    return Line(name, "optional", f"missing; {needed_by} needs it", f"pip install '{extra}'")


def _templates() -> Line:
    remedy = "install xldesk again; in a checkout: python -m xldesk.workbooks.build"
    try:
        stale = [spec.name for spec in specs() if not _is_current(spec)]
    except (MissingError, OSError, KeyError, zipfile.BadZipFile) as error:
        return Line("templates", "trouble", f"they cannot be read: {error}", remedy)
    if stale:
        seen = f"made by another version: {', '.join(stale)}"
        return Line("templates", "trouble", seen, remedy)
    return Line("templates", "ok", f"{len(specs())} in {workbook_set()}")


def _is_current(spec: Workbook) -> bool:
    with zipfile.ZipFile(workbook_set() / f"{spec.name}.xlsx") as package:
        return f"<cp:version>{spec_digest(spec)}<".encode() in package.read("docProps/core.xml")


def _time_zones() -> Line:
    try:
        ZoneInfo(_A_ZONE)
    except ZoneInfoNotFoundError:
        seen = "there is no time zone data: days and cut-offs cannot be told"
        return Line("time zones", "trouble", seen, "pip install --force-reinstall tzdata")
    return Line("time zones", "ok", "their data is there")
