"""Run the benchmarks and print the table: ``python -m benchmarks`` from the project's folder."""

from __future__ import annotations

import argparse
import compileall
import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import benchmarks
import xldesk
from benchmarks.kept import KeptMeasurements
from benchmarks.path_run import PathResult, run_paths
from benchmarks.path_table import PATH_HEADINGS, path_rows
from benchmarks.peers import PEER_OF
from benchmarks.steps import LARGEST_OF, STEPS
from benchmarks.table import HEADINGS, PAGE, Result, page, table_rows, text_table, with_workbooks
from benchmarks.workbook_run import (
    FILES,
    LINES,
    QUICK_FILES,
    QUICK_LINES,
    WorkbookResult,
    run_workbooks,
)
from benchmarks.workbook_table import WORKBOOK_HEADINGS, workbook_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Measured = TypeVar("Measured", Result, PathResult, WorkbookResult)

SIZES = (10_000, 100_000, 1_000_000)
QUICK = (1_000,)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every step and peer at every size; return the exit code."""
    options = _options(arguments)
    sizes = sorted(options.sizes or (QUICK if options.quick else SIZES))
    repeat = options.repeat or (1 if options.quick else 3)
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="xldesk-benchmarks-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        _compile()
        load = _load_at_begin(folder / "load.txt")
        kept = KeptMeasurements(folder / "measured.jsonl")
        environments = None if options.quick else folder / "peers"
        results = [
            _told(f"{one.step}, {one.opportunities:,}", one)
            for one in _run_desk(folder, () if options.only_workbooks else sizes, repeat, kept)
        ]
        paths = [
            _told(f"{one.model}, {one.tool}, {one.data}", one)
            for one in (
                ()
                if options.only_workbooks
                else run_paths(folder / "paths", sizes, repeat, environments, kept)
            )
        ]
        workbooks = [
            _told(f"{one.task}, {one.tool}, {one.measured.rows:,}", one)
            for one in run_workbooks(
                folder / "workbooks",
                repeat,
                environments,
                kept,
                files=QUICK_FILES if options.quick else FILES,
                lines=QUICK_LINES if options.quick else LINES,
            )
        ]
    sys.stdout.write(text_table(HEADINGS, table_rows(results)) + "\n\n")
    sys.stdout.write(text_table(PATH_HEADINGS, path_rows(paths)) + "\n\n")
    sys.stdout.write(text_table(WORKBOOK_HEADINGS, workbook_rows(workbooks)) + "\n")
    if options.write:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        if options.only_workbooks:
            text = with_workbooks(PAGE.read_text("utf-8"), workbooks)
        else:
            text = page(results, paths, workbooks, repeat, load)
        PAGE.write_text(text, "utf-8")
        sys.stdout.write(f"written to {PAGE}\n")
    return 0


def _run_desk(
    folder: Path, sizes: Sequence[int], repeat: int, kept: KeptMeasurements
) -> Iterator[Result]:
    for size in sizes:
        yield from run(folder / str(size), size, repeat, kept)
        shutil.rmtree(folder / str(size))


def run(
    directory: Path, opportunities: int, repeat: int, kept: KeptMeasurements
) -> Iterator[Result]:
    """Yield the result of each step and, right after it, of its peer, at one size."""
    directory.mkdir(parents=True, exist_ok=True)
    arguments = [str(directory), str(opportunities)]
    for step in STEPS:
        if opportunities > LARGEST_OF.get(step, opportunities):
            continue
        yield Result(step, None, opportunities, kept.measure(step, arguments, repeat))
        if step in PEER_OF:
            name, title = PEER_OF[step]
            yield Result(title, step, opportunities, kept.measure(name, arguments, repeat))


def _compile() -> None:
    """Compile what is measured, as pip has compiled the peers."""
    for package in (xldesk, benchmarks):
        compileall.compile_dir(Path(package.__file__).parent, quiet=1)


def _load_at_begin(file: Path) -> float:
    """Return how many processes wanted a core when this run began, first time or interrupted."""
    if not file.is_file():
        file.write_text(f"{os.getloadavg()[0]:.2f}", "utf-8")
    return float(file.read_text("utf-8"))


def _told(what: str, result: Measured) -> Measured:
    sys.stderr.write(f"{what}: {result.measured.seconds:.3f} s\n")
    return result


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one small size, once, and no peers to install"
    )
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of opportunities and paths")
    parser.add_argument("--repeat", type=int, help="runs of each measurement (default 3)")
    parser.add_argument(
        "--folder",
        type=Path,
        help="keep data, peers and measurements here (default: a temporary folder); "
        "a run that was interrupted goes on where it was",
    )
    parser.add_argument(
        "--only-workbooks", action="store_true", help="the section on workbooks alone"
    )
    parser.add_argument("--write", action="store_true", help=f"also write {PAGE.name}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
