"""Each control passes on a sound desk and finds the fault that is planted."""

from __future__ import annotations

import pytest

from support.sound_desk import Sound
from xldesk.controls.acceptance import acceptance_key
from xldesk.controls.catalogue import catalogue
from xldesk.controls.checklist import EXAMINATIONS, run_controls
from xldesk.controls.examination import SHOWN_EXCEPTIONS
from xldesk.controls.result import ControlResult
from xldesk.errors import UsageError
from xldesk.ledger.basis import Basis

NOTHING_YET = {"C-12", "C-13", "C-14", "C-16", "C-17", "C-20", "C-22", "C-24", "C-25"}


def run(basis: Basis, sound: Sound, period: str | None = None) -> dict[str, ControlResult]:
    return {result.id: result for result in run_controls(basis, sound.ledger, period)}


def test_a_sound_desk_passes(basis: Basis, sound: Sound) -> None:
    results = run(basis, sound)
    assert list(results) == list(catalogue())
    for control, result in results.items():
        wanted = "not_run" if control in NOTHING_YET else "pass"
        assert (control, result.status, result.exceptions) == (control, wanted, ())
        assert bool(result.reason) == (wanted == "not_run")


POPULATIONS = {"C-01": 4, "C-02": 4, "C-03": 4, "C-04": 4, "C-05": 4, "C-06": 1, "C-18": 2}


def test_populations_are_counted(basis: Basis, sound: Sound) -> None:
    results = run(basis, sound)
    assert {control: results[control].population for control in POPULATIONS} == POPULATIONS
    assert results["C-08"].population == 2  # the registration and the co-sell role
    assert results["C-09"].population == 3  # the registration, the request, the claim


