"""Rules between values of the sections that validation reads: registrations to matching."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xldesk.policy.repetition import repeated
from xldesk.policy.screening import ANYWHERE
from xldesk.records.registration import DealRegistration

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy


def registrations(policy: Policy) -> Iterator[str]:
    """Yield required fields that a registration does not have, and groups without a field."""
    if policy.registrations is None:
        return
    known = sorted(DealRegistration.model_fields)
    for group in policy.registrations.required:
        if not group:
            yield "registrations.required: a group without a field is there; name one at least"
        for name in group:
            if name not in known:
                yield f"registrations.required has {name!r}: allowed are {', '.join(known)}"


def territories(policy: Policy) -> Iterator[str]:
    """Yield regions that stand there twice or cover nothing."""
    yield from repeated("territories.region", (row.region.casefold() for row in policy.territories))
    for row in policy.territories:
        key = f"territories[{row.region}].countries"
        if not row.countries:
            yield f"{key}: at least one country, or {ANYWHERE!r} for every one, is needed"
        yield from repeated(key, (country.casefold() for country in row.countries))


def compliance(policy: Policy) -> Iterator[str]:
    """Yield flags that stand there twice."""
    if policy.compliance is not None:
        flags = policy.compliance.flags
        yield from repeated("compliance.flags", (flag.casefold() for flag in flags))


def matching(policy: Policy) -> Iterator[str]:
    """Yield a likeness that blocks what another one would not even warn of."""
    found = policy.matching
    if found is not None and found.block_likeness < found.warn_likeness:
        yield (
            f"matching.block_likeness = {found.block_likeness}: it is at least "
            f"warn_likeness, {found.warn_likeness}"
        )
