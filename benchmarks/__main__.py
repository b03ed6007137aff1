"""Run the benchmarks and print the table: ``python -m benchmarks`` from the project's folder."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import measure
from benchmarks.peers import PEER_OF
from benchmarks.steps import STEPS
from benchmarks.table import PAGE, Result, page, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES = (10_000, 100_000)
QUICK = (1_000,)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every step and peer at every size; return the exit code."""
    options = _options(arguments)
    sizes = options.sizes or (QUICK if options.quick else SIZES)
    repeat = options.repeat or (1 if options.quick else 3)
    results = []
    with tempfile.TemporaryDirectory(prefix="xldesk-benchmarks-") as folder:
        for size in sorted(sizes):
            for result in run(Path(folder) / str(size), size, repeat):
                sys.stderr.write(f"{result.step}, {size:,}: {result.measured.seconds:.3f} s\n")
                results.append(result)
    sys.stdout.write(text_table(results) + "\n")
    if options.write:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(results, repeat), "utf-8")
        sys.stdout.write(f"written to {PAGE}\n")
    return 0


def run(directory: Path, opportunities: int, repeat: int) -> Iterator[Result]:
    """Yield the result of each step and, right after it, of its peer, at one size."""
    directory.mkdir(parents=True)
    arguments = [str(directory), str(opportunities)]
    for step in STEPS:
        yield Result(step, None, opportunities, measure(step, arguments, repeat))
        if step in PEER_OF:
            name, title = PEER_OF[step]
            yield Result(title, step, opportunities, measure(name, arguments, repeat))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one small size, once: for CI")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of opportunities")
    parser.add_argument("--repeat", type=int, help="runs of each measurement (default 3)")
    parser.add_argument("--write", action="store_true", help=f"also write {PAGE.name}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
