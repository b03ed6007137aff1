"""Plain paths through the desk's models: what ``xldesk attribute --paths`` does after reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.path_data import SEPARATOR, paths_file, write_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction
    from pathlib import Path

    import duckdb

    from benchmarks.steps import Prepared

HEURISTICS = ("first_touch", "last_touch", "linear")


def heuristics(directory: Path, paths: int) -> Prepared:
    """First, last and linear, exactly, from a table of path texts."""
    from xldesk.attribution.path_totals import path_totals
    from xldesk.attribution.path_walks import PathWalks

    con = _read(directory)

    def run() -> int:
        walks = PathWalks(con, SEPARATOR)
        found = [path_totals(walks, model) for model in HEURISTICS]
        write_answer(directory, "heuristics", _floats(found[-1].credit))
        return paths

    return run


def markov(directory: Path, paths: int) -> Prepared:
    """First-order Markov, solved exactly, from a table of path texts."""
    import xldesk.attribution.absorbing_chain  # noqa: F401 -- before the clock starts
    from xldesk.attribution.path_totals import path_totals
    from xldesk.attribution.path_walks import PathWalks

    con = _read(directory)

    def run() -> int:
        walks = PathWalks(con, SEPARATOR)
        write_answer(directory, "markov", _floats(path_totals(walks, "markov").credit))
        return paths

    return run


def _read(directory: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that holds the file as a table, as a data frame holds it for a peer."""
    import duckdb

    from xldesk.attribution.path_file import PathColumns, read_paths

    con = duckdb.connect()
    read_paths(con, paths_file(directory), PathColumns(), chain=True)
    return con


def _floats(credit: Mapping[str, Fraction]) -> dict[str, float]:
    return {partner: float(value) for partner, value in credit.items()}


PATH_STEPS: dict[str, Callable[[Path, int], Prepared]] = {
    "heuristics": heuristics,
    "markov": markov,
}
