"""Programs that recalculate workbooks: which are there, and what each one makes of a file."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from xldesk.errors import MissingError
from xldesk.workbooks.recalculation import ironcalc_engine, libreoffice_engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xldesk.workbooks.recalculation.formula_cells import FormulaCell, Value


class Recalculate(Protocol):
    """Returns the values of the cells asked for, by file; an error stands for its file."""

    def __call__(
        self, asked: Mapping[Path, Sequence[FormulaCell]]
    ) -> dict[Path, list[Value] | str]:
        """Return by file the values in the order of its cells, or why there are none."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A program by the name that findings call it, and how it is asked."""

    name: str
    recalculate: Recalculate


def engines_present() -> list[Engine]:
    """Return the programs that are there; raises MissingError without any."""
    found = []
    if importlib.util.find_spec("ironcalc") is not None:
        found.append(Engine("IronCalc", ironcalc_engine.recalculate))
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is not None:
        found.append(Engine("LibreOffice", libreoffice_engine.Recalculator(program)))
    if not found:
        raise MissingError(
            "nothing is here to recalculate with: pip install 'xldesk[check]' brings IronCalc; "
            "LibreOffice does as well"
        )
    return found
