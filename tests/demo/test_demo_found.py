"""What was planted in the sample is found, and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from support.told_rows import told_rows
from xldesk.attribution.story_needs import rules_not_compared
from xldesk.demo.company import make_company
from xldesk.demo.days import TODAY
from xldesk.demo.exports import SEED, Exports
from xldesk.demo.lists import sample_list
from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.ledger.entry import Actor
from xldesk.validation.findings import finding_counts, findings
from xldesk.validation.registry import RULES
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path


CLEAN = ("MDF-", "SPIF-", "ID-ALIKE")
"""Rules that nothing is planted for: the sample's funds keep the order of money, it pays no
incentives, and its exports number rows themselves."""

PROGRAMME = {"sourced": (25, 35), "co_sell": (15, 25), "influenced": (20, 25), "direct": (20, 35)}
"""Per cent of bookings by headline category, as in a programme at work."""


def test_findings_are_those_planted(sample_desk):
    found = Counter()
    for (_, code), count in finding_counts(sample_desk.basis).items():
        found[code] += count
    assert dict(sorted(found.items())) == sample_desk.exports.planted


def test_every_rule_fires(sample_desk):
    clean = {code for code in RULES if code.startswith(CLEAN)}
    assert set(RULES) - clean == set(sample_desk.exports.planted)


def test_rules_left_out_of_a_comparison_are_told_of_no_deal(sample_desk):
    with sample_desk.desk.basis(TODAY) as confined:
        left_out = rules_not_compared(confined)
        validate(confined, leave_out=left_out)
        assert told_rows(confined.con) == told_rows(sample_desk.basis.con)
        codes = {code for _, code in finding_counts(confined)}
    missing = {code for _, code in finding_counts(sample_desk.basis)} - codes
    assert "ROW-REJECTED" in missing
    assert missing <= left_out


def test_a_rule_finds_nothing_without_the_table_it_stands_on(sample_desk):
    con = sample_desk.basis.con
    for rule in (rule for rule in RULES.values() if rule.stands_on):
        con.execute("BEGIN TRANSACTION")
        con.execute("DELETE FROM raised")
        assert con.execute(rule.sql).fetchall(), rule.code
        con.execute(f"DELETE FROM {rule.stands_on}")
        assert not con.execute(rule.sql).fetchall(), rule.code
        con.execute("ROLLBACK")


def test_every_row_is_accounted_for(sample_desk):
    for file in sample_desk.exports.files:
        report = sample_desk.completeness[file.kind]
        assert report.rows_read == file.rows
        assert report.added == file.rows - file.unreadable
        assert report.rejected == file.unreadable


def test_competing_registrations_of_the_same_minute_are_both_blocked(sample_desk):
    equal = [f for f in findings(sample_desk.basis, code="REG-DUP") if "same time" in f.message]
    assert len(equal) == 2
    assert len({finding.opportunity_id for finding in equal}) == 1


def test_accounts_block_once_won(sample_desk):
    counts = finding_counts(sample_desk.basis)
    assert counts["warn", "OPP-ACCOUNT"] == 12
    assert counts["block", "OPP-ACCOUNT"] == 3


def test_a_misspelt_product_is_found_with_its_right_spelling(sample_desk):
    products = {product["family"] for product in sample_list("market")["product"]}
    messages = [
        f.message
        for f in findings(sample_desk.basis, code="REF-UNKNOWN")
        if f.object_kind == "opportunity"
    ]
    assert len(messages) == 6
    assert all(any(f"'{product}'" in message for product in products) for message in messages)


def test_a_missing_rate_and_an_unknown_currency_are_both_there(sample_desk):
    messages = " ".join(f.message for f in findings(sample_desk.basis, code="CUR-UNKNOWN"))
    assert messages.count("EUD") == 2
    assert messages.count("2024-Q2") == 2


def test_deals_get_the_category_they_were_made_for(sample_desk):
    basis = sample_desk.basis
    headlines = dict(
        basis.con.execute("SELECT opportunity_id, headline_category FROM deal").fetchall()
    )
    spoiled = {finding.opportunity_id for finding in findings(basis)}
    meant = {d.opportunity_id: d.category for d in make_company(SEED).deals}
    other = {key for key, category in headlines.items() if category != meant[key]}
    assert other <= spoiled
    assert len(other) < 20


def bookings(basis, where: str = "true") -> dict[str, Decimal]:
    """Return won amounts by headline category, in per cent of their total in dollars."""
    rows = basis.con.execute(
        f"""
        WITH booked AS (
            SELECT
                d.headline_category AS category,
                d.amount * coalesce(r.rate, 1) / 10 ** c.exponent AS amount
            FROM deal AS d
            JOIN known_currency AS c ON c.code = d.currency
            LEFT JOIN policy_rate AS r ON r.currency = d.currency AND r.period = d.close_quarter
            WHERE d.is_won AND d.close_quarter >= '2024-Q3' AND {where}
        )
        SELECT category, 100 * sum(amount) / sum(sum(amount)) OVER () FROM booked GROUP BY category
        """
    ).fetchall()
    return dict(rows)


def test_bookings_by_category_look_like_a_programme(sample_desk):
    shares = bookings(sample_desk.basis)
    for category, (low, high) in PROGRAMME.items():
        assert low <= shares[category] <= high, shares


def test_the_programme_matures(sample_desk):
    first = bookings(sample_desk.basis, "d.close_quarter <= '2025-Q2'")
    last = bookings(sample_desk.basis, "d.close_quarter > '2025-Q2'")
    assert last["sourced"] > first["sourced"]
    assert last["direct"] < first["direct"]


def test_credits_add_up(sample_desk):
    wrong = sample_desk.basis.con.execute(
        """
        SELECT d.opportunity_id
        FROM deal AS d
        LEFT JOIN (
            SELECT opportunity_id, sum(credit) AS credit FROM credit GROUP BY opportunity_id
        ) AS c USING (opportunity_id)
        WHERE d.amount <> coalesce(c.credit, 0)
        """
    ).fetchall()
    assert wrong == []


def test_some_touches_are_known_by_domain_only_and_mean_one_deal(sample_desk):
    [(touches, links)] = sample_desk.basis.con.execute(
        """
        SELECT count(DISTINCT event_id), count(*)
        FROM touch_link
        WHERE event_id IN (SELECT event_id FROM touch WHERE opportunity_id IS NULL)
        """
    ).fetchall()
    assert touches == links > 300


def test_funds_keep_the_order_of_money(sample_desk):
    con = sample_desk.basis.con
    assert con.execute("SELECT * FROM mdf_violation").fetchall() == []
    assert (
        con.execute(
            """
        SELECT claim_id FROM mdf_claim_figure
        WHERE NOT (is_in_window AND is_within_approval AND is_within_invoice AND has_proof)
        """
        ).fetchall()
        == []
    )
    assert (
        con.execute(
            """
        SELECT request_id FROM mdf_request_figure
        WHERE NOT (is_submitted_in_time AND is_approved_in_time AND has_approvers)
        """
        ).fetchall()
        == []
    )


def test_funds_are_used_and_some_lag(sample_desk):
    con = sample_desk.basis.con
    [(used,)] = con.execute(
        "SELECT sum(paid) / sum(base) FROM mdf_fund_figure WHERE period <= '2026-Q1'"
    ).fetchall()
    assert 0.4 < used < 0.8
    assert con.execute("SELECT count(*) FROM mdf_advice").fetchall() > [(3,)]


def test_activities_have_deals_behind_them(sample_desk):
    states = dict(
        sample_desk.basis.con.execute(
            "SELECT state, sum(deals) FROM mdf_roi GROUP BY state"
        ).fetchall()
    )
    assert states["actual"] > 100
    assert states["immature"] > 20


def test_contacts_are_kept_apart(sample_desk):
    assert sample_desk.completeness["partner"].contacts == 60


def test_without_its_mapping_the_crm_file_is_not_understood(exports: Exports, tmp_path: Path):
    actor = Actor("Moira Penhaligon", "revops")
    file = next(file for file in exports.files if file.mapping)
    desk = Desk.create(tmp_path / "desk", actor=actor, at=TODAY)
    with desk, pytest.raises(UsageError, match=r"opportunities\.csv"):
        desk.intake([file.path], actor=actor, at=TODAY)
