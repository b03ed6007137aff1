"""The deal that a story is about, as the desk knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz, process

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    import duckdb

State = Literal["won", "lost", "open"]


@dataclass(frozen=True, slots=True)
class Deal:
    """What is known of a deal; ``amount`` in minor units of ``currency``, None without one."""

    opportunity_id: str
    name: str | None
    account: str | None
    amount: int | None
    currency: str
    stage: str
    state: State
    created_date: date | None
    close_date: date | None
    parent_opportunity_id: str | None
    source: str | None
    """Where its present values were read: ``file:row``."""

    @property
    def is_credited(self) -> bool:
        """Whether credit lines add up to it: it is not lost, and has an amount."""
        return self.amount is not None and self.state != "lost"


def deal_of(con: duckdb.DuckDBPyConnection, opportunity_id: str) -> Deal:
    """Return a deal; raises UsageError where there is none of this id, naming the nearest ones."""
    row = con.execute(
        "SELECT opportunity_id, name, coalesce(account_name, account_domain, account_id), amount, "
        "currency, stage, CASE WHEN is_won THEN 'won' WHEN is_closed THEN 'lost' ELSE 'open' END, "
        "created_date, close_date, parent_opportunity_id, "
        "source_file || coalesce(':' || source_row, '') "
        "FROM opportunity WHERE opportunity_id = ?",
        [opportunity_id],
    ).fetchone()
    if row is None:
        raise UsageError(
            f"there is no opportunity {opportunity_id!r}{_nearest(con, opportunity_id)}"
        )
    return Deal(*row)


def _nearest(con: duckdb.DuckDBPyConnection, given: str) -> str:
    """Return the known ids most like one that is not known, as the end of a sentence."""
    alike = con.execute(
        "SELECT opportunity_id FROM opportunity "
        "ORDER BY jaro_winkler_similarity(lower(opportunity_id), lower(?)) DESC, opportunity_id "
        "LIMIT 50",
        [given],
    ).fetchall()
    near = process.extract(
        given, [known for (known,) in alike], scorer=fuzz.ratio, limit=3, score_cutoff=60
    )
    if near:
        return f"; did you mean {', '.join(known for known, _, _ in near)}?"
    return "; xldesk attribute --out FILE lists all" if alike else "; the desk has none yet"
