"""The table of results: one row a step and size, its peer's row below it."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.data import PARTNERS
from benchmarks.measure import LONG_SECONDS
from benchmarks.path_data import LONGEST
from benchmarks.path_peers import MTA_PATHS
from benchmarks.path_table import PATH_HEADINGS, PATH_SECTION, path_rows
from benchmarks.workbook_data import ROWS_OF
from benchmarks.workbook_peers import PEER_FILES
from benchmarks.workbook_run import LINES
from benchmarks.workbook_table import WORKBOOK_HEADINGS, WORKBOOK_SECTION, workbook_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measure import Measurement
    from benchmarks.path_run import PathResult
    from benchmarks.workbook_run import WorkbookResult

HEADINGS = (
    "step",
    "opportunities",
    "rows",
    "seconds",
    "spread",
    "CPU seconds",
    "peak MB",
    "memory to the smaller size",
    "CPU µs a row",
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
        """CPU seconds a row."""
        return self.measured.cpu_seconds / self.measured.rows


def table_rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    """Return a row of texts for each result, in the order of ``HEADINGS``.

    The ratios are memory and CPU seconds per row against the next smaller size of the same step
    (1: time grows with the rows), and CPU seconds against the peer at the same size.
    """
    rows: list[tuple[str, ...]] = []
    for result in results:
        measured = result.measured
        smaller = _smaller(result, results)
        rows.append(
            (
                result.step if result.peer_of is None else f"peer: {result.step}",
                f"{result.opportunities:,}",
                f"{measured.rows:,}",
                f"{measured.seconds:.3f}",
                f"{measured.spread:.0%}",
                f"{measured.cpu_seconds:.3f}",
                f"{measured.peak_bytes / 1_000_000:.0f}",
                _ratio(measured.peak_bytes, smaller.measured.peak_bytes if smaller else None),
                f"{result.per_row * 1_000_000:.1f}",
                _ratio(result.per_row, smaller.per_row if smaller else None),
                _ratio(measured.cpu_seconds, _peer(result, results)),
            )
        )
    return rows


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table for a terminal: words to the left, numbers to the right."""
    lines = [headings, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def page(
    results: Sequence[Result],
    paths: Sequence[PathResult],
    workbooks: Sequence[WorkbookResult],
    runs: int,
    load: float,
) -> str:
    """Return the reference page with its tables, as Markdown.

    ``load`` is how many processes wanted a core while the run began, this one's aside.
    """
    text = _PAGE.format(
        runs=runs,
        machine=_machine(),
        load=f"{load:.1f}",
        long_seconds=LONG_SECONDS,
        partners=PARTNERS,
        table=_markdown(HEADINGS, table_rows(results)),
    )
    if paths:
        text += "\n" + PATH_SECTION.format(
            table=_markdown(PATH_HEADINGS, path_rows(paths)),
            longest=LONGEST,
            partners=PARTNERS,
            mta_paths=MTA_PATHS,
        )
    return with_workbooks(text, workbooks) if workbooks else text


def with_workbooks(text: str, workbooks: Sequence[WorkbookResult]) -> str:
    """Return the page with these results as its section on workbooks, which ends it."""
    section = WORKBOOK_SECTION.format(
        table=_markdown(WORKBOOK_HEADINGS, workbook_rows(workbooks)),
        rows=sum(ROWS_OF.values()),
        machine=_machine(),
        peer_files=PEER_FILES,
        lines=LINES,
    )
    heading = section.partition("\n")[0]
    return f"{text.partition(heading)[0].rstrip()}\n\n{section}"


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(
        [
            "| " + " | ".join(headings) + " |",
            "|---|" + "---:|" * (len(headings) - 1),
            *("| " + " | ".join(row) + " |" for row in rows),
        ]
    )


_PAGE = """\
# Benchmarks

What the desk's steps cost, measured by `python -m benchmarks --write`. Every figure is the best of
{runs} runs, each in a process of its own, or of the only run where one took more than
{long_seconds} seconds; the spread says how much longer the slowest one took. CPU seconds add up all
threads. Memory is the most that the process held, Python and its libraries included; imports are
done before the clock starts.

Machine: {machine}. When the run began, {load} other processes
wanted a core. Where that is more than a few tenths, seconds are too long and their spread says
little about the steps; so all ratios are of CPU seconds, which other work disturbs least.

Data: clean, {partners} partners, 3.5 touches an opportunity, a registration and a co-sell role on
every fifth.

{table}

A ratio against the smaller size is CPU time per row over CPU time per row: 1 means that the step
grows with its rows. Memory is compared whole: ten times the rows in much less than ten times the
memory is memory that has a bound. A ratio against the peer is CPU time over CPU time on the same
data in the same run. The peers are the floor of what a step could cost, not rivals: none of them
validates a row, keeps a ledger, or splits to the cent.

- **intake** reads five files into a new desk: parsed, checked, compared, hashed, kept. Its peer is
  `pandas.read_csv` and a Parquet file each.
- **snapshot** makes Parquet of the ledger's state.
- **validate** runs every rule on a snapshot that is there.
- **attribute** splits every deal by the policy's model. Its peer is DuckDB's bare join of touches
  and deals with a group by.
- **credit_cells** calculates 10,000 single cells of `CREDIT` for deals from all over the desk,
  credit lines computed; **attribute_range** one `ATTRIBUTE` for a column of them. A row is a cell.
  Excel's own way to Python and back comes on top.
- **pack** goes from the snapshot to the three workbooks, with the credit lines of all won deals:
  validation, attribution and controls included. Its peer writes those lines, computed before its
  clock starts, with openpyxl's write-only mode and no format.
- **macro** runs `quarter_close_audit` without Excel over that audit: opened, issued anew, compared
  cell by cell, saved. A row is a credit line.
"""


def _ratio(value: float, other: float | None) -> str:
    return "–" if not other else f"{value / other:.2f}"


def _smaller(result: Result, results: Sequence[Result]) -> Result | None:
    smaller = [
        other
        for other in results
        if other.step == result.step and other.opportunities < result.opportunities
    ]
    return max(smaller, key=lambda other: other.opportunities, default=None)


def _peer(result: Result, results: Sequence[Result]) -> float | None:
    return next(
        (
            other.measured.cpu_seconds
            for other in results
            if other.peer_of == result.step and other.opportunities == result.opportunities
        ),
        None,
    )


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, DuckDB {version('duckdb')}, pandas "
        f"{version('pandas')}"
    )


PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
"""Where the results are kept."""
