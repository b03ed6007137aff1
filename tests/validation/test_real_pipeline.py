"""A real CRM export: its traps are found, counted and explained, and nothing else is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from support.deals import at
from support.told_rows import told_rows
from support.world import ACTOR, World, changed
from xldesk.attribution.story_needs import rules_not_compared
from xldesk.intake.mapping import Mapping, load_mapping
from xldesk.intake.reading import read_files
from xldesk.policy.load import default_policy
from xldesk.validation.findings import finding_counts, findings
from xldesk.validation.run import validate

pytestmark = pytest.mark.shared

MAPPING = Path(__file__).parents[1] / "intake" / "mappings" / "sales_pipeline.toml"
READ_AT = at("2018-01-02")


ALIKE = 375
"""Deals of one account and product at list price, won within a fortnight: without contract ids
nothing tells them from one deal typed twice (docs/decisions/0013)."""


def read_pipeline(world: World, shared: Path, mapping: Mapping) -> None:
    path = shared / "data" / "crm" / "sales_pipeline.csv"
    read_files(world.ledger, world.policy, [path], mapping=mapping, actor=ACTOR, at=READ_AT)


def listed_products(shared: Path) -> list[dict[str, str]]:
    with (shared / "data" / "crm" / "products.csv").open(encoding="utf-8", newline="") as stream:
        return [{"family": row["product"]} for row in csv.DictReader(stream)]


def test_findings_of_a_real_pipeline(shared: Path, tmp_path: Path) -> None:
    mapping = load_mapping(MAPPING)
    policy = changed(default_policy(), products=listed_products(shared))
    with World(tmp_path, policy, start=at("2016-01-04")) as world:
        read_pipeline(world, shared, mapping)
        basis = world.basis(READ_AT)
        validate(basis)
        assert finding_counts(basis) == {
            ("block", "OPP-DOUBLE"): ALIKE,
            ("block", "REF-UNKNOWN"): 1_480,
            ("warn", "OPP-ACCOUNT"): 1_425,
        }
        for found in findings(basis, code="REF-UNKNOWN"):
            assert found.message == ("product family 'GTXPro' is not known; nearest is 'GTX Pro'")
            assert found.place is not None
            assert found.place.file == "sales_pipeline.csv"
            assert found.place.row is not None
        assert {found.scope for found in findings(basis, severity="warn")} == {"none"}

        alias = {**mapping.values, "product_family": {"GTXPro": "GTX Pro"}}
        read_pipeline(world, shared, mapping.model_copy(update={"values": alias}))
        mended = world.basis(READ_AT)
        validate(mended)
        assert finding_counts(mended) == {
            ("block", "OPP-DOUBLE"): ALIKE,
            ("warn", "OPP-ACCOUNT"): 1_425,
        }

        confined = world.basis(READ_AT)
        validate(confined, leave_out=rules_not_compared(confined))
        assert told_rows(confined.con) == told_rows(mended.con)


def test_any_product_goes_where_the_policy_lists_none(shared: Path, tmp_path: Path) -> None:
    with World(tmp_path, start=at("2016-01-04")) as world:
        read_pipeline(world, shared, load_mapping(MAPPING))
        basis = world.basis(READ_AT)
        validate(basis)
        assert finding_counts(basis) == {
            ("block", "OPP-DOUBLE"): ALIKE,
            ("warn", "OPP-ACCOUNT"): 1_425,
        }


def test_a_business_at_list_price_asks_for_more_before_it_calls_deals_one(
    shared: Path, tmp_path: Path
) -> None:
    strict = changed(default_policy(), matching={"double_amount": 0, "double_days": 0})
    with World(tmp_path, strict, start=at("2016-01-04")) as world:
        read_pipeline(world, shared, load_mapping(MAPPING))
        basis = world.basis(READ_AT)
        validate(basis)
        doubles = basis.con.execute(
            "SELECT o.account_name, o.product_family, o.amount, o.close_date, count(*) "
            "FROM finding AS f JOIN opportunity AS o ON o.opportunity_id = f.object_id "
            "WHERE f.code = 'OPP-DOUBLE' GROUP BY ALL"
        ).fetchall()
    assert all(count >= 2 for *_, count in doubles)
    assert sum(count for *_, count in doubles) < ALIKE // 10
