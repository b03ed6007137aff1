"""The table of path models: one row a tool, model and set of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measured_texts import MEASURED_HEADINGS, measured_texts, times_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.path_run import PathResult

PATH_HEADINGS = (
    "model and tool",
    "paths",
    *MEASURED_HEADINGS,
    "CPU µs a path",
    "times the desk's seconds",
    "times its CPU seconds",
    "credit elsewhere",
)


def path_rows(results: Sequence[PathResult]) -> list[tuple[str, ...]]:
    """Return a row of texts for each result, in the order of ``PATH_HEADINGS``."""
    return [
        (
            f"{result.model}: {result.tool}",
            result.data,
            *measured_texts(result.measured),
            f"{result.measured.cpu_seconds / result.measured.rows * 1_000_000:.2f}",
            times_text(result.times),
            times_text(result.times_cpu),
            "–" if result.elsewhere is None else f"{result.elsewhere:.4%}",
        )
        for result in results
    ]


PATH_SECTION = """\
## Paths beside other tools

`attribute --paths` beside ChannelAttribution 2.2.5
and mta 0.0.9, in one run, on the same file, each in a Python
environment of its own. (ChannelAttribution is under the GPL: a peer in its own environment, never a
dependency.) Synthetic paths have 1 to {longest} touches, 3.5 on average, of {partners} partners, a
quarter of them won; *published* are ChannelAttribution's own 10,000 paths of 12 channels. Every
clock starts with the file in memory as that tool wants it, a table of path texts and counts, and
stops when every partner's credit is there.

{table}

- **heuristics** are first touch, last touch and linear together. mta's linear is the one that it
  calls `proportional`: each touch counts.
- **markov** is first order. The desk solves the chain exactly. ChannelAttribution simulates it,
  here on all cores, until its runs vary by less than 5 % (`conv_par`, its default), and cuts a
  simulated path at the longest length that it has seen. mta adds up the probabilities of the paths
  that were seen, which is neither; its time goes with paths times partners, so it is asked up to
  {mta_paths:,} of them.
- *Times the desk's seconds* is a tool's time over the desk's: 10 means that the desk needs a
  tenth, 0.5 that it needs twice as much. The desk uses all cores, ChannelAttribution's heuristics
  and mta one, so the same of CPU seconds stands beside it.
- *Credit elsewhere* is the part of all credit that a tool gives to other partners than the desk
  does: of linear, and of markov.
"""
