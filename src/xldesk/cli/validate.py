"""``xldesk validate``: what is wrong with the data, where, and what to do."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import AsJson, AsOf, open_desk
from xldesk.cli.output import Heading, as_json, counted, note, say, table, warn
from xldesk.cli.rejected import tell_rejected
from xldesk.cli.speaking import speaking_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xldesk.ledger.basis import Basis
    from xldesk.records.finding import Finding


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
        str | None, typer.Option(metavar="SEVERITY", help="Only block, warn or info.")
    ] = None,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="List findings that two people released, too.")
    ] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="How many findings to list.")] = 20,
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

    desk = open_desk(context)
    if out is not None:
        desk.refuse_own_file(out)
    with speaking_of(desk, as_of) as basis:
        run_rules(basis)
        counts = finding_counts(basis)
        if out is not None:
            write_findings(basis, out)
            note(f"findings written to {out}")
        if json_wanted:
            as_json(findings(basis, severity=severity, code=code, resolved=resolved))
        else:
            chosen = {
                (s, c): n
                for (s, c), n in counts.items()
                if severity in {None, s} and code in {None, c}
            }
            listed = findings(basis, severity=severity, code=code, limit=limit, resolved=resolved)
            show_counts(chosen, of=sum(counts.values()))
            for found in listed:
                say(
                    f"{found.severity:5}  {found.code:18}  {found.object_id}  {found.place or ''}"
                    f"{_released(found)}"
                )
                say(f"       {found.message}")
                say(f"       do: {found.remedy}", "dim")
                say(f"       key: {quote(found.key)}", "dim")
            total = sum(chosen.values())
            if total > limit:
                say(f"... and {total - limit:,} more: --limit, --code, --severity, --json or --out")
            if code != "ROW-REJECTED":
                tell_rejected(basis, warn)
            show_next(basis, counts)
    if any(severity_found == "block" for severity_found, _ in counts):
        raise typer.Exit(1)


def _released(found: Finding) -> str:
    """Return that two people released a finding, which then blocks nothing."""
    return f"  ({found.resolution.replace('_', ' ')})" if found.resolution else ""


def show_next(basis: Basis, counts: Mapping[tuple[str, str], int]) -> None:
    """Print what to do after looking at the findings."""
    row = basis.con.execute("SELECT count(*) FROM opportunity").fetchone()
    if row is None or row[0] == 0:
        say("next: the desk has no opportunities yet: xldesk intake FILE ...")
    elif counts:
        say("next: mend the source and read it in again, or resolve a finding by two people:")
        say("      xldesk finding resolve 'KEY' --outcome waived --reason TEXT --approver NAME")
        say("      or go on: xldesk attribute")
    else:
        say("next: xldesk attribute")


def show_counts(counts: Mapping[tuple[str, str], int], of: int = 0) -> None:
    """Print how many open findings each rule has, blocking ones first, ``of`` all there are."""
    if not counts:
        say(f"none open of these; {counted(of, 'other')} open" if of else "no findings", "green")
        return
    from xldesk.validation.registry import RULES

    order = {"block": 0, "warn": 1, "info": 2}
    table(
        [
            Heading("severity"),
            Heading("code"),
            Heading("open", "right"),
            Heading("means"),
        ],
        [
            (severity, code, f"{n:,}", RULES[code].title)
            for (severity, code), n in sorted(
                counts.items(), key=lambda item: (order[item[0][0]], item[0][1])
            )
        ],
    )
