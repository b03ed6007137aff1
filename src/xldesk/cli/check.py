"""``xldesk check``: tell whether workbooks are as they should be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.check_verdict import VERDICTS, in_json, since_line, verdict_line, verdict_word
from xldesk.cli.context import AsJson, invocation
from xldesk.cli.output import as_json, counted, note, progress, say
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.records.finding import Severity
    from xldesk.workbooks.check.report import CheckReport

_NAMED = 5
"""Of what is no workbook in a folder, so many are named."""
_COLOURS: dict[Severity, str] = {"block": "red", "warn": "yellow", "info": "blue"}


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(name="check")(check)


def check(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Workbooks (.xlsx), or folders of them.")
    ],
    lint: Annotated[
        bool,
        typer.Option(
            "--lint",
            help="Also say how the workbook is built: constants in formulas, columns of several "
            "formulas, locks, print setup, contrast and more.",
        ),
    ] = False,
    recalc: Annotated[
        bool,
        typer.Option(
            "--recalc",
            help="Recalculate every formula with IronCalc and LibreOffice, where they are there, "
            "and compare.",
        ),
    ] = False,
    json_wanted: AsJson = False,
) -> None:
    """Check workbooks.

    Whether they are what the desk issued (where there is one: as issued, altered, not ours),
    structure, types, overwritten formulas, error values, hidden sheets, links, macros, safety.
    The exit code is 1 when something blocks.
    """
    from xldesk.workbooks.check import check_workbooks
    from xldesk.workbooks.many_files import cores

    paths = _workbooks(files)
    reports = []
    with progress("checking") as show:
        for report in check_workbooks(paths, cores()):
            reports.append(report)
            show(len(reports), len(paths), report.path.name)
    _tell_own_macros(reports)
    if lint:
        _lint(reports)
        note(f"looked at how it is built: {counted(len(reports), 'workbook')}")
    _verify(context, reports)
    if recalc:
        _recalculate(reports)
    for report in reports:
        report.sort()
    if json_wanted:
        as_json([in_json(report) for report in reports])
    else:
        for report in reports:
            _tell(report)
    if any(found.severity == "block" for report in reports for found in report.findings):
        raise typer.Exit(1)


def _tell(report: CheckReport) -> None:
    """Print the verdict, how it stands since, and the findings with what to do."""
    from xldesk.workbooks.check.told import told, unlisted

    line = f"{verdict_word(report)}  {report.path}  {verdict_line(report)}"
    say(line, None if report.findings else "green")
    if since := since_line(report):
        say(f"  {since}", "yellow" if report.is_outdated else None)
    for found in told(report):
        say(
            f"  {found.severity:5}  {found.code}  {found.place}  {found.message}",
            _COLOURS[found.severity],
        )
        say(f"         do: {found.remedy}", "dim")
    for line in unlisted(report):
        say(f"  {line}", "dim")


def _tell_own_macros(reports: Sequence[CheckReport]) -> None:
    """Say of files with macros whether these are the desk's own (``pack --xlsm``)."""
    with_macros = [report for report in reports if "MACRO" in report.counts]
    if with_macros:
        from xldesk.excel.desktop.own_code import tell_own_macros

        for report in with_macros:
            tell_own_macros(report)


def _lint(reports: Sequence[CheckReport]) -> None:
    """Add to the reports what the modelling rules say."""
    from xldesk.workbooks.lint import lint_workbook

    for report in reports:
        report.join(lint_workbook(report.path))


def _verify(context: typer.Context, reports: Sequence[CheckReport]) -> None:
    """Add to the reports whether the desk issued them; without a desk, nothing can be said."""
    from xldesk.desk import Desk
    from xldesk.workbooks.many_files import cores

    given = invocation(context).desk
    try:
        desk = Desk.find(given)
    except UsageError:
        if given is not None:
            raise
        note(
            "no desk here: whether the desk issued these was not checked"
            " (go to it, or: xldesk --desk DIR check FILE)"
        )
        return
    safe = [report for report in reports if report.is_safe]
    with desk, progress("comparing with the ledger") as show:
        verified = desk.verify_workbooks([report.path for report in safe], show, cores())
    for report in safe:
        report.verdict = VERDICTS[verified[report.path].add_to(report).verdict]


def _recalculate(reports: Sequence[CheckReport]) -> None:
    """Add to the reports what other programs calculate otherwise; unsafe files are left alone."""
    from xldesk.workbooks.recalculation.engines import engines_present
    from xldesk.workbooks.recalculation.proof import prove

    engines = engines_present()
    safe = [report for report in reports if report.is_safe]
    with progress("recalculating") as show:
        found = prove([report.path for report in safe], engines, show)
    for report in safe:
        is_told = "VALUE-MISSING" in report.counts
        for finding in found[report.path]:
            if finding.code != "VALUE-MISSING" or not is_told:
                report.add(finding)
    names = " and ".join(engine.name for engine in engines)
    note(f"recalculated by {names}: {counted(len(safe), 'workbook')}")


def _workbooks(files: list[Path]) -> list[Path]:
    """Return the files, folders replaced by the workbooks in them; says what else is there."""
    found: list[Path] = []
    for path in files:
        inside = _inside(path) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"{path} has no workbooks (.xlsx)")
        found += inside
        others = sorted(set(path.glob("[!.]*")) - set(inside)) if path.is_dir() else []
        if others := [other for other in others if not _marks_open(other)]:
            names = [f"{other.name}/" if other.is_dir() else other.name for other in others]
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            note(f"not looked at in {path}: {', '.join(names[:_NAMED])}{more}")
    return found


def _inside(folder: Path) -> list[Path]:
    """Return the workbooks in a folder."""
    return sorted(path for path in folder.glob("*.xls[xm]") if not _marks_open(path))


def _marks_open(path: Path) -> bool:
    """Tell whether a file only says that a workbook is open in a spreadsheet program."""
    return path.name.startswith(("~$", ".~lock"))
