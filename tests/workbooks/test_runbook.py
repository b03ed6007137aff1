"""The runbook: what it says, its RACI check, and that a spreadsheet calculates the same."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from workbooks.recalculation import disagreements
from xldesk.errors import UsageError
from xldesk.ledger.entry import Actor
from xldesk.ledger.policies import PolicyEntry
from xldesk.policy.calendar import is_business_day
from xldesk.policy.load import default_policy, default_policy_text, parse_policy
from xldesk.policy.rulebook import Policy
from xldesk.policy.version import policy_version
from xldesk.records.reason import reason_codes
from xldesk.workbooks.content import Content, Link, Provenance
from xldesk.workbooks.runbook import SPEC, content
from xldesk.workbooks.runbook_sheets import ROLES
from xldesk.workbooks.runbook_text import FILES, RunbookText, runbook_text
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template
from xldesk.workbooks.workbook_set import workbook_set

FIRST = default_policy()
SECOND = parse_policy(
    default_policy_text()
    .replace("window_days = 180", "window_days = 120", 1)
    .replace('name = "Discovery"', 'name = "Solution"', 1)
)
RECORDED = (
    PolicyEntry(
        version=policy_version(FIRST),
        in_force_from=None,
        position=1,
        at=datetime(2025, 1, 5, 9, tzinfo=UTC),
        actor=Actor("Ada Byrne", "finance"),
        reason="desk made",
        details={},
    ),
    PolicyEntry(
        version=policy_version(SECOND),
        in_force_from=date(2026, 7, 1),
        position=77,
        at=datetime(2026, 6, 20, 9, tzinfo=UTC),
        actor=Actor("Ada Byrne", "finance", authenticated=True),
        reason="spring review",
        details={"approver": "Ben Okafor"},
    ),
)


def provenance(policy: Policy, as_of: datetime) -> Provenance:
    return Provenance(
        desk="Northwind revenue desk",
        period="2026-Q4",
        as_of=as_of,
        snapshot_at=as_of,
        position=412,
        head_hash="ab" * 32,
        policy_version=policy_version(policy),
    )


def shown(
    policy: Policy = SECOND,
    as_of: datetime = datetime(2026, 11, 24, 9, tzinfo=UTC),
    text: RunbookText | None = None,
) -> Content:
    recorded = list(zip(RECORDED, (FIRST, SECOND), strict=True))
    return content(policy, recorded, provenance(policy, as_of), "2026-Q4", text)


def rows(shown_: Content, table: str) -> list[Any]:
    return list(shown_.tables[table])


def written(shown_: Content, folder: Path) -> Path:
    Stamper(SPEC, build_template(SPEC)).write(shown_, folder / "runbook.xlsx")
    return folder / "runbook.xlsx"


def without_an_accountable_role() -> Policy:
    """Return a policy that no file could hold: one task without A, one without R, one with two."""
    first, second, third, *others = FIRST.raci
    broken = (
        first.model_copy(update={"accountable": ()}),
        second.model_copy(update={"responsible": ()}),
        third.model_copy(update={"accountable": ("finance", "sales")}),
        *others,
    )
    return FIRST.model_copy(update={"raci": broken})


def test_every_task_of_the_policy_has_one_a_and_an_r() -> None:
    raci = rows(shown(), "Raci")
    assert [row["task"] for row in raci] == [task.task for task in SECOND.raci]
    for row in raci:
        letters = [row[role] or "" for role in ROLES]
        assert sum("A" in cell for cell in letters) == row["accountable"] == 1
        assert sum("R" in cell for cell in letters) == row["responsible"] >= 1
        assert row["wrong"] == 0
    assert set(shown().checks.values()) == {0}


def test_a_task_without_its_one_a_or_an_r_fails_the_check_and_is_marked(tmp_path: Path) -> None:
    broken = shown(without_an_accountable_role())
    assert [row["wrong"] for row in rows(broken, "Raci")][:4] == [1, 1, 1, 0]
    assert broken.checks["One A for every task"] == 2
    assert broken.checks["An R for every task"] == 1
    assert broken.fields["tasks"] == len(FIRST.raci) - 3
    book = openpyxl.load_workbook(written(broken, tmp_path), data_only=True)
    said = [cell.value for row in book["Summary"].iter_rows() for cell in row]
    assert "2 of 4 checks of this workbook fail" in said
    assert book["RACI"].conditional_formatting


@pytest.mark.libreoffice
def test_a_spreadsheet_counts_the_same_also_where_the_raci_is_wrong(tmp_path: Path) -> None:
    for name, policy in (("right", SECOND), ("wrong", without_an_accountable_role())):
        (tmp_path / name).mkdir()
        path = written(shown(policy), tmp_path / name)
        assert disagreements([path]) == []


def test_cadence_has_the_real_dates_of_the_period() -> None:
    cadence = rows(shown(), "Cadence")
    days = [row["day"] for row in cadence]
    assert days == sorted(days)
    assert all(date(2026, 10, 1) <= day <= date(2026, 12, 31) for day in days)
    assert all(is_business_day(SECOND, day) for day in days)
    assert all(f"{row['day']:%a}" == row["weekday"] for row in cadence)
    by_name = {row["name"]: row["day"] for row in cadence}
    assert by_name["Close and lock"] == date(2026, 10, 7)
    assert "Intake and alerts" not in by_name


@pytest.mark.parametrize(
    ("as_of", "statements", "lock"),
    [
        (datetime(2026, 9, 1, tzinfo=UTC), date(2026, 10, 9), date(2026, 9, 30)),
        (datetime(2026, 10, 9, 23, tzinfo=UTC), date(2026, 10, 9), date(2026, 12, 31)),
        (datetime(2026, 10, 10, tzinfo=UTC), date(2027, 1, 12), date(2026, 12, 31)),
        (datetime(2027, 1, 1, tzinfo=UTC), date(2027, 1, 12), date(2027, 3, 31)),
    ],
)
def test_the_next_date_counts_from_the_as_of_day(
    as_of: datetime, statements: date, lock: date
) -> None:
    rhythm = rows(shown(as_of=as_of), "Rhythm")
    # daily steps stand on no other sheet, so they lead nowhere
    assert [row["every"] for row in rhythm if not isinstance(row["name"], Link)] == ["daily"]
    assert {row["name"].sheet for row in rhythm if row["every"] != "daily"} == {"Cadence"}
    nexts = {getattr(row["name"], "text", row["name"]): row["next"] for row in rhythm}
    assert nexts["Partner statements"] == statements
    assert nexts["Attribution lock"] == lock
    assert len(nexts) == len(SECOND.cadence)
    assert all(day is not None and day >= as_of.date() for day in nexts.values())


def test_the_change_log_tells_every_policy_and_what_it_changed_newest_first() -> None:
    second, first = rows(shown(), "PolicyChanges")
    assert (first["position"], first["in_force_from"]) == (1, "the start")
    assert first["changed"] == "first policy of the desk"
    assert (second["position"], second["in_force_from"]) == (77, "2026-07-01")
    assert second["approver"] == "Ben Okafor"
    assert "taxonomy.influence.window_days: 180 to 120" in second["changed"]


def test_the_sign_off_names_the_policy_in_force_and_who_put_it_there() -> None:
    fields = shown().fields
    assert fields["signed.version"] == policy_version(SECOND)
    assert fields["signed.from"] == "2026-07-01"
    assert fields["signed.actor"] == "Ada Byrne (finance)"
    assert fields["signed.approver"] == "Ben Okafor"
    assert fields["signed.authenticated"] == "yes"
    assert str(shown(FIRST).fields["signed.authenticated"]).startswith("no")
    unknown = FIRST.model_copy(update={"title": "Not signed"})
    assert shown(unknown).fields["signed.from"] == "not recorded in the ledger"


def test_windows_weights_and_limits_are_those_of_the_policy() -> None:
    said = {row["rule"]: row["value"] for row in rows(shown(), "RulesInForce")}
    assert said["Influence window"] == "120 days before close"
    assert said["Weights of touches"].startswith("introduction 30, demo 25, poc 25, proposal 20")
    assert said["Touches that do not qualify"] == "content share, training"
    assert said["Grace before submission"] == "3 days"
    assert said["Part of the invoice paid back"] == "100 %"
    assert said["Second approver"] == "above USD 10,000"
    renewals = FIRST.taxonomy.sourced.model_copy(
        update={"renewal_term_months": 12, "one_opportunity_per_registration": False}
    )
    taxonomy = FIRST.taxonomy.model_copy(update={"sourced": renewals})
    other = shown(FIRST.model_copy(update={"taxonomy": taxonomy}))
    said = {row["rule"]: row["value"] for row in rows(other, "RulesInForce")}
    assert said["Renewals"] == "sourced by the original registration for 12 months"
    assert said["Deals one registration may source"] == "any number"


def test_a_stage_has_its_own_play_or_that_of_its_forecast_class() -> None:
    text = runbook_text()
    plays = {row["name"]: row for row in rows(shown(), "StagePlays")}
    assert list(plays) == [stage.name for stage in SECOND.stages]
    own = next(play for play in text.play if play.stage == "Proposal")
    of_class = next(play for play in text.play if play.forecast == "pipeline")
    assert plays["Proposal"]["we"] == own.we
    assert plays["Solution"]["we"] == of_class.we
    nothing = shown(text=text.model_copy(update={"play": ()}))
    assert nothing.checks["Every stage has a playbook"] == len(SECOND.stages)


def test_reason_codes_limits_and_service_levels_are_complete() -> None:
    assert [row["code"] for row in rows(shown(), "ReasonCodes")] == list(reason_codes())
    assert [row["limit"] for row in rows(shown(), "ApprovalLimits")] == [
        "up to USD 50,000",
        "up to USD 250,000",
        "up to USD 1,000,000",
        "no limit",
    ]
    due = {row["name"]: row["due"] for row in rows(shown(), "ServiceLevels")}
    assert due["Registration review"] == "48 hours"
    assert due["Dispute acknowledge"] == "1 business day"
    assert due["MDF claim decision"] == "10 business days"
    assert len(rows(shown(), "Playbooks")) == 5


def test_a_period_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="write 2026-Q2"):
        content(FIRST, [], provenance(FIRST, datetime(2026, 1, 1, tzinfo=UTC)), "soon")


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "process.toml",
            'owner = "revops"',
            'owner = "boss"',
            "step[1 Intake].owner = 'boss': allow",
        ),
        (
            "playbooks.toml",
            "evidence =",
            "proof =",
            "playbook[Competing registrations].proof is not",
        ),
        ("stages.toml", 'forecast = "omitted"', 'forecast = "none"', ".forecast = 'none': allowed"),
        ("summary.toml", "signoff", "sign_off", "signoff is missing: text in quotes is needed"),
        ("summary.toml", "purpose = [", "purpose = ", "summary.toml: the runbook's text cannot be"),
    ],
)
def test_an_edited_text_that_does_not_fit_is_named(
    tmp_path: Path, file: str, old: str, new: str, line: str
) -> None:
    folder = tmp_path / "texts"
    shutil.copytree(workbook_set() / "runbook", folder)
    assert runbook_text(folder) == runbook_text()
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(UsageError) as refused:
        runbook_text(folder)
    assert line in refused.value.message


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=FILES[0]):
        runbook_text(tmp_path)
