"""Large made-up desks, made by DuckDB itself: for scale, not for truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attribution.plain_desk import PlainDesk

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def synthetic_basis(opportunities: int, *, threads: int = 1, reverse: bool = False) -> Basis:
    """Return a basis with that many deals, 3.5 touches each, and claims and roles on some.

    Every figure follows from the deal's number. ``reverse`` writes the rows in the other order.
    """
    basis = PlainDesk().basis(threads=threads)
    order = "ORDER BY 1 DESC" if reverse else "ORDER BY 1"
    for statement in (
        f"""INSERT INTO opportunity BY NAME
            SELECT 'O-' || lpad(CAST(i AS VARCHAR), 8, '0') AS opportunity_id, 'new' AS type,
                hash(i) % 100000000 AS amount, ['USD', 'EUR', 'JPY'][1 + i % 3] AS currency,
                'Closed Won' AS stage, DATE '2026-01-01' AS created_date,
                DATE '2026-06-01' + CAST(i % 200 AS INTEGER) AS close_date,
                TRUE AS is_closed, TRUE AS is_won
            FROM range({opportunities}) AS r(i) {order}""",
        f"""INSERT INTO touch_link BY NAME
            SELECT * EXCLUDE (k) FROM (SELECT 'E-' || lpad(CAST(i AS VARCHAR), 9, '0') AS event_id,
                'P-' || lpad(CAST(hash(i) % 500 AS VARCHAR), 4, '0') AS partner_id,
                'O-' || lpad(CAST(hash(i, 7) % {opportunities} AS VARCHAR), 8, '0')
                    AS opportunity_id,
                CAST(1 + hash(i, 3) % 5 AS BIGINT) AS k,
                ['introduction', 'demo', 'poc', 'meeting', 'event'][k] AS kind,
                TIMESTAMP '2026-02-01' + to_minutes(CAST(hash(i, 5) % 150000 AS BIGINT))
                    AS occurred_at,
                CAST(occurred_at AS DATE) AS occurred_day,
                hash(i, 9) % 20 > 0 AS in_window,
                [30, 25, 25, 10, 10][k] AS weight
            FROM range({opportunities * 7 // 2}) AS r(i)) {order}""",
        f"""INSERT INTO source_claim BY NAME
            SELECT 'deal_registration' AS object_kind, 'R-' || lpad(CAST(i AS VARCHAR), 8, '0')
                    AS object_id,
                'P-' || lpad(CAST(hash(i) % 500 AS VARCHAR), 4, '0') AS partner_id,
                'O-' || lpad(CAST(i AS VARCHAR), 8, '0') AS opportunity_id,
                TIMESTAMP '2026-01-01' AS claimed_at, DATE '2026-01-01' AS claimed_day,
                'SRC-REG' AS reason_code
            FROM range(0, {opportunities}, 4) AS r(i) {order}""",
        f"""INSERT INTO partner_role BY NAME
            SELECT 'O-' || lpad(CAST(i AS VARCHAR), 8, '0') AS opportunity_id,
                'P-' || lpad(CAST(hash(i) % 250 + n * 250 AS VARCHAR), 4, '0') AS partner_id,
                'co_sell' AS role, FALSE AS is_primary,
                CASE WHEN i % 10 = 0 THEN 0.125 END AS agreed_share,
                TIMESTAMP '2026-01-15' AS accepted_by_partner_at,
                TIMESTAMP '2026-01-16' AS accepted_by_us_at
            FROM range(0, {opportunities}, 5) AS r(i), range(2) AS two(n) {order}, 2""",
        f"""INSERT INTO blocked_contribution
            SELECT 'touch', 'E-' || lpad(CAST(i AS VARCHAR), 9, '0'), NULL, 'TOUCH-AFTER-CLOSE'
            FROM range(0, {opportunities * 7 // 2}, 50) AS r(i) {order}""",
    ):
        basis.con.execute(statement)
    return basis
