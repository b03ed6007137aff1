"""What differs between two policies, key by key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xldesk.policy.version import content_of

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy

NAMES = ("name", "family", "category", "task", "kind", "period", "level", "role")
"""Fields by which the entries of a list are recognised in both policies, in this order."""


@dataclass(frozen=True, slots=True)
class Change:
    """One key whose value differs; None where a side does not have it."""

    path: str
    old: str | None
    new: str | None


def policy_diff(old: Policy, new: Policy) -> list[Change]:
    """Return every key that differs, in the order of the keys."""
    before = dict(leaves("", content_of(old)))
    after = dict(leaves("", content_of(new)))
    return [
        Change(path, before.get(path), after.get(path))
        for path in [*before, *(path for path in after if path not in before)]
        if before.get(path) != after.get(path)
    ]


def leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the dotted key and the text of every value below ``value``."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, Sequence) and value and all(isinstance(row, Mapping) for row in value):
        for index, row in enumerate(value):
            yield from leaves(f"{path}[{_name_of(row, index)}]", row)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _name_of(row: Mapping[str, Any], index: int) -> str:
    return next((str(row[name]) for name in NAMES if row.get(name)), str(index))
