"""Checks and reads hostile workbooks: ``fuzz_program FIRST LAST FILE...``; says what came of it.

Each seed from FIRST up to LAST damages one of the files; where the two are the same, the files
are taken as they are. One line of JSON: how often each answer, and the peak of memory in MB. A
file that is not answered ends the program, with its name.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from support.understand_program import own_peak
from workbooks.example_workbook import SPEC
from workbooks.mutations import mutated
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.spec_registry import specs

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = [*specs(), SPEC]


def answer(path: Path, answers: Counter[str]) -> None:
    checked, read = check_workbook(path, specs=KNOWN), read_workbook(path, KNOWN)
    for finding in (*checked.findings, *read.findings):
        assert str(finding).encode()
        assert "\n" not in str(finding)
    answers["check ok" if checked.ok else "check blocks"] += 1
    answers["read ok" if read.ok else "read blocks"] += 1


def damaged(first: int, last: int, sources: list[bytes], folder: Path) -> Iterator[Path]:
    for seed in range(first, last):
        path = folder / f"seed-{seed}.xlsx"
        path.write_bytes(mutated(sources[seed // 6 % len(sources)], seed))
        yield path
        path.unlink()


def main() -> None:
    first, last = int(sys.argv[1]), int(sys.argv[2])
    given = [Path(name) for name in sys.argv[3:]]
    answers: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        sources = [] if first == last else [path.read_bytes() for path in given]
        for path in damaged(first, last, sources, Path(folder)) if sources else given:
            try:
                answer(path, answers)
            except BaseException:
                sys.stderr.write(f"{path.name} was not answered\n")
                raise
    sys.stdout.write(json.dumps({"answers": answers, "peak_megabytes": own_peak()}))


if __name__ == "__main__":
    main()
