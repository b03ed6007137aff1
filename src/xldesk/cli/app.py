"""The commands put together, and errors of use turned into one line and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from xldesk import __version__
from xldesk.cli import (
    attribute,
    check,
    contact,
    demo,
    doctor,
    excel,
    finding,
    init,
    intake,
    ledger,
    macro,
    mapping,
    pack,
    policy,
    validate,
)
from xldesk.cli.context import Invocation
from xldesk.cli.visible import visible
from xldesk.errors import XldeskError

app = typer.Typer(
    name="xldesk",
    help="A partner revenue desk that lives in the spreadsheet.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"xldesk {__version__}")
        raise typer.Exit


@app.callback()
def _before(
    context: typer.Context,
    desk: Annotated[
        Path | None,
        typer.Option(
            "--desk",
            metavar="DIR",
            envvar="XLDESK_DESK",
            help="The desk to work on. Default: found upwards from here.",
            show_default=False,
        ),
    ] = None,
    _version_wanted: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    context.obj = Invocation(desk=desk)


for module in (demo, init, intake, validate, attribute, pack, check, macro, doctor):
    module.register(app)
for name, group in (
    ("mapping", mapping),
    ("finding", finding),
    ("policy", policy),
    ("ledger", ledger),
    ("contact", contact),
    ("excel", excel),
):
    app.add_typer(group.app, name=name)

_command_of = cache(typer.main.get_command)
"""The command that an app stands for: built once, however many command lines a process runs."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; a user's mistake is one line."""
    broken = next((word for word in arguments if not _is_text(word)), None)
    if broken is not None:
        sys.stderr.write(f"xldesk: {broken!r} is not text in UTF-8; write it again\n")
        return 2
    _make_output_writable()
    try:
        _command_of(app).main(args=list(arguments), prog_name="xldesk")
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except XldeskError as error:
        sys.stderr.write(f"xldesk: {visible(error.message)}\n")
        return error.exit_code
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"xldesk: {place}{error.strerror or error}\n")
        _leave_output()
        return 2
    return 0


def _make_output_writable() -> None:
    """Let output and error take any text: closed, they go nowhere; a sign they lack becomes ?."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _is_text(word: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in word)


def _leave_output() -> None:
    """Point standard output nowhere: what could not be written is not tried again at the end."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, suppress(OSError, ValueError):
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
