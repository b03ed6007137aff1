"""``xldesk intake``: read exports into the ledger and say how complete they are."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.completeness import show_completeness, show_control_totals
from xldesk.cli.context import ActorName, ActorRole, AsJson, acting, open_desk, present
from xldesk.cli.output import as_json, note, progress, say
from xldesk.cli.own_workbook import refuse_own_workbooks
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="intake")(intake)


def intake(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help="Exports (CSV, .xlsx, Parquet), or folders of them."
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help="What the rows are: opportunity, partner, deal_registration, partner_role, "
            "touch, mdf_fund, mdf_request, mdf_claim, ... Default: told by the headers.",
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="FILE|NAME",
            help="A mapping of the file's columns: a TOML file, or a shipped one (xldesk mapping "
            "list). Default: told by the headers.",
        ),
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="The value of a field that has no column, such as currency=EUR; may be repeated.",
        ),
    ] = None,
    sheets: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help="A sheet of a workbook, '*' for each; may be repeated. Default: the one sheet "
            "whose headers are known.",
        ),
    ] = None,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest-map",
            help="Read nothing in: draft a mapping of one file from its headers and values.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where --suggest-map writes its draft."),
    ] = None,
    command_id: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="An id of your own for this command: sending it again answers 'exists'.",
        ),
    ] = None,
    actor: ActorName = None,
    role: ActorRole = "revops",
    json_wanted: AsJson = False,
) -> None:
    """Read exports into the ledger.

    Rows that cannot be read are kept with their place and reason; nothing is lost. The same file
    again changes nothing. The exit code is 1 where not one row of a file could be read.
    """
    refuse_own_workbooks(paths)
    if suggest:
        _suggest(context, paths, kind, out, sheets or [])
        return
    if out is not None:
        raise UsageError("--out says where --suggest-map writes; leave it out, or add that")
    with open_desk(context) as desk, progress("reading") as show:
        reports = desk.intake(
            paths,
            actor=acting(actor, role),
            at=present(),
            kind=kind,
            mapping=mapping,
            constants=_constants(constants or []),
            sheets=sheets or [],
            command_id=command_id,
            progress=show,
        )
        totals = desk.control_totals(reports, present())
    if json_wanted:
        as_json(
            [
                {**report.as_dict(), "control_totals": [total.as_dict() for total in about]}
                for report, about in zip(reports, totals, strict=True)
            ]
        )
    else:
        show_completeness(reports)
        show_control_totals([total for about in totals for total in about])
    useless = [report.source for report in reports if 0 < report.rows_read == report.rejected]
    if useless:
        note(f"not one row could be read of {', '.join(useless)}")
        note("next: mend the export, or map its columns: xldesk intake FILE --suggest-map")
        raise typer.Exit(1)
    if not json_wanted:
        say("next: xldesk validate")


def _suggest(
    context: typer.Context,
    paths: Sequence[Path],
    kind: str | None,
    out: Path | None,
    sheets: Sequence[str],
) -> None:
    if len(paths) != 1:
        raise UsageError("--suggest-map drafts the mapping of one file; name one")
    if out is not None and out.exists():
        raise UsageError(f"{out} is there already; name another file")
    with open_desk(context) as desk:
        suggested = desk.suggest_mapping(paths[0], present(), kind, sheets)
    constants = "".join(f" --set {name}=…" for name in suggested.needed)
    file = quote(str(paths[0]))
    if out is None:
        sys.stdout.write(suggested.text)
        note(f"next: save it (--out FILE), then xldesk intake {file} --map FILE{constants}")
        return
    out.write_text(suggested.text, "utf-8")
    say(f"drafted {out}")
    say(f"next: read it, then xldesk intake {file} --map {quote(str(out))}{constants}")


def _constants(said: Sequence[str]) -> dict[str, str]:
    constants = {}
    for text in said:
        field, mark, value = text.partition("=")
        if not mark or not field.strip():
            raise UsageError(f"--set {text!r} is not FIELD=VALUE, such as currency=EUR")
        constants[field.strip()] = value.strip()
    return constants
