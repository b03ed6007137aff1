"""What every command may ask for: the desk, the actor, the time it speaks about."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from xldesk.answers.state_asked import StateAsked, state_asked
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


def asked(desk: Desk, text: str | None) -> StateAsked:
    """Return the state that ``--as-of`` names; without one, the present (``Desk.present``).

    Raises UsageError for a text that is neither a time nor a position, LedgerError for a position
    that the ledger does not have (``answers.state_asked``).
    """
    now = present()
    if text is None:
        return StateAsked(desk.present(now))
    return state_asked(desk.ledger, text, "--as-of", now)


def day_of(option: str, text: str | None) -> date | None:
    """Return the date given to ``option``, None without one; raises UsageError for no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is not a date such as 2026-09-30") from error
