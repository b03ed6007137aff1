"""Which workbook of a desk a file is, told without reading its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.spec import Workbook

_TABLES = "xl/tables/"


def workbook_of(path: Path, limits: Limits | None = None) -> Workbook | None:
    """Return the spec of the workbook at ``path``, None where it is none that a desk issues.

    Raises ArchiveError where the file is no workbook, or goes beyond ``limits``.
    """
    bounds = limits or Limits()
    with Archive(path, bounds) as archive:
        if not any(name.lower().startswith(_TABLES) for name in archive.names):
            return None
        return read_document(archive, bounds).spec
