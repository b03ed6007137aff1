"""The operating model's worked cases: same headline, same credit to the cent, same findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.worked_cases import case_as_of, case_records, worked_cases
from support.world import World
from xldesk.attribution.run import attribute
from xldesk.records.money import major
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [f"W{number:02}" for number in range(1, 22)]


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_worked_case(name: str, shared: Path, tmp_path: Path) -> None:
    case = {case["opportunity"]["opportunity_id"]: case for case in worked_cases(shared)}[name]
    expected = case["expect"]
    with World(tmp_path / "desk").add(*case_records(case)) as world:
        basis = world.basis(case_as_of(case))
        validate(basis)
        attribute(basis, case.get("model"))
        found = basis.con.execute(
            "SELECT partner_id, line_category, credit, product_family, currency FROM credit"
        ).fetchall()
        assert [
            {
                "partner_id": partner,
                "line_category": category,
                "credit": f"{major(credit, currency):f}",
                "product_family": family,
            }
            for partner, category, credit, family, currency in found
        ] == expected["credit"]
        assert basis.con.execute("SELECT DISTINCT headline_category FROM deal").fetchall() == [
            (expected["headline_category"],)
        ]
        codes = basis.con.execute("SELECT DISTINCT code FROM finding ORDER BY code").fetchall()
        assert [code for (code,) in codes] == expected.get("findings", [])


@pytest.mark.shared
def test_no_worked_case_is_left_out(shared: Path) -> None:
    assert [case["opportunity"]["opportunity_id"] for case in worked_cases(shared)] == NAMES
