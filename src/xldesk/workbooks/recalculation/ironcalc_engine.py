"""IronCalc, asked in a process of its own: whatever a file does to it, the check goes on."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import UNREADABLE
from xldesk.workbooks.recalculation.bounded_process import ask
from xldesk.workbooks.recalculation.column_ranges import with_column_ranges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xldesk.workbooks.recalculation.formula_cells import FormulaCell, Value

SECONDS = 120
"""How long one file may take."""


def recalculate(asked: Mapping[Path, Sequence[FormulaCell]]) -> dict[Path, list[Value] | str]:
    """Return what IronCalc makes of the cells, by file; its own words where it gives up."""
    return {path: _one(path, cells) for path, cells in asked.items()}


def _one(path: Path, cells: Sequence[FormulaCell]) -> list[Value] | str:
    places = [(cell.sheet_index, cell.row, cell.column) for cell in cells]
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "copy.xlsx"
        try:
            with_column_ranges(path, copy)
        except UNREADABLE as error:
            return f"its zip is damaged: {error}"
        # Not on standard output, where IronCalc speaks of cells that it wonders at.
        out = Path(work) / "values.json"
        child = "xldesk.workbooks.recalculation.ironcalc_child"
        command = [sys.executable, "-m", child, str(copy), str(out)]
        answer = ask(command, SECONDS, json.dumps(places))
        if answer.code is None:
            return f"not done after {SECONDS} seconds"
        if answer.code or not out.is_file():
            said = answer.err.strip().splitlines()
            return said[-1][:200] if said else f"ended with code {answer.code}"
        values: list[Value] = json.loads(out.read_text("utf-8"))
    return values
