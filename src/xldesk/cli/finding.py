"""``xldesk finding``: look at findings and resolve them, by two people."""

from __future__ import annotations

from typing import Annotated

import typer

from xldesk.cli.context import ActorName, ActorRole, AsOf, acting, day_of, open_desk, present
from xldesk.cli.output import say
from xldesk.cli.speaking import speaking_of

app = typer.Typer(help="Look at one finding; resolve findings.", no_args_is_help=True)


@app.command()
def show(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As validate prints it.")],
    as_of: AsOf = None,
) -> None:
    """Show one finding in full."""
    from xldesk.validation.findings import finding_by_key
    from xldesk.validation.run import validate

    with speaking_of(open_desk(context), as_of) as basis:
        validate(basis)
        found = finding_by_key(basis, key)
        for name, value in found.model_dump(mode="json", exclude={"place"}).items():
            say(f"{name:15} {'' if value is None else value}")
        say(f"{'place':15} {found.place or ''}")
        row = basis.con.execute(
            "SELECT actor, approver, reason, until FROM finding_resolution WHERE finding_key = $1",
            [found.key],
        ).fetchone()
        if row is not None:
            say(f"{'resolved by':15} {row[0]} and {row[1]}")
            say(f"{'because':15} {row[2]}")
            say(f"{'until':15} {row[3] or 'no last day'}")


@app.command()
def resolve(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As validate prints it.")],
    outcome: Annotated[str, typer.Option(metavar="OUTCOME", help="fixed, waived or not_an_issue.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, for the auditor.")],
    approver: Annotated[str, typer.Option(metavar="NAME", help="The second person.")],
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day of a waiver: 2026-09-30.")
    ] = None,
    actor: ActorName = None,
    role: ActorRole = "revops",
) -> None:
    """Resolve one finding by two different people; the entry stays in the ledger."""
    from xldesk.validation.resolve import resolve as resolve_finding
    from xldesk.validation.run import validate

    last_day = day_of("--until", until)
    desk = open_desk(context)
    with speaking_of(desk, None) as basis:
        validate(basis)
        receipt = resolve_finding(
            desk.ledger,
            basis,
            finding_key=key,
            outcome=outcome,
            reason=reason,
            actor=acting(actor, role),
            approver=approver,
            until=last_day,
            at=present(),
        )
    if receipt.existed and receipt.entry is not None:
        say(
            f"{key}: {outcome} already, by {receipt.entry.actor.name} and {approver} on "
            f"{receipt.entry.at:%Y-%m-%d %H:%M}Z; nothing changed"
        )
    else:
        say(f"{key}: {outcome}, by {acting(actor, role).name} and {approver}")
    if outcome == "fixed":
        say("it stays open while the data still says so: mend the source and read it in again")
    say("next: xldesk validate")
