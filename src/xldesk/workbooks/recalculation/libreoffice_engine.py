"""LibreOffice, asked for all files in one call: it saves each again with every formula anew."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.recalculation.bounded_process import ask
from xldesk.workbooks.recalculation.formula_cells import values_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xldesk.workbooks.recalculation.formula_cells import FormulaCell, Value

SECONDS_A_FILE = 120

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Formulas of a workbook are calculated when it is loaded, whatever its saved values say."""


@dataclass(frozen=True, slots=True)
class Recalculator:
    """Asks the LibreOffice at ``program``, with a profile that is thrown away."""

    program: str

    def __call__(
        self, asked: Mapping[Path, Sequence[FormulaCell]]
    ) -> dict[Path, list[Value] | str]:
        """Return what LibreOffice makes of the cells, by file; why where it does not."""
        with tempfile.TemporaryDirectory() as work:
            saved = self.converted(list(asked), Path(work))
            return {path: _values(saved[path], cells) for path, cells in asked.items()}

    def converted(
        self, paths: Sequence[Path], folder: Path, kind: str = "xlsx"
    ) -> dict[Path, Path]:
        """Save ``paths`` again as ``kind`` in ``folder``; return where each would then stand.

        Files of one name do not meet: each is read under a number.
        """
        sources = folder / "in"
        sources.mkdir(parents=True)
        numbered = {path: sources / f"{index}.xlsx" for index, path in enumerate(paths)}
        for path, source in numbered.items():
            source.symlink_to(path.resolve())
        profile = folder / "profile"
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS, "utf-8")
        out = folder / "out"
        command = [self.program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(out), *map(str, numbered.values())]
        # Whether it worked is seen by the files: it may end well and have saved nothing.
        ask(command, SECONDS_A_FILE * len(paths))
        return {path: out / f"{source.stem}.{kind}" for path, source in numbered.items()}


def _values(saved: Path, cells: Sequence[FormulaCell]) -> list[Value] | str:
    if not saved.is_file():
        return "it did not save the file"
    try:
        return values_at(saved, Limits(), list(cells))
    except ArchiveError as error:
        return error.message
