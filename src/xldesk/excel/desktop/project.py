"""The VBA project of a desktop workbook, made with pyOpenVBA from text: no Excel is needed."""

from __future__ import annotations

import tempfile
import zipfile
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from xldesk.errors import MissingError
from xldesk.excel.desktop.function_wrappers import DESCRIBE, function_modules
from xldesk.excel.desktop.macro_wrappers import MODULE as MACROS
from xldesk.excel.desktop.macro_wrappers import macros_module
from xldesk.excel.desktop.macros import macros
from xldesk_udfs.registry import ExcelFunction

PART = "xl/vbaProject.bin"
BOOK_NAME = "ThisWorkbook"
SUPPORT = "XldeskSupport"
_XLWINGS_FILE = "quickstart_standalone.xlsm"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def sheet_code_name(place: int) -> str:
    """Return what VBA calls the sheet at ``place``, the first being 1."""
    return f"Sheet{place}"


def require_vba() -> None:
    """Raise MissingError where pyOpenVBA is not installed."""
    if find_spec("pyopenvba") is None:
        raise MissingError(
            "macros cannot be written without pyOpenVBA: pip install 'xldesk[vba]', or leave "
            "--xlsm away"
        )


@cache
def vba_project(functions: tuple[ExcelFunction, ...], sheets: int) -> bytes:
    """Return the project of a workbook with so many ``sheets``; equal input gives equal bytes.

    It holds the VBA of the installed xlwings, the wrappers of ``functions`` and those of our
    macros. Raises MissingError without pyOpenVBA.
    """
    require_vba()
    from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415 -- comes with an extra

    with tempfile.TemporaryDirectory() as work:
        book = Path(work) / "empty.xlsm"
        _write_empty(book, sheets)
        with ExcelFile(book) as made:
            project = made.add_vba_project()
            runtime, dictionary = xlwings_modules()
            project.add_module("xlwings", runtime)
            project.add_module("Dictionary", dictionary, kind=VBAModuleKind.other)
            project.add_module(SUPPORT, _support_module())
            for name, source in function_modules(functions).items():
                project.add_module(name, source)
            project.add_module(MACROS, macros_module(macros()))
            made.set_module(BOOK_NAME, _book_module())
            made.save()
        with zipfile.ZipFile(book) as package:
            return package.read(PART)


@cache
def xlwings_modules() -> tuple[str, str]:
    """Return the VBA that xlwings brings for workbooks without its add-in: both its modules."""
    from pyopenvba import ExcelFile  # noqa: PLC0415 -- comes with an extra

    place = find_spec("xlwings")
    if place is None or place.origin is None:
        raise MissingError("xlwings is not installed: pip install xlwings")
    with ExcelFile(Path(place.origin).with_name(_XLWINGS_FILE)) as book:
        return book.get_module("xlwings"), book.get_module("Dictionary")


def _support_module() -> str:
    return _lines((files(__package__) / "support.bas").read_text("utf-8"))


def _book_module() -> str:
    return _lines(f"Private Sub Workbook_Open()\n    {DESCRIBE}\nEnd Sub\n")


def _lines(source: str) -> str:
    """Return ``source`` with the line ends of VBA."""
    return "\r\n".join(source.splitlines()) + "\r\n"


def _write_empty(path: Path, sheets: int) -> None:
    """Write the least file from which pyOpenVBA learns what sheets a project is for."""
    places = range(1, sheets + 1)
    named = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId{at}"/>' for at in places)
    led = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/{at}.xml"/>'
        for at in places
    )
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<workbookPr/><sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{led}</Relationships>',
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
        for at in places:
            code = sheet_code_name(at)
            package.writestr(
                f"xl/worksheets/{at}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetPr codeName="{code}"/></worksheet>',
            )