FAULTS = [
    ("C-01", "UPDATE credit SET credit = credit - 1 WHERE opportunity_id = 'W-1'", "add up"),
    ("C-01", "DELETE FROM credit WHERE opportunity_id = 'W-1'", "no credit line"),
    ("C-01", "UPDATE credit SET currency = 'EUR' WHERE opportunity_id = 'W-1'", "own currency"),
    ("C-02", "DELETE FROM deal WHERE opportunity_id = 'W-1'", "no headline"),
    ("C-02", "UPDATE opportunity SET amount = NULL WHERE opportunity_id = 'W-1'", "without an amo"),
    ("C-02", "UPDATE deal SET headline_category = 'x' WHERE opportunity_id = 'W-1'", "of the four"),
    ("C-03", "UPDATE credit SET share = 999999 WHERE opportunity_id = 'W-1'", "99.9999 %"),
    ("C-03", "UPDATE credit SET share = 1000001 WHERE opportunity_id = 'W-1'", "above 100 %"),
    ("C-03", "DELETE FROM credit WHERE opportunity_id = 'W-1'", "no shares"),
    ("C-04", "INSERT INTO deal SELECT * FROM deal WHERE opportunity_id = 'W-1'", "counted twice"),
    ("C-04", "UPDATE deal SET amount = 1 WHERE opportunity_id = 'W-1'", "another amount"),
    (
        "C-04",
        "UPDATE opportunity SET external_ids = '{\"crm\":\"006-1\"}' WHERE opportunity_id = 'W-2'",
        "opportunity W-1 has the same identifier, crm 006-1",
    ),
    (
        "C-04",
        (
            "INSERT INTO finding (code, severity, object_kind, object_id, key) "
            "VALUES ('OPP-DOUBLE', 'block', 'opportunity', 'W-1', 'k')"
        ),
        "an open finding",
    ),
    (
        "C-05",
        (
            "INSERT INTO credit SELECT * REPLACE ('P-2' AS partner_id) FROM credit "
            "WHERE opportunity_id = 'W-1'"
        ),
        "two partners",
    ),
    ("C-05", "DELETE FROM contribution WHERE opportunity_id = 'W-1'", "no partner sources it"),
    (
        "C-05",
        "UPDATE deal SET headline_category = 'direct' WHERE opportunity_id = 'W-1'",
        "its headline is direct",
    ),
    ("C-06", "DELETE FROM contribution WHERE opportunity_id = 'W-1'", "no claim stands behind it"),
    ("C-06", "DELETE FROM deal_registration", "not recorded"),
    ("C-06", "UPDATE deal_registration SET status = 'rejected'", "not approved"),
    ("C-06", "UPDATE deal_registration SET decided_at = '2027-01-01'", "not approved"),
    ("C-06", "UPDATE deal_registration SET partner_id = 'P-2'", "another partner"),
    ("C-06", "UPDATE deal_registration SET submitted_at = '2026-01-24'", "came after"),
    (
        "C-07",
        (
            "INSERT INTO finding (code, severity, object_kind, object_id, key, message) "
            "VALUES ('OPP-DATES', 'block', 'opportunity', 'W-1', 'k', 'closed too early')"
        ),
        "OPP-DATES: closed too early",
    ),
    (
        "C-07",
        (
            "INSERT INTO finding (code, severity, object_kind, object_id, key, message, "
            "resolution) "
            "VALUES ('OPP-DATES', 'block', 'opportunity', 'W-1', 'k', 'too early', 'fixed')"
        ),
        "called fixed, but still found",
    ),
    ("C-08", "UPDATE deal_registration SET evidence = []", "SRC-REG asks for evidence"),
    ("C-08", "UPDATE deal_registration SET evidence = [' ']", "SRC-REG asks for evidence"),
    ("C-08", "UPDATE partner_role SET evidence = ' '", "COS-ACCEPTED asks for evidence"),
    ("C-09", "UPDATE deal_registration SET decided_by = ' PIA'", "submitted it and decided"),
    ("C-09", "UPDATE mdf_request SET submitted_by = 'Max'", "Max submitted it"),
    ("C-09", "UPDATE mdf_claim SET submitted_by = 'max'", "Max submitted it"),
    ("C-10", "UPDATE mdf_request_figure SET has_approvers = false", "nobody else approved it"),
    (
        "C-13",
        (
            "INSERT INTO attribution (opportunity_id, partner_id, line_category, status, credit, "
            "currency) VALUES ('W-1', 'P-1', 'sourced', 'adjusted', 5, 'USD')"
        ),
        "names no cause",
    ),
    (
        "C-13",
        (
            "INSERT INTO attribution (opportunity_id, partner_id, line_category, status, credit, "
            "currency, caused_by) VALUES ('W-1', 'P-1', 'sourced', 'adjusted', 5, 'USD', 'D-1')"
        ),
        "neither a dispute nor a booking event",
    ),
    ("C-18", "UPDATE mdf_request_figure SET is_approved_in_time = false", "had begun"),
    ("C-18", "UPDATE mdf_request_figure SET is_submitted_in_time = false", "too close"),
    (
        "C-18",
        (
            "INSERT INTO mdf_violation VALUES "
            "('mdf_fund', 'F-1', 'P-1', 'available', 'more than it has', 5, 'USD')"
        ),
        "more than it has",
    ),
    ("C-19", "UPDATE mdf_claim_figure SET is_in_window = false", "the last day was 2026-04-10"),
    ("C-19", "UPDATE mdf_claim_figure SET is_within_approval = false", "above what was approved"),
    ("C-19", "UPDATE mdf_claim_figure SET is_within_invoice = false", "above the part of the inv"),
    ("C-19", "UPDATE mdf_claim_figure SET invoice_amount = NULL", "without an invoice amount"),
    (
        "C-19",
        "UPDATE mdf_claim_figure SET has_proof = false, proof_missing = 'photos'",
        "missing: photos",
    ),
    (
        "C-20",
        (
            "INSERT INTO dispute (dispute_id, opportunity_id, opened_at, due_at, status) "
            "VALUES ('D-1', 'W-1', '2026-07-01', '2026-07-07', 'opened')"
        ),
        "it was due 2026-07-07",
    ),
    (
        "C-20",
        (
            "INSERT INTO dispute (dispute_id, opportunity_id, opened_at, status) "
            "VALUES ('D-1', 'W-1', '2026-07-01', 'opened')"
        ),
        "without a due time",
    ),
]


