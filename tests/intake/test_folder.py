"""A folder stands for the files in it; what is not read of it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.intake_desk import ADA, AT, IntakeDesk
from xldesk.errors import UsageError
from xldesk.intake.folder import files_named
from xldesk.intake.reading import read_files

if TYPE_CHECKING:
    from pathlib import Path

DEALS = "opportunity_id,stage,currency\nO-1,Proposal,USD\n"
PARTNERS = "partner_id,name,type\nP-1,Example,reseller\n"


def test_the_files_of_a_folder_are_read_by_name_and_the_rest_is_said(desk: IntakeDesk) -> None:
    desk.write(PARTNERS, "b partners.CSV")
    desk.write(DEALS, "a deals.csv")
    desk.write("x", "~$deals.xlsx")
    desk.write("x", ".hidden.csv")
    desk.write("x", "notes.docx")
    (desk.exports / "older.csv").mkdir()
    reports = read_files(desk.ledger, desk.policy, [desk.exports], actor=ADA, at=AT)
    assert [(report.source, report.kind, report.added) for report in reports] == [
        ("a deals.csv", "opportunity", 1), ("b partners.CSV", "partner", 1),
    ]  # fmt: skip
    assert [line.partition(":")[0] for line in reports[0].skipped] == [
        ".hidden.csv", "notes.docx", "older.csv", "~$deals.xlsx",
    ]  # fmt: skip
    assert reports[0].as_dict()["skipped"] == list(reports[0].skipped)
    assert reports[1].skipped == ()
    head = desk.head
    again = read_files(desk.ledger, desk.policy, [desk.exports], actor=ADA, at=AT)
    assert (desk.head, [report.unchanged for report in again]) == (head, [1, 1])


def test_a_file_beside_its_folder_is_read_once(tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text(DEALS)
    other = tmp_path / "other.parquet"
    other.write_text("x")
    assert files_named([other, tmp_path]) == ([other, one], ())


def test_a_folder_without_files_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt~").write_text("x")
    with pytest.raises(UsageError, match=r"holds no file that can be read .*notes\.txt~: not a"):
        files_named([tmp_path])
