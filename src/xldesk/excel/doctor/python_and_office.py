"""Python beside Excel: version, width, and what Excel needs to call it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.excel.doctor.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.excel.doctor.surroundings import Surroundings

OLDEST_PYTHON = (3, 11)
OFFICE = "16.0"
"""The version under which Excel 2016 and all later ones keep their settings."""

_CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_OUTLOOK = rf"SOFTWARE\Microsoft\Office\{OFFICE}\Outlook"
_WIDTHS = {"x64": 64, "x86": 32}


def look(around: Surroundings) -> Iterator[Line]:
    """Yield lines about Python, Office's width, and the server by which Excel calls Python."""
    yield _python(around)
    if around.machine.system != "Windows":
        elsewhere = (
            "Excel calls Python on Windows alone; for a Mac and the web an add-in is planned and "
            "not there yet, until then use the command line"
        )
        for thing in ("Excel", "COM server"):
            yield Line(thing, "not here", elsewhere)
        return
    office = _office_bits(around)
    if office is None:
        yield Line(
            "Excel",
            "trouble",
            "no Office 2016 or later is registered on this computer",
            "install Excel, or work with the command line and the .xlsx files",
        )
    else:
        yield _bridge(around, office)
    yield _com(around)


def _python(around: Surroundings) -> Line:
    seen = f"Python {'.'.join(map(str, around.python))}, {around.bits} bit"
    if around.python >= OLDEST_PYTHON:
        return Line("Python", "ok", f"{seen}, {around.machine.interpreter}")
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Line("Python", "trouble", seen, f"install Python {oldest} or later and xldesk in it")


def _office_bits(around: Surroundings) -> int | None:
    platform = around.registry("HKLM", _CLICK_TO_RUN, "Platform")
    bitness = platform or around.registry("HKLM", _OUTLOOK, "Bitness")
    return _WIDTHS.get(str(bitness))


def _bridge(around: Surroundings, office: int) -> Line:
    """Say whether the library that Excel loads to reach Python is there, in Excel's own width."""
    name = f"xlwings{office}-{version('xlwings')}.dll"
    folders = list(Path(around.machine.interpreter).parents)[:2]
    widths = f"Excel of {office} bit, Python of {around.bits} bit"
    if any((folder / name).is_file() for folder in folders):
        return Line("Excel", "ok", f"{widths}, {name} is there")
    remedy = "pip install --force-reinstall xlwings"
    if office != around.bits:
        remedy += f", or install a Python of {office} bit and xldesk in it"
    return Line("Excel", "trouble", f"{widths}, but {name} is in neither of its folders", remedy)


def _com(around: Surroundings) -> Line:
    missing = [name for name in ("pythoncom", "win32com") if not around.has_module(name)]
    if not missing:
        return Line("COM server", "ok", "pywin32 is installed")
    return Line(
        "COM server",
        "trouble",
        f"{' and '.join(missing)} missing: Excel says that it could not activate the COM server",
        "pip install --force-reinstall pywin32, then start Excel again",
    )
