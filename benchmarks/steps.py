"""The desk's own steps. Each function makes ready, imports included, and returns what is timed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks.data import AT, write_exports

if TYPE_CHECKING:
    from pathlib import Path

Prepared = Callable[[], int]
"""Does the work that is measured and returns how many rows it was done for."""


def desk_directory(directory: Path) -> Path:
    """Return where the desk of a size stands; ``intake`` makes it anew each time."""
    return directory / "desk"


def credits_directory(directory: Path) -> Path:
    """Return where the credit lines lie that the peer of ``pack`` writes."""
    return directory / "credits"


def intake(directory: Path, opportunities: int) -> Prepared:
    """Read all exports into a new desk."""
    from xldesk.desk import Desk
    from xldesk.intake import reading  # noqa: F401  # imported before the clock starts
    from xldesk.ledger.entry import Actor

    exports = write_exports(directory / "exports", opportunities)
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
    from xldesk.desk import Desk

    shutil.rmtree(desk_directory(directory) / "snapshots", ignore_errors=True)
    desk = Desk.open(desk_directory(directory))

    def run() -> int:
        with desk:
            desk.ledger.snapshot()
        return opportunities

    return run


def validate(directory: Path, opportunities: int) -> Prepared:
    """Check every rule on a snapshot that is there already."""
    from xldesk.desk import Desk
    from xldesk.validation import run as rules

    desk = Desk.open(desk_directory(directory))

    def run() -> int:
        with desk, desk.basis(AT) as basis:
            rules.validate(basis)
        return opportunities

    return run


def attribute(directory: Path, opportunities: int) -> Prepared:
    """Attribute every deal by the policy's model, after validation."""
    from xldesk.attribution.run import attribute as split
    from xldesk.desk import Desk
    from xldesk.validation.run import validate as check

    desk = Desk.open(desk_directory(directory))
    basis_of_desk = desk.basis(AT)
    basis = basis_of_desk.__enter__()
    check(basis)

    def run() -> int:
        split(basis)
        return opportunities

    return run


def pack(directory: Path, opportunities: int) -> Prepared:
    """Write and check the three workbooks, everything before them included."""
    from xldesk.desk import Desk

    desk = Desk.open(desk_directory(directory))
    out = directory / "pack"
    shutil.rmtree(out, ignore_errors=True)

    def run() -> int:
        with desk:
            desk.pack(out=out, as_of=AT)
        return opportunities

    return run


STEPS: dict[str, Callable[[Path, int], Prepared]] = {
    "intake": intake,
    "snapshot": snapshot,
    "validate": validate,
    "attribute": attribute,
    "pack": pack,
}
"""Steps by name, in the order in which each needs the one before it."""
