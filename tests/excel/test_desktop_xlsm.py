"""A desktop workbook is its .xlsx with macros beside: nothing of the cells changes."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlwings as xw
from lxml import etree
from pyopenvba import ExcelFile
from python_calamine import load_workbook

from workbooks import example_workbook
from xldesk.errors import MissingError
from xldesk.excel.desktop import plain_sheet, project, ribbon, xlsm
from xldesk.excel.desktop.macros import macros
from xldesk.excel.desktop.vba_text import procedure_name
from xldesk.workbooks.package import deflated
from xldesk_udfs.registry import excel_functions

ENTRIES = {"INTERPRETER_WIN": r"C:\Tools\python.exe", "UDF MODULES": "xldesk_udfs"}
OWN_MODULES = [
    "xlwings",
    "Dictionary",
    "XldeskSupport",
    "XldeskFunctions",
    "XldeskBracketed",
    "XldeskMacros",
]
CODE_NAME = re.compile(rb' codeName="Sheet\d+"')


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a workbook as stamped, and the one with macros beside it."""
    folder = tmp_path_factory.mktemp("pack")
    plain, with_macros = folder / "example.xlsx", folder / "example.xlsm"
    example_workbook.write(plain)
    xlsm.write_xlsm(plain, with_macros, excel_functions(), ENTRIES)
    return plain, with_macros


@pytest.fixture(scope="module")
def parts(pair: tuple[Path, Path]) -> dict[str, bytes]:
    return _parts(pair[1])


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_sheet_is_as_it_was_but_for_its_name_in_vba(
    pair: tuple[Path, Path], parts: dict[str, bytes]
) -> None:
    changed = {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    }
    for name, content in _parts(pair[0]).items():
        if name.startswith("xl/worksheets/sheet"):
            assert len(CODE_NAME.findall(parts[name])) == 1
            assert CODE_NAME.sub(b"", parts[name]) == content
        elif name not in changed:
            assert parts[name] == content, name


def test_equal_input_gives_equal_bytes(pair: tuple[Path, Path], tmp_path: Path) -> None:
    project.vba_project.cache_clear()
    xlsm.write_xlsm(pair[0], tmp_path / "again.xlsm", excel_functions(), ENTRIES)
    assert (tmp_path / "again.xlsm").read_bytes() == pair[1].read_bytes()


def test_the_modules_are_read_back(pair: tuple[Path, Path]) -> None:
    with ExcelFile(pair[1]) as book:
        names = book.module_names()
        sheets = [name for name in names if re.fullmatch(r"Sheet\d+", name)]
        assert names == ["ThisWorkbook", *sheets, *OWN_MODULES]
        assert book.validate() == []
        assert "XldeskDescribeFunctions" in book.get_module("ThisWorkbook")
        assert book.get_module("xlwings").splitlines()[2] == f"'Version: {xw.__version__}"
        for function in excel_functions():
            assert any(
                f"Public Function {procedure_name(function.name)}(" in book.get_module(name)
                for name in ("XldeskFunctions", "XldeskBracketed")
            )
    assert sheets == [f"Sheet{at + 1}" for at in range(len(load_workbook(pair[1]).sheet_names))]


def test_every_sheet_has_a_module_by_its_name_in_vba(parts: dict[str, bytes]) -> None:
    book = etree.fromstring(parts["xl/workbook.xml"])
    assert book.find("{*}workbookPr").get("codeName") == "ThisWorkbook"
    relations = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    names = []
    for sheet in book.find("{*}sheets"):
        (identity,) = (value for key, value in sheet.attrib.items() if key.endswith("}id"))
        root = etree.fromstring(parts[targets[identity].removeprefix("/")])
        names.append(root.find("{*}sheetPr").get("codeName"))
    assert names == [f"Sheet{at + 1}" for at in range(len(names))]
    assert [sheet.get("name") for sheet in book.find("{*}sheets")][-2:] == [
        "Macros",
        "xlwings.conf",
    ]


