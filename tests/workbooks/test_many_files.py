"""Many files on all cores: in order, the first error alone, and no more held than is at work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbooks.example_workbook import content, write
from xldesk.errors import UsageError, XldeskError
from xldesk.workbooks.check import check_workbook, check_workbooks
from xldesk.workbooks.many_files import FEWEST, cores, each
from xldesk.workbooks.read import read_workbook, read_workbooks


def doubled(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def refused(number: int) -> int:
    if number == 30:
        raise UsageError("thirty is not taken")
    return number


def ended(number: int) -> int:
    if number == 30:
        os._exit(1)
    return number


def test_a_few_are_done_here_and_many_by_others_in_order() -> None:
    few = list(each(doubled, range(FEWEST - 1), 2))
    assert few == [(number * 2, os.getpid()) for number in range(FEWEST - 1)]
    many = list(each(doubled, range(3 * FEWEST), 2))
    assert [number for number, _ in many] == [number * 2 for number in range(3 * FEWEST)]
    assert os.getpid() not in {process for _, process in many}
    assert list(each(doubled, range(FEWEST), 1))[-1] == (2 * FEWEST - 2, os.getpid())
    assert cores() >= 1


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_is_raised_in_its_place(processes: int) -> None:
    results = each(refused, range(4 * FEWEST), processes)
    taken = []
    with pytest.raises(UsageError, match="thirty"):
        taken.extend(results)
    assert taken == list(range(len(taken)))
    assert len(taken) <= 30


def test_a_process_that_was_ended_is_one_line() -> None:
    with pytest.raises(XldeskError, match="ended from outside"):
        list(each(ended, range(FEWEST), 2))


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
