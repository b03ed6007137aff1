"""Call the functions as xlwings' COM server does, its own code up to Excel; print what Excel gets.

``python classic_xlwings_program.py`` reads one JSON list of calls, each a function name and its
arguments as COM hands them over, and prints a JSON list of what ``call_udf`` returns for each.
Windows' modules and the Excel engine are stand-ins: empty, but for how values are cleaned.
"""

from __future__ import annotations

import json
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

MISSING = -2147352572
"""What COM hands over for an optional argument that was left out."""

ERRORS = {-2146826246: "#N/A", -2146826273: "#VALUE!", -2146826265: "#REF!"}


class Engine:
    """Cleans values as xlwings' engine for desktop Excel does."""

    name = "excel"
    type = "desktop"

    @staticmethod
    def clean_value_data(
        data: list[list[Any]], _dates: Any, empty_as: Any, _numbers: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if isinstance(value, int) and value in ERRORS:
                return ERRORS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return "" if value is None else value


def stand_ins() -> None:
    """Put modules in the place of Windows' own, as far as xlwings' functions name them."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client", "xlwings.com_server"):
        sys.modules[name] = ModuleType(name)
    sys.modules["pythoncom"].CoInitialize = None  # type: ignore[attr-defined]
    sys.modules["win32com.client"].Dispatch = None  # type: ignore[attr-defined]
    sys.modules["xlwings.com_server"].loop = None  # type: ignore[attr-defined]


def served() -> Any:
    """Return xlwings' module of functions, its decorators in use as on Windows."""
    stand_ins()
    import xlwings as xw
    from xlwings import udfs

    xw.func, xw.arg, xw.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    xw.engines.add(xw.Engine(impl=Engine()))
    windows: Any = ModuleType("xlwings._xlwindows")
    windows.Range = lambda xl: xl
    windows.is_range_instance = lambda _: False
    windows.BOOK_CALLER = None
    xw._xlwindows = windows
    return udfs


def as_com(value: Any) -> Any:
    """Return an argument as COM hands it over: a range as tuples of rows."""
    if value == "missing":
        return MISSING
    return tuple(map(tuple, value)) if isinstance(value, list) else value


def main() -> None:
    """Answer the calls of standard input."""
    udfs = served()
    given = [
        udfs.call_udf("xldesk_udfs", name, tuple(map(as_com, arguments)), None, SimpleNamespace())
        for name, *arguments in json.load(sys.stdin)
    ]
    known = udfs.udf_modules["xldesk_udfs"]["module"].CREDIT.__xlfunc__
    sys.stdout.write(json.dumps({"given": given, "credit": known}, default=str))


if __name__ == "__main__":
    main()
