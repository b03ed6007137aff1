"""Policies signed over time, and the desk asked as of a time or a ledger position."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.prepared import prepared

if TYPE_CHECKING:
    from support.command_line import CommandLine

SIGN = ("policy", "sign", "--actor", "Ada", "--approver", "Ben", "--reason", "new rules")
DEALS = (
    "opportunity_id,account_name,amount,currency,stage,created_date,close_date\n"
    "O-1,Acme,100.00,USD,Closed Won,2026-01-05,2026-03-31\n"
    "O-2,Borel,200.00,USD,Closed Won,2026-01-05,2026-04-30\n"
)


def make_desk(xldesk: CommandLine) -> None:
    xldesk("init", "desk")
    xldesk.enter("desk")
    (xldesk.folder / "deals.csv").write_text(DEALS)
    xldesk("intake", "deals.csv")


@pytest.fixture
def desk(xldesk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return prepared(xldesk, tmp_path_factory, "policy-in-time", make_desk)


def rename(desk: CommandLine, title: str) -> None:
    path = desk.folder / "policy.toml"
    text = path.read_text()
    first = text.index('title = "')
    path.write_text(f'{text[:first]}title = "{title}"{text[text.index(chr(10), first) :]}')


def policies(desk: CommandLine, *words: str) -> str:
    """What the line on standard error says of the policies that govern."""
    return desk("attribute", "--json", *words).err.partition("policy ")[2].strip()


def test_the_first_signed_policy_governs_from_the_beginning(desk: CommandLine) -> None:
    rename(desk, "ours")
    assert "all deals" in desk(*SIGN).out
    assert " for deals closed by " not in policies(desk)


def test_a_later_one_governs_from_its_day(desk: CommandLine) -> None:
    desk(*SIGN)
    rename(desk, "second")
    said = desk(*SIGN, "--from", "2026-04-01").out
    assert "deals closed from 2026-04-01 on" in said
    closed = sum(line.split(",")[-1] >= "2026-04-01" for line in DEALS.splitlines()[1:])
    assert closed == 1
    assert "1 deal that is closed already is governed by it from now on" in said
    assert "for deals closed by 2026-03-31" in policies(desk)
    rename(desk, "third")
    refused = desk(*SIGN, "--from", "2026-03-01", code=2).err
    assert "in force from 2026-04-01" in refused
    assert "--from 2026-04-01" in refused
    assert "not a date" in desk(*SIGN, "--from", "April", code=2).err
    desk(*SIGN, "--from", "2026-04-01")
    assert policies(desk).count("for deals closed by") == 1


def test_a_ledger_position_can_be_asked_for(desk: CommandLine) -> None:
    before = desk("attribute", "--json").figures
    (desk.folder / "more.csv").write_text(DEALS.replace("O-", "Q-"))
    desk("intake", "more.csv")
    assert desk("attribute", "--json").figures != before
    for text in ("2", "ledger 2", "ledger:2"):
        answer = desk("attribute", "--json", "--as-of", text)
        assert answer.figures == before, text
        assert "ledger 2 " in answer.err
    desk("pack", "--as-of", "ledger 2", "--only", "runbook", "--out", "then")


def test_a_position_that_is_not_there_is_said(desk: CommandLine) -> None:
    assert (
        "there is no entry 99; the last one is 2" in desk("attribute", "--as-of", "99", code=2).err
    )
    assert "there is no entry 0" in desk("validate", "--as-of", "0", code=2).err
    assert "not a time or a ledger position" in desk("validate", "--as-of", "noon", code=2).err


def test_a_desk_can_be_made_in_the_folder_one_is_in(xldesk: CommandLine) -> None:
    xldesk("init", ".")
    (xldesk.folder / "deals.csv").write_text(DEALS)
    xldesk("intake", "deals.csv")
    assert "is a desk already" in xldesk("init", ".", code=2).err


def test_what_is_held_back_is_of_the_period(desk: CommandLine) -> None:
    others = DEALS.replace("Acme", "Zeta").replace("Borel", "Yucca")
    (desk.folder / "more.csv").write_text(
        others.replace("Closed Won", "Signed").replace("O-", "Q-")
    )
    (desk.folder / "bad.csv").write_text(
        others.replace("2026-01-05", "2026-12-05").replace("O-", "B-")
    )
    desk("intake", "more.csv", "bad.csv")
    assert "blocked from approval: 2 deals" in desk("attribute").out
    assert "blocked from approval: 1 deal;" in desk("attribute", "--period", "2026-Q1").out
