"""What validation asks of registrations, territories, people and accounts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from xldesk.policy.process import Rate
from xldesk.policy.section import Name, Section
from xldesk.policy.taxonomy import Days

ANYWHERE = "*"
"""The country of a territory that covers every country."""


class Registrations(Section):
    """What a registration has to say: of each group of fields, one at least."""

    required: tuple[tuple[Name, ...], ...]


class Territory(Section):
    """A region by the name that partners' agreements use, and the countries it covers."""

    region: Name
    countries: tuple[Name, ...]


class Compliance(Section):
    """Flags of deals and partners that stop approval and payment until legal clears them."""

    flags: tuple[Name, ...]


class Matching(Section):
    """When two accounts are taken for one, and two deals for one (docs/decisions/0013).

    ``block_likeness`` and ``warn_likeness`` are least likenesses of names, of 1; ``block_size``
    is how many names a name is compared with for each of its keys, ``deals_compared`` how many
    deals of one account, amount and fortnight a deal is compared with.
    """

    block_likeness: Rate
    warn_likeness: Rate
    block_size: Annotated[int, Field(ge=2, le=1_000, strict=True)]
    double_amount: Rate
    double_days: Days
    deals_compared: Annotated[int, Field(ge=1, le=1_000, strict=True)]
