"""``xldesk ledger``: prove the ledger whole, read it, back it up."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import AsJson, open_desk
from xldesk.cli.output import Heading, as_json, say, table

if TYPE_CHECKING:
    from xldesk.ledger.entry import Entry

app = typer.Typer(help="Prove the ledger whole, read it, back it up.", no_args_is_help=True)


@app.command()
def verify(
    context: typer.Context,
    head: Annotated[
        str | None,
        typer.Option(
            metavar="HASH", help="A head hash from an issued workbook that must be in the chain."
        ),
    ] = None,
    json_wanted: AsJson = False,
) -> None:
    """Recompute every hash; name each entry, row or segment that changed."""
    from xldesk.ledger.verify import verify as verify_ledger

    with open_desk(context) as desk:
        outcome = verify_ledger(desk.ledger, head)
    if json_wanted:
        as_json({"ok": outcome.ok, "entries": outcome.entries, "problems": outcome.problems})
    elif outcome.ok:
        say(f"whole: {outcome.entries:,} entries, {outcome.rows:,} rows", "green")
    else:
        for problem in outcome.problems:
            say(problem, "red")
        say("do: restore the last good backup (xldesk ledger restore) and compare")
    if not json_wanted:
        for line in outcome.notes:
            say(line, "dim")
    if not outcome.ok:
        raise typer.Exit(1)


@app.command()
def log(
    context: typer.Context,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="The newest N entries.")] = 20,
    json_wanted: AsJson = False,
) -> None:
    """List the entries: who did what, when and why."""
    with open_desk(context) as desk:
        head = desk.ledger.head()
        newest = 0 if head is None else head.position
        entries = desk.ledger.entries(after=max(0, newest - limit))
    if json_wanted:
        as_json([asdict(entry) for entry in entries])
        return
    table(
        [
            Heading("#", "right"),
            Heading("time (UTC)"),
            Heading("what"),
            Heading("actor"),
            Heading("authenticated"),
            Heading("reason"),
            Heading("hash"),
        ],
        [
            (
                entry.position,
                f"{entry.at:%Y-%m-%d %H:%M:%S}",
                entry.kind,
                f"{entry.actor.name} ({entry.actor.role}){_approved(entry)}",
                "yes" if entry.actor.authenticated else "no",
                f"{_decided(entry)}{entry.reason}",
                entry.hash[:12],
            )
            for entry in reversed(entries)
        ],
    )


def _approved(entry: Entry) -> str:
    """Return who approved what one person did; empty where nobody had to."""
    approver = entry.details.get("approver")
    return f", approved by {approver}" if approver else ""


def _decided(entry: Entry) -> str:
    """Return what was decided about which finding; empty for other entries."""
    key, outcome = entry.details.get("finding_key"), entry.details.get("outcome")
    return f"{str(outcome).replace('_', ' ')} {key}: " if key and outcome else ""


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring an older ledger's tables to this version; back it up before."""
    with open_desk(context) as desk:
        desk.upgrade()
    say("the ledger is of this version")
    say("next: xldesk ledger verify")


@app.command()
def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write.")],
) -> None:
    """Write the whole desk into one archive with a manifest of hashes."""
    from xldesk.ledger.backup import backup as back_up

    with open_desk(context) as desk:
        back_up(desk.ledger, target)
    say(f"backed up to {target}")


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="An archive of ledger backup.")],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Make a desk from an archive, proving it whole first; nothing is overwritten."""
    from xldesk.desk import Desk

    with Desk.restore(archive, directory) as desk:
        say(f"restored {desk.name} to {directory}")
    say(f"next: xldesk --desk {directory} ledger verify")
