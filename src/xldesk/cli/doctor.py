"""``xldesk doctor``: the usual troubles, and what to do about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xldesk.cli.context import AsJson, invocation
from xldesk.cli.output import as_json, counted, grid, say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="doctor")(doctor)


def doctor(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Workbooks to look at beside those of the packs."),
    ] = None,
    json_wanted: AsJson = False,
) -> None:
    """Find the usual troubles between Excel, Python and the desk, and say what to do.

    It changes nothing. What does not apply on this system, and what could not be looked at, is
    said. The exit code is 1 where there is trouble.
    """
    from xldesk.excel.doctor import examine
    from xldesk.excel.doctor.surroundings import ThisComputer

    lines = examine(ThisComputer(), invocation(context).desk, files or [])
    troubles = [line for line in lines if line.state == "trouble"]
    if json_wanted:
        as_json(lines)
    else:
        rows = [[line.state, line.thing, line.seen] for line in lines]
        grid(rows)
        for line in troubles:
            say(f"{line.thing}: {line.remedy}")
        for line in lines:
            if line.state == "optional":
                say(f"to have {line.thing}, if you want it: {line.remedy}", "dim")
        say(f"{counted(len(troubles), 'trouble')} found" if troubles else "no trouble found")
    if troubles:
        raise typer.Exit(1)
