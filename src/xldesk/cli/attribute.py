"""``xldesk attribute``: who earned what, to the cent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.attribute_paths import (
    SEPARATOR,
    LostColumn,
    PathOptions,
    PathsFile,
    Separator,
    ValueColumn,
    WonColumn,
    attribute_file,
    refuse_without_paths,
)
from xldesk.cli.context import AsJson, AsOf, asked, open_desk
from xldesk.cli.output import as_json, counted, note, progress, say, warn
from xldesk.cli.rejected import tell_rejected
from xldesk.cli.speaking import speaking_of
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from xldesk.desk import Desk
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
            help="taxonomy, first_touch, last_touch, linear, time_decay, position_u, w_shaped, "
            "full_path, j_curve, inverse_j, role_weighted, custom, markov or shapley. Default: the "
            "policy's own; any other is marked what_if.",
        ),
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the credit lines as CSV.")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="OPP",
            help="Tell the story of one deal: what was done, what counts and why, the arithmetic.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="T",
            help="With --explain: what changed since T, a time or a ledger position. Default: "
            "since the story was last another one.",
        ),
    ] = None,
    paths: PathsFile = None,
    won_column: WonColumn = None,
    lost_column: LostColumn = None,
    value_column: ValueColumn = None,
    separator: Separator = SEPARATOR,
    json_wanted: AsJson = False,
) -> None:
    """Say who earned what, to the cent.

    Bookings by headline category and credit by partner, of won deals; with --explain the story of
    one deal; with --paths the credit of a plain table of paths, without a desk.
    """
    options = PathOptions(won_column, lost_column, value_column, separator)
    if paths is not None:
        of_desk = {"--period": period, "--as-of": as_of, "--out": out, "--explain": explain}
        attribute_file(context, paths, model, options, of_desk=of_desk, json_wanted=json_wanted)
        return
    refuse_without_paths(options)
    _refuse_beside_explain(explain, since, {"--period": period, "--out": out})
    if explain is not None:
        explain_deal(
            context, explain, model=model, as_of=as_of, since=since, json_wanted=json_wanted
        )
        return
    from xldesk.attribution.run import attribute as run_model
    from xldesk.attribution.summary import bookings_by_category, credits_by_partner
    from xldesk.attribution.write import write_credits
    from xldesk.cli.figures import figures_json, show_bookings, show_credits
    from xldesk.policy.period import period_days
    from xldesk.validation.run import validate

    desk = open_desk(context)
    if out is not None:
        desk.refuse_own_file(out)
    with speaking_of(desk, as_of, proven=out is not None) as basis:
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
            as_json(figures_json(basis, bookings, credit))
            tell_rejected(basis, note)
            return
        show_bookings(bookings, period)
        show_credits(credit)
        show_next(basis, period, won=sum(row.deals for row in bookings))


def _refuse_beside_explain(
    explain: str | None, since: str | None, others: dict[str, object]
) -> None:
    if explain is None and since is not None:
        raise UsageError("--since compares one deal with an earlier state; add --explain OPP")
    wrong = [name for name, value in others.items() if value is not None]
    if explain is not None and wrong:
        raise UsageError(f"--explain tells of one deal; leave out {' and '.join(wrong)}")


def explain_deal(
    context: typer.Context,
    opportunity_id: str,
    *,
    model: str | None,
    as_of: str | None,
    since: str | None,
    json_wanted: bool,
) -> None:
    """Print the story of one deal and what changed in it."""
    from xldesk.cli.explain import show_explanation
    from xldesk.cli.explain_json import explanation_json

    desk = open_desk(context)
    with speaking_of(desk, as_of, proven=True) as basis, progress("explaining") as show:
        explained = desk.explain(
            basis,
            opportunity_id,
            model=model,
            since=earlier_state(desk, since) if since else None,
            progress=show,
        )
    if json_wanted:
        as_json(explanation_json(explained))
    else:
        show_explanation(explained)


def earlier_state(desk: Desk, since: str) -> tuple[datetime, int]:
    """Return the time and the ledger position that ``--since`` names."""
    state = asked(desk, since)
    position = state.position
    return state.at, desk.ledger.position_at(state.at) if position is None else position


def show_next(basis: Basis, period: str | None, won: int) -> None:
    """Print what stands in the way of these figures, and what to do next."""
    from xldesk.attribution.summary import held_back
    from xldesk.policy.period import quarter_of

    row = basis.con.execute(
        "SELECT min(close_date), max(close_date), count(*) FROM opportunity WHERE is_won"
    ).fetchone()
    tell_rejected(basis, warn)
    if row is None or not row[2]:
        say("next: the desk has no won deals yet: xldesk intake FILE ...")
        return
    if not won and row[0] is not None:
        first, last = (quarter_of(basis.policy, day) for day in row[:2])
        say(f"next: choose another period; deals were won from {first} to {last}")
        return
    deals, contributions = held_back(basis, period)
    if deals or contributions:
        kept_out = counted(contributions, "contribution")
        say(f"blocked from approval: {counted(deals, 'deal')}; kept out: {kept_out}")
        say("      xldesk validate says why")
    say("next: xldesk pack" + (f" --period {period}" if period else ""))
