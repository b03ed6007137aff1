"""Findings as they are told to people: each thing once, what may come of it in one line a code."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.workbooks.check.order import cell_of, effects_of_structure, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xldesk.workbooks.check.report import CheckFinding, CheckReport

_MEND_FIRST = "put back first what is said to be missing, removed or renamed, and check again"


def told(report: CheckReport) -> list[CheckFinding]:
    """Return the findings of ``report`` in order, fewer than it has where many say one thing.

    A finding in cells under each other of one column is told once, with their range. Where
    something of the file is gone, what may come of it is one finding for each code.
    """
    findings = in_order(report.findings, report.sheets)
    effects = effects_of_structure(findings)
    is_effect = set(map(id, effects))
    own = [found for found in findings if id(found) not in is_effect]
    return [*_in_runs(own), *_by_code(effects)]


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
    else:
        message = f"{first.message}; so or alike in {len(run):,} cells"
    return replace(first, place=first.place.model_copy(update={"cell": cells}), message=message)


def _by_code(effects: list[CheckFinding]) -> list[CheckFinding]:
    """Return one finding for each code, at the place of the first."""
    by_code: dict[str, list[CheckFinding]] = defaultdict(list)
    for found in effects:
        by_code[found.code].append(found)
    return [_effect(alike) for alike in by_code.values()]


def _effect(alike: list[CheckFinding]) -> CheckFinding:
    more = f", and {len(alike) - 1:,} more like it" if len(alike) > 1 else ""
    message = f"{alike[0].message}{more}; this may come of what is gone"
    return replace(alike[0], message=message, remedy=_MEND_FIRST)
