"""The settings of xlwings: ours are put in, every other line of the user's stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlwings.utils import read_user_config

from excel.desktop_machines import machine_of
from support.command_line import CommandLine
from xldesk.cli import excel as command
from xldesk.errors import MissingError, UsageError
from xldesk.excel.desktop.settings import DesktopSettings, settings_of
from xldesk.excel.desktop.user_settings import merged, planned, settings_file, values

OURS = {
    "INTERPRETER_WIN": r"C:\py\python.exe",
    "PYTHONPATH": r"C:\xldesk\udfs",
    "UDF MODULES": "xldesk_udfs",
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            [],
            [
                r'"INTERPRETER_WIN","C:\py\python.exe"',
                r'"PYTHONPATH","C:\xldesk\udfs"',
                '"UDF MODULES","xldesk_udfs"',
            ],
        ),
        (
            ['"SHOW CONSOLE","True"', r'"interpreter_win","C:\old.exe"', "# mine"],
            [
                '"SHOW CONSOLE","True"',
                r'"INTERPRETER_WIN","C:\py\python.exe"',
                "# mine",
                r'"PYTHONPATH","C:\xldesk\udfs"',
                '"UDF MODULES","xldesk_udfs"',
            ],
        ),
        (
            [r'"PYTHONPATH","D:\mine"', '"UDF MODULES","mine;xldesk_udfs"', '"UDF MODULES","2"'],
            [
                r'"PYTHONPATH","D:\mine;C:\xldesk\udfs"',
                '"UDF MODULES","mine;xldesk_udfs"',
                r'"INTERPRETER_WIN","C:\py\python.exe"',
            ],
        ),
    ],
    ids=["no file yet", "old interpreter", "lists keep what is in them"],
)
def test_what_the_file_says_afterwards(before: list[str], after: list[str]) -> None:
    for ending in ("\n", "\r\n") if before else ("\r\n",):
        text, wanted = ("".join(f"{line}{ending}" for line in lines) for lines in (before, after))
        assert merged(text, OURS) == wanted
        assert merged(wanted, OURS) == wanted


LINES = st.one_of(
    st.sampled_from(['"PYTHONPATH","C:\\a;D:\\b"', '"udf modules",""', "# remark", ""]),
    st.builds('"{}","{}"'.format, *[st.text("ABC xyz;", max_size=6)] * 2),
)


@given(st.lists(LINES, max_size=8))
def test_twice_is_once_and_the_other_lines_stay(lines: list[str]) -> None:
    before = "".join(f"{line}\n" for line in lines)
    after = merged(before, OURS)
    assert merged(after, OURS) == after
    said = values(after)
    assert said["INTERPRETER_WIN"] == OURS["INTERPRETER_WIN"]
    assert "xldesk_udfs" in said["UDF MODULES"].split(";")
    others = [line for line in lines if not set(values(line)) & set(OURS)]
    assert [line for line in after.splitlines() if not set(values(line)) & set(OURS)] == others


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_elsewhere_the_add_in_is_told(system: str, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="planned and not there yet, until then use the command"):
        settings_file(machine_of(tmp_path, system))


def test_a_path_that_vba_cannot_read_is_refused(tmp_path: Path) -> None:
    change = planned(machine_of(tmp_path), {"INTERPRETER_WIN": "C:\\Ω\\python.exe"})
    with pytest.raises(UsageError, match="cannot hold 'Ω'"):
        change.write(machine_of(tmp_path))
    assert not change.path.exists()


def test_a_file_in_another_code_is_refused(tmp_path: Path) -> None:
    path = settings_file(machine_of(tmp_path))
    path.parent.mkdir()
    path.write_bytes(b'"PYTHONPATH","\xff\xfe"\n')
    with pytest.raises(UsageError, match="cannot be read"):
        planned(machine_of(tmp_path, encoding="utf-8"), OURS)


@pytest.mark.parametrize(
    ("written", "system", "expected"),
    [
        ("", "Windows", DesktopSettings("python.exe", None, "desk")),
        ("", "Linux", DesktopSettings(None, None, None)),
        (
            '[excel]\ninterpreter = "P:/py.exe"\npythonpath = "P:/m"\ndesk = "//s/desk"\n',
            "Linux",
            DesktopSettings("P:/py.exe", "P:/m", "//s/desk"),
        ),
    ],
    ids=["this Windows", "a Linux server", "told by the desk"],
)
def test_where_python_and_the_desk_are(
    written: str, system: str, expected: DesktopSettings, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "desk.toml").write_text(written, "utf-8")
    found = settings_of(desk, machine_of(tmp_path, system))
    for name in ("interpreter", "pythonpath", "desk"):
        said, wanted = getattr(found, name), getattr(expected, name)
        assert said == wanted or Path(said or "").name == wanted
    assert set(found.entries()) >= {"UDF MODULES"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("excel = 1", "excel is a section"),
        ("[excel]\npython = 'x'", "not 'python'"),
        ("[excel]\ndesk = 3", "desk is a text"),
        ("[excel]\ndesk = 'a\"b'", "without quotation marks"),
    ],
)
def test_a_section_that_says_something_else_is_refused(
    written: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "desk.toml").write_text(written, "utf-8")
    with pytest.raises(UsageError, match=said):
        settings_of(tmp_path, machine_of(tmp_path))


@pytest.fixture
def windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """Return the command line on a Windows with a desk and nothing set up."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr("xldesk.excel.desktop.machine.this_machine", lambda: machine_of(home))
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "desk.toml").write_text('name = "Desk"\n', "utf-8")
    return CommandLine(tmp_path, monkeypatch, capsys)


def test_install_shows_what_it_writes_and_then_has_nothing_to_do(
    windows: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = windows.folder / "home" / ".xlwings" / "xlwings.conf"
    tried = windows("--desk", "desk", "excel", "install", "--dry-run")
    assert "nothing was changed" in tried.out
    assert not path.exists()
    done = windows("--desk", "desk", "excel", "install")
    assert '+"UDF MODULES","xldesk_udfs"' in done.out
    assert "was written" in done.out
    monkeypatch.setattr("xlwings.USER_CONFIG_FILE", str(path))
    said = read_user_config()
    assert said["xldesk_desk"] == str(windows.folder / "desk")
    assert said["udf modules"] == "xldesk_udfs"
    before = path.read_bytes()
    again = windows("--desk", "desk", "excel", "install", "--json").json
    assert again == {"path": str(path), "written": False, "changes": []}
    assert path.read_bytes() == before


def test_install_without_a_desk_says_so(windows: CommandLine) -> None:
    done = windows("excel", "install")
    assert "no desk here" in done.err
    assert "XLDESK_DESK" not in done.out
    windows("--desk", "nowhere", "excel", "install", code=2)


def test_install_elsewhere_changes_nothing(
    windows: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = machine_of(windows.folder, "Darwin")
    monkeypatch.setattr("xldesk.excel.desktop.machine.this_machine", lambda: other)
    assert "add-in" in windows("excel", "install", code=3).err
    assert command.app.info.help
