"""``xldesk check``: tell whether workbooks are as they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xldesk.cli.context import AsJson
from xldesk.cli.output import as_json, say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="check")(check)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Workbooks (.xlsx).")],
    json_wanted: AsJson = False,
) -> None:
    """Check workbooks.

    Structure, types, overwritten formulas, error values, hidden sheets, links, macros, safety.
    The exit code is 1 when something blocks.
    """
    from xldesk.workbooks.check import check_workbook

    reports = [check_workbook(path) for path in files]
    if json_wanted:
        as_json(reports)
    else:
        for report in reports:
            blocking = sum(found.severity == "block" for found in report.findings)
            count = sum(report.counts.values())
            verdict = f"{count:,} finding{'s' if count > 1 else ''}" if count else "fine"
            say(f"{report.path}  {verdict}", None if count else "green")
            for found in report.findings:
                say(
                    f"  {found.severity:5}  {found.code}  {found.place}  {found.message}",
                    "red" if found.severity == "block" else "yellow",
                )
                say(f"         do: {found.remedy}", "dim")
            if blocking:
                say(f"  {blocking} of them block")
    if any(found.severity == "block" for report in reports for found in report.findings):
        raise typer.Exit(1)
