"""The mappings that come with xldesk: each reads the export it is for, exactly."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from support.export_samples import SAMPLES
from xldesk.errors import UsageError
from xldesk.intake.headings import field_names
from xldesk.intake.kinds import INTAKE_KINDS
from xldesk.intake.mapping import load_mapping, parse_mapping
from xldesk.intake.shipped import (
    mapping_asked_for,
    mapping_for,
    mapping_named,
    overlaid,
    shipped_mapping,
    shipped_names,
    shipped_text,
    told_by_signature,
)
from xldesk.policy.load import default_policy

if TYPE_CHECKING:
    from pathlib import Path

    from support.intake_desk import IntakeDesk

BY_NAME_ONLY = ("aws-ace-opportunities", "microsoft-referrals")


def header(name: str) -> list[str]:
    return SAMPLES[name].partition("\n")[0].split(",")


def test_every_mapping_has_a_sample_a_title_a_source_and_notes() -> None:
    assert set(shipped_names()) == set(SAMPLES)
    for name in shipped_names():
        mapping = shipped_mapping(name)
        assert mapping.title
        assert mapping.source
        assert mapping.notes
        assert mapping.kind in INTAKE_KINDS
        assert mapping.place == name


def test_words_stand_for_words_of_the_desk() -> None:
    stages = {stage.name for stage in default_policy().stages}
    for name in shipped_names():
        mapping = shipped_mapping(name)
        assert set(mapping.values.get("stage", {}).values()) <= stages
        assert set(mapping.values) <= set(field_names(mapping.kind or ""))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_whole_by_its_name_and_changes_nothing_again(
    desk: IntakeDesk, name: str
) -> None:
    content = SAMPLES[name]
    rows = content.count("\n") - 1
    report = desk.read(content, mapping=mapping_named(name))
    assert (report.kind, report.mapping) == (shipped_mapping(name).kind, name)
    assert (report.rows_read, report.rejected) == (rows, 0)
    assert report.added == rows - report.duplicate
    again = desk.read(content, mapping=mapping_named(name))
    assert (again.added, again.changed, again.position) == (0, 0, None)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_header_with_a_signature_is_told(name: str) -> None:
    told = mapping_for(header(name), mapping_asked_for(None, {}), None)
    if name in BY_NAME_ONLY:
        assert not shipped_mapping(name).signature
        assert told.place != name
    else:
        assert told_by_signature(header(name))[0] == name
        assert told.place == name


def test_the_longest_signature_is_told_by_itself() -> None:
    for name in SAMPLES:
        found = told_by_signature(header(name))
        lengths = [len(shipped_mapping(one).signature) for one in found]
        assert len(set(lengths[:2])) == len(lengths[:2])


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (["opportunity_id", "stage", "close_date", "currency", "account_name"], None),
        (["Opportunity Id", "Stage", "Close Date", "Currency", "Account Name"], None),
        (["Id", "StageName", "CloseDate", "CurrencyIsoCode"], None),
        (header("salesforce-opportunity"), "partner"),
    ],
    ids=["the desk's own names", "its own titles", "not the whole signature", "another kind"],
)
def test_a_file_is_not_told_as_a_shipped_one(columns: list[str], kind: str | None) -> None:
    given = mapping_asked_for(None, {})
    assert mapping_for(columns, given, kind) is given


def test_the_report_and_the_entry_say_which_mapping_was_told(desk: IntakeDesk) -> None:
    report = desk.read(SAMPLES["salesforce-opportunity"])
    assert report.mapping == "salesforce-opportunity"
    assert report.as_dict()["mapping"] == "salesforce-opportunity"
    (entry,) = desk.ledger.entries(after=1)
    assert entry.details["completeness"] == report.details()
    assert desk.read("opportunity_id,stage,currency\nO-1,Proposal,USD\n").mapping is None


def test_salesforce_opportunities(desk: IntakeDesk) -> None:
    desk.read(SAMPLES["salesforce-opportunity"])
    assert desk.rows(
        "opportunity",
        "opportunity_id, account_id, stage, amount, currency, close_date, created_date, type, "
        "is_won, source_system",
    ) == [
        ("006A1", "001C1", "Closed Won", 1_250_050, "EUR", date(2026, 3, 31), date(2026, 1, 5),
         "new", True, "salesforce"),
        ("006A2", "001C2", "Negotiation", 90_000, "USD", date(2026, 5, 15), date(2026, 2, 1),
         "expansion", False, "salesforce"),
    ]  # fmt: skip


def test_a_workbook_is_told_by_its_headers_too(desk: IntakeDesk) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in csv.reader(SAMPLES["hubspot-deals"].splitlines()):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    report = desk.read(stream.getvalue(), "deals.xlsx")
    assert (report.mapping, report.added, report.rejected) == ("hubspot-deals", 2, 0)
    assert report.totals == {"EUR": 1_250_050, "USD": 90_000}


def test_a_salesforce_report_has_labels_for_names(desk: IntakeDesk) -> None:
    report = desk.read(
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Amount Currency,"
        "Probability (%),Close Date,Opportunity Owner\n"
        "006A1,Harbor rollout,Harbor,Proposal/Price Quote,5,EUR,75,2026-03-31,Mia\n"
    )
    assert (report.mapping, report.rejected) == ("salesforce-opportunity", 0)
    assert desk.rows("opportunity", "opportunity_id, account_name, stage, owner") == [
        ("006A1", "Harbor", "Proposal", "Mia")
    ]


def test_salesforce_roles_history_and_funds(desk: IntakeDesk) -> None:
    for name in SAMPLES:
        if name.startswith("salesforce"):
            desk.read(SAMPLES[name], f"{name}.csv")
    assert desk.rows("partner_role", "opportunity_id, partner_id, role, is_primary") == [
        ("006A1", "001P1", "delivery", True),
        ("006A2", "001P2", "co_sell", False),
    ]
    assert desk.rows("stage_change", "stage, amount, changed_at") == [
        ("Closed Won", 1_250_050, datetime(2026, 3, 31, 15)),  # noqa: DTZ001
        ("Discovery", 1_000_000, datetime(2026, 1, 10, 9)),  # noqa: DTZ001
    ]
    assert desk.rows("partner", "partner_id, name") == [("001P1", "001P1")]
    assert desk.rows("mdf_fund", "fund_id, period, budget, expiry") == [
        ("0BM1", "2026-Q1", 500_000, date(2026, 3, 31)),
        ("0BM2", "2026-02-10/2026-08-31", 80_000, date(2026, 8, 31)),
    ]
    assert desk.rows("mdf_request", "planned_spend, approved_amount, activity_start, status") == [
        (120_000, 100_000, date(2026, 2, 20), "approved")
    ]
    assert desk.rows("mdf_claim", "claim_id, claimed_amount, status") == [
        ("0FC1", 95_075, "submitted"),
        ("0FC2", 2_000, "paid"),
    ]


def test_a_partner_that_has_a_name_keeps_it(desk: IntakeDesk) -> None:
    desk.read("partner_id,name\n001P1,Harbor Systems\n", "partners.csv")
    report = desk.read(SAMPLES["salesforce-partner"])
    assert (report.changed, report.unchanged, report.duplicate) == (0, 1, 1)
    assert desk.rows("partner", "partner_id, name") == [("001P1", "Harbor Systems")]


def test_hubspot_deals(desk: IntakeDesk) -> None:
    desk.read(SAMPLES["hubspot-deals"])
    assert desk.rows(
        "opportunity", "opportunity_id, stage, amount, close_date, type, account_name, owner"
    ) == [
        ("9001", "Closed Won", 1_250_050, date(2026, 3, 31), "new", "Harbor Systems", "Mia Vogt"),
        ("9002", "Negotiation", 90_000, date(2026, 5, 15), "expansion", "Quay", "Jon Lind"),
    ]


def test_partnerstack_amounts_are_minor_units_and_times_milliseconds(desk: IntakeDesk) -> None:
    desk.read(SAMPLES["partnerstack-transactions"], "transactions.csv")
    desk.read(SAMPLES["partnerstack-rewards"], "rewards.csv")
    assert desk.rows("opportunity", "opportunity_id, amount, currency, is_won, close_date") == [
        ("tran_1", 1_250_050, "EUR", True, date(2026, 3, 31)),
        ("tran_2", 900, "JPY", True, date(2026, 1, 1)),
    ]
    assert desk.rows("spif_transaction", "partner_id, payee_id, program_id, amount, state") == [
        ("part_1", "part_1", "offer_1", 125_005, "approved"),
        ("part_2", "part_2", "offer_1", 90, "clawed_back"),
    ]


@pytest.mark.parametrize(
    ("amount", "code"),
    [("12.5", "AMOUNT-FORMAT"), ("1,250", "AMOUNT-FORMAT"), ("9" * 16, "AMOUNT-RANGE")],
)
def test_a_minor_amount_is_a_whole_number(desk: IntakeDesk, amount: str, code: str) -> None:
    report = desk.read(
        f'opportunity_id,amount,currency,stage\nO-1,"{amount}",USD,Proposal\nO-2,-7,USD,Proposal\n',
        mapping={"amount_unit": "minor"},
    )
    assert [reject.reason_code for reject in report.rejects] == [code]
    assert desk.rows("opportunity", "amount") == [(-7,)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1774951200000", datetime(2026, 3, 31, 10)),  # noqa: DTZ001
        ("-1000", datetime(1969, 12, 31, 23, 59, 59)),  # noqa: DTZ001
        ("1774951200.5", None),
        ("999999999999999", None),
        ("soon", None),
    ],
)
def test_a_time_is_a_count_of_milliseconds(
    desk: IntakeDesk, text: str, moment: datetime | None
) -> None:
    report = desk.read(
        f"event_id,partner_id,kind,occurred_at\nE-1,P-1,demo,{text}\n",
        mapping={"time_format": "unix_ms"},
    )
    assert report.rejected == (moment is None)
    assert desk.rows("touch", "occurred_at") == ([(moment,)] if moment else [])


def test_co_sell_of_aws_and_microsoft(desk: IntakeDesk) -> None:
    desk.read(SAMPLES["aws-ace-roles"], "ace.csv")
    desk.read(SAMPLES["microsoft-referral-roles"], "microsoft.csv")
    assert desk.rows("partner_role", "opportunity_id, partner_id, role, external_ids") == [
        ("006A1", "AWS", "referral", '{"ace":"O1234567"}'),
        ("006A1", "MICROSOFT", "co_sell", '{"microsoft":"ref-1"}'),
        ("006A2", "AWS", "co_sell", '{"ace":"O1234568"}'),
        ("006A2", "MICROSOFT", "co_sell", '{"microsoft":"ref-2"}'),
    ]
    desk.read(SAMPLES["aws-ace-opportunities"], mapping=mapping_named("aws-ace-opportunities"))
    assert desk.rows("opportunity", "opportunity_id, stage, amount, close_date") == [
        ("006A1", "Closed Won", None, date(2026, 3, 31)),
        ("006A2", "Closed Lost", None, date(2026, 5, 15)),
    ]


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (("2026-04-01", "2026-06-30"), "2026-Q2"),
        (("2026-02-01", "2026-02-28"), "2026-02"),
        (("2026-01-01", "2026-12-31"), "FY2026"),
        (("2026-01-02", "2026-03-31"), "2026-01-02/2026-03-31"),
    ],
)
def test_a_period_is_told_by_its_days(desk: IntakeDesk, days: tuple[str, str], period: str) -> None:
    head = "fund_id,partner_id,budget,currency,from,expiry\n"
    mapping = {"period_span": ["from", "expiry"]}
    report = desk.read(head + f"F-1,P-1,5,USD,{days[0]},{days[1]}\n", mapping=mapping)
    assert (report.kind, report.left_out) == ("mdf_fund", ())
    assert desk.rows("mdf_fund", "period") == [(period,)]


@pytest.mark.parametrize(
    ("days", "code"),
    [((",2026-03-31"), "DATE-FORMAT"), (("then,2026-03-31"), "DATE-FORMAT"), (",", "REQUIRED")],
)
def test_a_period_without_its_days_is_rejected(desk: IntakeDesk, days: str, code: str) -> None:
    head = "fund_id,partner_id,budget,currency,from,until,expiry\n"
    mapping = {"period_span": ["from", "until"]}
    report = desk.read(head + f"F-1,P-1,5,USD,{days},2026-12-31\n", mapping=mapping)
    assert [reject.reason_code for reject in report.rejects] == [code]


def test_what_is_given_goes_before_what_is_shipped(desk: IntakeDesk) -> None:
    without = SAMPLES["salesforce-opportunity"].replace("CurrencyIsoCode", "Currency_of_old")
    with pytest.raises(UsageError, match=r"missing: currency.*--set currency=…"):
        desk.read(without)
    report = desk.read(without, mapping=mapping_asked_for(None, {"currency": "USD"}))
    assert (report.mapping, report.rejected) == ("salesforce-opportunity", 0)
    both = overlaid(
        shipped_mapping("salesforce-opportunity"),
        parse_mapping({"date_format": "%d/%m/%Y", "values": {"stage": {"Demo": "Discovery"}}}, "x"),
    )
    assert both.date_format == ("%d/%m/%Y",)
    assert both.values["stage"].keys() > {"Demo", "Needs Analysis"}
    assert both.place == "salesforce-opportunity"


def test_a_mapping_that_names_columns_is_not_mixed_with_a_shipped_one(desk: IntakeDesk) -> None:
    report = desk.read(
        SAMPLES["salesforce-opportunity"],
        mapping={"kind": "opportunity", "columns": {"Type": ""}},
    )
    assert report.mapping is None


def test_a_name_is_a_file_or_a_shipped_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "hubspot-deals.toml"
    copy.write_text(shipped_text("hubspot-deals"), "utf-8")
    assert load_mapping(copy).model_dump() == mapping_named("hubspot-deals").model_dump()
    assert mapping_named(str(copy)).place == str(copy)
    monkeypatch.chdir(tmp_path)
    assert mapping_named("hubspot-deals").place == "hubspot-deals"
    for text, said in (
        ("hubspot-deal", "is it hubspot-deals"),
        ("nothing", "xldesk mapping list"),
        ("nothing.toml", "no such file"),
        ("maps/nothing", "no such file"),
    ):
        with pytest.raises(UsageError, match=said):
            mapping_named(text)


@pytest.mark.parametrize(
    ("mapping", "line"),
    [
        ({"same_as": {"close_dat": "created_date"}}, "same_as.close_dat: not a field"),
        ({"if_new": {"name": "nam"}}, "if_new.name: not a field"),
        ({"period_span": ["a", "b"]}, "period_span: not a field"),
        ({"reverse": ["a", "stage"]}, "reverse: .* has no column a"),
        ({"reverse": ["a"]}, "reverse"),
        ({"amount_unit": "cents"}, "'major' or 'minor' is needed"),
        ({"optional_columns": "maybe"}, "optional_columns"),
    ],
)
def test_what_a_mapping_cannot_mean_is_one_line(
    desk: IntakeDesk, mapping: dict[str, Any], line: str
) -> None:
    with pytest.raises(UsageError, match=line):
        desk.read(
            "opportunity_id,stage,currency\nO-1,Proposal,USD\n",
            mapping={"kind": "opportunity", **mapping},
        )
