"""Mappings: what they may say, and what is answered when they say something else."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xldesk.errors import UsageError
from xldesk.intake.mapping import Mapping, load_mapping, parse_mapping

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk


def nested_tables(depth: int) -> dict[str, Any]:
    """Return a table in a table in a table, ``depth`` times."""
    table: dict[str, Any] = {"a": 1}
    for _ in range(depth):
        table = {"a": table}
    return table


def test_a_mapping_holds_what_its_file_says(tmp_path: Path) -> None:
    path = tmp_path / "deals.toml"
    path.write_text(
        'kind = "opportunity"\ndelimiter = ";"\nencoding = "cp1252"\namount_style = "comma"\n'
        'date_format = "%d.%m.%Y"\ntime_format = ["%d.%m.%Y %H:%M"]\ntime_zone = "Europe/Berlin"\n'
        'nulls = ["", "n/a"]\n[columns]\nDeal = "opportunity_id"\nNotes = ""\n'
        "[constants]\nterm_months = 12\nis_won = false\nclose_date = 2026-03-31\n"
        '[values.stage]\nWon = "Closed Won"\n',
        "utf-8",
    )
    mapping = load_mapping(path)
    assert mapping.place == str(path)
    expected = Mapping(
        kind="opportunity",
        delimiter=";",
        encoding="cp1252",
        amount_style="comma",
        date_format=("%d.%m.%Y",),
        time_format=("%d.%m.%Y %H:%M",),
        time_zone="Europe/Berlin",
        nulls=("", "n/a"),
        columns={"Deal": "opportunity_id", "Notes": ""},
        constants={"term_months": "12", "is_won": "false", "close_date": "2026-03-31"},
        values={"stage": {"Won": "Closed Won"}},
    )
    assert mapping.model_dump() == expected.model_dump()


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ({"kind": "deal"}, 'map.toml: kind = "deal": one of partner, opportunity, '),
        ({"kind": "rejected_row"}, 'kind = "rejected_row": one of '),
        ({"delimiter": "||"}, 'map.toml: delimiter = "||": one character'),
        ({"delimiter": '"'}, "one character"),
        ({"encoding": "utf-9"}, 'encoding = "utf-9": an encoding such as utf-8'),
        ({"encoding": "base64"}, "an encoding such as utf-8"),
        ({"encoding": "idna"}, "an encoding such as utf-8"),
        ({"encoding": "Punycode"}, "an encoding such as utf-8"),
        ({"encoding": "unicode_escape"}, "an encoding such as utf-8"),
        ({"amount_style": "dot"}, "amount_style = \"dot\": 'auto', 'point' or 'comma' is needed"),
        ({"date_format": "%d-%m"}, 'date_format.0 = "%d-%m": a format with day, month and year'),
        ({"date_format": ["%d-%m-%Y", "dd.mm"]}, 'date_format.1 = "dd.mm"'),
        ({"date_format": "%d%d%d%d%Y%m%m"}, "a format with day, month and year"),
        ({"time_format": "%x %Y%m%d %H"}, "a format with date and hour"),
        ({"time_format": "%d-%m-%Y"}, 'time_format.0 = "%d-%m-%Y": a format with date and hour'),
        ({"time_zone": "Berlin"}, 'time_zone = "Berlin": a time zone such as UTC'),
        (
            {"colums": {}},
            "map.toml: colums is not a key of a mapping (is it columns?); known: kind",
        ),
        ({"columns": {"a": 1}}, "columns.a = 1: a text in quotation marks is needed"),
        ({"columns": "a"}, 'columns = "a": a table of names is needed'),
        ({"constants": {"amount": 1.5}}, "constants.amount = 1.5: a text in quotation marks"),
        ({"nulls": "null"}, 'nulls = "null": a list of texts is needed'),
        ({"header_row": 1 << 40_000}, "header_row = 0x1000"),
        ({"constants": {"amount": 1 << 40_000}}, ": a shorter number is needed"),
        (
            {"columns": {"a": nested_tables(5_000)}},
            "columns.a = {'a': {'a': {'a': {...}}}}: a text",
        ),
        ({"values": {"stage": ["Won"]}}, "values.stage = ['Won']: a table of names"),
    ],
)
def test_a_mapping_that_is_wrong_names_key_value_and_what_is_allowed(
    data: dict[str, Any], line: str
) -> None:
    with pytest.raises(UsageError) as caught:
        parse_mapping(data, "map.toml")
    assert line in caught.value.message


def test_all_problems_of_a_mapping_are_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        parse_mapping({"kind": "x", "time_zone": "y"}, "map.toml")
    assert len(caught.value.message.splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.toml", None, "no such file"),
        ("bad.toml", b"a = ", "not TOML"),
        ("latin.toml", b'kind = "\xe9"', "not TOML"),
        (".", None, "cannot be read"),
        ("deep.toml", b"nulls = " + b"[" * 5_000, "nested too deeply"),
        ("deep.toml", b"columns = " + b"{a = " * 5_000, "nested too deeply"),
        ("dotted.toml", b"columns." + b"a." * 5_000 + b"a = 1", "columns.a = .* a text in quot"),
        ("long.toml", b"header_row = " + b"1" * 5_000, "too many digits"),
        ("large.toml", b"#" * 1_000_001, "more than 1,000,000 bytes"),
    ],
)
def test_a_mapping_that_cannot_be_read_is_one_line(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=words) as caught:
        load_mapping(tmp_path / name)
    assert "\n" not in caught.value.message


def test_a_mapping_begins_with_a_byte_order_mark_or_not(tmp_path: Path) -> None:
    path = tmp_path / "deals.toml"
    path.write_text('delimiter = ";"', "utf-8-sig")
    assert load_mapping(path).delimiter == ";"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_mapping_is_a_regular_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(UsageError, match="is not a regular file; save the mapping"):
            load_mapping(path)


DEALS = "Deal;Worth;Cur;Step;Won?;SFDC;Notes\nO-1;1.234,50;eur;Sold;n/a;006A;hello\n"
GERMAN: dict[str, Any] = {
    "kind": "opportunity",
    "amount_style": "comma",
    "nulls": ["n/a"],
    "columns": {
        "Deal": "opportunity_id",
        "worth": "amount",
        "Cur": "currency",
        "Step": "stage",
        "Won?": "is_won",
        "SFDC": "external_ids.sfdc",
        "Notes": "",
    },
    "constants": {"source_system": "crm", "term_months": 12},
    "values": {"stage": {"sold": "Closed Won"}},
}


def test_columns_words_constants_and_nulls_are_read_as_mapped(desk: IntakeDesk) -> None:
    report = desk.read(DEALS, mapping=GERMAN)
    assert report.left_out == ("Notes",)
    assert desk.rows(
        "opportunity",
        "opportunity_id, amount, currency, stage, is_won, is_closed, source_system, term_months, "
        "external_ids",
    ) == [("O-1", 123_450, "EUR", "Closed Won", True, True, "crm", 12, '{"sfdc":"006A"}')]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"columns": {"Wrth": "amount"}},
            r"map\.toml: columns\.Wrth: .*deals\.csv:1 has no such column; is it 'Worth'\?",
        ),
        ({"columns": {"Worth": "amont"}}, r'columns\."Worth" = "amont": .*\(is it amount\?\)'),
        ({"constants": {"curency": "USD"}}, r"constants\.curency: .*\(is it currency\?\)"),
        ({"values": {"stages": {}}}, r"values\.stages: .*\(is it stage\?\)"),
        (
            {"constants": {"currency": "USD"}},
            r"map\.toml: constants\.currency: the column 'Cur' .* leave the column out",
        ),
        ({"constants": {"term_months": "twelve"}}, r"constants\.term_months: 'twelve' is no"),
        ({"constants": {"country": "x" * 2000}}, r"constants\.country: .*2,000 characters"),
        ({"delimiter": ","}, r'say delimiter = ";"'),
        (
            {"columns": {**GERMAN["columns"], "Notes": "amount"}},
            r"'Worth' and 'Notes' both read as amount",
        ),
        (
            {"columns": {**GERMAN["columns"], "Notes": "external_ids"}},
            "external_ids is a column, and a mapping adds to it",
        ),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_the_file_is_one_line(
    desk: IntakeDesk, change: dict[str, Any], words: str
) -> None:
    head = desk.head
    with pytest.raises(UsageError, match=words) as caught:
        desk.read(DEALS, mapping={**GERMAN, **change})
    assert "\n" not in caught.value.message
    assert desk.head == head


def test_a_time_without_a_zone_needs_one_from_the_mapping(desk: IntakeDesk) -> None:
    text = "event_id,partner_id,kind,occurred_at\nE-1,P-1,demo,2026-07-01 09:00\n"
    assert [reject.reason_code for reject in desk.read(text, "t.csv").rejects] == ["TIME-ZONE"]
    report = desk.read(text, "t.csv", {"time_zone": "Europe/Berlin"})
    assert (report.added, report.cleared) == (1, 1)
    assert desk.rows("touch", "CAST(occurred_at AS VARCHAR)") == [("2026-07-01 07:00:00",)]


@pytest.mark.parametrize(
    ("amounts", "read", "rejected"),
    [
        (["1,234", "1,234.50"], [123_400, 123_450], 0),
        (["1.234", "1.234,50"], [123_400, 123_450], 0),
        (["1,234", "12"], [1_200], 1),
        (["1,234", "1.5", "1,5"], [150, 150], 1),
    ],
)
@pytest.mark.parametrize("chunk_rows", [1, 20_000])
def test_a_column_proves_how_its_ambiguous_amounts_are_meant(
    desk: IntakeDesk, amounts: list[str], read: list[int], rejected: int, chunk_rows: int
) -> None:
    rows = "".join(f"O-{n};{text};USD;Proposal\n" for n, text in enumerate(amounts))
    report = desk.read("opportunity_id;amount;currency;stage\n" + rows, chunk_rows=chunk_rows)
    assert report.rejected == rejected
    assert [reject.reason_code for reject in report.rejects] == ["AMOUNT-AMBIGUOUS"] * rejected
    assert [amount for (amount,) in desk.rows("opportunity", "amount")] == read


def test_every_key_says_what_it_means_with_an_example_that_can_be_read() -> None:
    for name, info in Mapping.model_fields.items():
        assert info.description
        assert isinstance(info.json_schema_extra, dict)
        assert set(info.json_schema_extra) == {"allowed", "unsaid"}
        (example,) = info.examples or ()
        read = parse_mapping(tomllib.loads(str(example)), "map.toml")
        assert read.model_fields_set == {name}
