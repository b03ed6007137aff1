"""Desktop workbooks beside a pack: an .xlsm for each .xlsx, what stood there kept."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.excel.desktop.xlsm import write_xlsm
from xldesk.workbooks.pack_file import PREVIOUS
from xldesk_udfs.registry import excel_functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.excel.desktop.settings import DesktopSettings

ENDING = ".xlsm"


@dataclass(frozen=True, slots=True)
class Beside:
    """A desktop workbook; ``kept`` is where the file went that stood there before."""

    path: Path
    kept: Path | None


def put_beside(workbooks: Iterable[Path], settings: DesktopSettings) -> Iterator[Beside]:
    """Write a desktop workbook beside each of ``workbooks`` and yield them in order.

    A file of that name with other bytes goes to ``previous/``: somebody may have worked in it.
    Raises MissingError without pyOpenVBA, UsageError where a file cannot be written.
    """
    for source in workbooks:
        target = source.with_suffix(ENDING)
        try:
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pack-") as work:
                fresh = Path(work) / target.name
                write_xlsm(source, fresh, excel_functions(), settings.entries())
                kept = _kept(target, fresh)
                fresh.replace(target)
        except OSError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror or error}") from error
        yield Beside(target, kept)


def _kept(target: Path, fresh: Path) -> Path | None:
    """Copy what stands at ``target`` aside where it differs from ``fresh``."""
    if not target.exists():
        return None
    old = hashlib.sha256(target.read_bytes()).hexdigest()
    if old == hashlib.sha256(fresh.read_bytes()).hexdigest():
        return None
    kept = target.parent / PREVIOUS / f"{target.stem}-{old[:8]}{ENDING}"
    kept.parent.mkdir(exist_ok=True)
    shutil.copy2(target, kept)
    return kept
