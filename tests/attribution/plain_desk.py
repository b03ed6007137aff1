"""A desk made of plain tables: what validation leaves behind, written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from attribution.reference import CO_SELL, INFLUENCED, SOURCED, Act, Rules
from xldesk.ledger.basis import Basis
from xldesk.policy.load import default_policy
from xldesk.policy.taxonomy import Custom
from xldesk.records.kinds import column_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

START = datetime(2026, 1, 1, tzinfo=UTC)
AS_OF = datetime(2027, 1, 1, 12, tzinfo=UTC)
CLOSE = date(2026, 12, 31)

SOURCE_CLAIM = {
    "object_kind": "VARCHAR",
    "object_id": "VARCHAR",
    "partner_id": "VARCHAR",
    "opportunity_id": "VARCHAR",
    "product_family": "VARCHAR",
    "claimed_at": "TIMESTAMP",
    "claimed_day": "DATE",
    "reason_code": "VARCHAR",
}
TOUCH_LINK = {
    "event_id": "VARCHAR",
    "partner_id": "VARCHAR",
    "opportunity_id": "VARCHAR",
    "kind": "VARCHAR",
    "mdf_request_id": "VARCHAR",
    "occurred_at": "TIMESTAMP",
    "occurred_day": "DATE",
    "received_at": "TIMESTAMP",
    "received_day": "DATE",
    "days_before_close": "BIGINT",
    "in_window": "BOOLEAN",
    "weight": "BIGINT",
}
BLOCKED = {
    "object_kind": "VARCHAR",
    "object_id": "VARCHAR",
    "opportunity_id": "VARCHAR",
    "code": "VARCHAR",
}
QUARTERS = [
    ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
    ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
    ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
    ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
]


@dataclass
class PlainDesk:
    """Rows of the tables that attribution reads; ``basis`` fills them into DuckDB."""

    rules: Rules = field(default_factory=Rules)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def deal(self, opportunity_id: str, amount: int | None, **fields: Any) -> None:
        """Add a won deal, closed on the last day of 2026."""
        given = {
            "opportunity_id": opportunity_id,
            "amount": amount,
            "currency": "USD",
            "stage": "Closed Won",
            "type": "new",
            "created_date": START.date() + timedelta(days=self.rules.created),
            "close_date": CLOSE,
            "is_closed": True,
            "is_won": True,
        }
        self.add("opportunity", **(given | fields))

    def act(self, opportunity_id: str, act: Act) -> None:
        """Add the rows by which validation tells of ``act``."""
        at = START + timedelta(seconds=act.at)
        at = at.replace(tzinfo=None)
        if act.category == SOURCED:
            referral = act.kind == "referral"
            kind, object_id = "deal_registration", act.event
            if referral:
                kind, object_id = "partner_role", f"{opportunity_id}/{act.partner}/referral"
                self._role(opportunity_id, act, at, "referral")
            self.add(
                "source_claim",
                object_kind=kind,
                object_id=object_id,
                partner_id=act.partner,
                opportunity_id=opportunity_id,
                claimed_at=at,
                claimed_day=at.date(),
                reason_code="SRC-REFERRAL" if referral else "SRC-REG",
            )
        elif act.kind in {"co_sell", "influence"}:
            kind, object_id = "partner_role", f"{opportunity_id}/{act.partner}/{act.kind}"
            self._role(opportunity_id, act, at, act.kind)
        else:
            kind, object_id = "touch", act.event
            self.add(
                "touch_link",
                event_id=act.event,
                partner_id=act.partner,
                opportunity_id=opportunity_id,
                kind=act.kind,
                occurred_at=at,
                occurred_day=at.date(),
                received_at=at,
                received_day=at.date(),
                days_before_close=act.days_before,
                in_window=True,
                weight=act.weight,
            )
        if act.blocked:
            self.add(
                "blocked_contribution",
                object_kind=kind,
                object_id=object_id,
                opportunity_id=opportunity_id,
                code="TEST-BLOCK",
            )

    def _role(self, opportunity_id: str, act: Act, at: datetime, role: str) -> None:
        self.add(
            "partner_role",
            opportunity_id=opportunity_id,
            partner_id=act.partner,
            role=role,
            is_primary=False,
            agreed_share=None if act.agreed is None else f"{act.agreed / 1e6:.6f}",
            accepted_by_partner_at=at,
            accepted_by_us_at=at,
        )

    def basis(self, *, threads: int = 1, as_of: datetime = AS_OF) -> Basis:
        """Return a basis over the rows, in the order in which they stand."""
        con = duckdb.connect(config={"threads": threads})
        kinds = ("opportunity", "opportunity_line", "partner_role", "partner")
        shapes = {kind: column_types(kind) for kind in kinds} | {
            "source_claim": SOURCE_CLAIM,
            "touch_link": TOUCH_LINK,
            "blocked_contribution": BLOCKED,
        }
        for table, columns in shapes.items():
            fill(con, table, columns, self.rows.get(table, []))
        quarter = {"period": "VARCHAR", "first_day": "DATE", "last_day": "DATE"}
        fill(con, "fiscal_quarter", quarter, [dict(zip(quarter, q, strict=True)) for q in QUARTERS])
        policy = default_policy()
        sourced, co_sell, influenced = self.rules.pools
        pools = policy.attribution.pools.model_copy(
            update={"sourced": sourced, "co_sell": co_sell, "influenced": influenced}
        )
        custom = custom_model(policy.attribution.custom, self.rules)
        attribution = policy.attribution.model_copy(
            update={"pools": pools, "half_life_days": self.rules.half_life, "custom": custom}
        )
        return Basis(
            con=con,
            policy=policy.model_copy(update={"attribution": attribution}),
            policy_version="0" * 64,
            as_of=as_of,
            as_of_day=as_of.date(),
            position=1,
            head_hash="0" * 64,
            snapshot_at=as_of,
        )


def custom_model(shipped: Custom | None, rules: Rules) -> Custom:
    """Return the policy's custom model with the weights of the rules."""
    assert shipped is not None
    weights = dict(rules.custom)
    if rules.custom_by == "kind":
        kinds = dict.fromkeys(shipped.kinds, 0) | weights
        return Custom.model_validate(shipped.model_dump() | {"by": "kind", "kinds": kinds})
    positions = dict.fromkeys(shipped.positions.model_dump(), 0) | weights
    return Custom.model_validate(shipped.model_dump() | {"by": "position", "positions": positions})


