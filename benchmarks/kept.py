"""Measurements kept in a file as they are made, so that an interrupted run goes on where it was."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measurement, Step, measure_in_turn

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
        return self.measure_in_turn(step, [Step(step, tuple(arguments), python)], repeat)[0]

    def measure_in_turn(self, task: str, steps: Sequence[Step], repeat: int) -> list[Measurement]:
        """Return the measurements of a task's ``steps``, kept or made now, taking turns."""
        keys = [_key(task, step) for step in steps]
        if any(key not in self._kept for key in keys):
            found = measure_in_turn(steps, repeat)
            with self._file.open("a", encoding="utf-8") as file:
                for key, measured in zip(keys, found, strict=True):
                    file.write(json.dumps({"key": key, "measured": asdict(measured)}) + "\n")
            self._kept |= dict(zip(keys, found, strict=True))
        return [self._kept[key] for key in keys]


def _key(task: str, step: Step) -> str:
    directory, rows = step.arguments
    own = f"{step.name} {Path(directory).name} {rows}"
    return own if step.name == task else f"{task}: {own}"
