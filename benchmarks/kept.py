"""Measurements kept in a file as they are made, so that an interrupted run goes on where it was."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measurement, measure

if TYPE_CHECKING:
    from collections.abc import Sequence


class KeptMeasurements:
    """Measures what ``file`` does not hold yet, a line of JSON each."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[str, Measurement] = {}
        if file.is_file():
            for line in file.read_text("utf-8").splitlines():
                one = json.loads(line)
                self._kept[one["key"]] = Measurement(**one["measured"])

    def measure(
        self, step: str, arguments: Sequence[str], repeat: int, python: str = sys.executable
    ) -> Measurement:
        """Return the measurement of ``step`` on its data, kept or made now (see ``measure``)."""
        directory, rows = arguments
        key = f"{step} {Path(directory).name} {rows}"
        if key not in self._kept:
            measured = measure(step, list(arguments), repeat, python)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "measured": asdict(measured)}) + "\n")
            self._kept[key] = measured
        return self._kept[key]
