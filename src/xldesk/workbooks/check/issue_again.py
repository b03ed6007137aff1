"""How a workbook is issued again, and what is lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.workbooks.spec import Workbook


def issue_again(spec: Workbook | None) -> str:
    """Return what to do to have the workbook of ``spec`` as the desk issues it."""
    if spec is None:
        return "issue the workbook again with: xldesk pack"
    command = f"issue the workbook again with: {spec.packed_by}"
    if not any(table.blank_rows for table in spec.tables.values()):
        return command
    return f"{command} (what people typed into this file is not in the new one)"
