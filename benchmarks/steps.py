"""The desk's own steps. Each function makes ready, imports included, and returns what is timed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from benchmarks.cell_steps import CELL_STEPS
from benchmarks.data import AT, PERIOD, exports_for
from benchmarks.macro_step import macro

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.ledger.ledger import Ledger

Prepared = Callable[[], int]
"""Does the work that is measured and returns how many rows it was done for."""


def desk_directory(directory: Path) -> Path:
    """Return where the desk of a size stands; ``intake`` makes it anew each time."""
    return directory / "desk"


def intake(directory: Path, opportunities: int) -> Prepared:
    """Read all exports into a new desk."""
    from xldesk.desk import Desk
    from xldesk.ledger.entry import Actor

    _load("xldesk.intake.mapping", "xldesk.intake.reading")
    exports = exports_for(directory / "exports", opportunities)
    shutil.rmtree(desk_directory(directory), ignore_errors=True)
    actor = Actor("Benchmark", "revops")
    desk = Desk.create(desk_directory(directory), actor=actor, at=AT)

    def run() -> int:
        with desk:
            done = desk.intake(exports.paths, actor=actor, at=AT)
        rejected = sum(file.rejected for file in done)
        if rejected:
            raise RuntimeError(f"{rejected} rows were rejected; the benchmark's data are clean")
        return sum(file.rows_read for file in done)

    return run


def snapshot(directory: Path, opportunities: int) -> Prepared:
    """Materialise the ledger's state as Parquet."""
    shutil.rmtree(desk_directory(directory) / "snapshots", ignore_errors=True)
    ledger = _ledger(directory)

    def run() -> int:
        ledger.snapshot()
        return opportunities

    return run


def validate(directory: Path, opportunities: int) -> Prepared:
    """Check every rule on a snapshot that is there already."""
    from xldesk.ledger.basis import open_basis
    from xldesk.validation.run import validate as check

    ledger = _ledger(directory)

    def run() -> int:
        check(open_basis(ledger, AT))
        return opportunities

    return run


def attribute(directory: Path, opportunities: int) -> Prepared:
    """Attribute every deal by the policy's model, after validation."""
    from xldesk.attribution.run import attribute as split
    from xldesk.ledger.basis import open_basis
    from xldesk.validation.run import validate as check

    basis = open_basis(_ledger(directory), AT)
    check(basis)

    def run() -> int:
        split(basis)
        return opportunities

    return run


def pack(directory: Path, opportunities: int) -> Prepared:
    """Write the three workbooks as ``xldesk pack`` does: from the snapshot to the files."""
    from xldesk.desk import Desk

    _load(
        "xldesk.attribution.run",
        "xldesk.controls.checklist",
        "xldesk.incentives.mdf",
        "xldesk.validation.run",
        "xldesk.workbooks.attribution_audit",
        "xldesk.workbooks.mdf_tracker",
        "xldesk.workbooks.pack",
        "xldesk.workbooks.runbook",
        "xldesk.workbooks.stamp",
    )
    desk = Desk.open(desk_directory(directory))
    desk.ledger.head()
    out = directory / "pack"
    shutil.rmtree(out, ignore_errors=True)

    def run() -> int:
        desk.pack(as_of=AT, period=PERIOD, out=out)
        return opportunities

    return run


def _load(*modules: str) -> None:
    """Import what the desk imports when it is asked, so that the clock does not see it."""
    for module in modules:
        import_module(module)


def _ledger(directory: Path) -> Ledger:
    """Return the ledger of the desk that ``intake`` made, opened."""
    from xldesk.desk import Desk

    return Desk.open(desk_directory(directory)).ledger


STEPS: dict[str, Callable[[Path, int], Prepared]] = {
    "intake": intake,
    "snapshot": snapshot,
    "validate": validate,
    "attribute": attribute,
    **CELL_STEPS,
    "pack": pack,
    "macro": macro,
}
"""Steps by name, in the order in which each needs the one before it."""

LARGEST_OF = {"pack": 100_000, "macro": 100_000}
"""The most opportunities a step is asked for: a sheet has no room for a million deals' lines."""
