"""A worker takes whole files, long ones first, so that what a file makes is made once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from support.order import folder_rank

FILES = (
    "tests/cli/test_a.py",
    "tests/docs/test_how_to.py",
    "tests/demo/test_a.py",
    "tests/records/test_b.py",
    "tests/demo/test_b.py",
)
TESTS = [f"{file}::test_it[{number}-a::b]" for file in FILES for number in range(5)]


class Worker:
    """Stands for a process of xdist; keeps which tests it was told to run."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.shutting_down = False
        self.told: list[int] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.told += indices

    def shutdown(self) -> None:
        self.shutting_down = True


def spread(tests: list[str]) -> list[list[str]]:
    """Return which tests each of two workers is told to run, as they finish them in turn."""
    xdist = pytest.importorskip("support.file_units")
    config: Any = SimpleNamespace(
        option=SimpleNamespace(loadscopereorder=True), getvalue=lambda _: ["2*popen"]
    )
    scheduler = xdist.FileUnits(config, SimpleNamespace(loadscopesched=lambda *_: None))
    workers = [Worker("one"), Worker("two")]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, tests)
    scheduler.schedule()
    finished = [0, 0]
    while sum(finished) < len(tests):
        for number, worker in enumerate(workers):
            if finished[number] < len(worker.told):
                scheduler.mark_test_complete(worker, worker.told[finished[number]])
                finished[number] += 1
    return [[tests[index] for index in worker.told] for worker in workers]


def test_the_tests_of_a_file_run_in_one_worker_unless_each_is_long() -> None:
    parts = spread(TESTS)
    assert sorted(parts[0] + parts[1]) == sorted(TESTS)
    split = {
        file for file in FILES if all(any(test.startswith(file) for test in part) for part in parts)
    }
    assert split == {"tests/docs/test_how_to.py"}
    (demo,) = [
        [test for test in part if "/demo/" in test] for part in parts if "/demo/" in str(part)
    ]
    assert len(demo) == 10


def test_long_files_come_first_and_short_ones_last() -> None:
    order = [
        "tests/docs/test_pages.py::test_a",
        "e2e/test_demo_journey.py::test_a",
        "tests/udfs/test_marks.py::test_a",
        "tests/cli/test_help.py::test_a",
        "tests/workbooks/test_fuzz.py::test_a",
        "tests/records/test_money.py::test_a",
    ]
    ranks = [folder_rank(test) for test in order]
    assert ranks == sorted(set(ranks))
