"""Which state of the desk a command speaks of, said before its figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xldesk.cli.context import moment
from xldesk.cli.output import note

if TYPE_CHECKING:
    from xldesk.desk import Desk
    from xldesk.ledger.basis import Basis


@contextmanager
def speaking_of(desk: Desk, as_of: str | None) -> Iterator[Basis]:
    """Open the desk as of a time, printing that time, the ledger position and the policy."""
    from datetime import UTC, datetime

    from xldesk.policy.version import short

    with desk:
        zone = desk.policy_state(datetime.now(UTC)).policy.calendar.time_zone
        when = moment(as_of, zone)
        state = desk.policy_state(when)
        with desk.basis(when) as basis:
            note(
                f"{desk.name}   as of {when:%Y-%m-%d %H:%M}Z   ledger {basis.position}   "
                f"policy {short(basis.policy_version)}"
            )
            if state.unreadable is not None and as_of is None:
                note(f"policy.toml is not read, the policy in force stays: {state.unreadable}")
            if state.unsigned is not None and as_of is None:
                note(
                    "policy.toml differs from the policy in force: xldesk policy diff, policy sign"
                )
            yield basis
