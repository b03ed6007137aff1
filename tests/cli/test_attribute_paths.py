"""``xldesk attribute --paths``: what an analyst types and reads, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import CommandLine

TABLE = (
    "path,total_conversions,total_null,value\n"
    "Harbor > Vela > Brightline,1,0,1000.50\n"
    "Harbor,0,1,0\n"
    "Vela > Brightline,0,1,0\n"
)


@pytest.fixture
def table(xldesk: CommandLine) -> CommandLine:
    """Return the command line in a folder with a table of paths and no desk."""
    (xldesk.folder / "paths.csv").write_text(TABLE)
    return xldesk


@pytest.mark.shared
def test_published_table_as_json(xldesk: CommandLine, shared: Path) -> None:
    file = shared / "data" / "paths" / "pathdata.csv.gz"
    answer = xldesk("attribute", "--paths", file, "--model", "first_touch", "--json").json
    assert answer["total"] == 19785
    assert answer["credit"]["alpha"] == 6308
    assert list(answer) == ["credit", "total"]


def test_markov_says_removal_effects(table: CommandLine) -> None:
    words = ["attribute", "--paths", "paths.csv", "--model", "markov", "--value-column", "value"]
    answer = table(*words, "--json").json
    assert answer["total"] == 1000.5
    assert answer["credit"] == pytest.approx({"Vela": 400.2, "Brightline": 400.2, "Harbor": 200.1})
    assert answer["removal_effect"] == pytest.approx({"Harbor": 0.5, "Vela": 1, "Brightline": 1})
    assert answer["base_probability"] == pytest.approx(1 / 3)
    printed = table(*words).out
    assert "Harbor" in printed
    assert "200.100000   20.0%         0.500000" in printed
    assert "total 1,000.500000 of column value" in printed
    assert "probability that a path is won: 0.333333" in printed


def test_without_a_column_of_what_was_lost_markov_says_so(table: CommandLine) -> None:
    (table.folder / "won.csv").write_text("path,won\nA > B,1\n")
    answer = table("attribute", "--paths", "won.csv", "--model", "markov", "--json")
    assert answer.json["base_probability"] == 1
    assert "no column counts what was lost" in answer.err


def test_columns_and_separator_are_named(table: CommandLine) -> None:
    (table.folder / "own.csv").write_text("Path;deals;gone\nA|B;3;1\n")
    words = ["attribute", "--paths", "own.csv", "--model", "linear", "--won-column", "deals"]
    answer = table(*words, "--lost-column", "gone", "--sep", "|", "--json").json
    assert answer == {"credit": {"A": 1.5, "B": 1.5}, "total": 3}


def test_custom_takes_the_weights_of_the_desks_policy_in_force(table: CommandLine) -> None:
    words = ["attribute", "--paths", "paths.csv", "--model", "custom", "--json"]
    shipped = table(*words)
    assert "no desk here" in shipped.err
    assert shipped.json["credit"] == pytest.approx({"Harbor": 0.3, "Vela": 0.4, "Brightline": 0.3})
    table("init", "desk", "--actor", "Ada Example")
    policy = table.folder / "desk" / "policy.toml"
    text = (
        policy.read_text("utf-8")
        .replace("first = 30", "first = 100")
        .replace("last = 30", "last = 0")
    )
    policy.write_text(text.replace("rest = 40", "rest = 0"), "utf-8")
    # Not signed yet: the policy in force is still the shipped one.
    assert table("--desk", "desk", *words).json == shipped.json
    table("--desk", "desk", "policy", "sign", "--actor", "Ada", "--approver", "Bo", "--reason", "r")
    found = table("--desk", "desk", *words).json["credit"]
    assert found == {"Harbor": 1, "Brightline": 0, "Vela": 0}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--paths", "none.csv", "--model", "linear"], "none.csv is not there"),
        (["--paths", ".", "--model", "linear"], "is a folder"),
        (["--paths", "book.xlsx", "--model", "linear"], "a CSV file (also .csv.gz) or a Parquet"),
        (["--paths", "empty.csv", "--model", "linear"], "empty.csv is empty"),
        (["--paths", "bytes.csv", "--model", "linear"], "bytes.csv cannot be read"),
        (["--paths", "paths.csv"], "--paths needs --model, one of first_touch"),
        (["--paths", "paths.csv", "--model", "magic"], "no attribution model 'magic'"),
        (["--paths", "paths.csv", "--model", "taxonomy"], "needs categories, agreed shares"),
        (["--paths", "paths.csv", "--model", "time_decay"], "needs the day of each touch"),
        (["--paths", "paths.csv", "--model", "w_shaped"], "needs the registration"),
        (["--paths", "paths.csv", "--model", "full_path"], "created and closed"),
        (["--paths", "paths.csv", "--model", "role_weighted"], "needs the partners' roles"),
        (["--paths", "paths.csv", "--model", "linear", "--sep", ""], "--sep is empty"),
        (
            ["--paths", "paths.csv", "--model", "linear", "--period", "2026-Q1"],
            "--period asks a desk",
        ),
        (
            ["--paths", "paths.csv", "--model", "linear", "--won-column", "total_conversion"],
            "did you mean 'total_conversions'?",
        ),
        (["--model", "linear", "--value-column", "value"], "--value-column goes with --paths"),
    ],
)
def test_mistakes_are_one_line(table: CommandLine, words: list[str], said: str) -> None:
    (table.folder / "book.xlsx").write_bytes(b"PK")
    (table.folder / "empty.csv").write_bytes(b"")
    (table.folder / "bytes.csv").write_bytes(b"path,won\n\xff\xfe,1\n")
    answer = table("attribute", *words, code=2)
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1
