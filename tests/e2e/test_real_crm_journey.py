"""A real CRM export of 8,800 deals, from the raw file to a checked pack (shared data)."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.command_line import CommandLine
from xldesk.policy.load import default_policy_text

pytestmark = pytest.mark.shared

MAPPING = Path(__file__).parents[1] / "intake" / "mappings" / "sales_pipeline.toml"
FAMILIES = (
    "GTX Basic",
    "GTX Pro",
    "GTX Plus Basic",
    "GTX Plus Pro",
    "GTK 500",
    "MG Special",
    "MG Advanced",
)
LAST_QUARTER = {"10-2017", "11-2017", "12-2017"}
BOOKED = "10,005,534.00"


def policy_with_products() -> str:
    families = ", ".join(f'{{ family = "{name}" }}' for name in FAMILIES)
    return default_policy_text().replace("products = []", f"products = [{families}]", 1)


def write_partners_and_roles(folder: Path, pipeline: Path) -> None:
    """Write two partners, and a co-sell role on every tenth won deal of the last quarter."""
    (folder / "partners.csv").write_text(
        "partner_id,name,type,status\nP-1,Harbor Systems,si,active\nP-2,Vela Partners,isv,active\n"
    )
    with pipeline.open(encoding="utf-8") as source:
        won = [
            row["opportunity_id"]
            for row in csv.DictReader(source)
            if row["deal_stage"] == "Won" and row["close_date"][3:] in LAST_QUARTER
        ]
    lines = ["opportunity_id,partner_id,role,accepted_by_partner_at,accepted_by_us_at,evidence"]
    for number, deal in enumerate(won[::10]):
        partner = f"P-{number % 2 + 1}"
        lines.append(f"{deal},{partner},co_sell,2016-01-01T00:00Z,2016-01-01T00:00Z,joint plan")
    (folder / "roles.csv").write_text("\n".join(lines) + "\n")


def by_code(found: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return findings by the code of their rule."""
    codes: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        codes.setdefault(row["code"], []).append(row)
    return codes


@pytest.fixture
def desk(xldesk: CommandLine) -> CommandLine:
    """Return the command line inside a desk whose policy lists the products."""
    (xldesk.folder / "policy.toml").write_text(policy_with_products())
    xldesk("init", "desk", "--policy", "policy.toml", "--actor", "Ada Example")
    xldesk.enter("desk")
    return xldesk


def test_from_the_raw_export_to_a_checked_pack(desk: CommandLine, shared: Path) -> None:
    pipeline = shared / "data" / "crm" / "sales_pipeline.csv"
    (report,) = desk("intake", pipeline, "--map", MAPPING, "--json").json
    assert (report["rows_read"], report["added"], report["rejected"]) == (8_800, 8_800, 0)
    assert BOOKED in desk("intake", pipeline, "--map", MAPPING).out

    found = by_code(desk("validate", "--json", code=1).json)
    unknown = [row for row in found["REF-UNKNOWN"] if row["object_kind"] == "opportunity"]
    assert len(unknown) == 1_480
    assert all("'GTX Pro'" in row["message"] for row in unknown)
    assert [row["severity"] for row in found["OPP-ACCOUNT"]] == ["warn"] * 1_425

    alias = desk.folder / "mappings" / "with_alias.toml"
    alias.write_text(MAPPING.read_text() + '\n[values.product_family]\nGTXPro = "GTX Pro"\n')
    (again,) = desk("intake", pipeline, "--map", alias, "--json").json
    assert (again["changed"], again["unchanged"]) == (1_480, 7_320)
    found = by_code(desk("validate", "--json", code=1).json)
    assert "REF-UNKNOWN" not in found
    doubles = {row["scope"] for row in found["OPP-DOUBLE"]}
    assert doubles == {"opportunity"}, "they stop approval, not credit"

    direct = desk("attribute", "--json").json["bookings"]
    assert {row["headline_category"]: row["deals"] for row in direct}["direct"] == 4_238
    assert sum(Decimal(row["amount"]) for row in direct) == 10_005_534
    quarter = desk("attribute", "--period", "2017-Q4", "--json").json["bookings"]
    assert sum(Decimal(row["amount"]) for row in quarter) == 2_802_496

    write_partners_and_roles(desk.folder, pipeline)
    desk("intake", "partners.csv", "roles.csv")
    answer = desk("attribute", "--period", "2017-Q4", "--out", "credits.csv", "--json").json
    booked = sum(Decimal(row["amount"]) for row in answer["bookings"])
    assert booked == 2_802_496
    assert sum(Decimal(row["credit"]) for row in answer["credits"]) == booked
    by_partner = {row["partner_id"]: Decimal(row["credit"]) for row in answer["credits"]}
    assert by_partner["P-1"] > 0 < by_partner["P-2"]

    packed = desk("pack", "--period", "2017-Q4")
    assert packed.out.count("packs/") >= 3
    checked = desk("check", "--lint", "--recalc", *sorted((desk.folder / "packs").glob("*.xlsx")))
    assert checked.out.count("fine") == 3
    assert "3 workbooks" in checked.err
    assert "whole" in desk("ledger", "verify").out


def test_reading_the_same_export_twice_changes_nothing(desk: CommandLine, shared: Path) -> None:
    pipeline = shared / "data" / "crm" / "sales_pipeline.csv"
    desk("intake", pipeline, "--map", MAPPING)
    before = desk("ledger", "log", "--json").json
    (again,) = desk("intake", pipeline, "--map", MAPPING, "--json").json
    assert (again["unchanged"], again["position"]) == (8_800, None)
    assert desk("ledger", "log", "--json").json == before
