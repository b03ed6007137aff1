"""The table of results: one row a step and size, its peer's row below it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measure import Measurement

HEADINGS = (
    "step",
    "opportunities",
    "rows",
    "seconds",
    "spread",
    "CPU seconds",
    "peak MB",
    "µs a row",
    "against the smaller size",
    "against the peer",
)


@dataclass(frozen=True)
class Result:
    """What was measured for a step, or for the peer of one (``peer_of``), at one size."""

    step: str
    peer_of: str | None
    opportunities: int
    measured: Measurement

    @property
    def per_row(self) -> float:
        """Seconds a row."""
        return self.measured.seconds / self.measured.rows


def table_rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    """Return a row of texts for each result, in the order of ``HEADINGS``.

    The ratios are times per row against the next smaller size of the same step (1: it grows with
    its rows) and times against the peer at the same size (below 1: faster than the peer).
    """
    rows = []
    for result in results:
        measured = result.measured
        rows.append(
            (
                result.step if result.peer_of is None else f"peer: {result.step}",
                f"{result.opportunities:,}",
                f"{measured.rows:,}",
                f"{measured.seconds:.3f}",
                f"{measured.spread:.0%}",
                f"{measured.cpu_seconds:.3f}",
                f"{measured.peak_bytes / 1_000_000:.0f}",
                f"{result.per_row * 1_000_000:.1f}",
                _ratio(result.per_row, _smaller(result, results)),
                _ratio(measured.seconds, _peer(result, results)),
            )
        )
    return rows


def text_table(results: Sequence[Result]) -> str:
    """Return the table for a terminal: words to the left, numbers to the right."""
    rows = [HEADINGS, *table_rows(results)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def page(results: Sequence[Result], runs: int) -> str:
    """Return the reference page with the table, as Markdown."""
    lines = [
        "| " + " | ".join(HEADINGS) + " |",
        "|---|" + "---:|" * (len(HEADINGS) - 1),
        *("| " + " | ".join(row) + " |" for row in table_rows(results)),
    ]
    return _PAGE.format(runs=runs, machine=_machine(), table="\n".join(lines))


_PAGE = """\
# Benchmarks

What the desk's steps cost, measured by `python -m benchmarks --write`. Every figure is the best of
{runs} runs, each in a process of its own; the spread says how much longer the slowest one took.
CPU seconds add up all threads. Memory is the most that the process held, Python and its libraries
included; imports are done before the clock starts.

Machine: {machine}. Data: clean, three touches an opportunity, a registration and a co-sell role on
every fifth.

{table}

A ratio against the smaller size is time per row over time per row: 1 means that the step grows
with its rows. A ratio against the peer is time over time on the same data in the same run. The
peers are the floor of what a step could cost, not rivals: none of them validates a row, keeps a
ledger, or splits to the cent.

- **intake** reads five files into a new desk: parsed, checked, compared, hashed, kept. Its peer is
  `pandas.read_csv` and a Parquet file each.
- **snapshot** makes Parquet of the ledger's state.
- **validate** runs every rule on a snapshot that is there.
- **attribute** splits every deal by the policy's model. Its peer is DuckDB's bare join of touches
  and deals with a group by.
- **pack** goes from the snapshot to the three workbooks, with the credit lines of all won deals:
  validation, attribution and controls included. Its peer writes those lines, computed before its
  clock starts, with openpyxl's write-only mode and no format.
"""


def _ratio(value: float, other: float | None) -> str:
    return "–" if not other else f"{value / other:.2f}"


def _smaller(result: Result, results: Sequence[Result]) -> float | None:
    smaller = [
        other
        for other in results
        if other.step == result.step and other.opportunities < result.opportunities
    ]
    return max(smaller, key=lambda other: other.opportunities).per_row if smaller else None


def _peer(result: Result, results: Sequence[Result]) -> float | None:
    return next(
        (
            other.measured.seconds
            for other in results
            if other.peer_of == result.step and other.opportunities == result.opportunities
        ),
        None,
    )


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory"


PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
"""Where the results are kept."""
