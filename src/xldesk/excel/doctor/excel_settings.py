"""The user's xlwings settings and the xlwings add-in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.desk_folder import SETTINGS
from xldesk.errors import UsageError
from xldesk.excel.desktop.settings import DESK, INTERPRETER, MODULES, UDF_MODULES
from xldesk.excel.desktop.user_settings import settings_file, text_of, values
from xldesk.excel.doctor.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.excel.doctor.surroundings import Surroundings

_THING = "Excel settings"
_REMEDY = "xldesk excel install"


def look(around: Surroundings) -> Iterator[Line]:
    """Yield lines about what Excel is told of Python and the desk, and about the add-in."""
    if around.machine.system != "Windows":
        yield Line(_THING, "not here", "xlwings settings for Excel are used on Windows")
        yield Line("xlwings add-in", "not here", "it is one of Excel on Windows")
        return
    path = settings_file(around.machine)
    if not path.is_file():
        seen = f"{path} is not there: workbooks packed elsewhere find no Python"
        yield Line(_THING, "trouble", seen, _REMEDY)
    else:
        try:
            yield from _settings(path, values(text_of(path, around.machine)))
        except UsageError as error:
            yield Line(_THING, "trouble", error.message, _REMEDY)
    yield _add_in(around)


def _settings(path: Path, said: dict[str, str]) -> Iterator[Line]:
    interpreter = said.get(INTERPRETER, "")
    if not interpreter:
        yield Line(_THING, "trouble", f"{path} names no {INTERPRETER}", _REMEDY)
    elif not Path(interpreter).is_file():
        seen = f"{path}: there is no Python at {interpreter}"
        yield Line(_THING, "trouble", seen, _REMEDY)
    elif MODULES not in said.get(UDF_MODULES, "").split(";"):
        seen = f"{path}: {MODULES} is not among the {UDF_MODULES}"
        yield Line(_THING, "trouble", seen, _REMEDY)
    else:
        yield Line(_THING, "ok", f"{path} names {interpreter}")
    desk = said.get(DESK)
    if desk is None:
        seen = "no desk is named: it is looked for from the workbook's folder upwards"
        yield Line("desk of Excel", "ok", seen)
    elif (Path(desk) / SETTINGS).is_file():
        yield Line("desk of Excel", "ok", desk)
    else:
        yield Line("desk of Excel", "trouble", f"{path}: {desk} is no desk", _REMEDY)


def _add_in(around: Surroundings) -> Line:
    folder = around.machine.home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    if (folder / "xlwings.xlam").is_file():
        return Line("xlwings add-in", "ok", f"installed in {folder}")
    return Line(
        "xlwings add-in",
        "optional",
        "missing; workbooks of xldesk pack --xlsm do without it, your own workbooks need it",
        "xlwings addin install",
    )