def test_a_reader_finds_the_same_values(pair: tuple[Path, Path]) -> None:
    plain, with_macros = (load_workbook(path) for path in pair)
    for name in plain.sheet_names:
        there = with_macros.get_sheet_by_name(name).to_python()
        assert there == plain.get_sheet_by_name(name).to_python()


def test_xlwings_finds_the_settings(pair: tuple[Path, Path]) -> None:
    sheet = load_workbook(pair[1]).get_sheet_by_name(plain_sheet.SETTINGS_SHEET)
    assert sheet.to_python(skip_empty_area=False) == [list(entry) for entry in ENTRIES.items()]


def test_ribbon_and_buttons_call_procedures_that_are_there(
    pair: tuple[Path, Path], parts: dict[str, bytes]
) -> None:
    with ExcelFile(pair[1]) as book:
        code = "\n".join(book.get_module(name) for name in OWN_MODULES)
    subs = set(re.findall(r"^Public Sub (\w+)\(", code, re.MULTILINE))
    on_ribbon = etree.fromstring(parts[ribbon.PART]).findall(".//{*}button")
    assert {button.get("onAction") for button in on_ribbon} == {"XldeskRibbon"}
    assert all(button.get("screentip") and button.get("supertip") for button in on_ribbon)
    on_sheet = etree.fromstring(parts[xlsm.DRAWING]).findall(".//{*}sp")
    called = [shape.get("macro", "").removeprefix("[0]!") for shape in on_sheet]
    assert called == [macro.sub for macro in macros()]
    assert subs >= {*called, "XldeskRibbon", *(button.get("tag") for button in on_ribbon)}


def test_every_relationship_leads_to_a_part_and_every_part_has_a_type(
    parts: dict[str, bytes],
) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = {element.get("PartName"): element.get("ContentType") for element in types}
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert overrides["/xl/vbaProject.bin"] == "application/vnd.ms-office.vbaProject"
    for name in ("xl/_rels/workbook.xml.rels", "_rels/.rels"):
        for relation in etree.fromstring(parts[name]):
            target = relation.get("Target", "")
            folder = "" if target.startswith("/") or name == "_rels/.rels" else "xl/"
            assert folder + target.lstrip("/") in parts


@pytest.mark.parametrize(
    ("sheet", "named"),
    [
        (
            b"<worksheet><sheetPr><a/></sheetPr>",
            b'<worksheet><sheetPr codeName="Sheet7"><a/></sheetPr>',
        ),
        (b'<worksheet a="b"><sheetPr/>', b'<worksheet a="b"><sheetPr codeName="Sheet7"/>'),
        (b"<worksheet><sheetData>", b'<worksheet><sheetPr codeName="Sheet7"/><sheetData>'),
    ],
)
def test_a_sheet_of_any_size_gets_its_name(sheet: bytes, named: bytes) -> None:
    rest = b"<row/>" * 200_000
    found = b"".join(xlsm._named(deflated("sheet", sheet + rest), "Sheet7"))
    assert found == named + rest


def test_without_the_extra_it_is_said(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "find_spec", lambda _: None)
    project.vba_project.cache_clear()
    with pytest.raises(MissingError, match=r"pip install 'xldesk\[vba\]'"):
        xlsm.write_xlsm(pair[0], tmp_path / "new.xlsm", excel_functions(), ENTRIES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.libreoffice
def test_libreoffice_opens_it_with_the_same_figures(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(tmp_path),
            str(pair[1]),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    opened, issued = load_workbook(tmp_path / "example.xlsx"), load_workbook(pair[0])
    assert opened.sheet_names == [*issued.sheet_names, "Macros", "xlwings.conf"]
    for name in ("Summary", "Checks"):
        figures = [
            [[cell for cell in row if isinstance(cell, float)] for row in sheet.to_python()]
            for sheet in (book.get_sheet_by_name(name) for book in (opened, issued))
        ]
        assert figures[0] == figures[1]
