"""Revenue taxonomy: categories, windows of sourcing, co-sell and influence, pools and weights."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from xldesk.policy.section import Flag, Section
from xldesk.records.fields import Category
from xldesk.records.role import Role
from xldesk.records.touch import TouchKind

Days = Annotated[int, Field(ge=0, le=3660, strict=True)]
Weight = Annotated[int, Field(ge=0, le=1_000, strict=True)]
"""A weight in a split. Ten kinds of at most 1,000 leave room for 200,000 partners on one deal
before the sum of weights passes 2·10⁹, the bound of an exact split (architecture, decision 7)."""

Model = Literal[
    "taxonomy",
    "first_touch",
    "last_touch",
    "linear",
    "time_decay",
    "position_u",
    "w_shaped",
    "full_path",
    "j_curve",
    "inverse_j",
    "role_weighted",
    "custom",
    "markov",
    "shapley",
]
"""Attribution models by name (domain model, section 4)."""

Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
StepKind = Literal["registration", "referral", "co_sell", "influence", TouchKind]
"""What a step of a deal can be: a claim, a role, or a touch by its kind."""


class CategoryText(Section):
    """How a category reads to people."""

    category: Category
    title: str
    definition: str
    needs: str


class Sourced(Section):
    """When a registration or referral sources a deal."""

    window_days: Days
    extension_days: Days
    grace_days: Days
    one_opportunity_per_registration: Flag
    renewal_term_months: Annotated[int, Field(ge=0, le=120, strict=True)]


class CoSell(Section):
    """When a co-sell role counts; acceptance after ``latest_stage`` does not."""

    latest_stage: str


class Influence(Section):
    """When a touch counts: inside the window, of a kind with a weight above zero."""

    window_days: Days
    kind_weights: dict[TouchKind, Weight]
    free_mail_domains: tuple[str, ...]
    backdated_days: Days


class Pools(Section):
    """How the rest of a deal, after agreed shares, is divided among the categories."""

    sourced: Weight
    co_sell: Weight
    influenced: Weight


class Positions(Section):
    """Weights of the positions on a deal's path; 0: no position, its step is one of the rest."""

    first: Percent
    registration: Percent
    creation: Percent
    close: Percent
    last: Percent
    rest: Percent


class Custom(Section):
    """The company's own model: by the positions of steps, or by their kinds."""

    by: Literal["position", "kind"]
    positions: Positions
    kinds: dict[StepKind, Weight]


class Attribution(Section):
    """The policy's own model and the parameters of the others.

    A policy written before there was a ``custom`` section has none, and no model ``custom``.
    """

    model: Model
    half_life_days: Annotated[int, Field(ge=1, le=3660, strict=True)]
    pools: Pools
    role_weights: dict[Role, Weight]
    custom: Custom | None = None


class Taxonomy(Section):
    """Everything that decides who earned what."""

    categories: tuple[CategoryText, ...]
    sourced: Sourced
    co_sell: CoSell
    influence: Influence
