"""Prove a workbook's numbers: every formula cell shows what other programs calculate."""

from __future__ import annotations

from math import ulp
from typing import TYPE_CHECKING

from xldesk.records.place import Place
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.report import CheckFinding, finding_at
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.check.rules.missing_values import values_missing
from xldesk.workbooks.recalculation.formula_cells import FormulaCell, Value, formula_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from xldesk.workbooks.recalculation.engines import Engine

_LAST_BITS = 8
"""How many of the least steps of a binary number a sum may be away."""

RELATIVE = 1e-9
"""What binary floating point may differ in a number that is no amount."""


def prove(
    paths: Sequence[Path],
    engines: Sequence[Engine],
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[Path, list[CheckFinding]]:
    """Return by file where an engine calculates another value than the file shows.

    Cells that were saved without their values are told once, and not compared. Amounts may differ
    by less than half a minor unit, other numbers by one part in 10^9; text and truth must be
    equal. A file that cannot be read at all has no finding here: ``check`` says so. Needs files
    that a check found safe.
    """
    asked: dict[Path, list[FormulaCell]] = {}
    findings: dict[Path, list[CheckFinding]] = {path: [] for path in paths}
    for path in paths:
        try:
            asked[path] = formula_cells(path, Limits())
        except ArchiveError:
            continue
        findings[path] += _missing(path, asked[path])
    for done, engine in enumerate(engines):
        if progress is not None:
            progress(done, len(engines), engine.name)
        for path, found in engine.recalculate(asked).items():
            findings[path] += _compared(path, engine.name, asked[path], found)
    if progress is not None:
        progress(len(engines), len(engines), "")
    return findings


def _missing(path: Path, cells: Sequence[FormulaCell]) -> Iterator[CheckFinding]:
    """Yield that cells were saved without their values, said at the first of them."""
    missing = [cell for cell in cells if cell.lacks_value]
    if missing:
        place = Place(file=path.name, sheet=missing[0].sheet, cell=missing[0].cell)
        yield values_missing(place, len(missing))


def _compared(
    path: Path, engine: str, cells: Sequence[FormulaCell], found: list[Value] | str
) -> Iterator[CheckFinding]:
    if isinstance(found, str):
        yield finding_at(
            Place(file=path.name),
            "RECALC-FAILED",
            f"{engine} did not recalculate the file: {found}",
            "open it in a spreadsheet program to see what stops it",
        )
        return
    for cell, value in zip(cells, found, strict=True):
        if not cell.lacks_value and not same(cell.value, value, cell.decimals):
            yield finding_at(
                Place(file=path.name, sheet=cell.sheet, cell=cell.cell),
                "RECALC-DIFFERS",
                f"the file shows {_text(cell.value)}, {engine} calculates {_text(value)}",
                "issue the workbook again; where it differs still, tell who keeps the desk",
            )


def same(kept: Value, found: Value, decimals: int | None) -> bool:
    """Tell whether two values agree; ``decimals`` are those of an amount's number format."""
    kept, found = ("" if value is None else value for value in (kept, found))
    if isinstance(kept, bool) or isinstance(found, bool):
        return kept is found
    if isinstance(kept, (int, float)) and isinstance(found, (int, float)):
        if decimals is None:
            return abs(kept - found) < RELATIVE * max(1.0, abs(kept))
        return abs(kept - found) < max(0.5 * 10.0**-decimals, _LAST_BITS * ulp(kept))
    return kept == found


def _text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return "nothing" if value in {None, ""} else shown(str(value))