@pytest.mark.parametrize(("control", "fault", "words"), FAULTS)
def test_a_planted_fault_is_found(
    basis: Basis, sound: Sound, control: str, fault: str, words: str
) -> None:
    basis.con.execute(fault)
    result = run(basis, sound)[control]
    assert result.status == "fail"
    assert result.exception_count == len(result.exceptions) == 1
    assert words in result.exceptions[0].message
    assert result.exceptions[0].object_id


@pytest.mark.parametrize(
    ("code", "opportunity", "resolution", "status"),
    [
        ("REG-LATE", "W-1", "waived", "pass"),
        ("REG-LATE", "W-1", "not_an_issue", "pass"),
        ("REG-LATE", "W-1", None, "fail"),
        ("REG-LATE", "W-1", "fixed", "fail"),
        ("REG-LATE", "W-2", "waived", "fail"),
        ("REG-DUP", "W-1", "waived", "fail"),
    ],
)
def test_a_late_registration_backs_credit_where_its_finding_was_released(
    basis: Basis, sound: Sound, code: str, opportunity: str, resolution: str | None, status: str
) -> None:
    basis.con.execute(
        "UPDATE deal_registration SET submitted_at = '2026-01-24';"
        "INSERT INTO finding (code, severity, scope, object_kind, object_id, opportunity_id, key, "
        "message, resolution) SELECT ?, 'block', 'contribution', 'deal_registration', "
        "registration_id, ?, 'k', 'late', ? FROM deal_registration",
        [code, opportunity, resolution],
    )
    assert run(basis, sound)["C-06"].status == status


def test_every_query_control_has_a_planted_fault() -> None:
    elsewhere = {"C-11", "C-15", "C-21", "C-22", "C-23"}  # test_ledger_controls.py
    assert {control for control, _, _ in FAULTS} | elsewhere == set(EXAMINATIONS)


@pytest.mark.parametrize(
    "harmless",
    [
        (
            "INSERT INTO dispute (dispute_id, opportunity_id, opened_at, due_at, status) "
            "VALUES ('D-1', 'W-1', '2026-07-01', '2026-07-09', 'opened')"
        ),
        (
            "INSERT INTO dispute (dispute_id, opportunity_id, opened_at, due_at, status, "
            "resolved_at) VALUES ('D-1', 'W-1', '2026-07-01', '2026-07-02', 'closed', '2026-07-05')"
        ),
    ],
    ids=["not due yet", "closed"],
)
def test_a_dispute_in_time_passes(basis: Basis, sound: Sound, harmless: str) -> None:
    basis.con.execute(harmless)
    assert run(basis, sound)["C-20"].status == "pass"


def test_a_caused_adjustment_passes(basis: Basis, sound: Sound) -> None:
    basis.con.execute(
        "INSERT INTO booking_event (event_id, opportunity_id) VALUES ('B-1', 'W-1');"
        "INSERT INTO attribution (opportunity_id, partner_id, line_category, status, credit, "
        "currency, caused_by) VALUES ('W-1', 'P-1', 'sourced', 'adjusted', 5, 'USD', 'B-1')"
    )
    assert run(basis, sound)["C-13"].status == "pass"


def test_what_is_at_stake_is_counted_once_a_deal(basis: Basis, sound: Sound) -> None:
    for key in ("a", "b"):
        basis.con.execute(
            "INSERT INTO finding (code, severity, object_kind, object_id, opportunity_id, key, "
            "message) VALUES ('REG-DUP', 'block', 'deal_registration', ?, 'W-1', ?, 'x'), "
            "('REG-DUP', 'block', 'deal_registration', ?, 'W-3', ?, 'x')",
            [key, key, key, key + key],
        )
    result = run(basis, sound)["C-07"]
    assert result.exception_count == 4
    assert result.amount_at_stake == {"EUR": 3_000_000, "USD": 1_000_000}


