"""A macro over the audit workbook of the desk, without Excel."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.data import AT

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.steps import Prepared


def macro(directory: Path, _opportunities: int) -> Prepared:
    """Run ``quarter_close_audit`` over the audit that ``pack`` wrote, and count its credit lines.

    The whole run is measured: opening the file, issuing it anew, comparing every cell, saving.
    """
    from benchmarks.steps import desk_directory
    from xldesk.desk import Desk
    from xldesk.excel.engine import activate
    from xldesk.excel.running.run_macro import run_macro
    from xldesk.workbooks.check.archive import Archive
    from xldesk.workbooks.check.document import read_document
    from xldesk.workbooks.check.limits import Limits

    activate()
    issued = directory / "pack" / "attribution_audit.xlsx"
    file = directory / "macro.xlsx"
    shutil.copyfile(issued, file)
    desk = Desk.open(desk_directory(directory))
    with Archive(issued, Limits()) as archive:
        tables = [t for s in read_document(archive, Limits(), ()).sheets for t in s.tables]
    credit = [table.area for table in tables if table.name.startswith("Credits")]
    lines = sum(area.last_row - area.first_row for area in credit)

    def run() -> int:
        with desk:
            run_macro("quarter_close_audit", file, desk=desk, as_of=AT, user="Benchmark")
        return lines

    return run
