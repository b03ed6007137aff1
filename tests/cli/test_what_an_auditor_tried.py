"""What somebody may try: foreign names, other encodings, the desk's own files."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from support.command_line import CommandLine
from support.prepared import prepared

DEALS = (
    "opportunity_id,currency,stage,amount,created_date,close_date,account_name\n"
    "W-1,USD,Closed Won,100.01,2026-04-01,2026-05-01,Acme\n"
)


def make_desk(xldesk: CommandLine) -> None:
    xldesk("init", "a desk", "--actor", "Ada Example")
    xldesk.enter("a desk")
    (xldesk.folder / "deals.csv").write_text(DEALS)
    xldesk("intake", "deals.csv")


@pytest.fixture
def desk(xldesk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Return the command line inside a desk with a won deal."""
    return prepared(xldesk, tmp_path_factory, "auditor", make_desk)


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "xldesk", *words],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    "path", ["ledger.db", "ledger.db-wal", "desk.toml", "policy.toml", "snapshots/x.csv"]
)
@pytest.mark.parametrize("command", ["attribute", "validate"])
def test_nothing_is_written_over_the_desk_itself(
    desk: CommandLine, command: str, path: str
) -> None:
    before = (desk.folder / "ledger.db").read_bytes()
    assert "part of the desk itself" in desk(command, "--out", path, code=2).err
    assert (desk.folder / "ledger.db").read_bytes() == before
    desk(command, "--out", "ledger.csv")


@pytest.mark.parametrize("actor", ["  ", "a\nroot", "a\x1b[31m", "\u202eada"])
def test_an_actor_is_a_name_on_one_line(desk: CommandLine, actor: str) -> None:
    (desk.folder / "deals.csv").write_text(DEALS.replace("100.01", "100.02"))
    assert "cannot stand in the ledger" in desk("intake", "deals.csv", "--actor", actor, code=2).err
    assert len(desk("ledger", "log", "--json").json) == 2


def test_a_role_is_one_of_the_operating_model(desk: CommandLine) -> None:
    assert "is not one of partner_manager" in desk("intake", "x", "--role", "king", code=2).err


def test_a_forged_snapshot_stands_in_nothing_that_is_issued(desk: CommandLine) -> None:
    assert "100.01" in desk("attribute").out
    (snapshot,) = (desk.folder / "snapshots").glob("2-*")
    file, manifest = snapshot / "opportunity.parquet", snapshot / "manifest.json"
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE o AS FROM '{file}'")
        con.execute("UPDATE o SET amount = 9999999")
        con.execute(f"COPY o TO '{file}'")
    told = json.loads(manifest.read_text())
    told["opportunity"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    told["opportunity"]["bytes"] = file.stat().st_size
    manifest.write_text(json.dumps(told))
    # in a process of its own, which has made nothing before
    assert b"snapshot" in run(desk.folder, "ledger", "verify").stdout
    assert b"100.01" in run(desk.folder, "attribute", "--explain", "W-1").stdout
    assert run(desk.folder, "attribute", "--out", "credits.csv").returncode == 0
    assert "100.01" in (desk.folder / "credits.csv").read_text()


def test_figures_say_what_they_stand_on(desk: CommandLine) -> None:
    basis = desk("attribute", "--json", "--model", "linear").json["basis"]
    assert basis["ledger_position"] == 2
    (policy,) = basis["policies"]
    assert (policy["model"], policy["status"]) == ("linear", "what_if")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_story_is_told_in_any_encoding(desk: CommandLine, encoding: str) -> None:
    done = run(desk.folder, "attribute", "--explain", "W-1", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)
    assert b"100.01" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="closing a descriptor is the shell's business")
def test_a_closed_output_is_no_traceback(desk: CommandLine) -> None:
    shell = f'"{sys.executable}" -m xldesk attribute >&-'
    done = subprocess.run(shell, cwd=desk.folder, shell=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)


def test_data_do_not_act_on_the_terminal(desk: CommandLine) -> None:
    hostile = DEALS.replace("W-1,USD,Closed Won", "W-2,USD,\x1b[31mSigned\u202e\x9b")
    (desk.folder / "hostile.csv").write_text(hostile)
    said = desk("intake", "hostile.csv")
    shown = desk("validate", code=1).out + said.out + said.err
    assert "\\x1b[31mSigned\\u202e\\x9b" in shown
    assert not set("\x1b\u202e\x9b") & set(shown)


def test_a_won_deal_without_a_close_date_is_a_won_deal(desk: CommandLine) -> None:
    desk("init", "another", "--actor", "Ada Example")
    (desk.folder / "another" / "deals.csv").write_text(DEALS.replace("2026-05-01", ""))
    desk.enter("another")
    desk("intake", "deals.csv")
    assert "no won deals yet" not in desk("attribute").out


def test_a_path_file_with_two_columns_of_a_name_is_refused(xldesk: CommandLine) -> None:
    (xldesk.folder / "k.csv").write_text("path,won,Won\nA > B,1,2\n")
    said = xldesk("attribute", "--paths", "k.csv", "--model", "linear", code=2).err
    assert "two columns 'Won'" in said
