"""A workbook is named for what it is: Excel does not open one whose ending says something else."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, file_finding, shown
from xldesk.workbooks.check.rules.macros import TYPE_ALLOWS, places_of_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding

_ENDING = ".xlsx"


class FileName(Rule):
    """Finds workbooks without macros that are not named .xlsx; those with macros are told as such.

    That Excel refuses them: support.microsoft.com, "Excel cannot open the file because the file
    format or file extension is not valid".
    """

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield a finding where the name says something else than the file is."""
        name = PurePath(document.file)
        if name.suffix.lower() == _ENDING or TYPE_ALLOWS in places_of_code(document):
            return
        ending = f"with the ending {shown(name.suffix)}" if name.suffix else "without an ending"
        yield file_finding(
            document,
            "FILE-NAME",
            f"the file is an {_ENDING} workbook, and has a name {ending}: Excel does not open it",
            f"name it {shown(name.stem.removesuffix(_ENDING) + _ENDING)}",
        )
