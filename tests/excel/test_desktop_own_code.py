"""A check tells the desk's own macros from all others, and says what they start."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from workbooks import example_workbook
from xldesk.excel.desktop import plain_sheet, project, ribbon, xlsm
from xldesk.excel.desktop.own_code import tell_own_macros
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.report import CheckReport
from xldesk_udfs.registry import excel_functions

ENTRIES = {"INTERPRETER_WIN": r"C:\Tools\python.exe", "UDF MODULES": "xldesk_udfs"}
SETTINGS = xlsm.SHEETS[plain_sheet.SETTINGS_SHEET]
OTHER = r"\\evil\python.exe"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("pack")
    example_workbook.write(folder / "example.xlsx")
    xlsm.write_xlsm(folder / "example.xlsx", folder / "example.xlsm", excel_functions(), ENTRIES)
    return (folder / "example.xlsm").read_bytes()


@pytest.fixture
def path(packed: bytes, tmp_path: Path) -> Path:
    found = tmp_path / "example.xlsm"
    found.write_bytes(packed)
    return found


def told(path: Path) -> CheckReport:
    report = check_workbook(path, specs=[example_workbook.SPEC])
    tell_own_macros(report)
    return report


def test_own_macros_are_one_warning_with_their_settings(path: Path) -> None:
    report = told(path)
    assert {finding.code for finding in report.findings} == {"MACRO-OWN"}
    assert r"'INTERPRETER_WIN' = 'C:\\Tools\\python.exe'" in report.findings[0].message
    assert report.ok
    assert report.is_safe


@pytest.mark.parametrize(
    "value", ["C:\\" + "long name\\" * 40 + "python.exe", "", "C:\\Jürgen & <Co>\\python.exe"]
)
def test_settings_are_told_whole(packed: bytes, value: str, tmp_path: Path) -> None:
    path = tmp_path / "example.xlsm"
    path.write_bytes(packed)
    with zipfile.ZipFile(path) as package:
        count = sum(name.startswith("xl/worksheets/sheet") for name in package.namelist())
        was = package.read(SETTINGS)
    entries = {"INTERPRETER_WIN": value, "UDF MODULES": "xldesk_udfs"}
    now = plain_sheet.settings_sheet(entries, project.sheet_code_name(count))
    _replaced(SETTINGS, was, now, path)
    told_last = f"'INTERPRETER_WIN' = {value!r}, 'UDF MODULES' = 'xldesk_udfs'"
    assert told(path).findings[0].message.endswith(told_last)


def _changed_module(path: Path) -> None:
    with ExcelFile(path) as book:
        book.set_module(
            "XldeskMacros", 'Public Sub XldeskRefresh()\r\n    Kill "C:\\x"\r\nEnd Sub\r\n'
        )
        book.save()


def _further_module(path: Path) -> None:
    with ExcelFile(path) as book:
        book.vba_project().add_module("More", "Public Sub More()\r\nEnd Sub\r\n")
        book.save()


def _replaced(part: str, old: bytes, new: bytes, path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _other_button(path: Path) -> None:
    _replaced(xlsm.DRAWING, b"[0]!XldeskRefresh", b"[0]!Auto_Evil", path)


def _other_ribbon(path: Path) -> None:
    _replaced("customUI/customUI14.xml", b"XldeskRibbon", b"Evil", path)


def _further_ribbon(path: Path, kind: str = ribbon.RELATION) -> None:
    further = f'<Relationship Id="more" Type="{kind}" Target="more.xml"/></Relationships>'
    _replaced("_rels/.rels", b"</Relationships>", further.encode(), path)


def _further_ribbon_of_2006(path: Path) -> None:
    _further_ribbon(path, "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility")


def _further_bar_of_the_user(path: Path) -> None:
    _further_ribbon(
        path, "http://schemas.microsoft.com/office/2006/relationships/ui/userCustomization"
    )


def _setting(old: str, new: str, path: Path) -> None:
    _replaced(SETTINGS, old.encode(), new.encode(), path)


def _formula_with_a_kind_value(path: Path) -> None:
    start, end = '<is><t xml:space="preserve">', "</t></is>"
    shown = r"C:\Tools\python.exe"
    formula = f"<f>IF(NOW()&gt;0,&quot;{OTHER}&quot;)</f><v>{shown}</v>"
    _setting(f't="inlineStr">{start}{shown}{end}', f't="str">{formula}', path)


def _value_for_some_programs(path: Path) -> None:
    choice = '<mc:AlternateContent xmlns:mc="{}" xmlns:x14="{}"><mc:Choice Requires="x14">'.format(
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    )
    cell = f'<c r="B1" t="inlineStr"><is><t>{OTHER}</t></is></c>'
    ends = f"{choice}{cell}</mc:Choice></mc:AlternateContent></row>"
    _setting("</row>", ends, path)


def _setting_given_twice(path: Path) -> None:
    cells = "".join(
        f'<c r="{letter}3" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        for letter, text in (("A", "INTERPRETER_WIN"), ("B", OTHER))
    )
    _setting("</sheetData>", f'<row r="3">{cells}</row></sheetData>', path)


def _setting_without_a_sign(path: Path) -> None:
    _setting(r"C:\Tools", r"C:\To_x0007_ols", path)


def _setting_beside_the_others(path: Path) -> None:
    _setting("</row>", '<c r="C1"><v>1</v></c></row>', path)


def _other_sheet_of_settings(path: Path) -> None:
    _replaced("xl/_rels/workbook.xml.rels", b"sheetSettings", b"sheetMacros", path)


def _runs_by_itself(path: Path) -> None:
    name = b'<definedName name="Auto_Open">Macros!$A$1</definedName></definedNames>'
    _replaced("xl/workbook.xml", b"</definedNames>", name, path)


@pytest.mark.parametrize(
    "change",
    [
        _changed_module,
        _further_module,
        _other_button,
        _other_ribbon,
        _further_ribbon,
        _further_ribbon_of_2006,
        _further_bar_of_the_user,
        _formula_with_a_kind_value,
        _value_for_some_programs,
        _setting_given_twice,
        _setting_without_a_sign,
        _setting_beside_the_others,
        _other_sheet_of_settings,
        _runs_by_itself,
    ],
    ids=lambda change: change.__name__.strip("_"),
)
def test_any_other_code_blocks_and_the_remedy_is_told(change: object, path: Path) -> None:
    change(path)
    report = told(path)
    blocking = [finding for finding in report.findings if finding.code == "MACRO"]
    assert blocking
    assert all("pack --xlsm" in finding.remedy for finding in blocking)
    assert "MACRO-OWN" not in report.counts
    assert not report.is_safe


def test_without_pyopenvba_nothing_is_taken_as_own(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.vba_project.cache_clear()
    monkeypatch.setattr(project, "find_spec", lambda _: None)
    assert "MACRO" in told(path).counts


def test_what_else_was_found_stays(path: Path) -> None:
    _replaced("xl/workbook.xml", b'name="Credits"', b'name="Mine"', path)
    before = check_workbook(path, specs=[example_workbook.SPEC])
    after = told(path)
    assert set(after.counts) - {"MACRO-OWN"} == set(before.counts) - {"MACRO", "SHEET-ADDED"}
    assert len(after.counts) > 1


def test_macros_of_others_stay_as_they_were_found(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsm"
    ExcelFile.create_new(path).close()
    report = told(path)
    assert report.counts["MACRO"] > 0
    assert all("pack" not in f.remedy for f in report.findings if f.code == "MACRO")
