"""Refuse to read a workbook of the desk as an export."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_WORKBOOKS = (".xlsx", ".xlsm")


def refuse_own_workbooks(paths: Sequence[Path]) -> None:
    """Raise UsageError where one of the files, or of those in the folders, is a desk's own."""
    from xldesk.intake.folder import files_named
    from xldesk.workbooks.check.archive import ArchiveError
    from xldesk.workbooks.check.recognised import workbook_of

    for path in files_named(paths)[0]:
        if path.suffix.lower() not in _WORKBOOKS:
            continue
        try:
            spec = workbook_of(path)
        except ArchiveError:
            continue  # the reading of exports says what is wrong with it
        if spec is None:
            continue
        if any(table.blank_rows for table in spec.tables.values()):
            raise UsageError(
                f"{path} is an {spec.title} that a desk wrote, not an export. What partners typed "
                "into it is not taken in by this command yet: taking returned trackers in comes "
                f"with the mail commands of a later version. Check it with: xldesk check "
                f"{quote(str(path))}"
            )
        raise UsageError(
            f"{path} is a workbook that a desk wrote ({spec.title}), not an export; read the "
            f"exports it was made from. Check it with: xldesk check {quote(str(path))}"
        )
