"""The attribution audit of a small programme: it reconciles, names its exceptions, recalculates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from support.mdf_world import MdfWorld
from support.programme import QUARTER, fill, provenance
from workbooks.recalculation import disagreements, formula_count
from xldesk.controls.checklist import run_controls
from xldesk.controls.result import ControlResult
from xldesk.errors import UsageError
from xldesk.ledger.basis import Basis
from xldesk.workbooks import attribution_audit_rows as rows_of
from xldesk.workbooks.attribution_audit import SPEC, content
from xldesk.workbooks.attribution_audit_rows import bookings_caption, controls_line, ids_in_short
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.content import Content
from xldesk.workbooks.layout import LINE_HEIGHT, MARGIN_COLUMN, lay_out
from xldesk.workbooks.paper import A4, SMALLEST_POINTS
from xldesk.workbooks.stamp import stamp
from xldesk.workbooks.template import build_template
from xldesk.workbooks.theme import BODY_SIZE


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MdfWorld]:
    with MdfWorld(tmp_path_factory.mktemp("audit") / "desk") as made:
        yield fill(made)


@pytest.fixture(scope="module")
def basis(world: MdfWorld) -> Basis:
    return world.basis()


@pytest.fixture(scope="module")
def controls(world: MdfWorld, basis: Basis) -> list[ControlResult]:
    return run_controls(basis, world.world.ledger, QUARTER)


@pytest.fixture(scope="module")
def audit(basis: Basis, controls: list[ControlResult]) -> Content:
    made = content(basis, controls, provenance(basis), QUARTER)
    return replace(made, tables={name: list(rows) for name, rows in made.tables.items()})


def write(folder: Path, name: str, made: Content) -> Path:
    template = folder / "template.xlsx"
    template.write_bytes(build_template(SPEC))
    stamp(SPEC, made, folder / f"{name}.xlsx", template=template)
    return folder / f"{name}.xlsx"


def test_reconciliation_has_every_category_of_every_currency(audit: Content) -> None:
    found = [(row["currency"], row["headline"]) for row in audit.tables["Reconciliation"]]
    currencies = sorted({currency for currency, _ in found})
    assert len(currencies) > 1
    assert found == [
        (currency, category)
        for currency in currencies
        for category in ("sourced", "co_sell", "influenced", "direct")
    ]
    assert all(row["difference"] == 0 for row in audit.tables["Reconciliation"])


def test_bookings_are_those_of_the_opportunities(basis: Basis, audit: Content) -> None:
    booked = dict(
        basis.con.execute(
            "SELECT currency, CAST(sum(amount) AS BIGINT) FROM opportunity WHERE is_won "
            "AND close_date BETWEEN '2026-04-01' AND '2026-06-30' GROUP BY currency"
        ).fetchall()
    )
    assert {row["currency"]: row["bookings"] for row in audit.tables["Bookings"]} == booked
    for row in audit.tables["Bookings"]:
        parts = [row[name] for name in ("sourced", "co_sell", "influenced", "direct")]
        assert sum(parts) == pytest.approx(Decimal(1))


def test_credits_are_the_lines_of_the_deals_won_in_the_period(audit: Content) -> None:
    by_deal: dict[str, int] = {}
    for opportunity_id, _, closed, *_, share, _, _, _ in audit.tables["Credits"]:
        assert f"{closed:%Y-%m}" in {"2026-04", "2026-05", "2026-06"}
        by_deal[opportunity_id] = by_deal.get(opportunity_id, 0) + share
    assert len(by_deal) == audit.fields["won_deals"]
    assert set(by_deal.values()) == {1_000_000}


def test_what_is_wrong_is_shown_not_hidden(
    basis: Basis, controls: list[ControlResult], audit: Content
) -> None:
    basis.con.execute("BEGIN TRANSACTION")
    basis.con.execute("CREATE TABLE given AS SELECT * FROM credit")
    basis.con.execute("UPDATE given SET credit = credit - 7 WHERE opportunity_id = 'W-20401'")
    basis.con.execute("DROP VIEW IF EXISTS credit")
    basis.con.execute("ALTER TABLE given RENAME TO credit")
    try:
        made = content(basis, controls, provenance(basis), QUARTER)
        [wrong] = [row for row in made.tables["Reconciliation"] if row["difference"]]
    finally:
        basis.con.execute("ROLLBACK")
    assert wrong["difference"] == -7
    assert made.checks["Credits equal bookings"] == Decimal("0.07")


def test_every_control_and_exception_is_listed(
    controls: list[ControlResult], audit: Content
) -> None:
    assert [row["status"] for row in audit.tables["Controls"]] == [
        control.status.replace("_", " ") for control in controls
    ]
    listed = [row["control"] for row in audit.tables["Exceptions"]]
    assert listed == [c.id for c in controls for _ in c.exceptions]
    assert {"C-07", "C-08", "C-09", "C-18", "C-19"} <= set(listed)
    shown = {row["id"]: row["at_stake"] for row in audit.tables["Controls"]}
    assert shown["C-08"].startswith("USD ")
    assert {"EUR", "GBP", "USD"} <= set(shown["C-07"].split()), shown


@pytest.mark.parametrize(
    ("statuses", "line"),
    [
        (["fail"] * 3 + ["not run"] * 9 + ["pass"], "3 controls fail, 9 not run"),
        (["fail", "pass"], "1 control fails, 0 not run"),
        (["accepted", "pass", "not run"], "No control fails, 1 not run"),
    ],
)
def test_the_controls_are_said_in_one_line(statuses: list[str], line: str) -> None:
    assert controls_line(statuses) == line


def test_the_summary_speaks_of_the_workbook_and_of_the_controls_apart(
    controls: list[ControlResult], audit: Content, tmp_path: Path
) -> None:
    path = write(tmp_path, "attribution_audit", audit)
    summary = openpyxl.load_workbook(path, data_only=True)["Summary"]
    failed = sum(control.status == "fail" for control in controls)
    waiting = sum(control.status == "not_run" for control in controls)
    assert failed > 1
    assert summary["B5"].value == "This workbook adds up"
    assert summary["B6"].value == f"{failed} controls fail, {waiting} not run"
    rules = {
        str(area.sqref): [rule.formula[0] for rule in area.rules]
        for area in summary.conditional_formatting
    }
    assert rules["B5:C5"] == ["Checks_Failed=0", "Checks_Failed<>0"]
    assert rules["B6:C6"] == ["Controls_Failed<>0", "Controls_Not_Run<>0", "TRUE"]


def test_bookings_of_one_currency_say_so(audit: Content, tmp_path: Path) -> None:
    deals = {row["currency"]: row["deals"] for row in audit.tables["Bookings"]}
    _, currency = audit.fields["bookings"]
    path = write(tmp_path, "attribution_audit", audit)
    summary = openpyxl.load_workbook(path)["Summary"]
    captions = [cell.value for row in summary.iter_rows(min_row=9, max_row=9) for cell in row]
    said = f"Bookings, {currency} deals only ({deals[currency]} of {sum(deals.values())})"
    assert said in captions
    assert bookings_caption([{"deals": 3}]) == "Bookings, {currency}"


def test_summary_controls_and_exceptions_agree(audit: Content) -> None:
    listed = [row["control"] for row in audit.tables["Exceptions"]]
    for row in audit.tables["Controls"]:
        assert row["exceptions"] == row["listed"] == listed.count(row["id"])
    by_status = {row["status"]: row for row in audit.tables["ControlStatus"]}
    assert list(by_status) == ["fail", "not run", "accepted", "pass"]
    assert sum(row["exceptions"] for row in by_status.values()) == len(listed)
    assert "C-11" in listed


def test_the_summary_counts_every_control_and_names_those_that_fail(
    controls: list[ControlResult], audit: Content
) -> None:
    by_status = {row["status"]: row for row in audit.tables["ControlStatus"]}
    assert sum(row["controls"] for row in by_status.values()) == len(controls)
    for row in by_status.values():
        assert row["must_hold"] + row["acceptable"] == row["controls"]
    named = [row["id"].text for row in audit.tables["FailedControls"]]
    assert named == [control.id for control in controls if control.status == "fail"]
    assert by_status["fail"]["controls"] == len(named) > 0


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ("", None),
        ("a", "a"),
        ("ab", "a, b"),
        ("abc", "a to c"),
        ("abcf", "a to c, f"),
        ("bdef", "b, d to f"),
    ],
)
def test_controls_that_follow_each_other_are_named_in_short(ids: str, said: str | None) -> None:
    assert ids_in_short(list(ids), list("abcdef")) == said


def test_the_summary_is_printed_so_that_it_can_be_read(audit: Content, tmp_path: Path) -> None:
    summary = openpyxl.load_workbook(write(tmp_path, "attribution_audit", audit))["Summary"]
    assert (summary.page_setup.orientation, summary.page_setup.fitToHeight) == ("landscape", 1)
    rows = range(1, summary.max_row + 1)
    high = sum(summary.row_dimensions[row].height or LINE_HEIGHT for row in rows) / 72
    wide = MARGIN_COLUMN + sum(lay_out(SPEC.pages[0], has_checks=True).widths)
    assert len(audit.tables["FailedControls"]) > 5
    assert BODY_SIZE * min(A4.scale(wide), (210 / 25.4 - 1.2) / high) > SMALLEST_POINTS


def test_findings_are_those_of_the_period(audit: Content) -> None:
    won = {row[0] for row in audit.tables["Credits"]}
    about = {row["opportunity_id"] for row in audit.tables["Findings"]}
    assert about
    assert about - {None} <= won
    assert {row["severity"] for row in audit.tables["Findings"]} >= {"block"}


def test_without_a_period_all_won_deals_are_shown(
    basis: Basis, controls: list[ControlResult]
) -> None:
    made = content(basis, controls, provenance(basis))
    [(won,)] = basis.con.execute("SELECT count(*) FROM opportunity WHERE is_won").fetchall()
    assert made.fields["won_deals"] == won


def test_a_period_that_cannot_be_read_is_refused(
    basis: Basis, controls: list[ControlResult]
) -> None:
    with pytest.raises(UsageError):
        content(basis, controls, provenance(basis), "soon")


def test_the_file_is_as_it_should_be(audit: Content, tmp_path: Path) -> None:
    path = write(tmp_path, "attribution_audit", audit)
    assert check_workbook(path).findings == []
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Summary",
        "Controls",
        "Exceptions",
        "Reconciliation",
        "Credits",
        "Findings",
        "Checks",
        "About",
    ]
    inputs = [cell for row in book["Controls"].iter_rows() for cell in row if cell.value is None]
    assert any(not cell.protection.locked for cell in inputs)
    assert all(cell.protection.locked for row in book["Credits"].iter_rows() for cell in row)


@pytest.mark.libreoffice
def test_other_programs_agree_with_the_audit(
    basis: Basis, controls: list[ControlResult], audit: Content, tmp_path: Path
) -> None:
    nothing = content(basis, controls, provenance(basis), "2024-Q1")
    files = [write(tmp_path, "audit", audit), write(tmp_path, "empty", nothing)]
    assert formula_count(files[0]) > 80
    assert disagreements(files) == []


def test_any_field_of_a_credit_line_or_finding_can_be_a_column(basis: Basis) -> None:
    days = rows_of.scope(basis, None)
    lines = list(rows_of.credits(basis, days, ["policy_version", "credit", "close_quarter"]))
    shown = list(rows_of.credits(basis, days, ["credit"]))
    assert [(credit,) for _, credit, _ in lines] == shown
    assert {version for version, _, _ in lines} == {basis.policy_version}
    findings = basis.con.execute("SELECT * FROM finding LIMIT 0")
    names = {column[0] for column in findings.description or ()}
    for row in rows_of.findings(basis, days):
        assert names < row.keys()
