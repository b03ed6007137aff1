"""``xldesk attribute``: who earned what, to the cent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import AsJson, AsOf, open_desk
from xldesk.cli.output import as_json, note, say
from xldesk.cli.speaking import speaking_of

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="P",
        help="Deals won in this fiscal period: 2017-Q4, 2017-11 or FY2017. Default: all.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="attribute")(attribute)


def attribute(
    context: typer.Context,
    period: Period = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="M",
            help="taxonomy, first_touch, last_touch, linear or time_decay. Default: the "
            "policy's own; any other is marked what_if.",
        ),
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the credit lines as CSV.")
    ] = None,
    json_wanted: AsJson = False,
) -> None:
    """Say who earned what, to the cent.

    Bookings by headline category and credit by partner, of won deals.
    """
    from xldesk.attribution.run import attribute as run_model
    from xldesk.attribution.summary import bookings_by_category, credits_by_partner
    from xldesk.attribution.write import write_credits
    from xldesk.cli.figures import show_bookings, show_credits
    from xldesk.policy.period import period_days
    from xldesk.validation.run import validate

    with speaking_of(open_desk(context), as_of) as basis:
        if period is not None:
            period_days(basis.policy, period)
        validate(basis)
        run_model(basis, model)
        bookings = bookings_by_category(basis, period)
        credit = credits_by_partner(basis, period)
        if out is not None:
            lines = write_credits(basis, out, period)
            note(f"{lines:,} credit lines written to {out}")
        if json_wanted:
            as_json({"bookings": bookings, "credits": credit})
            return
        show_bookings(bookings, period)
        show_credits(credit)
        show_next(basis, period, won=sum(row.deals for row in bookings))


def show_next(basis: Basis, period: str | None, won: int) -> None:
    """Print what stands in the way of these figures, and what to do next."""
    from xldesk.policy.period import quarter_of

    row = basis.con.execute(
        "SELECT min(close_date), max(close_date) FROM opportunity WHERE is_won"
    ).fetchone()
    if row is None or row[0] is None:
        say("next: the desk has no won deals yet: xldesk intake FILE ...")
        return
    if not won:
        first, last = (quarter_of(basis.policy, day) for day in row)
        say(f"next: choose another period; deals were won from {first} to {last}")
        return
    found = basis.con.execute(
        "SELECT (SELECT count(DISTINCT opportunity_id) FROM blocked_opportunity),"
        " (SELECT count(*) FROM contribution WHERE blocked)"
    ).fetchone()
    if found is not None and any(found):
        say(f"blocked from approval: {found[0]:,} deals; kept out: {found[1]:,} contributions")
        say("      xldesk validate says why")
    say("next: xldesk pack" + (f" --period {period}" if period else ""))
