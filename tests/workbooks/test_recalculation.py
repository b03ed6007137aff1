from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from support.command_line import CommandLine
from workbooks.example_workbook import SPEC, content, write
from workbooks.recalculation import converted, disagreements, formula_count, read_saved
from workbooks.repackage import repackaged
from xldesk.errors import MissingError
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.recalculation import engines, ironcalc_engine
from xldesk.workbooks.recalculation.bounded_process import ask
from xldesk.workbooks.recalculation.column_ranges import in_ranges
from xldesk.workbooks.recalculation.engines import Engine
from xldesk.workbooks.recalculation.formula_cells import formula_cells
from xldesk.workbooks.recalculation.proof import prove, same

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.recalculation.formula_cells import Value

LEADS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1")


def written(folder: Path) -> list[Path]:
    """Return the example as it is, without rows, and with one cached value that is wrong."""
    files = [folder / "full.xlsx", folder / "empty.xlsx", folder / "wrong.xlsx"]
    write(files[0])
    write(files[1], content(0))

    def plant(part: bytes) -> bytes:
        text, count = re.subn(rb'(<c r="F29"[^>]*><f>[^<]*</f>)<v>[^<]*', rb"\1<v>1", part)
        assert count == 1
        return text

    repackaged(files[0], {"xl/worksheets/sheet1.xml": plant}).rename(files[2])
    return files


@pytest.mark.libreoffice
@pytest.mark.parametrize("engine", ["LibreOffice", "IronCalc"])
def test_every_value_is_what_other_programs_calculate(tmp_path: Path, engine: str) -> None:
    full, empty, wrong = written(tmp_path)
    assert formula_count(full) > 60
    assert disagreements([full, empty], engine) == []
    (said,) = disagreements([wrong], engine)
    assert said.startswith("wrong.xlsx!Summary!F29: block RECALC-DIFFERS: the file shows 1, ")
    assert f"{engine} calculates 10332697.85" in said


@pytest.mark.libreoffice
def test_a_file_saved_by_libreoffice_is_still_ours(tmp_path: Path) -> None:
    (saved,) = converted([written(tmp_path)[0]], tmp_path / "again")
    report = check_workbook(saved, specs=[SPEC])
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


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("SUM(Credits[Credit])", "SUM(Credits[[Credit]:[Credit]])"),
        ("COUNTIFS(T[A b],&quot;x[y]&quot;,T[C],0)", None),
        ('IF(T[A]="T[A]",1,0)', 'IF(T[[A]:[A]]="T[A]",1,0)'),
        ("T[[#This Row],[A]]*T[[#Data],[B]]", "T[[#This Row],[A]]*T[[#Data],[B]]"),
        ("T[[A]:[A]]", "T[[A]:[A]]"),
    ],
)
def test_a_column_as_a_range(formula: str, said: str | None) -> None:
    wanted = said or "COUNTIFS(T[[A b]:[A b]],&quot;x[y]&quot;,T[[C]:[C]],0)"
    assert in_ranges(formula.encode()) == wanted.encode()


@pytest.mark.parametrize(
    ("kept", "found", "decimals", "agree"),
    [
        (100.0, 100.004, 2, True),
        (100.0, 100.006, 2, False),
        (100.0, 100.4, 0, True),
        (100.0, 100.0006, 3, False),
        (1e12, 1e12 + 100, None, True),
        (1.0, 1.00001, None, False),
        ("a", "a", None, True),
        ("a", "A", None, False),
        (None, "", None, True),
        (0.0, "", None, False),
        ("1", 1.0, None, False),
        (True, True, None, True),
    ],
)
def test_when_two_values_agree(
    kept: Value, found: Value, decimals: int | None, agree: bool
) -> None:
    assert same(kept, found, decimals) is agree


def test_an_engine_that_fails_is_a_finding_of_its_file(tmp_path: Path) -> None:
    path = written(tmp_path)[0]
    engine = Engine("Abacus", lambda asked: dict.fromkeys(asked, "a bead fell off"))
    (finding,) = prove([path], [engine])[path]
    assert (finding.code, finding.severity) == ("RECALC-FAILED", "block")
    assert "Abacus did not recalculate the file: a bead fell off" in finding.message


def test_cells_saved_without_values_are_told_once_and_not_compared(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = 2, "=A1*21", "=A1*22"
    path = tmp_path / "saved.xlsx"
    book.save(path)
    engine = Engine("Abacus", lambda asked: {file: [42.0, 44.0] for file in asked})
    (finding,) = prove([path], [engine, engine])[path]
    assert (finding.code, finding.place.cell) == ("VALUE-MISSING", "A2")
    assert "2 formulas were saved without their values" in finding.message


def test_ironcalc_says_why_it_reads_no_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK no workbook")
    assert isinstance(ironcalc_engine.recalculate({broken: []})[broken], str)


def test_a_program_that_does_not_end_is_ended() -> None:
    answer = ask([sys.executable, "-c", "print(input()); input()"], 300, "x\n")
    assert (answer.code, answer.out) == (1, "x\n")  # its input ended
    hanging = "import signal; signal.pause()"
    assert ask([sys.executable, "-c", hanging], 2).code is None


def test_without_any_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(engines.shutil, "which", lambda _: None)
    with pytest.raises(MissingError, match=r"pip install 'xldesk\[check\]'") as told:
        engines.engines_present()
    assert told.value.exit_code == 3


def test_the_command_line_blocks_a_wrong_value_and_gives_no_trap_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    xldesk = CommandLine(tmp_path, monkeypatch, capsys)
    wrong = written(tmp_path)[2]
    said = xldesk("check", wrong, "--recalc", code=1)
    assert "RECALC-DIFFERS  wrong.xlsx!Summary!F29" in said.out
    macro = repackaged(tmp_path / "full.xlsx", {}, {"xl/vbaProject.bin": b"x"})
    said = xldesk("check", macro, "--recalc", code=1)
    assert "MACRO" in said.out
    assert "0 workbooks" in said.err


@pytest.mark.parametrize(
    ("kept", "found", "decimals", "agree"),
    [
        (25e6, 25e6 + 0.02, 2, False),
        (1e9, 1e9 + 0.99, 2, False),
        (5e10, 5e10 + 40, 0, False),
        (25e6, 25e6 + 0.004, 2, True),
        (0.1 + 0.2, 0.3, 2, True),
        (1e13, 1e13 + 0.0078125, 2, True),  # the last bits of so large a number
        (1 / 3, 1 / 3 + 1e-12, None, True),
        (1.0, True, None, False),
        (True, True, None, True),
        (None, "", None, True),
    ],
)
def test_half_a_minor_unit_is_the_limit_however_large_the_amount(
    kept: float | None, found: float | str, decimals: int | None, agree: bool
) -> None:
    assert same(kept, found, decimals) is agree


def test_a_file_without_values_is_calculated_by_ironcalc(tmp_path: Path) -> None:
    """IronCalc speaks of such cells on its standard output, which is no place for the answer."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"] = 2, "=A1*21"
    path = tmp_path / "saved.xlsx"
    book.save(path)
    cells = formula_cells(path, Limits())
    assert ironcalc_engine.recalculate({path: cells})[path] == [42]
