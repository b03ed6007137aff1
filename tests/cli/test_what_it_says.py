"""What a finance user reads: figures whole, what stands in the way, what to do next."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.prepared import prepared

DEALS = (
    "opportunity_id,currency,stage,amount,created_date,close_date,account_name\n"
    "W-1,USD,Closed Won,10005534.00,2026-04-01,2026-05-01,Acme\n"
    "W-2,USD,Closed Won,-400.00,2026-04-01,2026-05-01,Acme\n"
)


def make_desk(xldesk: CommandLine) -> None:
    xldesk("init", "a desk", "--actor", "Ada Example")
    xldesk.enter("a desk")
    (xldesk.folder / "deals.csv").write_text(DEALS)
    xldesk("intake", "deals.csv")


@pytest.fixture
def desk(xldesk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Return the command line inside a desk with a good and a bad won deal."""
    return prepared(xldesk, tmp_path_factory, "what-it-says", make_desk)


def on_a_terminal(folder: Path, *words: str, columns: int = 80) -> str:
    """Return what ``xldesk`` prints on a terminal of ``columns`` columns."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "xldesk", *words],
        cwd=folder,
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65_536)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait()
    os.close(leader)
    return shown.decode()


def test_figures_are_never_cut_on_a_narrow_terminal(desk: CommandLine) -> None:
    for words in (["intake", "deals.csv"], ["attribute"]):
        shown = on_a_terminal(desk.folder, *words, columns=80)
        assert "10,005,134.00" in shown
        assert "…" not in shown


def test_a_pipe_has_results_on_one_side_and_words_about_the_run_on_the_other(
    desk: CommandLine,
) -> None:
    answer = desk("attribute")
    assert "as of" in answer.err
    assert "as of" not in answer.out
    assert "\x1b" not in answer.out + answer.err


def test_an_empty_desk_says_what_it_needs(xldesk: CommandLine) -> None:
    said = xldesk("init", "a desk").out
    assert "cd 'a desk'" in said
    xldesk.enter("a desk")
    assert "no opportunities yet" in xldesk("validate").out
    assert "no won deals yet" in xldesk("attribute").out


def test_what_blocks_is_said_after_the_figures(desk: CommandLine) -> None:
    assert "blocked from approval: 1 deal;" in desk("attribute").out
    packed = desk("pack", "--only", "attribution_audit").out
    assert "controls fail" in packed


def test_a_period_without_wins_names_those_with_some(desk: CommandLine) -> None:
    said = desk("attribute", "--period", "2020-Q1").out
    assert "deals were won from 2026-Q2 to 2026-Q2" in said
    assert "no deal was won in 2020-Q1" in desk("pack", "--period", "2020-Q1").out


def test_a_period_that_has_not_begun_replaces_no_pack(desk: CommandLine) -> None:
    desk("pack", "--only", "runbook")
    refused = desk("pack", "--only", "runbook", "--period", "2999-Q4", code=2)
    assert "2999-Q4 begins after" in refused.err
    assert not (desk.folder / "packs" / "previous").exists()


def test_a_broken_policy_file_leaves_the_policy_in_force(desk: CommandLine) -> None:
    path = desk.folder / "policy.toml"
    good = desk("attribute", "--json").figures
    path.write_text(path.read_text().replace("window_days = 90", "window_dayz = 90", 1))
    answer = desk("attribute", "--json")
    assert answer.figures == good
    assert "did you mean window_days" in answer.err
    assert "did you mean window_days" in desk("policy", "diff", code=2).err


def test_a_policy_is_signed_with_a_reason_and_only_once(desk: CommandLine) -> None:
    words = ["policy", "sign", "--actor", "Ada", "--approver", "Ben", "--reason"]
    assert "needs a --reason" in desk(*words, " ", code=2).err
    desk(*words, "first")
    assert "nothing to sign" in desk(*words, "again", code=2).err


def test_a_finding_is_shown_resolved_and_listed_with_its_reason(desk: CommandLine) -> None:
    (found,) = desk("validate", "--code", "OPP-AMOUNT", "--json", code=1).json
    key = found["key"]
    assert f"'{key}'" in desk("validate", code=1).out
    words = ["finding", "resolve", key, "--actor", "Ada", "--approver", "Ben", "--reason"]
    assert "it stays open" in desk(*words, "typo", "--outcome", "fixed").out
    desk(*words, "credit memo follows", "--outcome", "waived", "--until", "2999-01-01")
    desk("validate", "--code", "OPP-AMOUNT")
    shown = desk("finding", "show", key).out
    assert "Ada and Ben" in shown
    assert "credit memo follows" in shown
    listed = desk("validate", "--code", "OPP-AMOUNT", "--resolved", "--json").json
    assert [row["resolution"] for row in listed] == ["waived"]


def test_the_same_resolution_again_says_who_made_it_and_makes_no_entry(desk: CommandLine) -> None:
    key = "OPP-AMOUNT|opportunity|W-2"
    words = ["finding", "resolve", key, "--outcome", "not_an_issue", "--reason", "a credit memo"]
    desk(*words, "--actor", "Ada", "--approver", "Ben")
    entries = desk("ledger", "log", "--json").json
    assert f"{key}: not_an_issue already, by Ada and Ben on " in (
        desk(*words, "--actor", "Ada", "--approver", "Ben").out
    )
    refused = desk(*words, "--actor", "Cy", "--approver", "Ben", code=2).err
    assert "not_an_issue already, by Ada and Ben on " in refused
    assert desk("ledger", "log", "--json").json == entries
    listed = desk("ledger", "log").out
    assert "Ada (revops), approved by Ben" in listed
    assert f"not an issue {key}: a credit memo" in listed


def test_findings_of_one_rule_are_alone_and_those_released_are_marked(desk: CommandLine) -> None:
    (desk.folder / "more.csv").write_text(DEALS.replace("W-", "V-").replace("Acme", ""))
    desk("intake", "more.csv")
    said = desk("validate", "--code", "OPP-ACCOUNT", code=1).out
    assert "OPP-ACCOUNT" in said
    assert "OPP-AMOUNT" not in said
    wrong = desk("validate", "--code", "opp-account", code=2).err
    assert "no rule 'opp-account'; did you mean OPP-ACCOUNT" in wrong
    for deal in ("V-1", "V-2"):
        desk(
            *("finding", "resolve", f"OPP-ACCOUNT|opportunity|{deal}", "--outcome", "waived"),
            *("--reason", "r", "--actor", "Ada", "--approver", "Ben"),
        )
    said = desk("validate", "--code", "OPP-ACCOUNT", "--resolved", code=1).out
    assert "none open of these; 2 others open" in said
    assert "V-1  more.csv:2  (waived)" in said


def test_rows_that_were_refused_are_told_beside_every_figure(desk: CommandLine) -> None:
    told = "1 row that could not be read stands in no figure: xldesk validate --code ROW-REJECTED"
    assert told not in desk("attribute").out + desk("validate", code=1).out
    (desk.folder / "more.csv").write_text(DEALS.replace("W-", "V-").replace("-400.00", "many"))
    desk("intake", "more.csv")
    for words in (["attribute"], ["attribute", "--period", "2020-Q1"]):
        assert told in desk(*words).out
    assert told in desk("attribute", "--json").err
    assert told in desk("validate", "--code", "OPP-AMOUNT", code=1).out
    assert told not in desk("validate", "--code", "ROW-REJECTED", code=1).out


def test_a_blocked_deal_says_so_and_how_to_go_on(desk: CommandLine) -> None:
    said = desk("attribute", "--explain", "W-2").out
    assert "status proposed, blocked" in said.splitlines()[1]
    assert "xldesk finding resolve 'OPP-AMOUNT|opportunity|W-2' --outcome waived" in said
    assert "blocked" not in desk("attribute", "--explain", "W-1").out


def test_weights_that_are_no_percentages_are_remarked_on(desk: CommandLine) -> None:
    path = desk.folder / "policy.toml"
    path.write_text(path.read_text().replace("sourced = 60", "sourced = 90", 1))
    remark = "attribution.pools: its weights add up to 130, not 100"
    words = ["policy", "sign", "--actor", "Ada", "--approver", "Ben", "--reason", "more"]
    for told in (desk("policy", "diff"), desk(*words)):
        assert remark in told.err
        assert "sourced = 90 is 69.2%" in told.err


def test_a_folder_of_workbooks_can_be_checked(desk: CommandLine) -> None:
    desk("pack", "--only", "runbook")
    assert "runbook.xlsx  fine" in desk("check", "packs").out
    assert "no workbooks" in desk("check", "mappings", code=2).err


def test_a_partner_without_mdf_gets_no_empty_tracker(desk: CommandLine) -> None:
    (desk.folder / "partners.csv").write_text("partner_id,name\nP-1,Harbor Systems\n")
    desk("intake", "partners.csv")
    assert "has no MDF" in desk("pack", "--partner", "P-1", code=2).err
    assert "nothing to write" in desk("pack", "--all-partners").out
