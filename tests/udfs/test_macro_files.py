"""Where a macro's result is written: behind links, for the same readers, over workbooks only."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from support.macro_desk import LATER, MacroDesk, apart, copied
from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.excel.running.run_macro import run_macro

pytestmark = pytest.mark.xdist_group("learning")


def test_a_link_stays_one_and_the_file_keeps_its_permissions(
    learning: MacroDesk, tmp_path: Path
) -> None:
    (tmp_path / "store").mkdir()
    file = copied(learning.folder / "packs" / "runbook.xlsx", tmp_path / "store")
    file.chmod(0o600)
    link = tmp_path / "runbook.xlsx"
    link.symlink_to(file)
    assert learning.run("refresh", link).changes > 0
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert apart(learning.now("packs/runbook.xlsx"), file) == []


def test_only_a_workbook_is_written_over(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.folder / "packs" / "runbook.xlsx", tmp_path)
    texts = {tmp_path / "notes.txt": "no workbook", tmp_path / "new.xlsx.txt": None,
             tmp_path / "notes.xlsx": "is no workbook that can be read"}  # fmt: skip
    with Desk.open(learning.folder) as desk:
        for out, text in texts.items():
            if text is not None:
                out.write_text(text)
            said = text if out.suffix == ".xlsx" else "end its name in .xlsx"
            with pytest.raises(UsageError, match=said):
                run_macro("refresh", file, desk=desk, as_of=LATER, user="Ada", out=out)
            assert (out.read_text() if out.exists() else None) == text
        out = copied(learning.audit, tmp_path)
        run_macro("refresh", file, desk=desk, as_of=LATER, user="Ada", out=out)
    assert apart(learning.now("packs/runbook.xlsx"), out) == []