def test_a_period_takes_only_its_deals(basis: Basis, sound: Sound) -> None:
    basis.con.execute("UPDATE credit SET credit = 0 WHERE opportunity_id = 'W-4'")
    assert run(basis, sound)["C-01"].status == "fail"
    second = run(basis, sound, "2026-Q2")["C-01"]
    assert (second.status, second.population) == ("pass", 3)
    assert run(basis, sound, "2026-Q1")["C-01"].exceptions[0].opportunity_id == "W-4"
    assert run(basis, sound, "FY2026")["C-01"].status == "fail"


def test_a_period_without_deals_is_not_run_and_says_so(basis: Basis, sound: Sound) -> None:
    result = run(basis, sound, "2024-Q1")["C-01"]
    assert (result.status, result.reason) == ("not_run", "No deal was won in the period.")


def test_a_finding_of_another_period_waits_for_it(basis: Basis, sound: Sound) -> None:
    basis.con.execute(
        "INSERT INTO finding (code, severity, object_kind, object_id, key, message) VALUES "
        "('OPP-DATES', 'block', 'opportunity', 'W-4', 'k', 'x'), "
        "('REF-UNKNOWN', 'block', 'touch', 'E-9', 'l', 'y')"
    )
    found = run(basis, sound, "2026-Q2")["C-07"].exceptions
    assert [exception.object_id for exception in found] == ["E-9"]


def test_a_period_that_cannot_be_read_is_refused(basis: Basis, sound: Sound) -> None:
    with pytest.raises(UsageError):
        run(basis, sound, "next quarter")


def _accept(basis: Basis, control: str, period: str | None, until: str | None = None) -> None:
    basis.con.execute(
        "INSERT INTO finding_resolution (finding_key, outcome, reason, actor, approver, until) "
        "VALUES (?, 'waived', 'kept on paper', 'Ada', 'Max', ?)",
        [acceptance_key(control, period), until],
    )


@pytest.mark.parametrize(
    ("period", "until", "status"),
    [
        ("2026-Q2", None, "accepted"),
        ("2026-Q2", "2026-07-08", "accepted"),
        ("2026-Q2", "2026-07-07", "fail"),
        ("2026-Q1", None, "fail"),
        (None, None, "fail"),
    ],
)
def test_two_people_may_accept_a_failure(
    basis: Basis, sound: Sound, period: str | None, until: str | None, status: str
) -> None:
    basis.con.execute("UPDATE deal_registration SET evidence = []")
    _accept(basis, "C-08", period, until)
    result = run(basis, sound, "2026-Q2")["C-08"]
    assert result.status == status
    assert ("kept on paper" in result.reason) == (status == "accepted")
    assert result.exception_count == 1


def test_integrity_is_never_accepted(basis: Basis, sound: Sound) -> None:
    basis.con.execute("UPDATE credit SET credit = credit - 1 WHERE opportunity_id = 'W-1'")
    _accept(basis, "C-01", None)
    assert run(basis, sound)["C-01"].status == "fail"


def test_a_long_list_is_cut_and_the_count_goes_on(basis: Basis, sound: Sound) -> None:
    basis.con.execute(
        "INSERT INTO finding (code, severity, object_kind, object_id, key, message) "
        "SELECT 'REF-UNKNOWN', 'block', 'touch', 'E-' || i, i, 'x' FROM range(1500) AS n(i)"
    )
    result = run(basis, sound)["C-07"]
    assert (result.exception_count, len(result.exceptions)) == (1_500, SHOWN_EXCEPTIONS)


def test_every_control_runs_or_says_why_not() -> None:
    texts = catalogue()
    assert list(texts) == [f"C-{number:02d}" for number in range(1, 26)]
    assert set(EXAMINATIONS) <= set(texts)
    for control, text in texts.items():
        assert bool(text.not_run) == (control not in EXAMINATIONS)
        assert text.proves.endswith(".")
        assert text.proves.count(".") == 1
