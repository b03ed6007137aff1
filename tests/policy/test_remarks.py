"""What a policy may say and people seldom mean."""

from __future__ import annotations

import pytest

from xldesk.policy.load import default_policy
from xldesk.policy.remarks import remarks


def with_pools(*weights: int) -> list[str]:
    policy = default_policy()
    names = ("sourced", "co_sell", "influenced")
    pools = policy.attribution.pools.model_copy(update=dict(zip(names, weights, strict=True)))
    attribution = policy.attribution.model_copy(update={"pools": pools})
    return remarks(policy.model_copy(update={"attribution": attribution}))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((60, 30, 10), []),
        ((0, 0, 0), []),
        ((60, 40, 10), ["add up to 110, not 100", "sourced = 60 is 54.5%"]),
        ((0, 30, 10), ["add up to 40, not 100", "co_sell = 30 is 75.0%"]),
    ],
)
def test_pools(weights: tuple[int, int, int], said: list[str]) -> None:
    found = with_pools(*weights)
    assert len(found) == bool(said)
    assert all(part in found[0] for part in said)


def test_the_shipped_policy_needs_no_remark() -> None:
    assert remarks(default_policy()) == []
