"""``xldesk intake``: read exports into the ledger and say how complete they are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import ActorName, ActorRole, AsJson, acting, open_desk, present
from xldesk.cli.output import Heading, as_json, progress, say, table
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.controls.total_comparison import TotalComparison
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
    again changes nothing.
    """
    if suggest:
        _suggest(context, paths, kind, out)
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
        return
    show_completeness(reports)
    show_control_totals([total for about in totals for total in about])
    say("next: xldesk validate")


def _suggest(
    context: typer.Context, paths: Sequence[Path], kind: str | None, out: Path | None
) -> None:
    if len(paths) != 1:
        raise UsageError("--suggest-map drafts the mapping of one file; name one")
    if out is not None and out.exists():
        raise UsageError(f"{out} is there already; name another file")
    with open_desk(context) as desk:
        draft = desk.suggest_mapping(paths[0], present(), kind)
    if out is None:
        sys.stdout.write(draft)
        return
    out.write_text(draft, "utf-8")
    say(f"drafted {out}")
    say(f"next: read it, then xldesk intake {paths[0]} --map {out}")


def _constants(said: Sequence[str]) -> dict[str, str]:
    constants = {}
    for text in said:
        field, mark, value = text.partition("=")
        if not mark or not field.strip():
            raise UsageError(f"--set {text!r} is not FIELD=VALUE, such as currency=EUR")
        constants[field.strip()] = value.strip()
    return constants


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
        if report.mapping:
            say(
                f"  {report.source}: read as the shipped mapping {report.mapping} says "
                f"(xldesk mapping show {report.mapping})"
            )


def show_control_totals(totals: Sequence[TotalComparison]) -> None:
    """Print what others state beside what the desk holds, each total once."""
    from xldesk.records.money import format_minor

    def shown(amount: int | None, currency: str) -> str:
        return "" if amount is None else format_minor(amount, currency)

    if not totals:
        return
    table(
        [
            Heading("stated by"),
            Heading("period"),
            Heading("measure"),
            Heading("currency"),
            Heading("stated", "right"),
            Heading("desk", "right"),
            Heading("difference", "right"),
            Heading("remark"),
        ],
        [
            (
                total.source,
                total.period,
                total.measure,
                total.currency,
                shown(total.stated, total.currency),
                shown(total.desk, total.currency),
                shown(total.difference, total.currency),
                total.problem or ("differs" if total.difference else "equal"),
            )
            for total in dict.fromkeys(totals)
        ],
        title="Control totals stated by others",
    )
