"""The same work on many files: on all cores where there are enough of them, always in order."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from xldesk.errors import XldeskError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")

FEWEST = 48
"""Fewer items are done at once in this process: starting others takes longer."""

_BATCH = 4
_ALLOCATIONS = 20_000
"""Objects that are made before Python looks for garbage, instead of 700."""


def cores() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    function: Callable[[Item], Result], items: Iterable[Item], processes: int = 1
) -> Iterator[Result]:
    """Yield what ``function`` returns for each item, in the order of the items.

    With more than one of ``processes`` and at least FEWEST items, other processes work: function,
    items and results must be picklable, and the program's main module must be one that may be
    imported. Items are taken as they are needed, so that memory does not grow with their number.
    What ``function`` raises is raised here, and nothing further is begun. Raises XldeskError where
    a process was ended from outside.
    """
    source = iter(items)
    first = list(islice(source, FEWEST)) if processes > 1 else []
    if len(first) < FEWEST:
        yield from map(function, chain(first, source))
        return
    yield from _elsewhere(function, chain(first, source), processes)


def _elsewhere(
    function: Callable[[Item], Result], items: Iterator[Item], processes: int
) -> Iterator[Result]:
    waiting: deque[Future[list[Result]]] = deque()
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_make_ready)
    try:
        while batch := list(islice(items, _BATCH)):
            waiting.append(pool.submit(_done, function, batch))
            if len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise XldeskError(
            "a process that worked on the files was ended from outside, perhaps for want of "
            "memory; close other programs, or give fewer files at once"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _make_ready() -> None:
    """Leave Ctrl-C to the process that the user started, and look for garbage less often.

    A file makes some ten thousand small objects, none of them in a circle.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_ALLOCATIONS)


def _done(function: Callable[[Item], Result], batch: list[Item]) -> list[Result]:
    return [function(item) for item in batch]
