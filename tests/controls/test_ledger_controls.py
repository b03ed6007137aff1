"""The controls that read the ledger itself: authors, sign-off, intake, totals, hash chain."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from support.ledger_desk import unguarded
from support.mdf_world import at, deal
from support.sound_desk import ADA, Sound
from xldesk.controls.acceptance import accept
from xldesk.controls.checklist import run_controls
from xldesk.controls.result import ControlResult
from xldesk.errors import UsageError
from xldesk.ledger.entry import Actor
from xldesk.records.record import Record
from xldesk.records.rejected import RejectedRow
from xldesk.records.target import ControlTotal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def run(desk: Sound, control: str, period: str | None = None) -> ControlResult:
    basis = desk.basis()
    with closing(basis.con):
        return {r.id: r for r in run_controls(basis, desk.ledger, period)}[control]


def test_an_entry_nobody_logged_in_for_is_an_exception(folder: Path) -> None:
    desk = Sound(folder)
    desk.actor = Actor("ada", "revops")
    desk.intake(deal("W-1"))
    with closing(desk.ledger):
        result = run(desk, "C-11")
    assert (result.status, result.population) == ("fail", 2)
    [exception] = result.exceptions
    assert exception.object_id == "intake by ada"
    assert exception.message == ("entry 2 of intake by ada (revops): no login proved who that was")


def test_entries_of_one_author_and_kind_are_one_exception(folder: Path) -> None:
    desk = Sound(folder)
    for name in ("ada", "ada", "bo", "ada"):
        desk.actor = Actor(name, "revops")
        desk.intake(deal(f"W-{desk.ledger.head()}"))
    with closing(desk.ledger):
        result = run(desk, "C-11")
    assert (result.population, result.exception_count) == (5, 2)
    assert [exception.message.partition(":")[0] for exception in result.exceptions] == [
        "3 entries, the first at position 2, of intake by ada (revops)",
        "entry 4 of intake by bo (revops)",
    ]


def test_an_entry_after_the_snapshot_is_not_looked_at(folder: Path) -> None:
    desk = Sound(folder)
    basis = desk.basis()
    desk.actor = Actor("ada", "revops")
    desk.intake(deal("W-1"))
    with closing(desk.ledger), closing(basis.con):
        results = {r.id: r for r in run_controls(basis, desk.ledger)}
    assert (results["C-11"].status, results["C-11"].population) == ("pass", 1)
    assert results["C-21"].status == "not_run"


@pytest.mark.parametrize(
    ("approver", "status"), [("Max", "pass"), ("", "fail"), (f" {ADA.name.upper()} ", "fail")]
)
def test_rules_need_two_names(folder: Path, approver: str, status: str) -> None:
    desk = Sound(folder, approver=approver)
    with closing(desk.ledger):
        result = run(desk, "C-15")
    assert result.status == status
    assert all("Ada alone" in exception.message for exception in result.exceptions)


def _rejected(row: int, *, cleared: bool = False) -> RejectedRow:
    return RejectedRow(
        source="deals.csv",
        row=row,
        target_kind="opportunity",
        reason_code="AMOUNT",
        message="'abc' is not an amount",
        content="{}",
        cleared=cleared,
    )


def _total(
    source: str, amount: int, period: str = "2026-Q2", measure: str = "bookings"
) -> ControlTotal:
    return ControlTotal(
        source=source,  # type: ignore[arg-type]  # one of the three
        period=period,
        currency="USD",
        measure=measure,
        amount=amount,
        entered_by="Max",
    )


@pytest.mark.parametrize(
    ("records", "counts", "control", "found"),
    [
        ([deal("W-1")], {}, "C-21", None),
        ([deal("W-1")], {"rows_read": 2}, "C-21", "2 rows were read, 1 are accounted for"),
        ([_rejected(7)], {}, "C-21", "not read: 'abc' is not an amount"),
        ([_rejected(7, cleared=True)], {}, "C-21", None),
        ([deal("W-1"), _total("crm", 1_000_000)], {}, "C-21", None),
        (
            [deal("W-1"), _total("crm", 1_000_001)],
            {},
            "C-21",
            "CRM says 10,000.01, the desk 10,000.00",
        ),
        ([deal("W-1"), _total("erp", 1_000_000)], {}, "C-22", None),
        ([deal("W-1"), _total("gl", 5)], {}, "C-22", "GL says 0.05, the desk 10,000.00"),
        ([deal("W-1"), _total("gl", 5, "then")], {}, "C-22", "then"),
        ([deal("W-1"), _total("crm", 0, measure="pipeline")], {}, "C-21", None),
        (
            [deal("W-1"), _total("crm", 7, measure="pipeline")],
            {},
            "C-21",
            "CRM says 0.07, the desk 0.00",
        ),
        ([deal("W-1"), _total("erp", 5, measure="margin")], {}, "C-22", "'margin' cannot be"),
    ],
)
def test_intake_and_totals(
    folder: Path, records: list[Record], counts: dict[str, int], control: str, found: str | None
) -> None:
    desk = Sound(folder)
    desk.intake(*records, **counts)
    with closing(desk.ledger):
        result = run(desk, control)
    assert result.status == ("fail" if found else "pass")
    assert [found in exception.message for exception in result.exceptions if found] == (
        [True] if found else []
    )


def test_a_total_of_another_period_is_not_compared(folder: Path) -> None:
    desk = Sound(folder)
    desk.intake(deal("W-1"), _total("erp", 5, "2026-Q1"))
    with closing(desk.ledger):
        assert run(desk, "C-22", "2026-Q2").status == "not_run"
        assert run(desk, "C-22", "FY2026").status == "fail"


def test_intake_without_completeness_is_an_exception(folder: Path) -> None:
    desk = Sound(folder)
    with desk.ledger.writing(desk._command("intake", {})) as writer:
        writer.add_records("opportunity", [deal("W-1")])
    with closing(desk.ledger):
        [exception] = run(desk, "C-21").exceptions
    assert exception.message == "its entry states no completeness"


def test_a_changed_row_breaks_the_ledger(folder: Path) -> None:
    desk = Sound(folder)
    desk.intake(deal("W-1"))
    with closing(desk.ledger):
        assert run(desk, "C-23").status == "pass"
        with closing(unguarded(folder)) as connection:
            connection.execute("UPDATE entry SET reason = 'another' WHERE position = 2")
        result = run(desk, "C-23")
    assert result.status == "fail"
    assert any("entry 2" in exception.message for exception in result.exceptions)


ACCEPTANCE = {"reason": "entered by hand", "actor": ADA, "approver": "Max", "at": at("2026-07-01")}


def test_two_people_accept_a_failure(folder: Path) -> None:
    desk = Sound(folder)
    desk.intake(_rejected(7))
    with closing(desk.ledger):
        receipt = accept(desk.ledger, "C-21", None, **ACCEPTANCE)
        assert receipt.entry is not None
        assert accept(desk.ledger, "C-21", None, **ACCEPTANCE).existed
        result = run(desk, "C-21")
        assert (result.status, result.exception_count) == ("accepted", 1)
        assert result.reason == "accepted by Ada and Max: entered by hand"
        assert run(desk, "C-21", "2026-Q2").status == "fail"


@pytest.mark.parametrize(
    ("control", "changed", "words"),
    [
        ("C-99", {}, "there is no control"),
        ("C-01", {}, "only fixed"),
        ("C-21", {"reason": " "}, "needs a reason"),
        ("C-21", {"approver": "ADA "}, "two different people"),
        ("C-21", {"approver": ""}, "two different people"),
    ],
)
def test_an_acceptance_that_may_not_be(
    folder: Path, control: str, changed: dict[str, object], words: str
) -> None:
    desk = Sound(folder)
    with closing(desk.ledger), pytest.raises(UsageError, match=words):
        accept(desk.ledger, control, None, **{**ACCEPTANCE, **changed})
