"""The models: each turns steps into integer weights, and the weights split the amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from xldesk.attribution.decay import put_decay
from xldesk.attribution.markov import put_removal_effects
from xldesk.attribution.named_weights import put_named_weights
from xldesk.attribution.positions import position_models, put_positions
from xldesk.attribution.statements import run_step, split_by_totals, split_exactly
from xldesk.errors import UsageError
from xldesk.policy.taxonomy import Model

if TYPE_CHECKING:
    import duckdb

    from xldesk.policy.taxonomy import Attribution, Custom

MODELS: tuple[str, ...] = get_args(Model)
"""Every model by name, the default first."""

TOUCH_MODELS: tuple[str, ...] = tuple(model for model in MODELS if model != "taxonomy")
"""Models that split a line once, by weights of the partners' steps."""


def known_model(name: str) -> str:
    """Return ``name``; raises UsageError naming the choices where there is no such model."""
    if name not in MODELS:
        raise UsageError(f"no attribution model {name!r}; choose one of {', '.join(MODELS)}")
    return name


def split(con: duckdb.DuckDBPyConnection, model: str, settings: Attribution) -> None:
    """Make table ``part`` by ``model``, with the policy's parameters of the models.

    Reads ``split_line``, ``step`` and ``attribution_setting``; markov also ``contribution``,
    ``attributed_line`` with the lost deals, and ``fiscal_quarter``. Raises UsageError for a model
    that does not exist, or for custom where the policy has no weights of its own.
    """
    if known_model(model) == "taxonomy":
        split_by_taxonomy(con)
    else:
        _weigh(con, model, settings)
        split_by_weights(con)


def split_by_taxonomy(con: duckdb.DuckDBPyConnection) -> None:
    """Make table ``part`` by the taxonomy model: agreed shares, then pools, then their partners.

    Reads ``split_line``, ``step`` and ``attribution_setting``. Each of the three levels is an
    exact split of its own (domain model, section 4).
    """
    run_step(con, "taxonomy_1_agreed")
    split_exactly(con, "to_split", "agreed_part")
    run_step(con, "taxonomy_2_pools")
    run_step(con, "taxonomy_3_members")
    split_by_totals(con, "to_split", "member_part")
    run_step(con, "taxonomy_parts")


def split_by_weights(con: duckdb.DuckDBPyConnection) -> None:
    """Make table ``part`` from ``weighted``, the weights of the partners of every line."""
    run_step(con, "touch_parts")
    split_exactly(con, "to_split", "part")


def custom_of(settings: Attribution) -> Custom:
    """Return the policy's own model; raises UsageError where it has none."""
    if settings.custom is None:
        raise UsageError(
            "the policy has no section attribution.custom; write its weights there first "
            "(a new desk's policy.toml shows how)"
        )
    return settings.custom


def _weigh(con: duckdb.DuckDBPyConnection, model: str, settings: Attribution) -> None:
    """Make table ``weighted(line_no, category_rank, partner_id, step_no, weight)`` by ``model``."""
    if model in position_models():
        weigh_by_position(con, position_models()[model])
    elif model == "custom":
        _weigh_by_custom(con, custom_of(settings))
    elif model == "role_weighted":
        put_named_weights(con, "role_weight", settings.role_weights)
        run_step(con, "role_weighted")
        run_step(con, "bounded")
    elif model == "markov":
        run_step(con, "journey")
        put_removal_effects(con)
        run_step(con, "markov")
        run_step(con, "bounded")
    else:
        if model == "time_decay":
            put_decay(con, settings.half_life_days)
        run_step(con, model)


def weigh_by_position(con: duckdb.DuckDBPyConnection, weights: dict[str, int]) -> None:
    """Make table ``weighted`` by the positions of steps; see ``sql/position.sql``."""
    put_positions(con, weights)
    run_step(con, "position")
    run_step(con, "bounded")


def _weigh_by_custom(con: duckdb.DuckDBPyConnection, custom: Custom) -> None:
    if custom.by == "position":
        weigh_by_position(con, custom.positions.model_dump())
        return
    put_named_weights(con, "kind_weight", custom.kinds)
    run_step(con, "by_kind")
    run_step(con, "bounded")
