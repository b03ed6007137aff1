"""ATTRIBUTE, CREDIT, CATEGORY and EXPLAIN say what the command line says."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.command_line import CommandLine
from support.udf_desks import AskedDesk
from xldesk_udfs import ATTRIBUTE, CATEGORY, CREDIT, EXPLAIN, PARTNERREVENUE
from xldesk_udfs.errors import CellError

WON = "OPP-10008"
"""A won deal with sourced, co-sell and influenced lines of two partners, in USD."""

UNKNOWN = CellError("#N/A", "there is no opportunity 'OPP-0'")


def credits_of(xldesk: CommandLine, desk: AskedDesk, *options: str) -> list[dict[str, str]]:
    """Return the credit lines that the command line writes, row by row."""
    out = xldesk.folder / "credits.csv"
    xldesk(
        "--desk", desk.folder, "attribute", "--as-of", desk.as_of, "--out", out, "--json", *options
    )
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_cells(row: dict[str, str]) -> list[Any]:
    return [
        row["opportunity_id"],
        row["partner_id"],
        row["headline_category"],
        row["line_category"],
        row["reason_code"],
        Decimal(row["share"]),
        Decimal(row["credit"]),
        row["currency"],
        row["status"],
    ]


@pytest.mark.parametrize("model", [None, "linear"])
def test_the_whole_desk_in_one_call_is_what_the_command_line_writes(
    on_sample: AskedDesk, xldesk: CommandLine, model: str | None
) -> None:
    rows = credits_of(xldesk, on_sample, *(["--model", model] if model else []))
    ids = list(dict.fromkeys(row["opportunity_id"] for row in rows))
    table = ATTRIBUTE([[opportunity] for opportunity in ids], model, headers=False)
    assert table == [as_cells(row) for row in rows]
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row["opportunity_id"], row["partner_id"]] += Decimal(row["credit"])
    pairs = list(totals)
    found = CREDIT([deal for deal, _ in pairs], [who for _, who in pairs], None, model)
    assert found == list(totals.values())
    if model is None:
        headlines = {row["opportunity_id"]: row["headline_category"] for row in rows}
        assert CATEGORY(list(headlines)) == list(headlines.values())


@pytest.mark.shared
def test_a_real_export_gives_what_the_command_line_writes(
    on_crm: AskedDesk, xldesk: CommandLine
) -> None:
    rows = credits_of(xldesk, on_crm)
    ids = list(dict.fromkeys(row["opportunity_id"] for row in rows))
    assert ATTRIBUTE([[opportunity] for opportunity in ids], headers=False) == [
        as_cells(row) for row in rows
    ]
    of_partners = [row for row in rows if row["partner_id"] != "DIRECT"]
    assert len(of_partners) > 50
    assert CREDIT(
        [row["opportunity_id"] for row in of_partners], [row["partner_id"] for row in of_partners]
    ) == [Decimal(row["credit"]) for row in of_partners]


def test_a_deal_as_a_table_with_headings(on_sample: AskedDesk) -> None:
    table = ATTRIBUTE(WON)
    assert isinstance(table, list)
    assert table[0] == [
        "Opportunity", "Partner", "Headline category", "Line category", "Reason", "Share",
        "Credit", "Currency", "Status",
    ]  # fmt: skip
    assert {row[0] for row in table[1:]} == {WON}
    assert sum(row[5] for row in table[1:]) == 1
    assert ATTRIBUTE(WON, headers="FALSE") == table[1:]
    assert {row[8] for row in table[1:]} == {"proposed"}
    other = ATTRIBUTE(WON, "first touch")
    assert isinstance(other, list)
    assert {row[8] for row in other[1:]} == {"what_if"}


def test_a_range_has_each_deal_once_and_leaves_empty_cells_out(on_sample: AskedDesk) -> None:
    once = ATTRIBUTE([[WON]], headers=False)
    assert ATTRIBUTE([[WON], [None], [WON], [""]], headers=False) == once
    assert ATTRIBUTE([[None], [""]]) is None
    assert ATTRIBUTE(None) is None


def test_an_unknown_id_is_an_error_where_it_stands(on_sample: AskedDesk) -> None:
    assert ATTRIBUTE("OPP-0") == ATTRIBUTE([["OPP-0"]]) == UNKNOWN
    table = ATTRIBUTE([["OPP-0"], [WON], ["#REF!"]], headers=False)
    assert isinstance(table, list)
    assert table[0] == ["OPP-0", *[UNKNOWN] * 8]
    assert table[-1] == [CellError("#REF!", "an argument is #REF!")] * 9
    other_case = CellError("#N/A", f"there is no opportunity {WON.lower()!r}; nearest is {WON!r}")
    assert CATEGORY(WON.lower()) == CREDIT(WON.lower(), "DIRECT") == other_case
    assert ATTRIBUTE(WON.lower()) == other_case
    assert CREDIT("OPP-0", "DIRECT") == CATEGORY("OPP-0") == UNKNOWN
    assert CREDIT(WON, "P-0") == CellError("#N/A", "there is no partner 'P-0'")
    by_name = CellError("#N/A", "'harborvane systems' is a partner's name; its id is 'P-001'")
    assert CREDIT(WON, "harborvane systems") == by_name
    assert PARTNERREVENUE("harborvane systems", "2026-Q2") == by_name
    small = CellError("#N/A", "there is no partner 'p-001'; nearest is 'P-001'")
    assert CREDIT(WON, "p-001") == small
    told = EXPLAIN("OPP-0")
    assert isinstance(told, CellError)
    assert told.code == "#N/A"
    assert "did you mean OPP-" in told.reason


def test_a_lost_deal_has_a_line_without_credit_and_the_category_of_its_story(
    on_sample: AskedDesk, xldesk: CommandLine
) -> None:
    with on_sample.answers._lock:
        basis = on_sample.answers._state(on_sample.answers._asked(None)).known
        found = basis.con.execute(
            "SELECT opportunity_id FROM opportunity WHERE is_closed AND NOT is_won "
            "ORDER BY opportunity_id"
        ).fetchall()
    lost = [opportunity for (opportunity,) in found]
    assert ATTRIBUTE(lost[0], headers=False) == [[lost[0], *[None] * 8]]
    assert CREDIT(lost[0], "DIRECT") == 0
    categories = dict(zip(lost, CATEGORY(lost), strict=True))
    partnered = next(deal for deal, category in categories.items() if category != "direct")
    told: Any = xldesk(
        "--desk", on_sample.folder, "attribute", "--explain", partnered, "--as-of",
        on_sample.as_of, "--json",
    ).json  # fmt: skip
    assert told["headline_category"] == categories[partnered]
    assert "counts" in {act["verdict"] for act in told["contributions"]}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ATTRIBUTE(WON, "magic"), "no attribution model 'magic'"),
        (lambda: CREDIT(WON, "DIRECT", model="magic"), "no attribution model 'magic'"),
        (lambda: CREDIT(WON, "DIRECT", "gold"), "no category 'gold'"),
        (lambda: CREDIT(WON, "DIRECT", currency="DOLLARS"), "no currency 'DOLLARS'"),
        (lambda: CREDIT(WON, "DIRECT", as_of="soon"), "as_of 'soon' is not a time"),
        (lambda: CREDIT(WON, "DIRECT", as_of=412), "412 is not a day"),
        (lambda: CREDIT([[WON]] * 2, [["DIRECT"]] * 3), "2 and 3 rows"),
        (lambda: CREDIT(1.5, "DIRECT"), "1.5 is not an id"),
        (lambda: ATTRIBUTE(WON, headers="maybe"), "not TRUE or FALSE"),
        (lambda: ATTRIBUTE(WON, ["linear", "markov"]), "one cell is wanted"),
        (lambda: CATEGORY([]), "empty"),
    ],
)
def test_wrong_arguments_say_what_is_wrong(on_sample: AskedDesk, call: Any, said: str) -> None:
    found = call()
    assert isinstance(found, CellError)
    assert found.code == "#VALUE!"
    assert said in found.reason


def test_a_position_that_the_ledger_does_not_have_is_not_known(on_sample: AskedDesk) -> None:
    found = CREDIT(WON, "DIRECT", as_of="ledger 9999")
    assert isinstance(found, CellError)
    assert (found.code, "no entry 9999" in found.reason) == ("#N/A", True)


@pytest.mark.parametrize("as_of", ["2026-07-08T09:00Z", 46211.375, "ledger 9", "9"])
def test_a_time_is_taken_in_every_form(on_sample: AskedDesk, as_of: str | float) -> None:
    assert ATTRIBUTE(WON, None, as_of) == ATTRIBUTE(WON)


def test_before_the_desk_knew_a_deal_it_is_unknown(on_sample: AskedDesk) -> None:
    assert CATEGORY(WON, "ledger 1") == CellError("#N/A", f"there is no opportunity {WON!r}")


def test_credit_by_category_adds_up_to_the_deal(on_sample: AskedDesk) -> None:
    partners = ["P-014", "P-016", "DIRECT"]
    parts = {
        category: CREDIT(WON, [partners], category)
        for category in ("sourced", "co_sell", "influenced", "direct")
    }
    assert parts["sourced"] == [[Decimal("5806.24"), 0, 0]]
    assert parts["co_sell"] == [[0, Decimal("2903.12"), 0]]
    whole = CREDIT(WON, [partners])
    assert isinstance(whole, list)
    added = [sum(column) for column in zip(*(part[0] for part in parts.values()), strict=True)]
    assert whole == [added]


CELLS = st.sampled_from([WON, "OPP-10001", "OPP-10044", "OPP-0", None, "", "#N/A", 1.5, 7.0])


@given(
    deals=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4),
    partner=st.sampled_from(["DIRECT", "P-014", "P-0", None]),
    currency=st.sampled_from([None, "EUR"]),
)
def test_credit_of_a_range_is_the_credit_of_each_cell(
    on_sample: AskedDesk, deals: list[list[Any]], partner: str | None, currency: str | None
) -> None:
    assert CREDIT(deals, partner, currency=currency) == [
        [CREDIT(cell, partner, currency=currency) for cell in row] for row in deals
    ]
    assert CATEGORY(deals) == [[CATEGORY(cell) for cell in row] for row in deals]


def parts_of(table: Any) -> dict[Any, list[list[Any]]]:
    """Return the rows of a story by what they are about."""
    assert isinstance(table, list)
    assert table[0][:2] == ["About", "When (UTC)"]
    by_part: dict[Any, list[list[Any]]] = defaultdict(list)
    for row in table[1:]:
        by_part[row[0]].append(row)
    return by_part


@pytest.mark.shared
def test_the_story_is_what_the_command_line_tells(on_crm: AskedDesk, xldesk: CommandLine) -> None:
    with on_crm.answers._lock:
        basis = on_crm.answers._state(on_crm.answers._asked(None)).attributed
        found = basis.con.execute(
            "SELECT min(opportunity_id) FROM credit WHERE partner_id = 'P-1'"
        ).fetchall()
    opportunity = found[0][0]
    told: Any = xldesk(
        "--desk", on_crm.folder, "attribute", "--explain", opportunity, "--as-of", on_crm.as_of,
        "--json",
    ).json  # fmt: skip
    story = parts_of(EXPLAIN(opportunity))
    (deal,), (model,) = story["deal"], story["model"]
    assert deal[7] == Decimal(told["opportunity"]["amount"])
    assert deal[5] == f"headline {told['headline_category']}"
    assert model[3:6] == [told["model"], told["status"], told["model_says"]]
    assert [(row[2], row[4], row[5]) for row in story["contribution"]] == [
        (act["partner_id"], act["verdict"], act["why"]) for act in told["contributions"]
    ]
    parts = [part for line in told["lines"] for part in line["parts"]]
    assert [(row[2], row[3], row[6], row[7]) for row in story["credit"]] == [
        (part["partner_id"], part["line_category"], Decimal(part["share"]), Decimal(part["credit"]))
        for part in parts
    ]
    assert [row[3] for row in story["obstacle"]] == [each["code"] for each in told["obstacles"]]
    since = told["since"]
    assert story["change"][0][3] == f"since ledger {since['ledger_position']}"
    assert len(story["change"]) == 1 + sum(
        len(since[name]) for name in ("entries", "deal", "obstacles", "contributions", "credit")
    )


def test_the_story_has_the_credit_of_the_table(on_sample: AskedDesk) -> None:
    story = parts_of(EXPLAIN(WON))
    assert list(story) == ["deal", "model", "contribution", "credit", "change"]
    table = ATTRIBUTE(WON, headers=False)
    assert isinstance(table, list)
    assert [[row[2], row[3], row[4], *row[6:]] for row in story["credit"]] == [
        [line[1], line[3], line[4], line[5], line[6], line[7]] for line in table
    ]
    assert sum(row[7] for row in story["credit"]) == story["deal"][0][7]
    assert EXPLAIN(None) is None
