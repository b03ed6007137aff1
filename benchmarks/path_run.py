"""The desk's path models and their peers, one after the other on the same file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.environments import (
    CHANNEL_ATTRIBUTION,
    ENVIRONMENTS,
    MTA,
    Environment,
    made,
)
from benchmarks.path_data import PUBLISHED, read_answer, unpack_published, write_paths
from benchmarks.path_peers import MTA_PATHS
from benchmarks.path_steps import PATH_STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.kept import KeptMeasurements
    from benchmarks.measure import Measurement


@dataclass(frozen=True)
class PathPeer:
    """A function of ``path_peers``, the environment it needs, and the most paths it is asked."""

    step: str
    environment: Environment
    most_paths: int


PEERS_OF = {
    "heuristics": (
        PathPeer("channel_attribution_heuristics", CHANNEL_ATTRIBUTION, 1_000_000),
        PathPeer("mta_heuristics", MTA, 1_000_000),
    ),
    "markov": (
        PathPeer("channel_attribution_markov", CHANNEL_ATTRIBUTION, 1_000_000),
        PathPeer("mta_markov", MTA, MTA_PATHS),
    ),
}
"""The peers of each of ``PATH_STEPS``."""


@dataclass(frozen=True)
class PathResult:
    """What one tool took for one model on one set of paths.

    ``elsewhere`` is the part of all credit, 0 to 1, that it gives to other partners than the desk
    does; None for the desk itself. ``times`` is its time over the desk's, ``times_cpu`` the same
    of CPU time.
    """

    model: str
    tool: str
    data: str
    measured: Measurement
    elsewhere: float | None = None
    times: float | None = None
    times_cpu: float | None = None


def run_paths(
    folder: Path,
    sizes: Sequence[int],
    repeat: int,
    environments: Path | None,
    kept: KeptMeasurements,
) -> Iterator[PathResult]:
    """Yield the desk's results and its peers', on the published paths and at every size.

    ``environments`` is the folder of the peers' environments; without one the desk is alone.
    """
    pythons = _pythons(environments)
    if PUBLISHED.is_file():
        directory = folder / "published"
        paths = unpack_published(directory)
        yield from _compare(directory, paths, repeat, pythons, kept, "published, {:,}")
    for size in sorted(sizes):
        directory = folder / str(size)
        write_paths(directory, size)
        yield from _compare(directory, size, repeat, pythons, kept, "{:,}")


def credit_elsewhere(ours: dict[str, float], theirs: dict[str, float]) -> float:
    """Return the part of ``ours`` that ``theirs`` gives to other partners, from 0 to 1."""
    partners = ours.keys() | theirs.keys()
    apart = sum(abs(ours.get(one, 0.0) - theirs.get(one, 0.0)) for one in partners)
    return apart / 2 / sum(ours.values())


def _compare(
    directory: Path,
    paths: int,
    repeat: int,
    pythons: dict[str, str],
    kept: KeptMeasurements,
    shown: str,
) -> Iterator[PathResult]:
    data = shown.format(paths)
    arguments = [str(directory), str(paths)]
    for model in PATH_STEPS:
        own = kept.measure(model, arguments, repeat)
        yield PathResult(model, "xldesk", data, own)
        for peer in PEERS_OF[model]:
            if peer.environment.name not in pythons or paths > peer.most_paths:
                continue
            theirs = kept.measure(
                peer.step, arguments, repeat, python=pythons[peer.environment.name]
            )
            yield PathResult(
                model,
                peer.environment.title,
                data,
                theirs,
                credit_elsewhere(read_answer(directory, model), read_answer(directory, peer.step)),
                theirs.seconds / own.seconds,
                theirs.cpu_seconds / own.cpu_seconds,
            )


def _pythons(environments: Path | None) -> dict[str, str]:
    """Return the peers' Pythons by environment; one that cannot be made is named and left out."""
    found: dict[str, str] = {}
    if environments is None:
        return found
    for environment in ENVIRONMENTS:
        try:
            found[environment.name] = str(made(environment, environments))
        except RuntimeError as error:
            sys.stderr.write(f"{error}\n")
    return found
