"""Other attribution tools on the same paths, each in a Python environment of its own.

ChannelAttribution is under the GPL: it is asked here as a program beside the desk, and the desk
never depends on it. The functions below run inside those environments, where only the peer and
the standard library are there.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from benchmarks.path_data import SEPARATOR, paths_file, write_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.steps import Prepared

SIMULATION_ERROR = 0.05
"""ChannelAttribution stops its simulation at this variation between runs: its own default."""

MTA_PATHS = 10_000
"""The most paths that mta's Markov is asked for; a million would take it half an hour."""

SEED = 0


def channel_attribution_heuristics(directory: Path, paths: int) -> Prepared:
    """First, last and linear in one call, from a data frame of path texts."""
    with _silent():
        import ChannelAttribution as peer  # noqa: N813 -- its name
    import pandas as pd

    frame = pd.read_csv(paths_file(directory))

    def run() -> int:
        with _silent():
            found = peer.heuristic_models(
                frame, "path", "total_conversions", sep=SEPARATOR.strip(), flg_pro=False
            )
        credit = dict(zip(found["channel_name"], found["linear_touch"], strict=True))
        write_answer(directory, "channel_attribution_heuristics", credit)
        return paths

    return run


def channel_attribution_markov(directory: Path, paths: int) -> Prepared:
    """First-order Markov, simulated until runs vary by no more than SIMULATION_ERROR."""
    with _silent():
        import ChannelAttribution as peer  # noqa: N813 -- its name
    import pandas as pd

    frame = pd.read_csv(paths_file(directory))

    def run() -> int:
        with _silent():
            found = peer.markov_model(
                frame,
                "path",
                "total_conversions",
                var_null="total_null",
                sep=SEPARATOR.strip(),
                conv_par=SIMULATION_ERROR,
                ncore=os.cpu_count() or 1,
                seed=SEED,
                verbose=False,
                flg_pro=False,
            )
        credit = dict(zip(found["channel_name"], found["total_conversions"], strict=True))
        write_answer(directory, "channel_attribution_markov", credit)
        return paths

    return run


def mta_heuristics(directory: Path, paths: int) -> Prepared:
    """First, last and linear (its ``proportional``: each touch counts), from a data frame."""
    import pandas as pd
    from mta import MTA

    frame = pd.read_csv(paths_file(directory))

    def run() -> int:
        with _silent():
            found = MTA(frame, allow_loops=True, add_timepoints=False)
            found.first_touch(normalize=False).last_touch(normalize=False)
            found.linear(share="proportional", normalize=False)
        write_answer(directory, "mta_heuristics", dict(found.attribution["linear"]))
        return paths

    return run


def mta_markov(directory: Path, paths: int) -> Prepared:
    """Its removal effects, from the probabilities of the paths that were seen, loops removed."""
    import pandas as pd
    from mta import MTA

    frame = pd.read_csv(paths_file(directory))

    def run() -> int:
        with _silent():
            found = MTA(frame, allow_loops=False, add_timepoints=False)
            found.markov(normalize=False)
        effect = found.attribution["markov"]
        part = float(frame["total_conversions"].sum()) / sum(effect.values())
        write_answer(directory, "mta_markov", {name: one * part for name, one in effect.items()})
        return paths

    return run


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Keep what a peer prints, also from C, out of the measurement's own output."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        kept = os.dup(1)
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


PATH_PEERS: dict[str, Callable[[Path, int], Prepared]] = {
    "channel_attribution_heuristics": channel_attribution_heuristics,
    "channel_attribution_markov": channel_attribution_markov,
    "mta_heuristics": mta_heuristics,
    "mta_markov": mta_markov,
}
