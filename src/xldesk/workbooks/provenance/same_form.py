"""Whether a workbook has the sheets, tables and columns of one that the desk issues now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

_Form = dict[str, dict[str, tuple[str, ...]]]
"""The columns of each table by sheet and name."""


def has_form_of(path: Path, issued: Path) -> bool:
    """Tell whether all that ``issued`` consists of stands in the workbook at ``path`` too.

    So it does where the file cannot be read: comparing it says why.
    """
    try:
        found = _form(path)
    except ArchiveError:
        return True
    return all(found.get(sheet) == tables for sheet, tables in _form(issued).items())


def _form(path: Path) -> _Form:
    limits = Limits()
    with Archive(path, limits) as archive:
        return {
            sheet.name: {table.name.casefold(): table.columns for table in sheet.tables}
            for sheet in read_document(archive, limits, ()).sheets
        }
