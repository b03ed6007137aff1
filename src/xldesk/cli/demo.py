"""``xldesk demo``: a sample desk, the whole flow, a workbook pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xldesk.cli.output import note, progress, say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="demo")(demo)


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")] = Path(
        "xldesk-demo"
    ),
) -> None:
    """Make a sample desk and three workbooks to open."""
    from xldesk.attribution.summary import bookings_by_category, credits_by_partner
    from xldesk.cli.completeness import show_completeness
    from xldesk.cli.figures import show_bookings, show_credits
    from xldesk.cli.validate import show_counts
    from xldesk.demo.days import TODAY
    from xldesk.demo.run import PERIOD, make_demo
    from xldesk.validation.findings import finding_counts
    from xldesk.workbooks.pack import make_pack

    with progress("making the desk") as show:
        made = make_demo(directory, show)
    with made.desk as desk, desk.basis(TODAY) as basis, progress("computing") as show:
        show(0, 1, "attributing")
        desk.compute(basis)
        packed = make_pack(
            basis,
            desk.ledger,
            desk=desk.name,
            folder=directory / "packs",
            period=PERIOD,
            progress=show,
        )
        note(f"{desk.name}, a sample company. As of {TODAY:%Y-%m-%d}, ledger {basis.position}.")
        show_completeness(made.completeness)
        show_counts(finding_counts(basis))
        show_bookings(bookings_by_category(basis, PERIOD), PERIOD)
        show_credits(credits_by_partner(basis, PERIOD))
    say("Open these:")
    for row in packed:
        say(f"  {row.path}")
    say(f"next: xldesk --desk {directory} validate, or see README.md for your own data")
