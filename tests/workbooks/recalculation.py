"""Workbooks through LibreOffice and IronCalc: saved again, and every formula proven."""

from __future__ import annotations

import csv
import shutil
import warnings
from typing import TYPE_CHECKING, Any

import openpyxl

from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.recalculation.bounded_process import ask
from xldesk.workbooks.recalculation.engines import engines_present
from xldesk.workbooks.recalculation.formula_cells import formula_cells
from xldesk.workbooks.recalculation.libreoffice_engine import SECONDS_A_FILE, Recalculator
from xldesk.workbooks.recalculation.proof import prove

_ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""CSV with commas in UTF-8, each sheet as a file, cells as they are shown."""

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def converted(paths: Sequence[Path], folder: Path, kind: str = "xlsx") -> list[Path]:
    """Return ``paths`` recalculated and saved as ``kind`` by LibreOffice, in one call."""
    folder.mkdir(parents=True, exist_ok=True)
    saved = Recalculator(shutil.which("soffice") or "soffice").converted(
        paths, folder / "work", kind
    )
    return [path.rename(folder / f"{source.stem}.{kind}") for source, path in saved.items()]


def saved_by_libreoffice(paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Return where LibreOffice saved each of ``paths`` again as a workbook."""
    return dict(zip(paths, converted(paths, folder), strict=True))


def csv_sheets(paths: Sequence[Path], folder: Path) -> dict[Path, dict[str, list[list[str]]]]:
    """Return the rows of each sheet of ``paths`` as LibreOffice saves them as CSV."""
    soffice = Recalculator(shutil.which("soffice") or "soffice")
    saved = soffice.converted(paths, folder, _ALL_SHEETS)
    sheets: dict[Path, dict[str, list[list[str]]]] = {}
    for path, place in saved.items():
        number = place.name.partition(".")[0]
        sheets[path] = {
            file.stem.removeprefix(f"{number}-"): _rows(file)
            for file in (folder / "out").glob(f"{number}-*.csv")
        }
    return sheets


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def opened_csv(paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Return each CSV file of ``paths`` as a workbook that LibreOffice makes of it."""
    out = folder / "opened"
    command = [shutil.which("soffice") or "soffice", "--headless"]
    command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), *map(str, paths)]
    ask(command, SECONDS_A_FILE * len(paths))
    return {path: out / f"{path.stem}.xlsx" for path in paths}


def disagreements(paths: Sequence[Path], *names: str) -> list[str]:
    """Return what the engines of these names (default: all) calculate otherwise, as text."""
    engines = [engine for engine in engines_present() if not names or engine.name in names]
    assert {engine.name for engine in engines} >= set(names)
    return [str(finding) for found in prove(paths, engines).values() for finding in found]


def formula_count(path: Path) -> int:
    """Return how many formula cells a workbook has."""
    return len(formula_cells(path, Limits()))


def read_saved(path: Path) -> Any:
    """Return what LibreOffice saved; its own extensions of formats are none of openpyxl's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path)
