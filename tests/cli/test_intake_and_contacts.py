"""Intake on the command line: shipped mappings, totals of others, people and their erasure."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from support.command_line import CommandLine
from support.export_samples import SAMPLES
from support.prepared import prepared


def make_desk(xldesk: CommandLine) -> None:
    xldesk("init", "a desk", "--actor", "Ada Example")
    xldesk.enter("a desk")


@pytest.fixture
def desk(xldesk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Return the command line inside a new desk."""
    return prepared(xldesk, tmp_path_factory, "new", make_desk)


def write(desk: CommandLine, name: str, content: str) -> str:
    (desk.folder / name).write_text(content)
    return name


def test_a_salesforce_export_is_read_and_says_how(desk: CommandLine) -> None:
    name = write(desk, "opps.csv", SAMPLES["salesforce-opportunity"])
    said = desk("intake", name).out
    assert "read as the shipped mapping salesforce-opportunity says" in said
    (report,) = desk("intake", name, "--map", "salesforce-opportunity", "--json").json
    assert (report["mapping"], report["unchanged"]) == ("salesforce-opportunity", 2)


def test_shipped_mappings_are_listed_and_shown_to_be_copied(desk: CommandLine) -> None:
    assert "hubspot-deals" in desk("mapping", "list").out
    listed = desk("mapping", "list", "--json").json
    assert {one["name"] for one in listed} == set(SAMPLES)
    write(desk, "mappings/my.toml", desk("mapping", "show", "hubspot-deals").out)
    name = write(desk, "deals.csv", SAMPLES["hubspot-deals"])
    (report,) = desk("intake", name, "--map", "mappings/my.toml", "--json").json
    assert (report["mapping"], report["added"]) == (None, 2)
    assert "is it hubspot-deals" in desk("mapping", "show", "hubspot-deal", code=2).err


def test_a_currency_is_set_where_the_export_has_none(desk: CommandLine) -> None:
    name = write(desk, "opps.csv", SAMPLES["hubspot-deals"].replace("Currency", "Money"))
    assert "for all rows: --set currency=…" in desk("intake", name, code=2).err
    (report,) = desk("intake", name, "--set", "currency=CHF", "--json").json
    assert report["totals"] == {"CHF": "13400.50"}
    assert "is not FIELD=VALUE" in desk("intake", name, "--set", "currency", code=2).err
    assert "not a field" in desk("intake", name, "--set", "curency=CHF", code=2).err


def test_a_mapping_is_drafted_and_reads_the_file(desk: CommandLine) -> None:
    name = write(
        desk,
        "deals.csv",
        "Deal Nr;Deal Stage;Betrag;Close Date\nO-1;Won;1.234,50;31.01.2026\n",
    )
    shown = desk("intake", name, "--suggest-map").out
    assert 'amount_style = "comma"' in shown
    said = desk("intake", name, "--suggest-map", "--out", "mappings/my.toml").out
    assert "next: read it, then xldesk intake deals.csv --map mappings/my.toml" in said
    assert (desk.folder / "mappings/my.toml").read_text() == shown
    assert not desk("ledger", "log", "--json").json[1:]
    mended = shown.replace('# "Deal Nr" = ""', '"Deal Nr" = "opportunity_id"')
    write(desk, "mappings/my.toml", mended)
    (report,) = desk(
        "intake", name, "--map", "mappings/my.toml", "--set", "currency=EUR", "--json"
    ).json  # fmt: skip
    assert (report["added"], report["totals"]) == (1, {"EUR": "1234.50"})
    again = desk("intake", name, "--suggest-map", "--out", "mappings/my.toml", code=2)
    assert "is there already" in again.err
    assert "name one" in desk("intake", name, name, "--suggest-map", code=2).err
    assert "--suggest-map writes" in desk("intake", name, "--out", "x.toml", code=2).err


def test_totals_of_others_stand_beside_the_desks(desk: CommandLine) -> None:
    totals = write(
        desk,
        "totals.csv",
        "source,period,currency,measure,amount,entered_by\n"
        "crm,2026-Q1,EUR,bookings,12500.50,Max\n"
        "erp,2026-Q2,USD,pipeline,1000,Max\n"
        "gl,2026-Q1,EUR,margin,5,Max\n",
    )
    assert "12,500.50" in desk("intake", totals).out
    name = write(desk, "opps.csv", SAMPLES["salesforce-opportunity"])
    said = desk("intake", name).out
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "crm 2026-Q1 bookings EUR 12,500.50 12,500.50 0.00 equal" in lines
    assert "erp 2026-Q2 pipeline USD 1,000.00 900.00 (100.00) differs" in lines
    assert any("'margin' cannot be compared" in line for line in lines)
    (report,) = desk("intake", name, "--json").json
    assert [one["difference"] for one in report["control_totals"]] == ["0.00", "-100.00", None]


