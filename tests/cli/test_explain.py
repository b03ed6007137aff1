"""``xldesk attribute --explain``: the story of one deal, and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.prepared import prepared

if TYPE_CHECKING:
    from support.command_line import CommandLine

DEALS = (
    "opportunity_id,name,account_name,account_domain,country,product_family,amount,currency,stage,"
    "created_date,close_date\n"
    "W-1,Northwind rollout,Northwind,northwind.example,US,core,100000.01,USD,Closed Won,"
    "2026-01-20,2026-06-30\n"
    "W-2,Borel pilot,Borel,borel.example,US,core,500.00,USD,Closed Lost,2026-01-20,2026-06-30\n"
)
PARTNERS = "partner_id,name\nP-014,Harbor Systems\nP-051,Brightline\nP-077,Quay\n"
REGISTRATIONS = (
    "registration_id,partner_id,opportunity_id,customer_name,account_domain,country,product_family,"
    "evidence,submitted_at,status,decided_at\n"
    "R-881,P-014,W-1,Northwind,northwind.example,US,core,mail,2026-01-10T09:00Z,approved,"
    "2026-01-11T09:00Z\n"
)
TOUCHES = (
    "event_id,partner_id,opportunity_id,kind,occurred_at,received_at\n"
    "E-1,P-051,W-1,demo,2026-03-01T10:00Z,2026-03-01T11:00Z\n"
    "E-2,P-077,W-1,demo,2026-06-02T10:00Z,2026-07-02T11:00Z\n"
)


def make_desk(xldesk: CommandLine) -> None:
    xldesk("init", "desk")
    xldesk.enter("desk")
    files = {
        "partners": PARTNERS,
        "deals": DEALS,
        "registrations": REGISTRATIONS,
        "touches": TOUCHES,
    }
    for name, text in files.items():
        (xldesk.folder / f"{name}.csv").write_text(text)
        xldesk("intake", f"{name}.csv")


@pytest.fixture
def desk(xldesk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return prepared(xldesk, tmp_path_factory, "explain", make_desk)


def test_a_deal_reads_like_an_argument(desk: CommandLine) -> None:
    said = desk("attribute", "--explain", "W-1").out
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[0] == "W-1 Northwind rollout USD 100,000.01 won 2026-06-30"
    assert lines[1].startswith("headline SOURCED policy ")
    assert lines[1].endswith("(ledger 5) status proposed")
    assert (
        "2026-01-10 09:00Z P-014 Harbor Systems registration R-881 counts first approved claim, "
        "deal created 10 days later, window 90"
    ) in lines
    assert (
        "2026-03-01 10:00Z P-051 Brightline demo counts day 121 before close, window 180, weight 25"
    ) in lines
    (blocked,) = [line for line in lines if " blocked " in line]
    assert "P-077 Quay demo blocked TOUCH-AFTER-CLOSE: demo on 2026-06-02 received" in blocked
    assert (
        "sourced 60 90 P-014 Harbor Systems 90/100 90.0000 % 90,000.0090 90,000.01 registration"
        in lines
    )
    assert "co-sell 30 – (no partner: its 30 go to sourced)" in lines
    assert (
        "influenced 10 10 P-051 Brightline 10/100 10.0000 % 10,000.0010 10,000.00 demo 25" in lines
    )
    assert "100.0000 % 100,000.01 = amount" in lines
    assert any(line.startswith("changed since ledger 4") for line in lines)
    assert "credit of P-014, sourced, core: 100,000.01 → 90,000.01, (10,000.00)" in lines
    assert "credit of P-051, influenced, core: 0.00 → 10,000.00, +10,000.00" in lines
    assert lines[-1] == "xldesk validate --code TOUCH-AFTER-CLOSE"
    assert not any(line.endswith(" ") for line in said.splitlines())


def test_it_is_told_as_json_with_exact_figures(desk: CommandLine) -> None:
    told = desk("attribute", "--explain", "W-1", "--json").json
    assert told["opportunity"]["amount"] == "100000.01"
    assert told["headline_category"] == "sourced"
    assert [act["verdict"] for act in told["contributions"]] == ["counts", "counts", "blocked"]
    (line,) = told["lines"]
    assert [(part["partner_id"], part["credit"], part["weights"]) for part in line["parts"]] == [
        ("P-014", "90000.01", ["90/100"]),
        ("P-051", "10000.00", ["10/100"]),
    ]
    assert line["parts"][0]["exact_minor_units"] == "90000009/10"
    assert told["since"]["ledger_position"] == 4
    assert [moved["difference"] for moved in told["since"]["credit"]] == ["-10000.00", "10000.00"]


def test_another_state_can_be_compared_with(desk: CommandLine) -> None:
    assert (
        "the desk did not know this deal then"
        in desk("attribute", "--explain", "W-1", "--since", "2").out
    )
    said = desk("attribute", "--explain", "W-1", "--since", "3").out
    assert "registration R-881 of P-014: new, counts" in said
    refused = desk("attribute", "--explain", "W-1", "--since", "5", code=2)
    assert "--since names ledger 5, which is not before ledger 5" in refused.err
    (desk.folder / "more.csv").write_text(DEALS.replace("100000.01", "100000.02"))
    desk("intake", "more.csv")
    said = desk("attribute", "--explain", "W-1").out
    assert "amount: USD 100,000.01 → USD 100,000.02" in said
    unchanged = desk("attribute", "--explain", "W-2", "--since", "5").out
    assert "unchanged since ledger 5" in unchanged


def test_what_if_lost_and_unknown(desk: CommandLine) -> None:
    said = desk("attribute", "--explain", "W-1", "--model", "linear").out
    assert "status what_if" in said
    assert "only the policy's own model can be approved" in said
    assert "lost: nothing is credited" in desk("attribute", "--explain", "W-2").out
    assert "did you mean W-1" in desk("attribute", "--explain", "W1", code=2).err


def test_as_of_an_earlier_state_the_story_is_the_earlier_one(desk: CommandLine) -> None:
    said = desk("attribute", "--explain", "W-1", "--as-of", "4").out
    assert "P-051" not in said
    assert "(ledger 4)" in said


def test_what_does_not_go_together_is_said(desk: CommandLine) -> None:
    assert "add --explain OPP" in desk("attribute", "--since", "2", code=2).err
    refused = desk("attribute", "--explain", "W-1", "--period", "2026-Q2", code=2).err
    assert "leave out --period" in refused
