"""``xldesk excel``: settings of Excel on this computer."""

from __future__ import annotations

from typing import Annotated

import typer

from xldesk.cli.context import AsJson, invocation
from xldesk.cli.output import as_json, note, say
from xldesk.errors import UsageError

app = typer.Typer(help="Excel on this computer.", no_args_is_help=True)


@app.command()
def install(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    json_wanted: AsJson = False,
) -> None:
    """Tell Excel where Python, the desk's functions and the desk are.

    It writes your xlwings settings (.xlwings/xlwings.conf in your home folder); your other lines
    stay. On Windows only: for Excel on a Mac and on the web an add-in is planned and not there yet;
    until then use the command line.
    """
    from xldesk.desk import Desk
    from xldesk.excel.desktop.machine import this_machine
    from xldesk.excel.desktop.settings import settings_of
    from xldesk.excel.desktop.user_settings import planned, settings_file

    machine = this_machine()
    settings_file(machine)
    given = invocation(context).desk
    try:
        folder = Desk.find(given).directory
    except UsageError:
        if given is not None:
            raise
        folder = None
        note("no desk here: which one Excel asks is left as it is (--desk DIR)")
    change = planned(machine, settings_of(folder, machine).entries())
    if change.is_needed and not dry_run:
        change.write(machine)
    if json_wanted:
        written = change.is_needed and not dry_run
        as_json({"path": change.path, "written": written, "changes": change.lines()})
        return
    for line in change.lines():
        say(line, {"-": "red", "+": "green"}.get(line[:1]))
    if not change.is_needed:
        say(f"{change.path} says all this already; nothing was changed")
    elif dry_run:
        say(f"{change.path} would be written so; nothing was changed")
    else:
        say(f"{change.path} was written; close Excel and start it again")
        say("next: xldesk doctor")
