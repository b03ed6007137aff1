"""The lines that a check says of a whole file: since when it is out of date, who signed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import CommandLine
from xldesk.cli.check_verdict import in_json, since_line, verdict_line
from xldesk.workbooks.check.report import CheckReport

FINE = "fine   ledger 10, Programme, 2026-Q2"
MOVED = "the desk stands at position 11 now"
ADA, BO = ("Ada Example", "10"), ("Bo Other", "10")


@pytest.mark.parametrize(
    ("now", "signed", "line"),
    [
        (10, (), ""),
        (11, (), MOVED),
        (None, (), ""),
        (10, (ADA,), "signed by 'Ada Example' for position 10"),
        (
            11,
            (ADA, BO),
            f"{MOVED}, signed by 'Ada Example' and 'Bo Other' for position 10",
        ),
        (
            10,
            (ADA, ("Bo Other", "")),
            "signed by 'Ada Example' for position 10, 'Bo Other' by hand",
        ),
    ],
)
def test_a_file_says_that_the_desk_went_on_and_who_signed_it(
    now: int | None, signed: tuple[tuple[str, str], ...], line: str
) -> None:
    report = CheckReport(Path("audit.xlsx"), verdict="as_issued")
    report.provenance = "as issued, ledger 10, Programme, 2026-Q2"
    report.position, report.desk_position, report.signed = 10, now, signed
    assert (verdict_line(report), since_line(report)) == (FINE, line)
    assert in_json(report)["fine"] is True


def test_of_a_folder_it_is_said_what_was_not_looked_at(xldesk: CommandLine) -> None:
    returned = xldesk.folder / "returned"
    (returned / "older").mkdir(parents=True)
    for name in ("a.xlsx", "~$a.xlsx", ".hidden", "b.xls", "c.ods", "d.txt", "e.zip", "f.txt"):
        (returned / name).write_text("no workbook")
    answer = xldesk("check", "returned", code=1)
    assert "a.xlsx" in answer.out
    assert "not looked at in returned: b.xls, c.ods, d.txt, e.zip, f.txt and 1 more" in answer.err
    (returned / "f.txt").unlink()
    assert "e.zip, older/\n" in xldesk("check", "returned", code=1).err
