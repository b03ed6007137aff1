"""Macros from the command line: on the sample company's desk and on a real export."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from support.answered import answered
from support.command_line import CommandLine
from support.macro_desk import LATER, MacroDesk, copied, edited, looked_into, macro_desk
from support.udf_desks import CRM_TIME, crm_desk
from xldesk.desk import Desk
from xldesk.excel.engine.journal import Journal
from xldesk.excel.running import headless_host, run_macro
from xldesk.excel.running.taken_over import TakenOver
from xldesk_udfs.macros import about, fill, refreshed
from xldesk_udfs.macros.registry import NAMES, macro_helps


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MacroDesk:
    """Return a small desk that issued workbooks and has learnt more since."""
    return macro_desk(tmp_path_factory)


def test_the_macros_are_listed_with_their_help(xldesk: CommandLine) -> None:
    listed = xldesk("macro")
    helps = {row["name"]: row["summary"] for row in xldesk("macro", "--json").json}
    assert tuple(helps) == NAMES
    for name, summary in helps.items():
        assert name in listed.out
        assert summary.endswith(".")


def test_ribbon_and_registry_name_the_same_macros() -> None:
    text = (files("xldesk.excel.desktop") / "macros.toml").read_text("utf-8")
    assert tuple(tomllib.loads(text)) == NAMES
    assert all(one.summary and one.details for one in macro_helps())


def _missing(folder: Path) -> Path:
    return folder / "nothing.xlsx"


def _desktop(folder: Path) -> Path:
    path = folder / "audit.xlsm"
    path.write_bytes(b"PK")
    return path


def _text(folder: Path) -> Path:
    path = folder / "notes.txt"
    path.write_text("no workbook")
    return path


def _broken(folder: Path) -> Path:
    path = folder / "broken.xlsx"
    path.write_bytes(b"no workbook")
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_missing, "is not there"),
        (_desktop, "a workbook with macros is worked on in Excel"),
        (_text, "macros run over workbooks of a desk"),
        (_broken, "broken.xlsx"),
    ],
)
def test_what_no_macro_runs_over_is_said_in_one_line(
    xldesk: CommandLine, made: MacroDesk, make: Callable[[Path], Path], said: str
) -> None:
    answer = xldesk("--desk", made.folder, "macro", "refresh", make(xldesk.folder), code=2)
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_other_mistakes_are_one_line_as_well(xldesk: CommandLine, made: MacroDesk) -> None:
    file = copied(made.audit, xldesk.folder)
    assert "there is no macro 'polish'" in xldesk("macro", "polish", file, code=2).err
    assert "name the workbook" in xldesk("macro", "refresh", code=2).err
    assert "no desk here" in xldesk("macro", "refresh", file, code=2).err
    import openpyxl

    openpyxl.Workbook().save("mine.xlsx")
    assert "no workbook of a desk" in xldesk("macro", "reconcile", "mine.xlsx", code=2).err


def test_the_result_can_be_another_file(xldesk: CommandLine, made: MacroDesk) -> None:
    file = copied(made.audit, xldesk.folder)
    before = file.read_bytes()
    words = ("macro", "quarter_close_audit", file, "--out", "new.xlsx")
    at = f"{LATER:%Y-%m-%dT%H:%MZ}"
    told = xldesk("--desk", made.folder, *words, "--as-of", at, "--json", code=1).json
    assert told["blocking"] == ["2 controls fail"]
    assert (told["macro"], Path(told["path"]).name) == ("quarter_close_audit", "new.xlsx")
    assert file.read_bytes() == before
    checked = xldesk("--desk", made.folder, "check", "new.xlsx", "--json").json
    assert checked[0]["provenance"] == "as issued, ledger 8, Programme, 2026-Q2"
    assert set(checked[0]["counts"]) <= {"LINK-OF-MACRO", "SHEET-OF-MACRO"}
    _changes_are_listed_once(xldesk, made, told["message"], at)


def _changes_are_listed_once(xldesk: CommandLine, made: MacroDesk, said: str, at: str) -> None:
    """Check what ``new.xlsx`` says has changed, and that the next run leaves it so."""
    file = xldesk.folder / "new.xlsx"
    with looked_into(file) as book:
        rows = book.sheets["Changed controls"].tables["ChangedControls"].data_body_range.value
    assert (
        "Against position 4: bookings in GBP from 0 to 30.50, in USD from 100.01 to 170.01; "
        "2 deals came (V-1, W-3); 1 deal changed credit (W-1); 1 control changed status (C-08). "
        "The sheet Changed controls says"
    ) in said
    state = [4, 8, f"{LATER:%Y-%m-%d %H:%M} UTC"]
    evidence = "Credit has its evidence"
    assert rows == [
        [*state, None, "Bookings", "GBP", None, "30.50"],
        [*state, None, "Bookings", "USD", "100.01", "170.01"],
        [*state, None, "Deals", "Came", None, "V-1, W-3"],
        [*state, None, "Deals", "Changed credit", None, "W-1"],
        [*state, "C-08", evidence, "Status", "not run", "pass"],
        [*state, "C-08", evidence, "Examined", 0, 2],
    ]
    before = file.read_bytes()
    words = ("macro", "quarter_close_audit", file, "--as-of", at)
    said = xldesk("--desk", made.folder, *words, code=1).out
    assert "No booking, deal or control changed against position 8. Next: " in said
    assert file.read_bytes() == before


def test_the_exit_code_says_whether_something_has_to_be_mended(
    xldesk: CommandLine, made: MacroDesk
) -> None:
    file = copied(made.now("packs/attribution_audit.xlsx"), xldesk.folder)
    words = ("--desk", made.folder, "macro")
    for name in ("reconcile", "validate_workbook"):
        xldesk(*words, name, file, "--out", f"sound-{name}.xlsx")
    with edited(file) as book:
        book.sheets["Credits"].range("L7").value = 9.75
    for name in ("reconcile", "validate_workbook"):
        xldesk(*words, name, file, "--out", f"{name}.xlsx", code=1)
        assert (xldesk.folder / f"{name}.xlsx").is_file()
    assert "would be lost" in xldesk(*words, "refresh", file, "--out", "reconcile.xlsx", code=2).err


def test_no_one_signs_by_the_login_name(
    xldesk: CommandLine, made: MacroDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = answered(copied(made.now("packs/attribution_audit.xlsx"), xldesk.folder))
    at = f"{LATER:%Y-%m-%dT%H:%MZ}"
    words = ("--desk", made.folder, "macro", "sign_off", file, "--as-of", at)
    monkeypatch.delenv("XLDESK_ACTOR", raising=False)
    refused = xldesk(*words, code=2).err
    assert "name the person with --actor NAME, or in XLDESK_ACTOR" in refused
    assert refused.count("\n") == 1
    monkeypatch.setenv("XLDESK_ACTOR", "Ada Example")
    assert "Prepared: Ada Example, accepted" in xldesk(*words).out


class PlantedError(Exception):
    """What goes wrong in the middle."""


STEPS: dict[str, tuple[object, str]] = {
    "asking which workbook": (refreshed, "about"),
    "asking the desk": (Desk, "issue_again"),
    "reading what was issued": (refreshed, "picture_of"),
    "filling a table": (fill._SheetFilling, "_fill_table"),
    "filling cells": (fill._SheetFilling, "_fill_cells"),
    "linking exceptions": (refreshed, "link_exceptions"),
    "taking over": (TakenOver, "of"),
    "writing the copy": (headless_host.HeadlessHost, "save"),
    "charts and footers": (TakenOver, "put_into"),
    "comparing with the file": (run_macro, "_digest"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_macro_that_fails_leaves_the_file_as_it_was(
    made: MacroDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = copied(made.audit, tmp_path)
    before = file.read_bytes()

    def fails(*_: object, **__: object) -> None:
        raise PlantedError(step)

    if step not in {"asking the desk", "asking which workbook", "reading what was issued"}:
        issued = shutil.copy(made.now("packs/attribution_audit.xlsx"), tmp_path / "issued.xlsx")
        monkeypatch.setattr(Desk, "issue_again", lambda *_, **__: Path(issued))
    monkeypatch.setattr(*STEPS[step], fails)
    with pytest.raises(PlantedError):
        made.run("refresh", file)
    assert file.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} <= {file.name, "issued.xlsx"}


@pytest.mark.parametrize("writes", [1, 5, 40])
def test_a_write_that_fails_leaves_the_file_as_it_was(
    made: MacroDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    file = copied(made.audit, tmp_path)
    before = file.read_bytes()
    issued = shutil.copy(made.now("packs/attribution_audit.xlsx"), tmp_path / "issued.xlsx")
    monkeypatch.setattr(Desk, "issue_again", lambda *_, **__: Path(issued))
    left = [writes]
    record = Journal.record_cells

    def records(journal: Journal, *what: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise PlantedError
        record(journal, *what)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Journal, "record_cells", records)
    with pytest.raises(PlantedError):
        made.run("refresh", file)
    assert file.read_bytes() == before


def test_screen_and_calculation_are_as_before_after_an_error(
    made: MacroDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xldesk_udfs.macros.refresh import refresh

    def fails(*_: object) -> None:
        raise PlantedError

    monkeypatch.setenv("XLDESK_DESK", str(made.folder))
    monkeypatch.setattr(about, "about", fails)
    monkeypatch.setattr(refreshed, "about", fails)
    monkeypatch.setattr(
        "xldesk_udfs.macros.setting.ExcelHost", lambda: headless_host.HeadlessHost("Ada")
    )
    with looked_into(made.audit) as book:
        book.app.calculation = "semiautomatic"
        with pytest.raises(PlantedError):
            refresh(book)
        assert (book.app.calculation, book.app.screen_updating) == ("semiautomatic", True)


@pytest.mark.shared
def test_a_real_export_is_audited(
    xldesk: CommandLine,
    shared: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    desk = crm_desk(tmp_path_factory, shared / "data" / "crm" / "sales_pipeline.csv")
    desk.answers.close()
    with Desk.open(desk.folder) as opened:
        (audit,) = opened.pack(as_of=CRM_TIME, only=["attribution_audit"], out=tmp_path)
    at = "2018-02-01"
    arguments = ("--desk", desk.folder, "macro", "quarter_close_audit", audit.path)
    said = xldesk(*arguments, "--as-of", at, code=1).out
    checked = xldesk("--desk", desk.folder, "check", audit.path, "--json").json
    assert checked[0]["provenance"].startswith("as issued")
    failing = int(re.search(r"(\d+) controls fail", said)[1])  # type: ignore[index]
    fresh = xldesk(
        "--desk",
        desk.folder,
        "pack",
        "--only",
        "attribution_audit",
        "--as-of",
        at,
        "--out",
        tmp_path / "fresh",
    )
    assert f"{failing} controls fail" in fresh.out
    once = audit.path.read_bytes()
    xldesk(*arguments, "--as-of", at, code=1)
    assert audit.path.read_bytes() == once


def test_macros_run_without_the_pro_part_of_xlwings(made: MacroDesk, tmp_path: Path) -> None:
    file = copied(made.folder / "packs" / "runbook.xlsx", tmp_path)
    program = """
import sys
from importlib.abc import MetaPathFinder

class Hidden(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "xlwings.pro" or name.startswith("xlwings.pro."):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Hidden())
from xldesk.cli.app import run
code = run(sys.argv[1:])
sys.exit(code or any(name.startswith("xlwings.pro") for name in sys.modules))
"""
    words = ("--desk", made.folder, "macro", "refresh", file, "--json")
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ},
    )
    assert done.returncode == 0, done.stderr
    assert "shows ledger position 8, it showed 4 before" in json.loads(done.stdout)["message"]
