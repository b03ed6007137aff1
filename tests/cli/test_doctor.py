"""The doctor names each usual trouble and what to do, on Windows and elsewhere."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from excel.desktop_machines import MadeUp, machine_of
from support.command_line import CommandLine
from xldesk.desk import Desk
from xldesk.excel.doctor import examine, installed
from xldesk.excel.doctor.surroundings import ThisComputer
from xldesk.ledger.database import connect
from xldesk.ledger.entry import Actor
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICE = ("HKLM", r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform")
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
CHOICE = r"Software\Microsoft\Office\16.0\Excel\Security"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty desk that nobody changes."""
    folder = tmp_path_factory.mktemp("made") / "desk"
    Desk.create(folder, actor=Actor("Ada Example", "revops"), at=datetime(2026, 7, 8, tzinfo=UTC))
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """Return a desk of the test's own."""
    return shutil.copytree(made, tmp_path / "desk")


@pytest.fixture
def windows(tmp_path: Path, desk: Path) -> MadeUp:
    """Return a Windows with Excel, Python and a desk, where all is well."""
    home = tmp_path / "home"
    machine = machine_of(home)
    python = Path(machine.interpreter)
    python.parent.mkdir(parents=True)
    python.touch()
    (python.parent / f"xlwings64-{version('xlwings')}.dll").touch()
    settings = home / ".xlwings" / "xlwings.conf"
    settings.parent.mkdir()
    settings.write_text(
        f'"INTERPRETER_WIN","{python}"\n"UDF MODULES","xldesk_udfs"\n"XLDESK_DESK","{desk}"\n'
    )
    add_in = home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    add_in.mkdir(parents=True)
    (add_in / "xlwings.xlam").touch()
    (desk / "packs" / "audit.xlsm").touch()
    return MadeUp(machine, registered={OFFICE: "x64"})


def test_all_is_well(windows: MadeUp, desk: Path) -> None:
    assert {line.thing: line.state for line in examine(windows, desk, [])} == dict.fromkeys(
        [
            "desk",
            "ledger",
            "ledger lock",
            "disk",
            "pyOpenVBA",
            "IronCalc",
            "LibreOffice",
            "templates",
            "time zones",
            "Python",
            "Excel",
            "COM server",
            "Excel settings",
            "desk of Excel",
            "xlwings add-in",
            "macros",
            "marked files",
        ],
        "ok",
    )


def _settings(around: MadeUp) -> Path:
    return around.machine.home / ".xlwings" / "xlwings.conf"


def _old_python(around: MadeUp) -> None:
    around.python = (3, 9)


def _no_office(around: MadeUp) -> None:
    around.registered.clear()


def _office_of_32_bits(around: MadeUp) -> None:
    around.registered[OFFICE] = "x86"


def _no_pywin32(around: MadeUp) -> None:
    around.modules.remove("pythoncom")


def _no_settings(around: MadeUp) -> None:
    _settings(around).unlink()


def _no_interpreter(around: MadeUp) -> None:
    _settings(around).write_text('"UDF MODULES","xldesk_udfs"\n')


def _interpreter_gone(around: MadeUp) -> None:
    Path(around.machine.interpreter).unlink()


def _other_modules(around: MadeUp) -> None:
    _settings(around).write_text(f'"INTERPRETER_WIN","{around.machine.interpreter}"\n')


def _other_desk(around: MadeUp) -> None:
    text = _settings(around).read_text()
    _settings(around).write_text(text.replace('/desk"', '/elsewhere"'))


def _forbidden_by_company(around: MadeUp) -> None:
    around.registered["HKCU", POLICY, "VBAWarnings"] = 4


def _forbidden_by_user(around: MadeUp) -> None:
    around.registered["HKCU", CHOICE, "VBAWarnings"] = 3


def _from_the_internet(around: MadeUp) -> None:
    around.streams["audit.xlsm:Zone.Identifier"] = "[ZoneTransfer]\r\nZoneId=3\r\n"


def _disk_full(around: MadeUp) -> None:
    around.free = 1_000_000


TROUBLES: list[tuple[Callable[[MadeUp], None], str, str]] = [
    (_old_python, "Python", "install Python 3.11"),
    (_no_office, "Excel", "install Excel"),
    (_office_of_32_bits, "Excel", "a Python of 32 bit"),
    (_no_pywin32, "COM server", "pywin32"),
    (_no_settings, "Excel settings", "xldesk excel install"),
    (_no_interpreter, "Excel settings", "xldesk excel install"),
    (_interpreter_gone, "Excel settings", "xldesk excel install"),
    (_other_modules, "Excel settings", "xldesk excel install"),
    (_other_desk, "desk of Excel", "xldesk excel install"),
    (_forbidden_by_company, "macros", "administrators"),
    (_forbidden_by_user, "macros", "Trust Center"),
    (_from_the_internet, "marked files", "Unblock"),
    (_disk_full, "disk", "make room"),
]


