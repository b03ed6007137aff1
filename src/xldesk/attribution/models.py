"""The models: each turns steps into integer weights, and the weights split the amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from xldesk.attribution.decay import put_decay
from xldesk.attribution.statements import run_step, split_exactly
from xldesk.errors import UsageError
from xldesk.policy.taxonomy import Model

if TYPE_CHECKING:
    import duckdb

    from xldesk.policy.taxonomy import Attribution

MODELS: tuple[str, ...] = get_args(Model)
"""Every model by name, the default first."""

TOUCH_MODELS: tuple[str, ...] = tuple(model for model in MODELS if model != "taxonomy")
"""Models that look at the steps alone: who did something, and when."""


def known_model(name: str, among: tuple[str, ...] = MODELS) -> str:
    """Return ``name``; raises UsageError naming the choices where there is no such model."""
    if name not in among:
        raise UsageError(f"no attribution model {name!r}; choose one of {', '.join(among)}")
    return name


def split(con: duckdb.DuckDBPyConnection, model: str, settings: Attribution) -> None:
    """Make table ``part`` by ``model``, with the policy's parameters of the models.

    Reads ``split_line``, ``step`` and ``attribution_setting``. Raises UsageError for a model that
    does not exist.
    """
    if known_model(model) == "taxonomy":
        split_by_taxonomy(con)
    else:
        split_by_touches(con, model, settings.half_life_days)


def split_by_taxonomy(con: duckdb.DuckDBPyConnection) -> None:
    """Make table ``part`` by the taxonomy model: agreed shares, then pools, then their partners.

    Reads ``split_line``, ``step`` and ``attribution_setting``. Each of the three levels is an
    exact split of its own (domain model, section 4).
    """
    run_step(con, "taxonomy_1_agreed")
    split_exactly(con, "to_split", "agreed_part")
    run_step(con, "taxonomy_2_pools")
    split_exactly(con, "to_split", "pool_part")
    run_step(con, "taxonomy_3_members")
    split_exactly(con, "to_split", "member_part")
    run_step(con, "taxonomy_parts")


def split_by_touches(con: duckdb.DuckDBPyConnection, model: str, half_life_days: int) -> None:
    """Make table ``part`` by one of ``TOUCH_MODELS`` from ``split_line`` and ``step``."""
    if model == "time_decay":
        put_decay(con, half_life_days)
    run_step(con, known_model(model, TOUCH_MODELS))
    run_step(con, "touch_parts")
    split_exactly(con, "to_split", "part")
