"""``xldesk pack``: the workbooks of one snapshot."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import AsJson, AsOf, asked, open_desk
from xldesk.cli.output import as_json, note, progress, say
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.desk import Desk

_LONG = timedelta(days=14)


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="pack")(pack)


def pack(
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="A fiscal period: 2017-Q4, 2017-11 or FY2017. Default: the last fiscal quarter "
            "with a won deal.",
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="Comma-separated: attribution_audit, mdf_tracker, runbook. Default: all.",
        ),
    ] = None,
    partner: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An MDF tracker with only this partner's data."),
    ] = None,
    all_partners: Annotated[
        bool, typer.Option("--all-partners", help="One such tracker for each partner with MDF.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to write. Default: packs/ of the desk."),
    ] = None,
    as_of: AsOf = None,
    json_wanted: AsJson = False,
) -> None:
    """Write the workbook pack."""
    from xldesk.workbooks.many_files import cores

    if partner and all_partners:
        raise UsageError("--partner and --all-partners exclude each other; choose one")
    with open_desk(context) as desk, progress("packing") as show:
        state = asked(desk, as_of)
        if as_of is None:
            _say_how_old(desk, state.at)
        packed = desk.pack(
            as_of=state.at,
            position=state.position,
            period=period,
            only=[name.strip() for name in only.split(",")] if only else (),
            partners=[] if all_partners else partner or None,
            out=out,
            progress=show,
            processes=cores(),
        )
    if json_wanted:
        as_json([{"workbook": row.name, "path": row.path, "kept": row.kept} for row in packed])
        return
    for row in packed:
        say(f"{row.path}   {row.note}".rstrip())
        if row.kept is not None:
            note(f"  what stood there is kept as {row.kept}")
    if packed:
        say(f"next: xldesk check {packed[0].path.parent}/*.xlsx")
    else:
        say("nothing to write: no partner has MDF funds, requests or claims")


def _say_how_old(desk: Desk, now: datetime) -> None:
    """Say when nothing came into the desk for long: its figures are of today all the same."""
    head = desk.ledger.head()
    if head is not None and now - head.at > _LONG:
        last = f"{head.at:%Y-%m-%d}"
        note(
            f"as of today, {now:%Y-%m-%d}; the desk's last entry is of {last}. Funds that ended "
            f"since count as expired. As it was then: --as-of {last}"
        )
