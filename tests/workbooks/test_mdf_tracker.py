"""The MDF tracker: the programme's figures as formulas, and partners who see only their own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from support.mdf_world import MdfWorld, fund, movement, rows
from support.programme import NAMES, fill, provenance
from workbooks.recalculation import disagreements, formula_count
from xldesk.ledger.basis import Basis
from xldesk.records.currency import exponent
from xldesk.records.money import major
from xldesk.workbooks import mdf_tracker_partner
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.content import Content
from xldesk.workbooks.encoders import minor_text, number_text
from xldesk.workbooks.mdf_tracker import SPEC, content
from xldesk.workbooks.spec import Workbook
from xldesk.workbooks.stamp import stamp
from xldesk.workbooks.template import build_template

PARTNERS = [f"P-{number:03d}" for number in range(1, len(NAMES) + 1)]


@pytest.fixture(scope="module")
def basis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Basis]:
    with MdfWorld(tmp_path_factory.mktemp("tracker") / "desk") as world:
        fill(world)
        world.add(
            movement(1, "reallocate", -100_000, fund_id="F-01Q2", reason="to Vela Partners"),
            movement(2, "reallocate", 100_000, fund_id="F-02Q2", reason="from Harbor Systems"),
        )
        yield world.basis()


@pytest.fixture(scope="module")
def programme(basis: Basis) -> Content:
    return content(basis, provenance(basis))


def write(folder: Path, name: str, made: Content, spec: Workbook = SPEC) -> Path:
    template = folder / f"{spec.name}.template"
    template.write_bytes(build_template(spec))
    stamp(spec, made, folder / f"{name}.xlsx", template=template)
    return folder / f"{name}.xlsx"


def own(basis: Basis, partner_id: str) -> Content:
    return mdf_tracker_partner.content(basis, provenance(basis, partner_id), partner_id)


def write_own(folder: Path, basis: Basis, partner_id: str) -> Path:
    made = own(basis, partner_id)
    return write(folder, f"mdf_tracker_{partner_id}", made, mdf_tracker_partner.SPEC)


def test_the_summary_adds_up_by_currency(basis: Basis, programme: Content) -> None:
    for row in programme.tables["Money"]:
        own = rows(basis, "mdf_fund_figure", currency=row["currency"])
        assert row["funds"] == len(own)
        for name in ("base", "committed", "paid", "available", "reclaimed", "expired"):
            assert row[name] == sum(figure[name] for figure in own)
        assert row["committed_part"] == Decimal(row["committed"]) / row["base"]
        assert row["expired_part"] == Decimal(row["expired"]) / row["base"]
        names = ("paid", "committed", "available", "reclaimed", "expired")
        assert sum(row[f"{name}_part"] for name in names) == pytest.approx(Decimal(1))
    largest = max(programme.tables["Money"], key=lambda row: (row["funds"], row["currency"]))
    assert programme.fields["expired"] == (largest["expired"], largest["currency"])
    assert programme.fields["expired.caption"].startswith("Expired, {currency}")


def test_every_check_holds(programme: Content) -> None:
    assert set(programme.checks.values()) == {0}


def test_what_waits_is_listed_with_its_due_day(programme: Content) -> None:
    waiting = programme.tables["Decisions"]
    assert {row["kind"] for row in waiting} == {"request", "claim"}
    assert [row["due"] for row in waiting] == sorted(row["due"] for row in waiting)
    assert all(row["due"] > row["submitted"] for row in waiting)
    assert {row["state"] for row in waiting} <= {"overdue", "open"}


def test_requests_against_the_rules_say_so(programme: Content) -> None:
    problems = {row["problem"] for row in programme.tables["Requests"]} - {""}
    assert "submitted less than 10 business days ahead" in problems
    assert any("approved after the activity had begun" in problem for problem in problems)


def test_lists_offer_what_is_still_open(basis: Basis, programme: Content) -> None:
    funds = {row["fund_id"]: row["expiry"] for row in programme.tables["Funds"]}
    offered = programme.lists["funds"]
    assert offered
    assert set(offered) == {name for name, expiry in funds.items() if expiry >= basis.as_of_day}
    due = {row["request_id"]: row["claim_due_day"] for row in programme.tables["Requests"]}
    assert all(due[name] >= basis.as_of_day for name in programme.lists["requests"])
    assert programme.lists["requests"]


def test_a_customers_claim_reduces_revenue_beyond_its_fair_value(programme: Content) -> None:
    for row in programme.tables["Claims"]:
        beyond = row["approved"] - (row["fair_value"] or 0)
        assert row["reduces_revenue"] == (max(0, beyond) if row["is_customer"] else 0)
    assert any(row["reduces_revenue"] for row in programme.tables["Claims"])


def test_returns_are_those_of_the_desk(basis: Basis, programme: Content) -> None:
    known = {row["request_id"]: row for row in rows(basis, "mdf_roi")}
    shown = programme.tables["Roi"]
    assert {row["request_id"] for row in shown} == set(known)
    rounded = Decimal("0.000001")
    for row in shown:
        for name in ("projected_roi", "pipeline_ratio", "actual_roi"):
            desk = known[row["request_id"]][name]
            assert (row[name] is None) == (desk is None), name
            # The workbook's margins are whole minor units, the desk rounds the ratio alone.
            cents = Decimal(row["deals"]) / (row["claims_approved"] or 1)
            allowed = rounded + (cents if name == "actual_roi" else 0)
            assert desk is None or abs(row[name] - desk) <= allowed
    assert {row["state"] for row in shown} == {"actual", "immature", "no spend"}
    assert any(row["won_credit"] for row in shown)


def _values(part: bytes) -> set[str]:
    """Return every text and number of a part, without its markup."""
    return {text.strip() for text in re.split(r"<[^>]*>", part.decode("utf-8")) if text.strip()}


_OPPORTUNITIES = (
    "SELECT opportunity_id FROM credit WHERE partner_id <> $1 "
    "EXCEPT SELECT opportunity_id FROM credit WHERE partner_id = $1"
)


def _traces(basis: Basis, partner_id: str) -> set[str]:
    """Return every name, id and distinctive figure of every other partner."""
    found = set()
    for sql in (
        "SELECT partner_id FROM partner WHERE partner_id <> $1",
        "SELECT name FROM partner WHERE partner_id <> $1",
        "SELECT fund_id FROM mdf_fund WHERE partner_id <> $1",
        "SELECT request_id FROM mdf_request WHERE partner_id <> $1",
        "SELECT name FROM mdf_request WHERE partner_id <> $1",
        "SELECT claim_id FROM mdf_claim WHERE partner_id <> $1",
        "SELECT invoice_number FROM mdf_claim WHERE partner_id <> $1",
        _OPPORTUNITIES,
    ):
        found |= {text for (text,) in basis.con.execute(sql, [partner_id]).fetchall()}
    return found - {"DIRECT"}


def _figures(basis: Basis, partner_id: str) -> set[str]:
    """Return amounts, as cells hold them, that only other partners have."""
    sql = (
        "SELECT amount, currency FROM ("
        "SELECT partner_id, planned_spend AS amount, currency FROM mdf_request "
        "UNION ALL SELECT partner_id, expected_pipeline, currency FROM mdf_request "
        "UNION ALL SELECT partner_id, claimed_amount, currency FROM mdf_claim "
        "UNION ALL SELECT partner_id, credit, currency FROM credit"
        ") WHERE amount > 100000 AND partner_id "
    )
    others = set(basis.con.execute(f"{sql} <> $1", [partner_id]).fetchall())
    own = set(basis.con.execute(f"{sql} = $1", [partner_id]).fetchall())
    return {minor_text(amount, exponent(currency)) for amount, currency in others - own}


@pytest.mark.parametrize("partner_id", ["P-001", "P-002", "P-007"])
def test_a_partners_tracker_holds_nothing_of_any_other(
    basis: Basis, tmp_path: Path, partner_id: str
) -> None:
    assert own(basis, partner_id).tables["Funds"]
    path = write_own(tmp_path, basis, partner_id)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    values = set().union(*(_values(part) for part in parts.values()))
    assert partner_id in values
    assert values & _traces(basis, partner_id) == set()
    assert values & _figures(basis, partner_id) == set()
    everything = b"".join(parts.values()).decode("utf-8")
    for number, name in enumerate(NAMES, start=1):
        other = f"P-{number:03d}"
        assert (name in everything) == (other == partner_id)
        assert (other in everything) == (other == partner_id)


def test_the_search_for_leaks_would_find_one(
    basis: Basis, programme: Content, tmp_path: Path
) -> None:
    with zipfile.ZipFile(write(tmp_path, "programme", programme)) as archive:
        values = set().union(*(_values(archive.read(name)) for name in archive.namelist()))
    assert len(values & _traces(basis, "P-001")) > 100
    assert len(values & _figures(basis, "P-001")) > 50


def test_the_partners_together_are_the_programme(basis: Basis, programme: Content) -> None:
    for table, key in (("Funds", "fund_id"), ("Requests", "request_id"), ("Claims", "claim_id")):
        whole = [row[key] for row in programme.tables[table]]
        parts = [
            row[key] for partner_id in PARTNERS for row in own(basis, partner_id).tables[table]
        ]
        assert sorted(parts) == sorted(whole)


INTERNAL_WORDS = re.compile(
    r"margin|decision|decided|approver|reallocation|advice|fair value|customer|revenue"
    r"|(actual|projected) ROI|service received",
    re.IGNORECASE,
)


@pytest.mark.parametrize("partner_id", ["P-001", "P-002", "P-004", "P-007"])
def test_a_partners_tracker_holds_nothing_internal(
    basis: Basis, programme: Content, tmp_path: Path, partner_id: str
) -> None:
    path = write_own(tmp_path, basis, partner_id)
    assert check_workbook(path).findings == []
    book = openpyxl.load_workbook(path, data_only=True)
    assert not {"Decisions", "Reallocation advice", "ROI", "ROI deals"} & set(book.sheetnames)
    with zipfile.ZipFile(path) as archive:
        values = set().union(*(_values(archive.read(name)) for name in archive.namelist()))
        for name in archive.namelist():
            values |= set(re.findall(r'="([^"]*)"', archive.read(name).decode("utf-8")))
    assert [text for text in values if INTERNAL_WORDS.search(text)] == []
    secrets = {
        number_text(row[name] if "roi" in name else major(row[name], row["currency"]))
        for table, names in (
            ("Roi", ("projected_roi", "actual_roi", "margin_on_won")),
            ("RoiDeals", ("margin_on_credit",)),
        )
        for row in programme.tables[table]
        for name in names
        if row["partner_id"] == partner_id and row[name] and row[name] != -1
    }
    assert secrets
    numbers = {
        number_text(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    }
    assert secrets & (numbers | values) == set()


def test_a_partner_sees_what_waits_and_what_came_of_its_money(
    basis: Basis, programme: Content
) -> None:
    waiting = 0
    for partner_id in PARTNERS:
        made = own(basis, partner_id)
        assert set(made.checks.values()) <= {0}
        waiting += made.fields["decisions"]
        known = {row["request_id"]: row for row in programme.tables["Roi"]}
        for row in made.tables["Roi"]:
            assert row["won_credit"] == known[row["request_id"]]["won_credit"]
            assert row["pipeline_ratio"] == known[row["request_id"]]["pipeline_ratio"]
    assert waiting == len(programme.tables["Decisions"])


def test_a_partner_sees_no_reasons_of_movements(basis: Basis, programme: Content) -> None:
    reasons = {row["reason"] for row in programme.tables["Movements"]}
    assert "to Vela Partners" in reasons
    moved = own(basis, "P-001").tables["Movements"]
    assert all("reason" not in row for row in moved)
    assert [row["amount"] for row in moved if row["kind"] == "reallocate"] == [-100_000]


def test_the_chart_shows_what_became_of_all_money(
    basis: Basis, programme: Content, tmp_path: Path
) -> None:
    drawn = {
        "Money": (write(tmp_path, "mdf_tracker", programme), programme),
        "Funds": (write_own(tmp_path, basis, "P-001"), own(basis, "P-001")),
    }
    for table, (path, made) in drawn.items():
        with zipfile.ZipFile(path) as archive:
            part = archive.read("xl/charts/chart1.xml").decode("utf-8")
        assert 'grouping val="percentStacked"' in part
        points = re.findall(r'ptCount val="(\d+)"', part)
        assert set(points[1::3]) == {str(len(made.tables[table]))}, points
        for row in made.tables[table]:
            parts = (row[name] for name in ("paid", "committed", "available", "expired"))
            assert sum(parts) + row["reclaimed"] == row["base"]


def test_a_partner_without_funds_has_an_empty_tracker(basis: Basis, tmp_path: Path) -> None:
    made = own(basis, "P-1")
    assert not any(made.tables[name] for name in ("Funds", "Requests", "Claims", "Movements"))
    assert check_workbook(write_own(tmp_path, basis, "P-1")).findings == []


def test_money_is_in_whole_minor_units(basis: Basis, programme: Content, tmp_path: Path) -> None:
    part = basis.policy.mdf.reimbursement_pct
    for row in programme.tables["Claims"]:
        if row["invoice_amount"] is not None:
            assert row["reimbursable"] == int(row["invoice_amount"] * part)
    assert "JPY" in {row["currency"] for row in programme.tables["Claims"]}
    path = write(tmp_path, "mdf_tracker", programme)
    book = openpyxl.load_workbook(path, data_only=True)
    assert book["Lists"].page_setup.fitToHeight == 1
    for tab, names in (
        ("Claims", ("Invoice amount", "Reimbursable", "Claimed", "Reduces revenue")),
        ("ROI", ("Planned spend", "Won credit", "Margin on won credit")),
        ("ROI deals", ("Credit", "Margin on credit")),
    ):
        header, *shown = list(book[tab].iter_rows(min_row=6, min_col=2))
        places = {cell.value: index for index, cell in enumerate(header)}
        for row in shown:
            decimals = exponent(row[places["Currency"]].value)
            for name in names:
                cell = row[places[name]]
                if isinstance(cell.value, (int, float)):
                    assert round(cell.value, decimals) == cell.value
                    assert (".00" in cell.number_format) == (decimals == 2)


def test_figures_of_one_currency_say_so(basis: Basis, programme: Content) -> None:
    funds = len(programme.tables["Funds"])
    dollars = sum(row["currency"] == "USD" for row in programme.tables["Funds"])
    assert 0 < dollars < funds
    covered = f"({dollars} of {funds})"
    assert programme.fields["allocated"][1] == "USD"
    assert programme.fields["allocated.caption"] == f"Allocated, {{currency}} funds {covered}"
    assert programme.fields["utilisation.caption"] == f"Utilisation, USD funds {covered}"
    single = own(basis, "P-001").fields
    assert single["allocated.caption"] == "Allocated, {currency}"
    assert single["utilisation.caption"] == "Utilisation, USD"


def test_the_file_is_as_it_should_be(programme: Content, tmp_path: Path) -> None:
    path = write(tmp_path, "mdf_tracker", programme)
    assert check_workbook(path).findings == []
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:5] == [
        "Summary",
        "Decisions",
        "New requests",
        "Reallocation advice",
        "Funds",
    ]
    assert len(book["Summary"]._charts) == 1
    offered = {
        validation.formula1
        for validation in book["New requests"].data_validations.dataValidation
        if validation.type == "list"
    }
    assert offered == {"List_funds", "List_activity_kinds", "List_requests"}
    fields = [cell for row in book["New requests"].iter_rows(min_row=8) for cell in row]
    assert any(not cell.protection.locked for cell in fields)
    assert all(cell.protection.locked for row in book["Funds"].iter_rows() for cell in row)


@pytest.mark.libreoffice
def test_other_programs_agree_with_the_trackers(
    basis: Basis, programme: Content, tmp_path: Path
) -> None:
    files = [
        write(tmp_path, "programme", programme),
        *(write_own(tmp_path, basis, partner_id) for partner_id in ("P-002", "P-007", "P-1")),
    ]
    assert formula_count(files[0]) > 500
    assert disagreements(files) == []


@pytest.mark.libreoffice
def test_broken_money_fails_the_checks(tmp_path: Path) -> None:
    with MdfWorld(tmp_path / "desk") as world:
        world.add(fund(), movement(1, "reclaim", 1_000_001))
        basis = world.basis()
        made = content(basis, provenance(basis))
    assert made.checks["No fund is overspent"] == 1
    assert made.tables["Funds"][0]["state"] == "overspent"
    assert disagreements([write(tmp_path, "broken", made)]) == []
