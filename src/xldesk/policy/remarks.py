"""What a policy may say and people seldom mean: said before it is signed, never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.policy.rulebook import Policy

_WHOLE = 100


def remarks(policy: Policy) -> list[str]:
    """Return a sentence for each value that works otherwise than its reader may think.

    Weights need not add up to 100: they are parts of their sum (domain model, section 4).
    """
    return list(_weights(policy))


def _weights(policy: Policy) -> Iterator[str]:
    sections = {"pools": policy.attribution.pools.model_dump()}
    custom = policy.attribution.custom
    if custom is not None and custom.by == "position":
        sections["custom.positions"] = custom.positions.model_dump()
    for section, weights in sections.items():
        whole = sum(weights.values())
        if whole in {0, _WHOLE}:
            continue
        name, weight = next((name, weight) for name, weight in weights.items() if weight)
        yield (
            f"attribution.{section}: its weights add up to {whole}, not {_WHOLE}; they count as "
            f"parts of their sum: {name} = {weight} is {weight / whole:.1%}"
        )
