"""The same work on many files: on all cores where there are enough of them, always in order."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Generic, TypeVar

from xldesk.errors import XldeskError
from xldesk.workbooks.lone_process import LoneProcess, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from xldesk.workbooks.lone_process import Stopped

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
    function: Callable[[Item], Result],
    items: Iterable[Item],
    processes: int = 1,
    without: Callable[[Item, Stopped], Result] | None = None,
    seconds: float | None = None,
) -> Iterator[Result]:
    """Yield what ``function`` returns for each item, in the order of the items.

    With more than one of ``processes`` and at least FEWEST items, other processes work: function,
    items and results must be picklable, and the program's main module must be one that may be
    imported. Items are taken as they are needed, so that memory does not grow with their number.
    What ``function`` raises is raised here, and nothing further is begun.

    Where a process was ended from outside, or did not come back within ``seconds``, the items it
    may have worked on are tried again one by one in a process of their own; ``without`` gives the
    result of an item that ends that one too, and the others go on. Raises XldeskError for such a
    process where there is no ``without``.
    """
    source = iter(items)
    first = list(islice(source, FEWEST)) if processes > 1 else []
    if len(first) < FEWEST:
        yield from map(function, chain(first, source))
        return
    crew = _Crew(function, processes)
    lone = LoneProcess(function, _make_ready, seconds)
    try:
        for batch, future in _handed_out(crew, chain(first, source), 2 * processes):
            if crew.is_done(future, seconds):
                yield from future.result()
            elif without is None:
                raise XldeskError(
                    "a process that worked on the files was ended from outside, perhaps for want "
                    "of memory; close other programs, or give fewer files at once"
                )
            else:
                yield from (_alone(lone, item, without) for item in batch)
    finally:
        lone.end()
        crew.end()


def _handed_out(
    crew: _Crew[Item, Result], items: Iterator[Item], ahead: int
) -> Iterator[tuple[list[Item], Future[list[Result]]]]:
    """Yield batches of items with what becomes of them, ``ahead`` of them being at work."""
    waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    while batch := list(islice(items, _BATCH)):
        waiting.append((batch, crew.give(batch)))
        if len(waiting) > ahead:
            yield waiting.popleft()
    yield from waiting


def _alone(
    lone: LoneProcess[Item, Result], item: Item, without: Callable[[Item, Stopped], Result]
) -> Result:
    try:
        return lone.result(item)
    except StoppedError as error:
        return without(item, error.why)


class _Crew(Generic[Item, Result]):
    """Processes that work on batches of items; when one is lost, others take their place."""

    def __init__(self, function: Callable[[Item], Result], processes: int) -> None:
        self._function = function
        self._processes = processes
        self._pool = self._new_pool()

    def give(self, batch: list[Item]) -> Future[list[Result]]:
        """Return what will become of ``batch``."""
        try:
            return self._pool.submit(_done, self._function, batch)
        except (BrokenProcessPool, OSError):
            # A pool that breaks closes the lines to its processes before it says that it is broken.
            self.end()
            self._pool = self._new_pool()
            return self._pool.submit(_done, self._function, batch)

    def is_done(self, future: Future[list[Result]], seconds: float | None) -> bool:
        """Tell whether a batch was done within ``seconds`` from now; ends those who are not."""
        done, _ = wait([future], seconds)
        if not done:
            self.end(at_once=True)
            self._pool = self._new_pool()
            return False
        return not future.cancelled() and not isinstance(future.exception(), BrokenProcessPool)

    def end(self, *, at_once: bool = False) -> None:
        """End the processes: when they have done their batches, or ``at_once``."""
        if at_once:
            for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 -- the
                process.kill()  # public way, kill_workers, came with Python 3.14
        self._pool.shutdown(cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._processes, mp_context=get_context("spawn"), initializer=_make_ready
        )


def _make_ready() -> None:
    """Leave Ctrl-C to the process that the user started, and look for garbage less often.

    A file makes some ten thousand small objects, none of them in a circle.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_ALLOCATIONS)


def _done(function: Callable[[Item], Result], batch: list[Item]) -> list[Result]:
    return [function(item) for item in batch]
