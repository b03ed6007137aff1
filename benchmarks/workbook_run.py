"""The desk's work on many workbooks and its peers, one after the other on the same cells."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.environments import WORKBOOK_LIBRARIES, made
from benchmarks.measure import Step, measure
from benchmarks.workbook_peers import PEER_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.kept import KeptMeasurements
    from benchmarks.measure import Measurement

FILES = (100, 1_000)
LINES = 100_000
QUICK_FILES, QUICK_LINES = (3,), 300

PEERS_OF = {
    "write_trackers": ("openpyxl_trackers", "xlsxwriter_trackers", "rustpy_trackers"),
    "check_trackers": ("openpyxl_reading",),
    "read_trackers": ("openpyxl_reading",),
    "write_credits": ("openpyxl_credits", "xlsxwriter_credits", "rustpy_credits"),
}
"""The peers of each of ``WORKBOOK_STEPS``."""


@dataclass(frozen=True)
class WorkbookResult:
    """What one tool took for one task; ``times`` is its time a file or line over the desk's.

    ``times_cpu`` is the same of CPU time; both are None for the desk itself.
    """

    task: str
    tool: str
    measured: Measurement
    times: float | None = None
    times_cpu: float | None = None


def run_workbooks(
    folder: Path,
    repeat: int,
    environments: Path | None,
    kept: KeptMeasurements,
    *,
    files: Sequence[int] = FILES,
    lines: int = LINES,
) -> Iterator[WorkbookResult]:
    """Yield the desk's results and its peers'; without ``environments`` the desk is alone."""
    python = _python(environments)
    folder.mkdir(parents=True, exist_ok=True)
    if python is not None and not (folder / "credits.pickle").is_file():
        # In a process of its own: those that are measured begin with their parent's peak memory.
        measure(Step("for_peers", (str(folder), str(lines))), 1)
    for task, peers in PEERS_OF.items():
        of_lines = task == "write_credits"
        counts = (lines,) if of_lines else tuple(files)
        of_peers = lines if of_lines else min(PEER_FILES, max(files))
        asked = peers if python is not None else ()
        steps = [Step(task, (str(folder), str(count))) for count in counts]
        steps += [Step(peer, (str(folder), str(of_peers)), python or "") for peer in asked]
        measured = kept.measure_in_turn(task, steps, repeat)
        yield from (WorkbookResult(task, "xldesk", own) for own in measured[: len(counts)])
        own = measured[len(counts) - 1]
        for peer, theirs in zip(asked, measured[len(counts) :], strict=True):
            yield WorkbookResult(
                task,
                peer.partition("_")[0],
                theirs,
                theirs.seconds / theirs.rows / (own.seconds / own.rows),
                theirs.cpu_seconds / theirs.rows / (own.cpu_seconds / own.rows),
            )


def _python(environments: Path | None) -> str | None:
    """Return the peers' Python; one that cannot be made is named and left out."""
    if environments is None:
        return None
    try:
        return str(made(WORKBOOK_LIBRARIES, environments))
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return None
