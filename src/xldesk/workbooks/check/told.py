"""Findings as they are told to people: each thing once, and in one line what comes of others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.workbooks.check.codes import SEVERITIES
from xldesk.workbooks.check.order import cell_of, effects, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xldesk.workbooks.check.report import CheckFinding, CheckReport

_MEND_FIRST = "put back first what is said to be missing, removed or renamed, and check again"
_MEND_CAUSES = (
    "mend what stands above and recalculate, and type nothing over a formula; whether these are"
    " what the formulas calculate says: xldesk check --recalc"
)
_FIRST_PLACES = 5
_TOLD_APART = 3
"""So few cells under each other are told with what is wrong in each."""
_COMPARED = ("CELL-ALTERED", "LOOK-ALTERED", "LOOK-CHANGED")


def told(report: CheckReport) -> list[CheckFinding]:
    """Return the findings of ``report`` in order, fewer than it has where many say one thing.

    A finding in cells under each other of one column is told once, with their range. What follows
    from others stands behind them: one line for the cells, charts and looks that a comparison
    found, and one for each other code.
    """
    findings = in_order(report.findings, report.sheets)
    following = effects(findings)
    is_effect = set(map(id, following))
    own = [found for found in findings if id(found) not in is_effect]
    return [*_in_runs(own), *_following(following)]


def summary(report: CheckReport) -> str:
    """Return how many findings are told, and how many cells and places they stand for.

    Each line that stands for several says for how many, so that these add up. Lines of information
    are no findings, and counted apart.
    """
    every = told(report)
    lines = [found for found in every if found.severity != "info"]
    places = sum(count for code, count in report.counts.items() if SEVERITIES[code] != "info")
    blocking = sum(found.severity == "block" for found in lines)
    texts = [f"{len(lines):,} finding{'' if len(lines) == 1 else 's'}" if lines else "no finding"]
    if places > len(lines):
        texts.append(f"in {places:,} places")
    told_apart = [f"{blocking:,} block" if blocking else "none blocks"] if lines else []
    if informing := len(every) - len(lines):
        told_apart.append(f"{informing:,} line{'' if informing == 1 else 's'} of information")
    return ", ".join([" ".join(texts), *told_apart])


def unlisted(report: CheckReport) -> list[str]:
    """Return how many findings of each code are counted and not listed."""
    listed: dict[str, int] = defaultdict(int)
    for found in report.findings:
        listed[found.code] += 1
    return [
        f"{code}: {count - listed[code]:,} further places are counted and not listed"
        for code, count in report.counts.items()
        if count > listed[code]
    ]


def _in_runs(findings: Iterable[CheckFinding]) -> list[CheckFinding]:
    """Return findings, those of cells under each other as one where the first of them stands."""
    runs: list[list[CheckFinding]] = []
    open_runs: dict[tuple[object, ...], list[CheckFinding]] = {}
    for found in findings:
        cell = cell_of(found)
        if cell is None:
            runs.append([found])
            continue
        row, column = cell
        kind = (found.code, found.remedy, found.place.sheet, column)
        run = open_runs.pop((*kind, row), None)
        if run is None:
            run = []
            runs.append(run)
        run.append(found)
        open_runs[(*kind, row + 1)] = run
    return [_one(run) for run in runs]


def _one(run: list[CheckFinding]) -> CheckFinding:
    first, last = run[0], run[-1]
    if first is last:
        return first
    cells = f"{first.place.cell}:{last.place.cell}"
    if all(found.message == first.message for found in run):
        message = f"{first.message} ({len(run):,} cells)"
    elif len(run) <= _TOLD_APART:
        message = "; ".join(f"{found.place.cell}: {found.message}" for found in run)
    else:
        message = f"{first.message}; so or alike in {len(run):,} cells"
    return replace(first, place=replace(first.place, cell=cells), message=message)


def _following(findings: list[CheckFinding]) -> list[CheckFinding]:
    """Return one finding for what a comparison found, and one for each other code."""
    compared = [found for found in findings if found.code in _COMPARED]
    by_code: dict[str, list[CheckFinding]] = defaultdict(list)
    for found in findings:
        if found.code not in _COMPARED:
            by_code[found.code].append(found)
    lines = [_effect(alike) for alike in by_code.values()]
    return [_other_figures(compared), *lines] if compared else lines


def _other_figures(findings: list[CheckFinding]) -> CheckFinding:
    cells = sum(found.code == "CELL-ALTERED" for found in findings)
    looks = len(findings) - cells
    what = [f"{cells:,} further cell{'s' if cells > 1 else ''}"] if cells else []
    what += [f"{looks:,} look{'s' if looks > 1 else ''} or values of charts"] if looks else []
    places = list(dict.fromkeys(str(found.place).partition("!")[2] for found in findings))
    named = ", ".join(place for place in places[:_FIRST_PLACES] if place)
    verb = "show" if len(findings) > 1 else "shows"
    more = ", …" if len(places) > _FIRST_PLACES else ""
    return replace(
        findings[0],
        place=replace(findings[0].place, sheet=None, cell=None),
        message=f"{' and '.join(what)} {verb} something else because of this ({named}{more})",
        remedy=_MEND_CAUSES,
    )


def _effect(alike: list[CheckFinding]) -> CheckFinding:
    more = f", and {len(alike) - 1:,} more like it" if len(alike) > 1 else ""
    message = f"{alike[0].message}{more}; this may come of what is gone"
    return replace(alike[0], message=message, remedy=_MEND_FIRST)
