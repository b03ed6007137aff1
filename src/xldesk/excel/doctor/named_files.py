"""The files that somebody names: whether they are workbooks, and whose."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from xldesk.excel.doctor.line import Line
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.checker import refusal
from xldesk.workbooks.check.recognised import workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def look(files: Iterable[Path]) -> Iterator[Line]:
    """Yield a line about each file."""
    for path in files:
        yield _line(path)


def _line(path: Path) -> Line:
    try:
        spec = workbook_of(path)
    except ArchiveError as error:
        found = refusal(path, error)
        return Line(path.name, "trouble", found.message, found.remedy)
    whose = "no workbook of a desk" if spec is None else f"a workbook of a desk: {spec.title}"
    return Line(
        path.name, "ok", f"it opens, {whose}; what it holds says: xldesk check {quote(str(path))}"
    )
