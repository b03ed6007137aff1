"""``xldesk pack --xlsm``: a desktop workbook beside each one, and never for partners."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import CommandLine
from xldesk.excel.desktop import project
from xldesk.excel.desktop.beside import put_beside
from xldesk.excel.desktop.settings import DesktopSettings


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """Return the command line inside an empty desk."""
    xldesk = CommandLine(tmp_path, monkeypatch, capsys)
    xldesk("init", "desk", "--actor", "Ada Example")
    xldesk.enter("desk")
    return xldesk


def test_it_stands_beside_is_checked_and_what_was_there_is_kept(desk: CommandLine) -> None:
    plain, with_macros = (desk.folder / "packs" / name for name in ("runbook.xlsx", "runbook.xlsm"))
    packed = desk("pack", "--only", "runbook", "--xlsm", "--json").json
    assert [Path(row["path"]) for row in packed] == [plain, with_macros]
    checked = desk("check", plain.parent)
    assert "MACRO-OWN" in checked.out
    assert checked.out.count("as issued") == 2
    with_macros.write_bytes(b"somebody's own work")
    (again,) = put_beside([plain], DesktopSettings(None, None, None))
    assert again.path == with_macros
    assert again.kept is not None
    assert again.kept.read_bytes() == b"somebody's own work"
    (same,) = put_beside([plain], DesktopSettings(None, None, None))
    assert same.kept is None


@pytest.mark.parametrize("partners", [["--all-partners"], ["--partner", "P-001"]])
def test_partners_never_get_macros(partners: list[str], desk: CommandLine) -> None:
    assert "partners never get macros" in desk("pack", "--xlsm", *partners, code=2).err
    assert list((desk.folder / "packs").iterdir()) == []


def test_without_the_extra_nothing_is_packed(
    desk: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "find_spec", lambda _: None)
    assert "pip install 'xldesk[vba]'" in desk("pack", "--xlsm", code=3).err
    assert list((desk.folder / "packs").iterdir()) == []
