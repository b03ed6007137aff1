"""Measure one step in a process of its own: its time and the most memory the process held."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
LONG_SECONDS = 60
"""A run that took longer is not repeated."""

_OURS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Measurement:
    """The best of ``runs``; ``spread`` is how much longer the slowest took, as a part of it.

    ``cpu_seconds`` is the least processor time of a run, over all its threads and the processes it
    started; ``peak_bytes`` the resident memory of the leanest run, that of its largest process,
    Python and libraries included.
    """

    seconds: float
    spread: float
    cpu_seconds: float
    peak_bytes: int
    rows: int
    runs: int


class Step(NamedTuple):
    """A step to measure: its name, its arguments, and the Python that runs it."""

    name: str
    arguments: tuple[str, ...]
    python: str = sys.executable


def measure(step: Step, repeat: int) -> Measurement:
    """Return the best of ``repeat`` runs of ``step``; see ``measure_in_turn``."""
    return measure_in_turn([step], repeat)[0]


def measure_in_turn(steps: Sequence[Step], repeat: int) -> list[Measurement]:
    """Run each step ``repeat`` times, each in a new process, and return the best run of each.

    The steps take turns: a machine that grows slower or faster does so for all of them. A run of
    more than LONG_SECONDS is a step's last one. Raises RuntimeError with the step's own words where
    a run fails.
    """
    runs: list[list[dict[str, float]]] = [[] for _ in steps]
    for _ in range(repeat):
        for step, own in zip(steps, runs, strict=True):
            if not any(run["seconds"] > LONG_SECONDS for run in own):
                own.append(_run(step))
    return [_best(own) for own in runs]


def _best(runs: Sequence[dict[str, float]]) -> Measurement:
    times = [run["seconds"] for run in runs]
    return Measurement(
        seconds=min(times),
        spread=max(times) / min(times) - 1,
        cpu_seconds=min(run["cpu_seconds"] for run in runs),
        peak_bytes=int(min(run["peak_bytes"] for run in runs)),
        rows=int(runs[-1]["rows"]),
        runs=len(runs),
    )


def report(step: Callable[[], int]) -> None:
    """Run ``step`` in this process and print its time, peak memory and number of rows as JSON."""
    begin, begin_cpu = perf_counter(), _cpu_seconds()
    rows = step()
    measured = {
        "seconds": perf_counter() - begin,
        "cpu_seconds": _cpu_seconds() - begin_cpu,
        "peak_bytes": max(resource.getrusage(who).ru_maxrss for who in _OURS) * _RSS_UNIT,
        "rows": rows,
    }
    print(json.dumps(measured))


def _cpu_seconds() -> float:
    """Return the processor time of this process and of those it started that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + ended.ru_utime + ended.ru_stime


def _run(step: Step) -> dict[str, float]:
    # A child starts with its parent's peak on Linux, so the parent stays small: no library here.
    done = subprocess.run(
        [step.python, "-m", "benchmarks.child", step.name, *step.arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "udfs")])},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{step.name} {' '.join(step.arguments)} failed:\n{done.stderr.strip()}")
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured
