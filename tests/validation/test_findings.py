"""The list of findings: order, filters, counts, due times, file, and the rules behind it."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.deals import at, open_deal, partner, registration, touch, won
from support.world import changed, plain_basis
from xldesk.errors import UsageError
from xldesk.policy.load import default_policy
from xldesk.records.finding import Finding
from xldesk.records.kinds import KINDS
from xldesk.validation.findings import (
    COLUMNS,
    finding_by_key,
    finding_counts,
    findings,
    write_findings,
)
from xldesk.validation.registry import RULES, rule_reference
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.ledger.basis import Basis

RECORDS = [
    partner("P1"),
    won("O1", amount=0),
    open_deal("O2", account_domain=None),
    open_deal("O3", account_domain=None),
    registration(submitted="2026-01-24"),
    touch(occurred="2025-10-01"),
]


@pytest.fixture(scope="module")
def basis() -> Iterator[Basis]:
    made = plain_basis(RECORDS)
    validate(made)
    yield made
    made.con.close()


def test_blocking_ones_come_first(basis: Basis) -> None:
    assert [(found.severity, found.code, found.object_id) for found in findings(basis)] == [
        ("block", "OPP-AMOUNT", "O1"),
        ("block", "REG-LATE", "R1"),
        ("warn", "OPP-ACCOUNT", "O2"),
        ("warn", "OPP-ACCOUNT", "O3"),
        ("info", "TOUCH-WINDOW", "E1"),
    ]


def test_counts(basis: Basis) -> None:
    assert finding_counts(basis) == {
        ("block", "OPP-AMOUNT"): 1,
        ("block", "REG-LATE"): 1,
        ("warn", "OPP-ACCOUNT"): 2,
        ("info", "TOUCH-WINDOW"): 1,
    }


def test_filters(basis: Basis) -> None:
    assert [found.object_id for found in findings(basis, severity="warn")] == ["O2", "O3"]
    assert [found.object_id for found in findings(basis, code="REG-LATE")] == ["R1"]
    assert [found.object_id for found in findings(basis, code="OPP-ACCOUNT", limit=1)] == ["O2"]
    assert findings(basis, severity="info", code="REG-LATE") == []
    assert findings(basis, limit=0) == []


def test_a_filter_that_cannot_be(basis: Basis) -> None:
    with pytest.raises(UsageError, match="is not one of block, warn, info"):
        findings(basis, severity="error")
    with pytest.raises(UsageError, match="did you mean REG-LATE"):
        findings(basis, code="REG-LAT")
    with pytest.raises(UsageError, match="no finding has the key"):
        finding_by_key(basis, "")


def test_the_table_has_the_columns_of_a_finding(basis: Basis) -> None:
    described = basis.con.execute("SELECT * FROM finding LIMIT 0").description
    assert tuple(column[0] for column in described) == COLUMNS
    assert set(Finding.model_fields) - set(COLUMNS) == {"place"}


def test_running_again_changes_nothing() -> None:
    basis = plain_basis(RECORDS)
    validate(basis)
    before = basis.con.execute("SELECT * FROM finding").fetchall()
    validate(basis)
    assert basis.con.execute("SELECT * FROM finding").fetchall() == before
    basis.con.close()


def test_what_stops_a_deal(basis: Basis) -> None:
    blocked = basis.con.execute("SELECT * FROM blocked_opportunity").fetchall()
    assert blocked == [("O1", "OPP-AMOUNT")]


def test_due_by_business_days_from_the_ledger(basis: Basis) -> None:
    due = {found.code: found.due_at for found in findings(basis)}
    # Known since Monday 2020-01-06: two business days to mend, ten to look.
    assert due == {
        "OPP-AMOUNT": datetime(2020, 1, 8, 23, 59, 59, tzinfo=UTC),
        "REG-LATE": datetime(2020, 1, 8, 23, 59, 59, tzinfo=UTC),
        "OPP-ACCOUNT": datetime(2020, 1, 20, 23, 59, 59, tzinfo=UTC),
        "TOUCH-WINDOW": None,
    }


def test_due_skips_weekends_and_holidays_of_the_policy() -> None:
    policy = changed(
        default_policy(), calendar={"time_zone": "Europe/Berlin", "holidays": ["2026-07-06"]}
    )
    basis = plain_basis([won(amount=0)], policy, known_since=at("2026-07-03"))
    validate(basis)
    (found,) = findings(basis)
    basis.con.close()
    # Friday noon; Monday is a holiday, so Tuesday and Wednesday, to the end of the Berlin day.
    assert found.due_at == datetime(2026, 7, 8, 21, 59, 59, tzinfo=UTC)


def test_the_file_has_every_finding(basis: Basis, tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    assert write_findings(basis, path) == 5
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["key"] for row in rows] == [found.key for found in findings(basis)]
    assert rows[0]["source_file"] == "opportunity.csv"


def test_a_formula_in_the_data_stays_text(tmp_path: Path) -> None:
    basis = plain_basis([won("=1+1", amount=0)])
    validate(basis)
    write_findings(basis, tmp_path / "findings.csv")
    basis.con.close()
    with (tmp_path / "findings.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["object_id"] == "'=1+1"


def test_a_file_that_cannot_be_written(basis: Basis, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        write_findings(basis, tmp_path / "missing" / "findings.csv")
    with pytest.raises(UsageError, match=r"cannot write /: "):
        write_findings(basis, Path("/"))
    assert list(tmp_path.iterdir()) == []


def test_long_and_strange_names_fit_into_a_message() -> None:
    basis = plain_basis([open_deal(stage="x" * 1_000), open_deal("O2", stage="שלב 🚀 '; --")])
    validate(basis)
    long, strange = (found.message for found in findings(basis))
    basis.con.close()
    assert long == f"stage '{'x' * 57}...' is not in the policy"
    assert strange == "stage 'שלב 🚀 '; --' is not in the policy"


def test_every_rule_explains_itself() -> None:
    assert [rule.code for rule in rule_reference()] == sorted(RULES)
    for rule in rule_reference():
        assert rule.title
        assert rule.why.endswith(".")
        assert rule.remedy


def test_rules_run_after_those_whose_outcome_they_read() -> None:
    *others, multiple, fulfilment = RULES
    assert (multiple, fulfilment) == ("SRC-MULTIPLE", "FULFIL-SOURCE")
    order = {code: number for number, code in enumerate(others)}
    assert order["REF-UNKNOWN"] == 0
    assert order["REG-DUP"] < min(order["REG-EXISTING"], order["OPP-DOUBLE"])
    assert order["TOUCH-AFTER-CLOSE"] < order["TOUCH-BACKDATED"]
    assert order["COMPLIANCE-HOLD"] < order["SPIF-HELD"]


def test_a_rule_is_left_out_only_for_kinds_of_records_that_exist() -> None:
    assert {kind for rule in RULES.values() for kind in rule.needs} <= set(KINDS)


def test_no_data_no_findings() -> None:
    basis = plain_basis([])
    validate(basis)
    assert findings(basis) == []
    assert finding_counts(basis) == {}
    basis.con.close()
