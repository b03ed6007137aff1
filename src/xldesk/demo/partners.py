"""The sample company's partners and the people to reach there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xldesk.demo.lists import sample_list
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

WORLDWIDE = "Global"
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "å": "a", "ð": "d", "ł": "l"})


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist, at a company that does not either."""

    name: str
    email: str
    role: str
    language: str


@dataclass(frozen=True)
class Partner:
    """A partner as the PRM knows it."""

    partner_id: str
    name: str
    type: str
    tier: str
    country: str
    region: str
    agreement_start: date
    agreement_end: date | None
    is_customer: bool
    contacts: tuple[Person, ...]

    @property
    def currency(self) -> str:
        """The currency that the partner is paid in."""
        return str(sample_list("accounts")["currency"][self.country])

    def sells_in(self, region: str) -> bool:
        """Tell whether the partner's agreement covers ``region``."""
        return self.region in (region, WORLDWIDE)

    def in_force(self, first: date, last: date) -> bool:
        """Tell whether the agreement covers all days from ``first`` to ``last``."""
        return self.agreement_start <= first and (self.agreement_end or date.max) >= last


def slug(name: str) -> str:
    """Return ``name`` as the first part of an internet domain: ASCII letters and hyphens."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore")
    words = "".join(c if c.isalnum() else " " for c in plain.decode().lower()).split()
    return "-".join(words)


def make_partners(seed: int) -> list[Partner]:
    """Return the sixty partners, numbered in the order of ``sample/partners.toml``."""
    stream = Stream(seed, "partners")
    lists = sample_list("partners")
    partners = []
    for number, (name, kind, tier, country, region, start) in enumerate(lists["partners"], 1):
        partners.append(
            Partner(
                partner_id=f"P-{number:03}",
                name=name,
                type=kind,
                tier=tier,
                country=country,
                region=region,
                agreement_start=start,
                agreement_end=lists["ended"].get(name),
                is_customer=name in lists["customers"]["names"],
                contacts=_contacts(stream, name, region),
            )
        )
    return partners


def _contacts(stream: Stream, company: str, region: str) -> tuple[Person, ...]:
    people = sample_list("people")
    language = people["language"][region]
    names = people["names"][language]
    given = stream.sample(names["given"], 2)
    family = stream.sample(names["family"], 2)
    return tuple(
        Person(
            name=f"{first} {last}",
            email=f"{slug(first)}.{slug(last)}@{slug(company)}.example",
            role=role,
            language=language,
        )
        for first, last, role in zip(given, family, ("alliance manager", "finance"), strict=True)
    )


def candidates(
    partners: Sequence[Partner], part: str, region: str, first: date, last: date
) -> dict[Partner, int]:
    """Return who could play ``part`` in ``region`` over those days, with how likely each is."""
    lists = sample_list("partners")
    weights = {
        partner: lists["part"][part][partner.type] * lists["weight"][partner.tier]
        for partner in partners
        if partner.sells_in(region) and partner.in_force(first, last)
    }
    return {partner: weight for partner, weight in weights.items() if weight}
