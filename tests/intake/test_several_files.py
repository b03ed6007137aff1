"""Several files of one command: all are understood first, and the answer speaks of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.intake_desk import ADA, AT, IntakeDesk
from xldesk.errors import UsageError
from xldesk.intake.mapping import parse_mapping
from xldesk.intake.reading import read_files

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.intake.completeness import Completeness

DEALS = "opportunity_id,stage,currency,amount\nO-1,Proposal,USD,5\n"
PARTNERS = "partner_id,name,type\nP-1,Harbor Systems,si\n"
MAPPED = "Deal,Step,Worth\nO-2,Proposal,7\n"
MAPPING: dict[str, Any] = {
    "kind": "opportunity",
    "columns": {"Deal": "opportunity_id", "Step": "stage", "Worth": "amount"},
    "constants": {"currency": "EUR"},
}


def read(desk: IntakeDesk, paths: list[Path], mapping: Any = None) -> list[Completeness]:
    given = parse_mapping(mapping, "map.toml") if mapping else None
    return read_files(desk.ledger, desk.policy, paths, mapping=given, actor=ADA, at=AT)


def test_one_bad_file_of_several_says_that_nothing_was_read(desk: IntakeDesk) -> None:
    good = [desk.write(DEALS), desk.write(PARTNERS, "partners.csv")]
    wrong = desk.write("a,b\n1,2\n", "wrong.csv")
    head = desk.head
    with pytest.raises(UsageError) as caught:
        read(desk, [good[0], wrong, good[1]])
    first, second, remedy = caught.value.message.splitlines()
    assert "wrong.csv:1: the headers do not tell" in first
    assert second == "nothing was read; the other 2 files are fine"
    assert "move away what is no export" in remedy
    assert desk.head == head
    with pytest.raises(UsageError, match=r"nothing was read; the other file is fine\n"):
        read(desk, [wrong, good[0]])


def test_all_bad_files_are_named_and_a_line_for_all_is_said_once(desk: IntakeDesk) -> None:
    wrong = [desk.write("a,b\n1,2\n", name) for name in ("x.csv", "y.csv")]
    with pytest.raises(UsageError) as caught:
        read(desk, wrong)
    lines = caught.value.message.splitlines()
    assert [line.split(":1:")[0][-5:] for line in lines[:2]] == ["x.csv", "y.csv"]
    assert lines[2] == "nothing was read; none of the files is in order"
    with pytest.raises(UsageError) as caught:
        read_files(desk.ledger, desk.policy, wrong, kind="deal", actor=ADA, at=AT)
    assert len(caught.value.message.splitlines()) == 3


def test_a_file_that_fails_later_says_which_were_read_before_it(desk: IntakeDesk) -> None:
    paths = [desk.write(DEALS), desk.write(PARTNERS.splitlines()[0] + "\n", "empty.csv"),
             desk.write(PARTNERS, "partners.csv")]  # fmt: skip
    with pytest.raises(UsageError) as caught:
        read(desk, paths)
    assert "empty.csv has a header and no rows" in caught.value.message
    assert caught.value.message.splitlines()[1] == (
        "read before it: deals.csv; not read any more: partners.csv"
    )
    assert desk.rows("opportunity", "opportunity_id") == [("O-1",)]
    with pytest.raises(UsageError, match="nothing was read; not read any more: partners.csv"):
        read(desk, paths[1:])


def test_a_mapping_of_one_kind_leaves_files_of_other_kinds_alone(desk: IntakeDesk) -> None:
    paths = [desk.write(PARTNERS, "partners.csv"), desk.write(MAPPED, "mapped.csv")]
    reports = read(desk, paths, MAPPING)
    assert [(report.kind, report.added) for report in reports] == [
        ("partner", 1), ("opportunity", 1),
    ]  # fmt: skip
    assert desk.rows("opportunity", "opportunity_id, amount, currency") == [("O-2", 700, "EUR")]
    with pytest.raises(UsageError, match=r"map\.toml: columns\.Deal: .*partners\.csv:1 has no"):
        read(desk, paths[:1], MAPPING)


def test_a_mapping_that_fits_is_used_whatever_the_headers_tell(desk: IntakeDesk) -> None:
    lines = "opportunity_id,product_family,amount,currency,Step\nO-1,Core,3,USD,Proposal\n"
    mapping = {"kind": "opportunity", "columns": {"step": "stage"}}
    paths = [desk.write(lines, "lines.csv"), desk.write(PARTNERS, "partners.csv")]
    assert [report.kind for report in read(desk, paths, mapping)] == ["opportunity", "partner"]


def test_a_file_of_the_mapping_s_kind_that_it_does_not_fit_is_an_error(desk: IntakeDesk) -> None:
    paths = [desk.write(DEALS), desk.write(PARTNERS, "partners.csv")]
    with pytest.raises(UsageError, match=r"map\.toml: columns\.Deal: .*deals\.csv:1 has no such"):
        read(desk, paths, MAPPING)