def fill(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, str],
    rows: Sequence[dict[str, Any]],
) -> None:
    """Make ``table`` with ``columns`` and ``rows``, in their order."""
    con.execute(f"CREATE TABLE {table} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
    if not rows:
        return
    used = [name for name in columns if any(row.get(name) is not None for row in rows)]
    values = ", ".join(f"unnest(?::{columns[name]}[])" for name in used)
    con.execute(
        f"INSERT INTO {table} ({', '.join(used)}) SELECT {values}",
        [[row.get(name) for row in rows] for name in used],
    )


def touch(partner: str, kind: str, day: int, weight: int = 10, **fields: Any) -> Act:
    """Return a touch on the given day of 2026 (0 is the first)."""
    event = fields.pop("event", f"E-{partner}-{kind}-{day}")
    return Act(
        INFLUENCED,
        partner,
        kind,
        day * 86_400,
        event,
        days_before=(CLOSE - START.date()).days - day,
        weight=weight,
        **fields,
    )


def registration(partner: str, day: int, **fields: Any) -> Act:
    """Return an approved registration, submitted on the given day of 2026."""
    event = fields.pop("event", f"R-{partner}-{day}")
    return Act(
        SOURCED,
        partner,
        "registration",
        day * 86_400,
        event,
        days_before=(CLOSE - START.date()).days - day,
        **fields,
    )


def role(partner: str, kind: str, day: int, agreed: int | None = None, **fields: Any) -> Act:
    """Return a role (referral, co_sell or influence) accepted on the given day of 2026."""
    category = {"referral": SOURCED, "co_sell": CO_SELL, "influence": INFLUENCED}[kind]
    return Act(
        category,
        partner,
        kind,
        day * 86_400,
        f"{partner}-{kind}",
        days_before=(CLOSE - START.date()).days - day,
        agreed=agreed,
        weight=0 if kind == "influence" else 1,
        **fields,
    )


def credit_rows(basis: Basis) -> dict[str, dict[tuple[str, str], tuple[int, int]]]:
    """Return credit and share by opportunity, then category and partner."""
    found: dict[str, dict[tuple[str, str], tuple[int, int]]] = {}
    rows: Iterable[Any] = basis.con.execute(
        "SELECT opportunity_id, line_category, partner_id, credit, share FROM credit"
    ).fetchall()
    for opportunity_id, category, partner, credit, share in rows:
        lines = found.setdefault(opportunity_id, {})
        assert (category, partner) not in lines
        lines[category, partner] = (credit, share)
    return found
