"""Workbooks through LibreOffice and IronCalc: saved again, and every formula proven."""

from __future__ import annotations

import shutil
import warnings
from typing import TYPE_CHECKING, Any

import openpyxl

from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.recalculation.engines import engines_present
from xldesk.workbooks.recalculation.formula_cells import formula_cells
from xldesk.workbooks.recalculation.libreoffice_engine import Recalculator
from xldesk.workbooks.recalculation.proof import prove

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
