"""Cells that ask the desk: ten thousand single ones, and one for ten thousand ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.data import AT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.steps import Prepared
    from xldesk.answers.answers import Answers

CELLS = 10_000


def credit_cells(directory: Path, _opportunities: int) -> Prepared:
    """Calculate ``CREDIT`` cell by cell, for deals from all over the desk."""
    from xldesk_udfs import CREDIT
    from xldesk_udfs.answering import answering

    answers, ids = _asked(directory)

    def run() -> int:
        with answering(answers):
            for opportunity in ids:
                _number(CREDIT(opportunity, "DIRECT"))
        return len(ids)

    return run


def attribute_range(directory: Path, _opportunities: int) -> Prepared:
    """Calculate one ``ATTRIBUTE`` for a column of ids from all over the desk."""
    from xldesk_udfs import ATTRIBUTE
    from xldesk_udfs.answering import answering

    answers, ids = _asked(directory)
    column = [[opportunity] for opportunity in ids]

    def run() -> int:
        with answering(answers):
            table = ATTRIBUTE(column, headers=False)
        if not isinstance(table, list) or len(table) < len(set(ids)):
            raise RuntimeError(f"every deal has a line, not {table!r:.200}")
        return len(ids)

    return run


def _asked(directory: Path) -> tuple[Answers, list[str]]:
    """Return the desk's answers, credit lines computed, and as many ids as there are cells."""
    from benchmarks.steps import desk_directory
    from xldesk.desk import Desk

    desk = Desk.open(desk_directory(directory))
    with desk, desk.basis(AT) as basis:
        found = basis.con.execute(
            "SELECT opportunity_id FROM opportunity ORDER BY opportunity_id"
        ).fetchall()
    known = [opportunity for (opportunity,) in found]
    ids = [known[cell * len(known) // CELLS] for cell in range(CELLS)]
    answers = desk.answers(lambda: AT)
    answers.credit_lines(ids[:1])
    return answers, ids


def _number(cell: object) -> None:
    if not hasattr(cell, "__add__"):
        raise RuntimeError(f"a cell of the benchmark is a number, not {cell!r:.200}")


CELL_STEPS: dict[str, Callable[[Path, int], Prepared]] = {
    "credit_cells": credit_cells,
    "attribute_range": attribute_range,
}
"""Steps on the desk that ``intake`` made."""
