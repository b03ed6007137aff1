"""The pools of the taxonomy model on one line: the policy's weight, the weight here, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

NAMES = {1: "sourced", 2: "co_sell", 3: "influenced", 4: "direct"}


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool: its weight in the policy and on this line, and what it has in minor units.

    ``here`` is None where nobody is in the pool; ``remark`` then says where its weight went.
    """

    name: str
    policy: int | None
    here: int | None
    amount: int
    remark: str


def pools_of(con: duckdb.DuckDBPyConnection, line_no: int) -> tuple[Pool, ...]:
    """Return agreed shares (if any), the policy's pools, and DIRECT (if it has a part), in order.

    Reads what the taxonomy model's steps left (sql/taxonomy_*.sql).
    """
    weights = con.execute(
        "SELECT pool_sourced, pool_co_sell, pool_influenced FROM attribution_setting"
    ).fetchall()[0]
    policy = dict(zip(NAMES, (int(weight) for weight in weights), strict=False))
    here = {
        rank: (int(weight), int(credit))
        for rank, weight, credit in con.execute(
            "SELECT category_rank, weight, credit FROM pool_part WHERE line_no = ?", [line_no]
        ).fetchall()
    }
    pools = [
        *_agreed(con, line_no),
        *(
            Pool(NAMES[rank], policy[rank], here[rank][0], here[rank][1], "")
            if rank in here
            else Pool(NAMES[rank], policy[rank], None, 0, _went(rank, policy, set(here)))
            for rank in policy
        ),
    ]
    if 4 in here:
        pools.append(Pool("direct", None, *here[4], "what no pool can take"))
    return tuple(pools)


def _agreed(con: duckdb.DuckDBPyConnection, line_no: int) -> list[Pool]:
    found = con.execute(
        "SELECT CAST(sum(weight) AS BIGINT), CAST(sum(credit) AS BIGINT) FROM agreed_part "
        "WHERE line_no = ? AND category_rank <= 4",
        [line_no],
    ).fetchall()[0]
    if found[0] is None:
        return []
    parts, amount = int(found[0]), int(found[1])
    return [Pool("agreed", None, None, amount, f"{parts / 10_000:.4f} % agreed, taken first")]


def _went(rank: int, policy: dict[int, int], filled: set[int]) -> str:
    """Return where the weight of an empty pool went (domain model, section 4)."""
    weight = policy[rank]
    if not weight:
        return "no partner, and it weighs nothing"
    if rank == 3:
        takers = [NAMES[taker].replace("_", "-") for taker in (1, 2) if taker in filled]
        to = " and ".join(takers) or "DIRECT"
    else:
        other = 2 if rank == 1 else 1
        to = NAMES[other].replace("_", "-") if other in filled else "DIRECT"
    return f"no partner: its {weight} go to {to}"