def test_people_are_listed_and_erased_for_good(
    desk: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners = write(
        desk,
        "partners.csv",
        "partner_id,name,contact_name,contact_email\n"
        "P-1,Quay,Ines Berg,ines@quay.example\nP-2,Pier,Omar Haddad,omar@pier.example\n",
    )
    desk("intake", partners)
    assert "ines@quay.example" in desk("contact", "list").out
    assert desk("contact", "list", "P-2", "--json").json[0]["name"] == "Omar Haddad"
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    refused = desk("contact", "erase", "P-1", "--reason", "asked by mail", code=1)
    assert "Erase 1 contact of P-1 for good?" in refused.err
    said = desk("contact", "erase", "P-1", "--reason", "asked by mail", "--yes").out
    assert "erased 1 contact of P-1 (entry 3)" in said
    assert "no contacts of P-1" in desk("contact", "list", "P-1").out
    desk("ledger", "verify")
    newest = desk("ledger", "log", "--json").json[-1]
    assert (newest["kind"], newest["reason"]) == ("erasure", "asked by mail")
    assert "ines" not in json.dumps(newest).casefold()
    (desk.folder / partners).unlink()
    held = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert not [path.name for path in held if b"ines@quay" in path.read_bytes()]
    assert "no contact is recorded" in desk(
        "contact", "erase", "P-1", "--reason", "again", "--yes", code=2
    ).err  # fmt: skip


def test_a_folder_is_read_and_everything_left_out_is_said(desk: CommandLine) -> None:
    (desk.folder / "exports").mkdir()
    write(desk, "exports/notes.docx", "nothing")
    write(
        desk,
        "exports/a.csv",
        "opportunity_id,stage,currency,amount,zone\nO-1,Proposal,USD,5,EMEA\nTotal,,,5,\n",
    )
    write(
        desk,
        "exports/b.csv",
        "partner_id,name,contact_name,contact_email\nP-1,Quay,I,i@q.example\n",
    )
    said = desk("intake", "exports").out
    assert "a.csv: columns not read: zone" in said
    assert "a.csv: row 3 says 5.00 USD of amount, as was read" in said
    assert "b.csv: contacts of 1 partner are new" in said
    assert "not read: notes.docx" in said
    reports = desk("intake", "exports", "--json").json
    assert [one["kind"] for one in reports] == ["opportunity", "partner"]
    assert reports[0]["skipped"]
    assert reports[0]["totals_rows"][0]["agrees"]


def test_a_file_without_a_readable_row_is_an_error(desk: CommandLine) -> None:
    good = write(desk, "good.csv", "partner_id,name,type\nP-1,One,reseller\n")
    bad = write(desk, "bad.csv", "partner_id,name,type\n,One,reseller\n,Two,reseller\n")
    said = desk("intake", good, bad, code=1)
    assert "not one row could be read of bad.csv" in said.err
    assert "next: xldesk validate" not in said.out
    assert desk("intake", good, "--json").json[0]["unchanged"] == 1
    reports = desk("intake", bad, "--json", code=1).json
    assert [report["rejected"] for report in reports] == [2]
    answered = desk("attribute").out
    assert "2 rows that could not be read stand in no figure" in answered


def test_a_foreign_file_in_a_folder_is_named_with_the_remedies(desk: CommandLine) -> None:
    (desk.folder / "exports" / "older").mkdir(parents=True)
    write(desk, "exports/partners.csv", "partner_id,name,type\nP-1,One,reseller\n")
    write(desk, "exports/notes.csv", "who,said\nAda,hello\n")
    write(desk, "exports/old.xls", "x")
    write(desk, "exports/read.me", "x")
    said = desk("intake", "exports", code=2).err
    assert "exports/notes.csv" in said
    assert "move away what is no export" in said
    assert "--suggest-map" in said
    (desk.folder / "exports" / "notes.csv").unlink()
    told = desk("intake", "exports").out
    assert "not read: old.xls: a workbook in a format that is not read; save it as .xlsx" in told
    assert "not read: read.me: not a format that is read (.csv, .tsv, " in told
    assert "not read: older: a folder in the folder; name it too" in told


def test_a_sheet_is_chosen(desk: CommandLine) -> None:
    book = openpyxl.Workbook()
    for number, name in enumerate(("First", "Second")):
        sheet = book.create_sheet(name, number)
        sheet.append(["partner_id", "name", "type"])
        sheet.append([f"P-{number}", name, "reseller"])
    book.save(desk.folder / "partners.xlsx")
    assert "say --sheet NAME" in desk("intake", "partners.xlsx", code=2).err
    assert "it has: First, Second" in desk("intake", "partners.xlsx", "--sheet", "x", code=2).err
    (report,) = desk("intake", "partners.xlsx", "--sheet", "second", "--json").json
    assert (report["source"], report["added"]) == ("partners.xlsx!Second", 1)
    reports = desk("intake", "partners.xlsx", "--sheet", "*", "--json").json
    assert [report["added"] for report in reports] == [1, 0]
    drafted = desk("intake", "partners.xlsx", "--sheet", "Second", "--suggest-map").out
    assert 'sheet = ["Second"]' in drafted
    book["First"].delete_cols(1, 3)
    book["First"].append(["Weekly report of the team"])
    book["First"].append(["Numbers are preliminary"])
    book.save(desk.folder / "cover.xlsx")
    drafted = desk("intake", "cover.xlsx", "--suggest-map").out
    assert 'sheet = "Second"' in drafted
    assert "with --sheet of another: First" in drafted


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("currency=dollar", "--set currency: 'dollar' is not a currency; say its code (ISO 4217)"),
        ("curency=EUR", "--set curency: not a field of opportunity (is it currency?)"),
        ("sheet=Deals", "sheet is none: say --sheet Deals"),
        ("amount_style=comma", "amount_style is none: write amount_style in a mapping (--map FILE"),
        ("currency=", "--set currency: no value; say one"),
        ("stage", "--set 'stage' is not FIELD=VALUE"),
    ],
)
def test_a_constant_that_is_wrong_is_refused(desk: CommandLine, said: str, answer: str) -> None:
    name = write(desk, "deals.csv", "opportunity_id,stage,amount\nO-1,Proposal,10.00\n")
    assert answer in desk("intake", name, "--set", said, code=2).err


