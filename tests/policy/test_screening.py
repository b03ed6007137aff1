"""What is wrong with the policy's sections on registrations, territories, flags and matching."""

from __future__ import annotations

import pytest

from support.world import changed
from xldesk.policy.coherence import incoherences
from xldesk.policy.load import default_policy, default_policy_text, parse_policy


@pytest.mark.parametrize(
    ("section", "value", "problem"),
    [
        (
            "registrations",
            {"required": [["evidence", "prof"]]},
            "registrations.required has 'prof'",
        ),
        ("registrations", {"required": [[]]}, "a group without a field"),
        (
            "territories",
            [{"region": "DACH", "countries": ["DE"]}, {"region": "dach", "countries": ["AT"]}],
            "territories.region",
        ),
        ("territories", [{"region": "DACH", "countries": []}], "territories[DACH].countries"),
        ("territories", [{"region": "DACH", "countries": ["DE", "de"]}], "territories[DACH]"),
        ("compliance", {"flags": ["sanctions", "Sanctions"]}, "compliance.flags"),
        ("matching", {"warn_likeness": "0.95"}, "matching.block_likeness = 0.92"),
    ],
)
def test_what_cannot_be(section: str, value: object, problem: str) -> None:
    (line,) = incoherences(changed(default_policy(), **{section: value}))
    assert problem in line


def test_a_policy_without_these_sections_is_read() -> None:
    text = default_policy_text()
    for section, following in (("registrations", "compliance"), ("compliance", "matching")):
        start, end = text.index(f"\n[{section}]"), text.index(f"\n[{following}]")
        text = text[:start] + text[end:]
    policy = parse_policy(text)
    assert policy.registrations is None
    assert policy.compliance is None
    assert policy.matching == default_policy().matching
