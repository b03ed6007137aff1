"""Where the template set is: beside the sources in a checkout, inside an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xldesk.errors import MissingError


@cache
def workbook_set() -> Path:
    """Return the folder of the built templates and the runbook's text."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parents[1] / "workbooks", package / "workbook_set"):
        if folder.is_dir():
            return folder
    raise MissingError(
        "the workbook templates are missing from this installation; install xldesk again"
    )
