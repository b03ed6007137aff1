"""Forges a part of a workbook that the desk issued, and compares it with the issued one."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from workbooks.repackage import repackaged
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xldesk.workbooks.provenance.difference import Difference

BOOK = "xl/workbook.xml"


def part_of(path: Path, name: str) -> str:
    """Return the part of a sheet, or of a table (``table Funds``); a part itself stays."""
    if "/" in name:
        return name
    with zipfile.ZipFile(path) as package:
        if name.startswith("table "):
            tables = (part for part in package.namelist() if part.startswith("xl/tables/"))
            own = f'displayName="{name.removeprefix("table ")}"'.encode()
            return next(part for part in tables if own in package.read(part))
        names = re.findall(r'<sheet [^>]*name="([^"]*)"', package.read(BOOK).decode())
    return f"xl/worksheets/sheet{names.index(name) + 1}.xml"


def forged(
    path: Path, edits: Mapping[str, tuple[str, str]], added: Mapping[str, bytes] | None = None
) -> list[Difference]:
    """Return what differs once the first text of a kind is another one, by part; see ``part_of``.

    Parts ``added`` are put in. Raises ArchiveError where the file is refused.
    """

    def changed(old: str, new: str, part: bytes) -> bytes:
        text, count = re.subn(old, new, part.decode(), count=1)
        assert count == 1, old
        return text.encode()

    changes = {
        part_of(path, name): lambda part, old=old, new=new: changed(old, new, part)
        for name, (old, new) in edits.items()
    }
    return list(workbook_differences(path, repackaged(path, changes, added), Limits()))
