"""``xldesk intake``: read exports into the ledger and say how complete they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import ActorName, ActorRole, AsJson, acting, open_desk, present
from xldesk.cli.output import Heading, as_json, progress, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.intake.completeness import Completeness

SHOWN_REJECTS = 10


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="intake")(intake)


def intake(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="CSV exports.")],
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
        Path | None,
        typer.Option("--map", metavar="FILE", help="A mapping of the file's columns (TOML)."),
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
    again changes nothing.
    """
    desk = open_desk(context)
    with desk, progress("reading") as show:
        reports = desk.intake(
            paths,
            actor=acting(actor, role),
            at=present(),
            kind=kind,
            mapping=mapping,
            command_id=command_id,
            progress=show,
        )
    if json_wanted:
        as_json([report.as_dict() for report in reports])
        return
    show_completeness(reports)
    say("next: xldesk validate")


def show_completeness(reports: Sequence[Completeness]) -> None:
    """Print one line a file, its control totals, and the first rejected rows."""
    from xldesk.records.money import format_minor

    counts = ("read", "added", "changed", "unchanged", "duplicate", "rejected")
    table(
        [Heading("file"), Heading("kind"), *(Heading(count, "right") for count in counts)],
        [
            (
                report.source,
                report.kind,
                f"{report.rows_read:,}",
                f"{report.added:,}",
                f"{report.changed:,}",
                f"{report.unchanged:,}",
                f"{report.duplicate:,}",
                f"{report.rejected:,}",
            )
            for report in reports
        ],
        title="Rows",
    )
    totals = [
        (report.source, report.amount_field, currency, format_minor(total, currency))
        for report in reports
        for currency, total in sorted(report.totals.items())
    ]
    if totals:
        table(
            [Heading("file"), Heading("column"), Heading("currency"), Heading("total", "right")],
            totals,
            title="Control totals, to compare with the source",
        )
    for report in reports:
        for reject in report.rejects[:SHOWN_REJECTS]:
            say(f"  {reject.source}:{reject.row}  {reject.reason_code}  {reject.message}", "yellow")
        if report.rejected > SHOWN_REJECTS:
            say(f"  ... and {report.rejected - SHOWN_REJECTS:,} more of {report.source}, kept too")
        if report.hint:
            say(f"  {report.source}: {report.hint}", "bold")