def test_a_draft_says_what_is_still_needed(desk: CommandLine) -> None:
    name = write(
        desk,
        "deals.csv",
        "Opportunity ID,Deal Stage,Amount,Close Date,Created Date\n"
        "O-1,Won,10.00,01/02/2026,03/04/2026\n",
    )
    said = desk("intake", name, "--suggest-map", "--out", "my.toml")
    assert "xldesk intake deals.csv --map my.toml --set currency=…" in said.out
    drafted = (desk.folder / "my.toml").read_text()
    shown = desk("intake", name, "--suggest-map")
    assert shown.out == drafted
    assert "xldesk intake deals.csv --map FILE --set currency=…" in shown.err
    assert drafted.count("date_format") == 1
    assert "Close Date and Created Date can be read both ways" in drafted


def test_a_totals_row_that_differs_is_said_once(desk: CommandLine) -> None:
    name = write(
        desk,
        "deals.csv",
        "opportunity_id,currency,stage,amount,created_date,account_name\n"
        "O-1,USD,Proposal,100.00,2026-01-01,Acme\nTotal,,,200.00,,\n",
    )
    said = desk("intake", name).out
    assert said.count("200.00") == 1
    assert "deals.csv:3  TOTALS-ROW  row 3 says 200.00 USD of amount" in said


def test_a_family_of_shipped_mappings_is_named(xldesk: CommandLine) -> None:
    said = xldesk("mapping", "show", "salesforce", code=2).err
    assert "(one of salesforce-opportunity, salesforce-opportunity-history" in said
    assert "(is it hubspot-deals?)" in xldesk("mapping", "show", "hubspot-deal", code=2).err


def test_erased_people_do_not_come_back_in_silence(desk: CommandLine) -> None:
    text = "partner_id,name,contact_name,contact_email\nP-1,Quay,Ines Berg,ines@quay.example\n"
    partners = write(desk, "partners.csv", text)
    assert "erased before" not in desk("intake", partners).out
    desk("contact", "erase", "P-1", "--reason", "asked by mail", "--yes")
    said = desk("intake", partners).out
    assert "people of P-1 were erased before, and this file names people of it again" in said
    desk("contact", "erase", "P-1", "--reason", "asked by mail again", "--yes")
    (report,) = desk("intake", partners, "--json").json
    assert report["named_again"] == ["P-1"]
