"""``xldesk macro``: runs a macro over a workbook file, without Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import AsJson, AsOf, asked, invocation, present
from xldesk.cli.output import Heading, as_json, counted, note, progress, say, table
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.cli.output import Progress
    from xldesk.desk import Desk
    from xldesk.excel.running.run_macro import MacroRun


SignerName = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        envvar="XLDESK_ACTOR",
        help="Who signs, for sign_off: a person's name, never taken from the login.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="macro")(macro)


def macro(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The macro; without one, all are listed."),
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A workbook of the desk (.xlsx).")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write the result here, where nothing is yet, and leave FILE as it is.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    actor: SignerName = None,
    json_wanted: AsJson = False,
) -> None:
    """Run a macro over a workbook, as its button in Excel does.

    The file changes whole or not at all: a macro that fails leaves it as it was, and one that has
    nothing to change writes nothing. Without NAME, the macros are listed. The file is written,
    and the exit code is 1, where validate_workbook finds something that blocks, a total of
    reconcile differs, or a control of quarter_close_audit fails. sign_off needs --actor.
    """
    if name is None:
        _list(json_wanted=json_wanted)
        return
    if file is None:
        raise UsageError(f"name the workbook: xldesk macro {name} FILE")
    from xldesk.excel.running.run_macro import run_macro

    desk = _desk(context)
    at = present() if desk is None else asked(desk, as_of).at
    if out is not None and desk is not None:
        desk.refuse_own_file(out)
    try:
        with progress(name) as show:
            steps = _Steps(show)
            done = run_macro(
                name,
                file,
                desk=desk,
                as_of=at,
                user=actor,
                out=out,
                tell=steps,
            )
    finally:
        if desk is not None:
            desk.close()
    if json_wanted:
        as_json({"macro": name, **_facts(done, at.isoformat())})
    else:
        say(done.message)
        note(f"as of {at:%Y-%m-%d %H:%M} UTC; {counted(done.changes, 'change')}; {done.path}")
        if done.recalculates_on_load:
            note("some formulas calculate when the file is opened: no program here could do it all")
    if done.blocking:
        raise typer.Exit(1)


def _facts(done: MacroRun, at: str) -> dict[str, object]:
    return {
        "path": done.path,
        "as_of": at,
        "message": done.message,
        "changes": done.changes,
        "blocking": done.blocking,
    }


class _Steps:
    """Shows the steps of a macro as they come; how many there will be nobody knows."""

    def __init__(self, show: Progress) -> None:
        self._show = show
        self._done = 0

    def __call__(self, step: str) -> None:
        self._done += 1
        self._show(self._done, 0, step)


def _desk(context: typer.Context) -> Desk | None:
    """Return the desk, None where there is none and none was named."""
    from xldesk.desk import Desk

    given = invocation(context).desk
    try:
        return Desk.find(given)
    except UsageError:
        if given is not None:
            raise
        return None


def _list(*, json_wanted: bool) -> None:
    from xldesk_udfs.macros.registry import macro_helps

    helps = macro_helps()
    if json_wanted:
        as_json(helps)
        return
    table([Heading("Macro"), Heading("What it does")], [(one.name, one.summary) for one in helps])
    say("next: xldesk macro NAME FILE")
