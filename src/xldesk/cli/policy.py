"""``xldesk policy``: read the rulebook, compare versions, put one in force."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import (
    ActorName,
    ActorRole,
    AsJson,
    AsOf,
    acting,
    asked,
    day_of,
    open_desk,
    present,
)
from xldesk.cli.output import Heading, as_json, note, say, table

if TYPE_CHECKING:
    from datetime import date

    from xldesk.desk import Desk

app = typer.Typer(help="Read the rulebook, compare versions, sign one.", no_args_is_help=True)


@app.command()
def show(
    context: typer.Context,
    section: Annotated[
        str | None, typer.Argument(metavar="SECTION", help="Such as attribution.pools.")
    ] = None,
    as_of: AsOf = None,
    json_wanted: AsJson = False,
) -> None:
    """Show the policy in force, or one section of it."""
    from xldesk.policy.show import policy_lines, policy_section
    from xldesk.policy.version import short

    with open_desk(context) as desk:
        state = desk.policy_state(asked(desk, as_of).at)
        since = next(
            row for row in reversed(desk.ledger.policies()) if row.version == state.version
        )
    if json_wanted:
        as_json({"version": state.version, "policy": policy_section(state.policy, section)})
        return
    say(
        f"policy {short(state.version)}   in force since {since.at.astimezone(UTC):%Y-%m-%d %H:%M}Z"
    )
    for line in policy_lines(state.policy, section):
        say(line)
    if state.unsigned is not None:
        say("policy.toml differs: xldesk policy diff")
    if state.unreadable is not None:
        say(f"policy.toml is not read, the policy in force stays: {state.unreadable}")


@app.command()
def diff(
    context: typer.Context,
    other: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A policy file. Default: the desk's policy.toml."),
    ] = None,
    json_wanted: AsJson = False,
) -> None:
    """Compare the policy in force with a file, key by key."""
    from xldesk.desk import POLICY
    from xldesk.policy.diff import policy_diff
    from xldesk.policy.load import load_policy
    from xldesk.policy.remarks import remarks

    with open_desk(context) as desk:
        state = desk.policy_state(present())
        proposed = load_policy(other or desk.directory / POLICY)
        changes = policy_diff(state.policy, proposed)
    if json_wanted:
        as_json([{"key": c.path, "in_force": c.old, "file": c.new} for c in changes])
        return
    if not changes:
        say("no differences")
        return
    table(
        [Heading("key"), Heading("in force"), Heading("file")],
        [(change.path, change.old, change.new) for change in changes],
    )
    for remark in remarks(proposed):
        note(remark)
    say("next: xldesk policy sign --approver NAME --reason TEXT [--from DATE]")
    say("      it governs deals that close from that day on, today unless said")


@app.command()
def sign(
    context: typer.Context,
    approver: Annotated[str, typer.Option(metavar="NAME", help="The second person.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why the rules change.")],
    actor: ActorName = None,
    first_day: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE",
            help="The first close date it governs: 2026-07-01. Default: today; of the first "
            "policy that is signed, the beginning.",
            show_default=False,
        ),
    ] = None,
    role: ActorRole = "finance",
) -> None:
    """Put policy.toml in force, signed by two different people.

    It governs the deals that close from its first day on, and open ones. Deals that closed
    before keep the policy of their close date; asking --as-of an earlier time shows what was in
    force then.
    """
    from xldesk.desk import POLICY
    from xldesk.policy.load import load_policy
    from xldesk.policy.remarks import remarks
    from xldesk.policy.version import short

    with open_desk(context) as desk:
        who = acting(actor, role)
        signed = desk.sign_policy(
            actor=who,
            approver=approver,
            reason=reason,
            at=present(),
            first_day=day_of("--from", first_day),
        )
        in_force = load_policy(desk.directory / POLICY)
        closed = _closed_since(desk, signed.first_day)
    since = f"deals closed from {signed.first_day} on" if signed.first_day else "all deals"
    say(f"policy {short(signed.version)} signed by {who.name} and {approver}: {since}")
    if closed:
        were = (
            "1 deal that is closed already is"
            if closed == 1
            else (f"{closed:,} deals that are closed already are")
        )
        say(f"{were} governed by it from now on, whatever rules they were attributed by", "yellow")
    for remark in remarks(in_force):
        note(remark)
    say("next: xldesk attribute, and compare with --as-of a time before the change")


def _closed_since(desk: Desk, first_day: date | None) -> int:
    """Return how many deals closed by today have their close date under a policy from a day on."""
    with desk.basis(present()) as basis:
        row = basis.con.execute(
            "SELECT count(*) FROM opportunity WHERE (is_closed OR is_won) "
            "AND close_date BETWEEN coalesce($1, close_date) AND $2",
            [first_day, basis.as_of_day],
        ).fetchone()
    return int(row[0]) if row else 0
