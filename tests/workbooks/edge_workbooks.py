"""Two workbooks to damage: the example, and a tracker whose rows hold extreme values."""

from __future__ import annotations

from pathlib import Path

from workbooks.any_content import edge_rows, own_tables, plain_content
from workbooks.example_workbook import content, write
from xldesk.workbooks.mdf_tracker_partner import SPEC as TRACKER


def edge_workbooks(folder: Path, *, lines: int, rows: int) -> list[Path]:
    """Write the example with ``lines`` lines and a tracker with ``rows`` rows a table."""
    files = [folder / "example.xlsx", folder / "tracker.xlsx"]
    write(files[0], content(lines))
    tables = {table.name: edge_rows(table, rows) for table in own_tables(TRACKER)}
    write(files[1], plain_content(TRACKER, tables=tables), TRACKER)
    return files
