"""Two policies that decide alike give the same figures as one, on a whole desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from xldesk.attribution.run import attribute
from xldesk.demo.days import TODAY
from xldesk.ledger.policies import Governing
from xldesk.policy.version import policy_version
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from demo.conftest import SampleDesk
    from xldesk.ledger.basis import Basis

BEFORE = date(2026, 3, 31)
TABLES = ("finding", "blocked_contribution", "deal", "contribution", "credit", "influence_overlay")


def figures(basis: Basis) -> dict[str, list[tuple[Any, ...]]]:
    """Every row in its order, without the version of the policy."""
    validate(basis)
    attribute(basis)
    ask = basis.con.execute
    found = {
        table: ask(f"SELECT COLUMNS(lambda c: c <> 'policy_version') FROM {table}").fetchall()
        for table in ("finding", "deal", "contribution", "credit", "influence_overlay")
    }
    # What blocks an act everywhere is told deal by deal where several policies govern.
    found["blocked"] = ask(
        "SELECT DISTINCT b.object_kind, b.object_id, b.code FROM blocked_contribution AS b "
        "JOIN contribution AS c USING (object_kind, object_id) ORDER BY ALL"
    ).fetchall()
    return found


def test_two_policies_that_decide_alike_are_as_one(sample_desk: SampleDesk) -> None:
    with sample_desk.desk.basis(TODAY) as one:
        expected = figures(one)
        renamed = one.policy.model_copy(update={"title": "the same under another name"})
    earlier = Governing(policy_version(renamed), renamed, None, BEFORE)
    with sample_desk.desk.basis(TODAY) as basis:
        both = replace(basis, earlier=(earlier,))
        found = figures(both)
        days = dict(
            basis.con.execute(
                "SELECT policy_version, max(close_date) FROM credit "
                "JOIN deal USING (opportunity_id, product_family) "
                "WHERE is_closed GROUP BY policy_version"
            ).fetchall()
        )
    assert days[earlier.version] <= BEFORE < days[both.policy_version]
    for name, rows in expected.items():
        assert found[name] == rows, name
