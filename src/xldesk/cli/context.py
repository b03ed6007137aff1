"""What every command may ask for: the desk, the actor, the time it speaks about."""

from __future__ import annotations

import getpass
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args
from zoneinfo import ZoneInfo

import typer

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.desk import Desk
    from xldesk.ledger.entry import Actor


_POSITION = re.compile(r"(?:ledger[ :#]*)?(?P<position>\d{1,7})", re.ASCII | re.IGNORECASE)


@dataclass
class Invocation:
    """The options given before the command."""

    desk: Path | None = None


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="T",
        help="What the desk knew at T: a date (its end), a time such as 2026-07-08T09:00Z, or a "
        "ledger position such as 412. Default: now.",
        show_default=False,
    ),
]
ActorName = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        envvar="XLDESK_ACTOR",
        help="Who does this. Default: the name you are logged in with.",
        show_default=False,
    ),
]
ActorRole = Annotated[
    str,
    typer.Option("--role", metavar="ROLE", envvar="XLDESK_ROLE", help="The role you act in."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def invocation(context: typer.Context) -> Invocation:
    """Return the options given before the command."""
    found = context.find_object(Invocation)
    return found if found is not None else Invocation()


def open_desk(context: typer.Context) -> Desk:
    """Return the desk that the command speaks to: the one given, or found upwards from here.

    Raises UsageError when there is none, with what to do.
    """
    from xldesk.desk import Desk

    return Desk.find(invocation(context).desk)


def present() -> datetime:
    """Return the present in UTC: the only clock of the command line."""
    return datetime.now(UTC)


def acting(name: str | None, role: str) -> Actor:
    """Return the actor of a command; the command line authenticates nobody and says so.

    Raises UsageError for a role that the operating model does not have (domain model, section 10).
    """
    from xldesk.ledger.entry import Actor
    from xldesk.policy.process import OwnerRole

    roles = get_args(OwnerRole)
    if role not in roles:
        raise UsageError(f"--role {role!r} is not one of {', '.join(roles)}")
    return Actor(name=_login_name() if name is None else name, role=role, authenticated=False)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}" if hasattr(os, "getuid") else "unknown"


@dataclass(frozen=True)
class Asked:
    """The state of a desk that a command speaks of: a time, perhaps a ledger position."""

    at: datetime
    position: int | None = None


def asked(desk: Desk, text: str | None) -> Asked:
    """Return the state that ``--as-of`` names; without one, the present.

    A number of up to seven digits, with or without ``ledger`` before it, is a ledger position:
    the desk as the entry there left it, at that entry's time. Raises UsageError for a text that
    is neither a time nor a position, LedgerError for a position that the ledger does not have.
    """
    numbered = _POSITION.fullmatch(text.strip()) if text else None
    if numbered is None:
        zone = desk.policy_state(present()).policy.calendar.time_zone
        return Asked(moment(text, zone))
    position = int(numbered["position"])
    return Asked(desk.ledger.entry(position).at, position)


def moment(text: str | None, zone: str) -> datetime:
    """Return the time that ``--as-of`` names, in UTC; without one, the present.

    A bare date means its last moment in ``zone``; a time without an offset is of ``zone``.
    Raises UsageError for a text that is neither.
    """
    if text is None:
        return present()
    try:
        if len(text) == len("2026-07-08"):
            day = date.fromisoformat(text) + timedelta(days=1)
            end = datetime.combine(day, time(), ZoneInfo(zone))
            return end.astimezone(UTC) - timedelta(microseconds=1)
        when = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--as-of {text!r} is not a time or a ledger position; "
            "write 2026-07-08, 2026-07-08T09:00Z or 412"
        ) from error
    return (when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def day_of(option: str, text: str | None) -> date | None:
    """Return the date given to ``option``, None without one; raises UsageError for no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is not a date such as 2026-09-30") from error
