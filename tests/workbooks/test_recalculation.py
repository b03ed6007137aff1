from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workbooks.example_workbook import SPEC, content, write
from workbooks.recalculation import (
    converted,
    differences,
    formula_cells,
    ironcalc_differences,
    read_saved,
)
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook

if TYPE_CHECKING:
    from pathlib import Path

LEADS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1")


@pytest.mark.libreoffice
def test_libreoffice_agrees_with_every_cached_value(tmp_path: Path) -> None:
    files = [tmp_path / "full.xlsx", tmp_path / "empty.xlsx", tmp_path / "wrong.xlsx"]
    write(files[0])
    write(files[1], content(0))

    def plant(part: bytes) -> bytes:
        text, count = re.subn(rb'(<c r="F29"[^>]*><f>[^<]*</f>)<v>[^<]*', rb"\1<v>1", part)
        assert count == 1
        return text

    repackaged(files[0], {"xl/worksheets/sheet1.xml": plant}).rename(files[2])
    again = converted(files, tmp_path / "again")
    assert len(list(formula_cells(files[0]))) > 60
    assert differences(files[0], again[0]) == []
    assert differences(files[1], again[1]) == []
    # the comparison itself would notice
    assert [line.split(":")[0] for line in differences(files[2], again[2])] == [
        "wrong.xlsx!Summary!F29"
    ]
    # and a file saved by LibreOffice is still recognised, whole and unaltered
    report = check_workbook(again[0], specs=[SPEC])
    assert report.findings == []
    assert report.is_ours


@pytest.mark.libreoffice
def test_text_stays_text_through_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    controls = [{**content().tables["Controls"][0], "proves": text} for text in LEADS]  # type: ignore[index]
    write(path, replace(content(), tables={**content().tables, "Controls": controls}))
    (saved,) = converted([path], tmp_path / "again")
    book = read_saved(saved)
    cells = [book["Controls"].cell(7 + row, 3) for row in range(len(LEADS))]
    assert [cell.data_type for cell in cells] == ["s"] * len(LEADS)
    assert [str(cell.value).strip("\n\t␀") for cell in cells] == [
        text.strip("\r\n\t\x00") for text in LEADS
    ]


def test_ironcalc_agrees_with_every_cached_value(tmp_path: Path) -> None:
    pytest.importorskip("ironcalc", reason="the extra 'check' is not installed")
    write(tmp_path / "full.xlsx")
    assert ironcalc_differences(tmp_path / "full.xlsx") == []
