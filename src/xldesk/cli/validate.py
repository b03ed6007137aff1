"""``xldesk validate``: what is wrong with the data, where, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import AsJson, AsOf, open_desk
from xldesk.cli.output import Heading, as_json, note, say, table
from xldesk.cli.speaking import speaking_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="validate")(validate)


def validate(
    context: typer.Context,
    as_of: AsOf = None,
    code: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only findings of this rule.")
    ] = None,
    severity: Annotated[
        str | None, typer.Option(metavar="S", help="Only block, warn or info.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="How many findings to list.")] = 20,
    json_wanted: AsJson = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write all findings as CSV.")
    ] = None,
) -> None:
    """Say what is wrong with the data, and where.

    The exit code is 1 while any finding blocks.
    """
    from xldesk.validation.findings import finding_counts, findings, write_findings
    from xldesk.validation.run import validate as run_rules

    with speaking_of(open_desk(context), as_of) as basis:
        run_rules(basis)
        counts = finding_counts(basis)
        if out is not None:
            write_findings(basis, out)
            note(f"findings written to {out}")
        if json_wanted:
            as_json(findings(basis, severity=severity, code=code))
        else:
            show_counts(counts)
            for found in findings(basis, severity=severity, code=code, limit=limit):
                say(f"{found.severity:5}  {found.code:18}  {found.object_id}  {found.place or ''}")
                say(f"       {found.message}")
                say(f"       do: {found.remedy}   key: {found.key}", "dim")
            total = sum(
                n for (s, c), n in counts.items() if severity in {None, s} and code in {None, c}
            )
            if total > limit:
                say(f"... and {total - limit:,} more: --limit, --code, --severity, --json or --out")
            say("next: mend the source and read it in again, resolve a finding (xldesk finding")
            say("      resolve KEY ...), or go on: xldesk attribute")
    if any(severity_found == "block" for severity_found, _ in counts):
        raise typer.Exit(1)


def show_counts(counts: Mapping[tuple[str, str], int]) -> None:
    """Print how many open findings each rule has, blocking ones first."""
    if not counts:
        say("no findings", "green")
        return
    from xldesk.validation.registry import RULES

    order = {"block": 0, "warn": 1, "info": 2}
    table(
        [
            Heading("severity"),
            Heading("code"),
            Heading("open", "right"),
            Heading("means", wrap=True),
        ],
        [
            (severity, code, f"{n:,}", RULES[code].title)
            for (severity, code), n in sorted(
                counts.items(), key=lambda item: (order[item[0][0]], item[0][1])
            )
        ],
    )
