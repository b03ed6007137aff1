"""``xldesk init``: an empty desk with the default policy."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from xldesk.cli.context import ActorName, ActorRole, acting, present
from xldesk.cli.output import say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="init")(init)


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="What workbooks call the desk. Default: the folder's name."
        ),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A policy to start with. Default: the one that ships with xldesk."
        ),
    ] = None,
    ledger_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="A PostgreSQL database for a team, postgresql+pg8000://user@host/name. "
            "Default: a file in the desk.",
        ),
    ] = None,
    actor: ActorName = None,
    role: ActorRole = "revops",
) -> None:
    """Make an empty desk with the default policy."""
    from xldesk.desk import Desk
    from xldesk.errors import UsageError

    try:
        text = policy.read_text("utf-8") if policy is not None else None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--policy {policy} cannot be read: {error}") from error
    with Desk.create(
        directory,
        actor=acting(actor, role),
        at=present(),
        name=name,
        policy_text=text,
        ledger_url=ledger_url,
    ) as desk:
        say(f"made the desk {desk.name} in {directory}")
        say(f"  {directory / 'policy.toml'}   the rules: read, edit, then sign them")
        say(f"  {directory / 'mappings'}      mappings of your exports' columns")
        say(f"next: cd {quote(str(directory))} && xldesk intake EXPORT.csv")
