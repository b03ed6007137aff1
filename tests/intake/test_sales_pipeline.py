"""A real CRM export: its figures are known beforehand, its traps are real."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from xldesk.intake.mapping import load_mapping

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

pytestmark = pytest.mark.shared

MAPPING = Path(__file__).parent / "mappings" / "sales_pipeline.toml"


def read_pipeline(desk: IntakeDesk, shared: Path) -> None:
    content = (shared / "data/crm/sales_pipeline.csv").read_bytes()
    report = desk.read(content, "sales_pipeline.csv", load_mapping(MAPPING))
    assert (report.rows_read, report.added, report.rejected) == (8_800, 8_800, 0)
    assert report.totals == {"USD": 1_000_553_400}
    assert report.left_out == ()


def test_the_pipeline_comes_in_whole(desk: IntakeDesk, shared: Path) -> None:
    read_pipeline(desk, shared)
    assert desk.rows(
        "opportunity",
        "stage, is_closed, is_won, count(*), CAST(coalesce(sum(amount), 0) AS BIGINT), "
        "count(*) FILTER (account_name IS NULL), count(close_date), count(created_date), "
        "count(amount)",
        "true GROUP BY ALL",
    ) == [
        ("Closed Lost", True, False, 2_473, 0, 0, 2_473, 2_473, 2_473),
        ("Closed Won", True, True, 4_238, 1_000_553_400, 0, 4_238, 4_238, 4_238),
        ("Discovery", False, False, 1_589, 0, 1_088, 0, 1_589, 1_589),
        ("Prospecting", False, False, 500, 0, 337, 0, 0, 500),
    ]
    assert desk.rows(
        "opportunity", "count(*), CAST(sum(amount) AS BIGINT)",
        "is_won AND close_date BETWEEN '2017-10-01' AND '2017-12-31'",
    )[0][1] == 280_249_600  # fmt: skip
    assert desk.rows("opportunity", "count(*)", "product_family = 'GTXPro'") == [(1_480,)]


def test_an_alias_in_the_mapping_mends_a_product(desk: IntakeDesk, shared: Path) -> None:
    read_pipeline(desk, shared)
    content = (shared / "data/crm/sales_pipeline.csv").read_bytes()
    mapping = load_mapping(MAPPING).model_copy(
        update={
            "values": {
                **load_mapping(MAPPING).values,
                "product_family": {"GTXPro": "GTX Pro"},
            }
        }
    )
    report = desk.read(content, "sales_pipeline.csv", mapping)
    assert (report.changed, report.unchanged) == (1_480, 7_320)
    assert desk.rows("opportunity", "count(*)", "product_family = 'GTXPro'") == [(0,)]
