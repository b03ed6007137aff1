"""Which state of the desk a command speaks of, said before its figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xldesk.cli.context import asked
from xldesk.cli.output import note

if TYPE_CHECKING:
    from xldesk.desk import Desk
    from xldesk.ledger.basis import Basis


@contextmanager
def speaking_of(desk: Desk, as_of: str | None, *, proven: bool = False) -> Iterator[Basis]:
    """Open the desk as of a time, printing that time, the ledger position and the policy.

    ``proven`` as in ``Desk.basis``: for what is issued, or decides an argument.
    """
    from xldesk.policy.version import short

    with desk:
        state_asked = asked(desk, as_of)
        state = desk.policy_state(state_asked.at)
        with desk.basis(state_asked.at, state_asked.position, proven=proven) as basis:
            note(
                f"{desk.name}   as of {basis.as_of:%Y-%m-%d %H:%M}Z   ledger {basis.position}   "
                f"policy {short(basis.policy_version)}{_earlier(basis)}"
            )
            if state.unreadable is not None and as_of is None:
                note(f"policy.toml is not read, the policy in force stays: {state.unreadable}")
            if state.unsigned is not None and as_of is None:
                note(
                    "policy.toml differs from the policy in force: xldesk policy diff, policy sign"
                )
            yield basis


def _earlier(basis: Basis) -> str:
    """Return which further policies govern deals, by their close date; empty where none does."""
    from xldesk.policy.version import short

    return "".join(
        f", {short(earlier.version)} for deals closed by {earlier.last_day}"
        for earlier in basis.earlier
    )
