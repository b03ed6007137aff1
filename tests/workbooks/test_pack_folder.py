"""What partners get stands in a folder of its own, never beside what is internal."""

from __future__ import annotations

from pathlib import Path

import pytest

from xldesk.errors import UsageError
from xldesk.workbooks.pack_folder import pack_folder, refuse_mixed


@pytest.mark.parametrize(("for_partners", "folder"), [(False, "packs"), (True, "packs/partners")])
def test_partners_have_a_folder_of_their_own(*, for_partners: bool, folder: str) -> None:
    assert pack_folder(Path("packs"), for_partners=for_partners) == Path(folder)


@pytest.mark.parametrize(
    ("name", "for_partners", "said"),
    [
        ("mdf_tracker.xlsx", True, "has mdf_tracker.xlsx, which is internal"),
        ("attribution_audit.xlsx", True, "has attribution_audit.xlsx, which is internal"),
        ("runbook.xlsm", True, "has runbook.xlsm, which is internal"),
        ("mdf_tracker_P-1.xlsx", False, "has partners' trackers (mdf_tracker_P-1.xlsx)"),
        ("mdf_tracker_P-1.xlsx", True, None),
        ("mdf_tracker.xlsx", False, None),
        ("mine.xlsx", True, None),
        ("mine.xlsx", False, None),
    ],
)
def test_no_folder_has_both(
    name: str, for_partners: bool, said: str | None, tmp_path: Path
) -> None:
    (tmp_path / name).touch()
    if said is None:
        refuse_mixed(tmp_path, for_partners=for_partners)
        return
    with pytest.raises(UsageError) as refused:
        refuse_mixed(tmp_path, for_partners=for_partners)
    assert said in str(refused.value)
    assert "--out" in str(refused.value)


@pytest.mark.parametrize("for_partners", [True, False])
def test_a_folder_that_is_not_there_yet_has_neither(*, for_partners: bool, tmp_path: Path) -> None:
    refuse_mixed(tmp_path / "new", for_partners=for_partners)
