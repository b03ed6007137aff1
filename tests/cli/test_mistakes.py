"""A user's mistake is one line with place and remedy, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.prepared import prepared

OPPORTUNITIES = (
    "opportunity_id,currency,stage,amount,created_date,close_date,account_name\n"
    "W-1,USD,Closed Won,100.00,2026-04-01,2026-05-01,Acme\n"
)


def make_desk(xldesk: CommandLine) -> None:
    xldesk("init", "desk", "--actor", "Ada Example")
    xldesk.enter("desk")
    (xldesk.folder / "deals.csv").write_text(OPPORTUNITIES)
    xldesk("intake", "deals.csv")


@pytest.fixture
def desk(xldesk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Return the command line inside a desk with one won deal."""
    return prepared(xldesk, tmp_path_factory, "mistakes", make_desk)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["validate"], "no desk in"),
        (["--desk", "nowhere", "validate"], "nowhere is not a desk"),
        (["init", "a-file"], "is a file"),
        (["ledger", "restore", "nowhere.zip", "new"], "nowhere.zip"),
    ],
)
def test_without_a_desk(xldesk: CommandLine, words: list[str], said: str) -> None:
    (xldesk.folder / "a-file").write_text("")
    answer = xldesk(*words, code=2)
    assert said in answer.err
    assert answer.err.startswith("xldesk: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["intake", "nowhere.csv"], "nowhere.csv"),
        (["intake", "deals.csv", "--as", "deals"], "deals"),
        (["intake", "deals.csv", "--map", "none.toml"], "none.toml"),
        (["attribute", "--period", "2026-Q9"], "write 2026-Q2, 2026-06 or FY2026"),
        (["attribute", "--model", "magic"], "magic"),
        (["attribute", "--as-of", "yesterday"], "is not a time"),
        (["attribute", "--as-of", "1999-01-01"], "no policy is in force"),
        (["pack", "--only", "poster"], "there is no workbook 'poster'"),
        (["pack", "--partner", "P-404"], "P-404"),
        (["pack", "--partner", "P", "--all-partners"], "exclude each other"),
        (["pack", "--partner", "P", "--only", "runbook"], "partners get the mdf_tracker alone"),
        (["policy", "show", "attribution.pool"], "did you mean attribution.pools"),
        (["policy", "diff", "none.toml"], "none.toml cannot be read"),
        (["finding", "show", "X|y|z"], "X|y|z"),
        (
            ["policy", "sign", "--actor", "Ada", "--approver", "ada ", "--reason", "r"],
            "two different people",
        ),
        (
            ["finding", "resolve", "X", "--outcome", "waived", "--reason", "r", "--approver", "B"],
            "X",
        ),
    ],
)
def test_in_a_desk(desk: CommandLine, words: list[str], said: str) -> None:
    before = desk("ledger", "log", "--json").json
    answer = desk(*words, code=2)
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) <= 2
    assert desk("ledger", "log", "--json").json == before


def test_an_unknown_option_or_command_is_wrong_use(xldesk: CommandLine) -> None:
    for words in (["frobnicate"], ["pack", "--sideways"], ["init"]):
        answer = xldesk(*words, code=2)
        assert "Traceback" not in answer.err


def test_a_policy_with_mistakes_is_refused_line_by_line(desk: CommandLine) -> None:
    path = desk.folder / "policy.toml"
    path.write_text(path.read_text().replace("sourced = 60", "sourced = -60", 1))
    words = ["policy", "sign", "--actor", "Ada", "--approver", "Ben", "--reason", "try"]
    answer = desk(*words, code=2)
    assert "attribution.pools.sourced = -60" in answer.err


def test_a_changed_policy_counts_only_once_signed(desk: CommandLine) -> None:
    path = desk.folder / "policy.toml"
    path.write_text(path.read_text().replace("sourced = 60", "sourced = 70", 1))
    assert "policy.toml differs" in desk("attribute").err
    assert "sourced = 60" in desk("policy", "show", "attribution.pools").out
    assert "70" in desk("policy", "diff").out
    desk("policy", "sign", "--actor", "Ada", "--approver", "Ben", "--reason", "more to sourcing")
    assert "sourced = 70" in desk("policy", "show", "attribution.pools").out
    assert "no differences" in desk("policy", "diff").out
    assert "differs" not in desk("attribute").err


def test_the_process_itself_ends_without_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xldesk", "--desk", str(tmp_path), "validate"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("xldesk: ")


def test_completion_can_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xldesk"],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_XLDESK_COMPLETE": "complete_bash",
            "COMP_WORDS": "xldesk att",
            "COMP_CWORD": "1",
        },
    )
    assert "attribute" in done.stdout


def test_the_ledger_is_backed_up_and_restored_whole(desk: CommandLine) -> None:
    desk("ledger", "backup", "../desk.zip")
    desk("ledger", "restore", "../desk.zip", "../copy")
    assert "whole" in desk("--desk", "../copy", "ledger", "verify").out
    copied = desk("--desk", "../copy", "attribute", "--json").figures
    assert copied == desk("attribute", "--json").figures


def test_a_restored_desk_never_points_at_the_originals_database(desk: CommandLine) -> None:
    desk("ledger", "backup", "../desk.zip")
    desk("ledger", "restore", "../desk.zip", "../copy")
    assert "url" not in (desk.folder / "../copy/desk.toml").read_text()
    assert "of this version" in desk("--desk", "../copy", "ledger", "upgrade").out


def test_a_head_hash_of_an_issued_workbook_is_found_or_missed(desk: CommandLine) -> None:
    head = desk("ledger", "log", "--json").json[-1]["hash"]
    assert "whole" in desk("ledger", "verify", "--head", head).out
    assert "ab" * 32 in desk("ledger", "verify", "--head", "ab" * 32, code=1).out


def test_a_desk_that_cannot_be_made_leaves_nothing(xldesk: CommandLine) -> None:
    words = ["init", "team", "--ledger-url", "postgresql+pg8000://nobody@127.0.0.1:9/none"]
    assert xldesk(*words, code=2).err.startswith("xldesk: ")
    assert list(xldesk.folder.iterdir()) == []
    xldesk("init", "team")


@pytest.mark.parametrize("text", ["name = 7\nledger = 7\n", "[ledger]\nurl = 7\n", "name = "])
def test_settings_that_cannot_be_read(xldesk: CommandLine, text: str) -> None:
    (xldesk.folder / "desk.toml").write_text(text)
    assert "desk.toml" in xldesk("validate", code=2).err


def test_bytes_that_are_no_text_are_refused(desk: CommandLine) -> None:
    assert "not text in UTF-8" in desk("intake", "deals.csv", "--actor", "\udcff", code=2).err


def test_a_full_disk_under_the_output_is_one_line(desk: CommandLine) -> None:
    if not Path("/dev/full").exists():
        pytest.fail("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xldesk", "attribute"],
            cwd=desk.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr
