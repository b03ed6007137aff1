"""What stands where the desk does not know: a value, so that one cell of a range may be it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer, because the desk does not know what was named; ``reason`` is one sentence."""

    reason: str


def no_opportunity(opportunity_id: str, nearest: str | None = None) -> Unknown:
    """Return what stands for a deal that the desk does not know; ``nearest`` is a known id."""
    return Unknown(f"there is no opportunity {opportunity_id!r}{_meant(nearest)}")


def no_partner(partner_id: str, nearest: str | None = None, named: str | None = None) -> Unknown:
    """Return what stands for a partner that the desk does not know; ``nearest`` is a known id.

    ``named`` is the id of the partner whose name it is.
    """
    if named is not None:
        return Unknown(f"{partner_id!r} is a partner's name; its id is {named!r}")
    return Unknown(f"there is no partner {partner_id!r}{_meant(nearest)}")


def _meant(nearest: str | None) -> str:
    return "" if nearest is None else f"; nearest is {nearest!r}"
