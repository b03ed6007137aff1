"""Where a macro's result is written: behind links, for the same readers, over workbooks only."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from support.macro_desk import LATER, MacroDesk, apart, copied
from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.excel.running.run_macro import run_macro


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


def test_no_other_file_is_written_over(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.folder / "packs" / "runbook.xlsx", tmp_path)
    ending, lost = "end its name in .xlsx", "is there and would be lost"
    texts = {tmp_path / "notes.txt": ending, tmp_path / "new.xlsx.txt": ending,
             tmp_path / "notes.xlsx": lost, copied(learning.audit, tmp_path): lost}  # fmt: skip
    with Desk.open(learning.folder) as desk:
        for out, said in texts.items():
            if said == lost and not out.exists():
                out.write_text("mine")
            before = out.read_bytes() if out.exists() else None
            with pytest.raises(UsageError, match=said):
                run_macro("refresh", file, desk=desk, as_of=LATER, out=out)
            assert (out.read_bytes() if out.exists() else None) == before
        (tmp_path / "link.xlsx").symlink_to(file)
        run_macro("refresh", file, desk=desk, as_of=LATER, out=tmp_path / "link.xlsx")
    assert apart(learning.now("packs/runbook.xlsx"), file) == []
