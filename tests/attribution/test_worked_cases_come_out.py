"""The operating model's worked cases: same headline, same credit to the cent, same findings.

The story of each deal says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.worked_cases import case_as_of, case_records, worked_cases
from support.world import World
from xldesk.attribution.run import attribute
from xldesk.attribution.story import tell
from xldesk.records.money import major, parse_minor
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
        told = tell(basis, name, case.get("model"))
        assert told.headline_category == expected["headline_category"]
        assert {
            (part.partner_id, part.category, told_line.product_family): part.credit
            for told_line in told.lines
            for part in told_line.parts
        } == {
            (row["partner_id"], row["line_category"], row["product_family"]): parse_minor(
                row["credit"], case["opportunity"]["currency"], "point"
            )
            for row in expected["credit"]
        }
        explained = {code for act in told.acts for code in act.codes}
        assert set(expected.get("findings", [])) <= explained


@pytest.mark.shared
def test_no_worked_case_is_left_out(shared: Path) -> None:
    assert [case["opportunity"]["opportunity_id"] for case in worked_cases(shared)] == NAMES
