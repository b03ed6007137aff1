"""The worked cases of the operating model give exactly the findings that they name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from support.worked_cases import case_as_of, case_records, worked_cases
from support.world import World
from xldesk.validation.findings import findings
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from pathlib import Path

CASES = 21


@pytest.mark.shared
@pytest.mark.parametrize("number", range(CASES))
def test_findings_of_a_worked_case(number: int, shared: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = worked_cases(shared)[number]
    with World(tmp_path) as world:
        basis = world.add(*case_records(case)).basis(case_as_of(case))
        validate(basis)
        found = [finding.code for finding in findings(basis)]
    assert found == case["expect"].get("findings", []), json.dumps(case["why"])


@pytest.mark.shared
def test_every_worked_case_is_looked_at(shared: Path) -> None:
    assert len(worked_cases(shared)) == CASES
