"""Many files on all cores: in order, the first error alone, and no more held than is at work."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from workbooks.example_workbook import SPEC, content, write
from workbooks.lost_processes import ENDING, doubled, ended, held_up, lost, named, refused
from xldesk.errors import UsageError, XldeskError
from xldesk.workbooks import many_files
from xldesk.workbooks.check import CheckReport, Limits, check_workbook, check_workbooks
from xldesk.workbooks.check.checker import unfinished
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.lone_process import LoneProcess, StoppedError
from xldesk.workbooks.many_files import FEWEST, cores, each
from xldesk.workbooks.read import read_workbook, read_workbooks


def test_a_few_are_done_here_and_many_by_others_in_order() -> None:
    few = list(each(doubled, range(FEWEST - 1), 2))
    assert few == [(number * 2, os.getpid()) for number in range(FEWEST - 1)]
    many = list(each(doubled, range(3 * FEWEST), 2))
    assert [number for number, _ in many] == [number * 2 for number in range(3 * FEWEST)]
    assert os.getpid() not in {process for _, process in many}
    assert list(each(doubled, range(FEWEST), 1))[-1] == (2 * FEWEST - 2, os.getpid())
    assert cores() >= 1


def test_this_process_works_too_where_it_may_in_order() -> None:
    before = gc.get_threshold()
    many = list(each(doubled, range(6 * FEWEST), 2, here=True))
    assert [number for number, _ in many] == [number * 2 for number in range(6 * FEWEST)]
    assert os.getpid() in {process for _, process in many}
    assert len({process for _, process in many}) == 2
    assert gc.get_threshold() == before


class _Crewman:
    """Takes batches and has done them at once, so that there is always room for another."""

    most_at_once = 2

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def give(self, batch: list[int]) -> Future[list[int]]:
        self.sizes.append(len(batch))
        future: Future[list[int]] = Future()
        future.set_result(batch)
        return future


def test_less_is_given_at_once_towards_the_end() -> None:
    crew: Any = _Crewman()
    done = [batch for batch, _ in many_files._shared(crew, abs, iter(range(100)))]
    assert [number for batch in done for number in batch] == list(range(100))
    assert crew.sizes == sorted(crew.sizes, reverse=True)
    assert crew.sizes[-1] == 1
    assert len(crew.sizes) < 30


def test_no_more_is_done_ahead_than_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_files, "_MOST_AHEAD", 3)
    taken = []

    def items() -> Iterator[int]:
        for number in range(20 * FEWEST):
            taken.append(number)
            yield number

    results = each(doubled, items(), 2, here=True)
    next(results)
    assert len(taken) < 2 * FEWEST
    results.close()


@pytest.mark.parametrize(("processes", "here"), [(1, False), (2, False), (2, True)])
def test_an_error_is_raised_in_its_place(processes: int, here: bool) -> None:
    results = each(refused, range(4 * FEWEST), processes, here=here)
    taken = []
    with pytest.raises(UsageError, match="thirty"):
        taken.extend(results)
    assert taken == list(range(len(taken)))
    assert len(taken) <= 30


def test_a_process_that_was_ended_is_one_line() -> None:
    with pytest.raises(XldeskError, match="ended from outside"):
        list(each(ended, range(FEWEST), 2))


def test_an_item_that_ends_its_process_costs_no_other_and_a_refusal_stays_one() -> None:
    results = each(ended, [*range(30), *range(31, FEWEST + 1)], 2, without=lost)
    assert list(results) == [
        (number, "ended") if number in ENDING else number
        for number in range(FEWEST + 1)
        if number != 30
    ]
    with pytest.raises(UsageError, match="thirty"):
        list(each(ended, range(9, 9 + FEWEST), 2, without=lost))


def test_a_pool_that_breaks_while_it_is_given_a_batch_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = ProcessPoolExecutor.submit
    broken = iter([OSError("handle is closed")])

    def submit(self: ProcessPoolExecutor, *task: Any) -> Any:
        for error in broken:
            raise error
        return given(self, *task)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    assert list(each(str, range(FEWEST), 2, without=lost)) == [str(n) for n in range(FEWEST)]


def test_an_item_that_holds_its_process_up_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_files, "FEWEST", 2)
    assert list(each(held_up, range(2), 2, lost, seconds=0.01)) == [(0, "late"), (1, "late")]
    with pytest.raises(XldeskError, match="ended from outside"):
        list(each(held_up, range(2), 2, seconds=0.01))


def test_no_process_stays_behind_the_one_that_began_it(tmp_path: Path) -> None:
    # A program of its own; ``spawn`` begins others from its file.
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from workbooks.lost_processes import leave_others_behind\n"
        "if __name__ == '__main__':\n    leave_others_behind(Path(sys.argv[1]))\n"
    )
    files = tmp_path / "files"
    files.mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    parent = subprocess.Popen([sys.executable, program, files], env=environment)
    others = [int(text) for text in until(lambda: two_texts(files))]
    parent.kill()
    parent.wait()
    until(lambda: not any(map(is_running, others)))


def two_texts(folder: Path) -> list[str]:
    texts = [path.read_text() for path in folder.iterdir()]
    return texts if len(texts) == 2 and all(texts) else []


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def until(found: Callable[[], Any]) -> Any:
    """Return what ``found`` finds once it finds something; half a minute is given."""
    for _ in range(3_000):
        if answer := found():
            return answer
        time.sleep(0.01)
    raise AssertionError("it did not come to pass")


def test_a_lone_process_is_begun_again_after_a_loss() -> None:
    lone = LoneProcess(ended, str, None)
    with pytest.raises(StoppedError, match="ended"):
        lone.result(min(ENDING))
    assert [lone.result(2), lone.result(3)] == [2, 3]
    lone.end()


def test_a_file_that_ends_its_process_is_a_finding() -> None:
    paths = [Path(f"{number}.xlsx") for number in range(FEWEST)]
    answers = list(each(named, paths, 2, unfinished, 600))
    assert answers[:30] + answers[31:] == [path.name for path in paths if path.stem != "30"]
    report = answers[30]
    assert isinstance(report, CheckReport)
    assert str(report.findings[0]).startswith("30.xlsx: block FILE-ENDED: reading it ended the")
    assert not report.is_safe


def test_a_file_that_takes_too_long_is_stopped_with_its_reason(tmp_path: Path) -> None:
    write(tmp_path / "0.xlsx", content(1_500))
    in_no_time = Limits(seconds=0)
    for report in (
        check_workbook(tmp_path / "0.xlsx", limits=in_no_time),
        read_workbook(tmp_path / "0.xlsx", limits=in_no_time, specs=[SPEC]).report,
        lint_workbook(tmp_path / "0.xlsx", limits=in_no_time),
    ):
        (late,) = [found for found in report.findings if found.code == "FILE-TIME"]
        assert late.message == "reading it takes more than 0 seconds"
        assert not report.is_safe


def test_items_are_taken_as_they_are_needed() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(10 * FEWEST):
            taken.append(number)
            yield number

    results = each(doubled, items(), 2)
    next(results)
    assert len(taken) < 2 * FEWEST
    results.close()
    assert len(taken) < 2 * FEWEST


def test_reports_and_books_are_those_of_one_process(tmp_path: Path) -> None:
    example = tmp_path / "0.xlsx"
    write(example, content(3))
    paths = [example] * FEWEST
    assert list(check_workbooks(paths, 2)) == [check_workbook(example)] * FEWEST
    books = list(read_workbooks(paths, 2))
    assert books == [read_workbook(example)] * FEWEST
