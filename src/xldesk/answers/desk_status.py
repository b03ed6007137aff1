"""Which state of which desk the answers are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """``snapshot_at`` is the time of the last ledger entry seen, ``as_of`` the time spoken of."""

    desk: str
    position: int
    head_hash: str
    snapshot_at: datetime | None
    policy_version: str
    as_of: datetime
    time_zone: str


def desk_status(desk: str, basis: Basis) -> DeskStatus:
    """Return what the answers of ``basis`` stand on; times are UTC."""
    return DeskStatus(
        desk=desk,
        position=basis.position,
        head_hash=basis.head_hash,
        snapshot_at=basis.snapshot_at,
        policy_version=basis.policy_version,
        as_of=basis.as_of,
        time_zone=basis.policy.calendar.time_zone,
    )