@pytest.mark.parametrize(
    ("happen", "thing", "remedy"), TROUBLES, ids=[case[0].__name__.strip("_") for case in TROUBLES]
)
def test_one_thing_is_wrong(
    happen: Callable[[MadeUp], None], thing: str, remedy: str, windows: MadeUp, desk: Path
) -> None:
    happen(windows)
    troubles = [line for line in examine(windows, desk, []) if line.state == "trouble"]
    assert [line.thing for line in troubles] == [thing]
    assert remedy in (troubles[0].remedy or "")


@pytest.mark.parametrize(("value", "state"), [(1, "ok"), (2, "ok"), (3, "trouble"), (4, "trouble")])
def test_the_company_decides_before_the_user(
    value: int, state: str, windows: MadeUp, desk: Path
) -> None:
    windows.registered["HKCU", POLICY, "VBAWarnings"] = value
    windows.registered["HKCU", CHOICE, "VBAWarnings"] = 5 - value
    assert [line.state for line in examine(windows, desk, []) if line.thing == "macros"] == [state]


def test_what_is_missing_and_not_needed_is_no_trouble(windows: MadeUp, desk: Path) -> None:
    windows.modules -= {"pyopenvba", "ironcalc"}
    windows.programs.clear()
    next((windows.machine.home / "AppData").rglob("xlwings.xlam")).unlink()
    found = [line for line in examine(windows, desk, []) if line.state != "ok"]
    assert {line.thing for line in found} == {
        "pyOpenVBA",
        "IronCalc",
        "LibreOffice",
        "xlwings add-in",
    }
    assert all(line.state == "optional" and line.remedy for line in found)


def test_a_file_from_outside_is_looked_at_too(windows: MadeUp, desk: Path, tmp_path: Path) -> None:
    windows.streams["mine.xlsm:Zone.Identifier"] = "[ZoneTransfer]\r\nZoneId=4\r\n"
    mine = shutil.copy(workbook_set() / "runbook.xlsx", tmp_path / "mine.xlsm")
    lines = examine(windows, desk, [Path(mine)])
    (named,) = [line for line in lines if line.thing == "mine.xlsm"]
    assert (named.state, named.remedy) == ("ok", None)
    assert "a workbook of a desk" in named.seen
    assert [line.thing for line in lines if line.state == "trouble"] == ["marked files"]


def _states(lines: list[object], *things: str) -> list[str]:
    return [line.state for line in lines if line.thing in things]


def test_the_ledger_is_being_written(windows: MadeUp, desk: Path) -> None:
    other = connect(desk, None)
    with other.writing(1.0):
        lines = examine(windows, desk, [])
    other.close()
    assert _states(lines, "ledger", "ledger lock") == ["ok", "trouble"]


def test_the_ledger_is_no_ledger(windows: MadeUp, desk: Path) -> None:
    (desk / "ledger.db").write_bytes(b"not a database, whatever it is called\n" * 100)
    lines = examine(windows, desk, [])
    assert _states(lines, "ledger", "ledger lock") == ["trouble", "not seen"]


def test_the_database_does_not_answer(windows: MadeUp, desk: Path) -> None:
    (desk / "desk.toml").write_text(
        'name = "Desk"\n[ledger]\nurl = "postgresql+pg8000://nobody@127.0.0.1:9/none"\n'
    )
    lines = examine(windows, desk, [])
    assert _states(lines, "ledger", "ledger lock") == ["trouble", "not seen"]


def test_a_disk_that_cannot_be_asked(windows: MadeUp, desk: Path) -> None:
    windows.free = OSError(5, "Input/output error")
    assert _states(examine(windows, desk, []), "disk") == ["not seen"]


def test_templates_of_another_version(
    windows: MadeUp, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "spec_digest", lambda _: "0" * 16)
    troubles = [line for line in examine(windows, desk, []) if line.state == "trouble"]
    assert [line.thing for line in troubles] == ["templates"]
    assert "runbook" in troubles[0].seen


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_elsewhere_what_is_of_windows_does_not_apply(
    system: str, desk: Path, tmp_path: Path
) -> None:
    lines = examine(MadeUp(machine_of(tmp_path, system)), desk, [])
    assert {line.thing for line in lines if line.state == "not here"} == {
        "Excel",
        "COM server",
        "Excel settings",
        "xlwings add-in",
        "macros",
    }
    assert {line.state for line in lines} == {"ok", "not here"}


def test_the_command_says_it_and_the_exit_code_tells(xldesk: CommandLine) -> None:
    lost = xldesk("doctor", code=1)
    assert "1 trouble found" in lost.out
    assert "--desk DIR" in lost.out
    xldesk("init", "desk", "--actor", "Ada Example")
    found = xldesk("--desk", "desk", "doctor", "--json").json
    assert {line["state"] for line in found} <= {"ok", "optional", "not here"}
    assert set(found[0]) == {"thing", "state", "seen", "remedy"}
    assert xldesk("--desk", "desk", "doctor").out.splitlines()[-1] == "no trouble found"


def test_what_may_be_missing_does_not_look_like_trouble(
    xldesk: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    xldesk("init", "desk", "--actor", "Ada Example")
    monkeypatch.setattr(ThisComputer, "has_module", lambda _, name: name != "ironcalc")
    said = xldesk("--desk", "desk", "doctor").out
    assert "to have IronCalc, if you want it: pip install 'xldesk[check]'" in said
    assert said.splitlines()[-1] == "no trouble found"
