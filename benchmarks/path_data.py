"""Synthetic paths of any number: the same bytes for the same number of paths."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.data import LARGEST, PARTNERS, mixed, partner_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "data" / "paths" / "pathdata.csv.gz"
"""Published paths that may lie beside the project: 10,000 rows of 12 channels."""

LONGEST = 6
"""Paths have 1 to 6 touches, each length as often as the others: 3.5 on average."""

HEADER = "path,total_conversions,total_conversion_value,total_null\n"
SEPARATOR = " > "


def write_paths(directory: Path, paths: int) -> Path:
    """Write ``paths.csv``, a path a row: won or lost once, and its value where it was won.

    Raises ValueError for a number that is not from 1 to LARGEST.
    """
    if not 1 <= paths <= LARGEST:
        raise ValueError(f"{paths} paths: a number from 1 to {LARGEST:,} is needed")
    directory.mkdir(parents=True, exist_ok=True)
    file = paths_file(directory)
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        out.writelines(_lines(paths))
    return file


def unpack_published(directory: Path) -> int:
    """Put the published paths where synthetic ones would be; return how many there are."""
    directory.mkdir(parents=True, exist_ok=True)
    with gzip.open(PUBLISHED, "rb") as packed, paths_file(directory).open("wb") as out:
        shutil.copyfileobj(packed, out)
    with paths_file(directory).open(encoding="utf-8") as lines:
        return sum(1 for _ in lines) - 1


def paths_file(directory: Path) -> Path:
    """Return where the paths of one size stand."""
    return directory / "paths.csv"


def write_answer(directory: Path, name: str, credit: Mapping[str, float]) -> None:
    """Keep the conversions that a tool gives each partner, to compare answers as well as times."""
    rounded = {str(partner): float(value) for partner, value in credit.items()}
    _answer_file(directory, name).write_text(json.dumps(rounded), "utf-8")


def read_answer(directory: Path, name: str) -> dict[str, float]:
    """Return what ``write_answer`` kept."""
    credit: dict[str, float] = json.loads(_answer_file(directory, name).read_text("utf-8"))
    return credit


def _answer_file(directory: Path, name: str) -> Path:
    return directory / f"{name}.json"


def _lines(paths: int) -> Iterator[str]:
    for number in range(paths):
        length = 1 + mixed(number * 13 + 1) % LONGEST
        steps = (_partner(number * LONGEST + nth) for nth in range(length))
        won = mixed(number * 7 + 3) % 4 == 0
        value = 5_000 + mixed(number * 11 + 5) % 200_000 if won else 0
        yield f"{SEPARATOR.join(steps)},{int(won)},{value},{int(not won)}\n"


def _partner(step: int) -> str:
    """Return a partner, some far more often than others: the square of chance picks early ones."""
    drawn = mixed(step) % 2**16
    return partner_id(drawn * drawn * PARTNERS >> 32)
