"""``xldesk contact``: the people at partners, who can be erased."""

from __future__ import annotations

from typing import Annotated

import typer

from xldesk.cli.context import ActorName, ActorRole, AsJson, acting, open_desk, present
from xldesk.cli.output import Heading, as_json, counted, note, say, table

app = typer.Typer(help="List and erase the people at partners.", no_args_is_help=True)


@app.command(name="list")
def list_all(
    context: typer.Context,
    partner: Annotated[
        str | None, typer.Argument(metavar="PARTNER", help="Only those of one partner.")
    ] = None,
    json_wanted: AsJson = False,
) -> None:
    """List the people that are known now, by partner."""
    from xldesk.ledger.erasure import known_people

    with open_desk(context) as desk:
        people = known_people(desk.ledger)
    rows = [
        (partner_id, person.name, person.email, person.role, person.language)
        for partner_id, named in people.items()
        if partner in (None, partner_id)
        for person in named
    ]
    names = ("partner", "name", "email", "role", "language")
    if json_wanted:
        as_json([dict(zip(names, row, strict=True)) for row in rows])
    elif rows:
        table([Heading(name) for name in names], rows)
    else:
        say(f"no contacts{f' of {partner}' if partner else ''}")


@app.command()
def erase(
    context: typer.Context,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Whose people.")],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why, for the auditor; without names.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    actor: ActorName = None,
    role: ActorRole = "revops",
) -> None:
    """Erase all people ever recorded for a partner; the ledger keeps that it was done, not who."""
    from xldesk.ledger.erasure import erase_people, recorded_people

    with open_desk(context) as desk:
        count = len(recorded_people(desk.ledger, partner))
        if count and not yes:
            people = counted(count, "contact")
            typer.confirm(f"Erase {people} of {partner} for good?", abort=True, err=True)
        done = erase_people(
            desk.ledger, partner, reason=reason, actor=acting(actor, role), at=present()
        )
    say(f"erased {counted(done.erased, 'contact')} of {partner} (entry {done.position})")
    if done.left_over:
        note(
            f"the ledger's file may hold traces until every program has closed it: {done.left_over}"
        )
    say("earlier backups and the files they came from still hold them: replace those as well")
    say("next: xldesk ledger verify")
