"""``xldesk pack``: the workbooks of one snapshot."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import AsJson, AsOf, asked, open_desk
from xldesk.cli.output import as_json, note, progress, say
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.desk import Desk
    from xldesk.workbooks.pack_file import Packed

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
    xlsm: Annotated[
        bool,
        typer.Option(
            "--xlsm",
            help="Also write each workbook with macros and desk functions for Excel on Windows.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Where to write. Default: packs/ of the desk, packs/partners/ for partners.",
        ),
    ] = None,
    as_of: AsOf = None,
    json_wanted: AsJson = False,
) -> None:
    """Write the workbook pack.

    Partners' trackers stand in a folder of their own: the other workbooks are internal, and none
    is written beside one for partners.
    """
    from xldesk.workbooks.many_files import cores

    if partner and all_partners:
        raise UsageError("--partner and --all-partners exclude each other; choose one")
    if xlsm:
        _refuse_xlsm(for_partners=bool(partner) or all_partners)
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
        rows = [(row.name, row.path, row.kept, row.note) for row in packed]
        if xlsm:
            rows += _desktop_workbooks(desk, packed)
    if json_wanted:
        as_json([{"workbook": name, "path": path, "kept": kept} for name, path, kept, _ in rows])
        return
    for _, path, kept, remark in rows:
        say(f"{path}   {remark}".rstrip())
        if kept is not None:
            note(f"  what stood there is kept as {kept}")
    _say_how_entries_stay([kept for _, _, kept, _ in rows if kept is not None])
    if packed:
        if partner or all_partners:
            note("for partners: each file holds the data of the one partner in its name")
        folder = quote(str(packed[0].path.parent))
        say(f"next: xldesk check {folder}{'' if xlsm else '/*.xlsx'}")
    else:
        say("nothing to write: no partner has MDF funds, requests or claims")


def _say_how_entries_stay(replaced: list[Path]) -> None:
    if replaced:
        note(
            "what people typed or signed in a file that was kept is not in the new one; "
            f"to carry it along: xldesk macro refresh {quote(str(replaced[0]))} --out FILE"
        )


def _refuse_xlsm(*, for_partners: bool) -> None:
    """Raise UsageError for partners' workbooks, MissingError without pyOpenVBA."""
    from xldesk.excel.desktop.project import require_vba

    if for_partners:
        raise UsageError(
            "partners never get macros: --xlsm does not go with --partner or --all-partners"
        )
    require_vba()


def _desktop_workbooks(
    desk: Desk, packed: list[Packed]
) -> list[tuple[str, Path, Path | None, str]]:
    """Write an .xlsm beside each workbook; return name, path, what was kept, and a remark."""
    from xldesk.excel.desktop.beside import put_beside
    from xldesk.excel.desktop.machine import this_machine
    from xldesk.excel.desktop.settings import settings_of

    settings = settings_of(desk.directory, this_machine())
    written = put_beside([row.path for row in packed], settings)
    return [
        (row.name, beside.path, beside.kept, "for Excel on Windows")
        for row, beside in zip(packed, written, strict=True)
    ]


def _say_how_old(desk: Desk, now: datetime) -> None:
    """Say when nothing came into the desk for long: its figures are of today all the same."""
    head = desk.ledger.head()
    if head is not None and now - head.at > _LONG:
        last = f"{head.at:%Y-%m-%d}"
        note(
            f"as of today, {now:%Y-%m-%d}; the desk's last entry is of {last}. Funds that ended "
            f"since count as expired. As it was then: --as-of {last}"
        )
