"""What every command may ask for: the desk, the actor, the time it speaks about."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.desk import Desk
    from xldesk.ledger.entry import Actor


@dataclass
class Invocation:
    """The options given before the command."""

    desk: Path | None = None


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="T",
        help="What the desk knew at T: a date (its end) or a time such as 2026-07-08T09:00Z. "
        "Default: now.",
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
    """Return the actor of a command; the command line authenticates nobody and says so."""
    from xldesk.ledger.entry import Actor

    return Actor(name=name or _login_name(), role=role, authenticated=False)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}" if hasattr(os, "getuid") else "unknown"


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
            f"--as-of {text!r} is not a time; write 2026-07-08 or 2026-07-08T09:00Z"
        ) from error
    return (when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
