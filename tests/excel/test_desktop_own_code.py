"""A check tells the desk's own macros from all others, and says what they start."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from workbooks import example_workbook
from xldesk.excel.desktop import project, xlsm
from xldesk.excel.desktop.own_code import tell_own_macros
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.report import CheckReport
from xldesk_udfs.registry import excel_functions

ENTRIES = {"INTERPRETER_WIN": r"C:\Tools\python.exe"}


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


def _runs_by_itself(path: Path) -> None:
    name = b'<definedName name="Auto_Open">Macros!$A$1</definedName></definedNames>'
    _replaced("xl/workbook.xml", b"</definedNames>", name, path)


@pytest.mark.parametrize(
    "change",
    [_changed_module, _further_module, _other_button, _other_ribbon, _runs_by_itself],
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
