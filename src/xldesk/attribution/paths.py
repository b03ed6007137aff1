"""Touch models on plain tables of amounts and dated steps, without a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.attribution.decay import put_decay
from xldesk.attribution.models import known_model, split_by_weights, weigh_by_position
from xldesk.attribution.positions import position_models
from xldesk.attribution.statements import run_step

if TYPE_CHECKING:
    import duckdb

STEP_MODELS = (
    "first_touch",
    "last_touch",
    "linear",
    "time_decay",
    "position_u",
    "j_curve",
    "inverse_j",
    "shapley",
)
"""Models that need of a step no more than its place and its day."""


def attribute_paths(
    con: duckdb.DuckDBPyConnection, model: str, *, half_life_days: int = 45
) -> None:
    """Split the amount of every path over the partners of its steps, exactly.

    Reads the tables or views ``path(path_no BIGINT, amount BIGINT)`` and ``path_step(path_no
    BIGINT, position BIGINT, partner_id VARCHAR, days_before BIGINT)``, where position orders the
    steps of a path and days_before (read by time_decay alone) counts whole days to its end.
    Makes ``path_credit(path_no, partner_id, credit, share)`` ordered by path and partner: credit
    in the unit of amount, share in parts per million; both add up per path. Paths without days
    and in any number are better asked through ``path_totals``, which does not round.

    Raises UsageError for a model that is not one of ``STEP_MODELS``.
    """
    known_model(model, STEP_MODELS)
    run_step(con, "paths")
    if model in position_models():
        weigh_by_position(con, position_models()[model])
    else:
        if model == "time_decay":
            put_decay(con, half_life_days)
        run_step(con, model)
    split_by_weights(con)
    run_step(con, "path_credit")
    run_step(con, "tidy")
