"""Touch models on plain paths: a table of amounts and a table of steps, without a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.attribution.models import TOUCH_MODELS, known_model, split_by_touches
from xldesk.attribution.statements import run_step

if TYPE_CHECKING:
    import duckdb


def attribute_paths(
    con: duckdb.DuckDBPyConnection, model: str, *, half_life_days: int = 45
) -> None:
    """Split the amount of every path over the partners of its steps, exactly.

    Reads the tables or views ``path(path_no BIGINT, amount BIGINT)`` and ``path_step(path_no
    BIGINT, position BIGINT, partner_id VARCHAR, days_before BIGINT)``, where position orders the
    steps of a path and days_before (read by time_decay alone) counts whole days to its end.
    Makes ``path_credit(path_no, partner_id, credit, share)`` ordered by path and partner: credit
    in the unit of amount, share in parts per million; both add up per path.

    Raises UsageError for a model that is not one of first_touch, last_touch, linear, time_decay.
    """
    known_model(model, TOUCH_MODELS)
    run_step(con, "paths")
    split_by_touches(con, model, half_life_days)
    run_step(con, "path_credit")
    run_step(con, "tidy")
