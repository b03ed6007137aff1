"""The same work on many files: on all cores where there are enough of them, always in order."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Generic, TypeVar

from xldesk.errors import XldeskError
from xldesk.workbooks.lone_process import LoneProcess, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xldesk.workbooks.lone_process import Stopped

Item = TypeVar("Item")
Result = TypeVar("Result")

FEWEST = 48
"""Fewer items are done at once in this process: starting others takes longer."""

_BATCH = 4
_SHARED_BATCH = 8
_MOST_AHEAD = 128
"""Batches that may be done before one that came earlier."""
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
    *,
    here: bool = False,
) -> Iterator[Result]:
    """Yield what ``function`` returns for each item, in the order of the items.

    With more than one of ``processes`` and at least FEWEST items, other processes work: function,
    items and results must be picklable, and the program's main module must be one that may be
    imported. With ``here`` this process works too, as one of them; for that the function must be
    one that ends with any item. Items are taken as they are needed, so that memory does not grow
    with their number. What ``function`` raises is raised here, and nothing further is begun.

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
    crew = _Crew(function, processes - here)
    lone = LoneProcess(function, _make_ready, seconds)
    items = chain(first, source)
    handed_out = _shared(crew, function, items) if here else _handed_out(crew, items)
    try:
        for batch, future in handed_out:
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
    crew: _Crew[Item, Result], items: Iterator[Item]
) -> Iterator[tuple[list[Item], Future[list[Result]]]]:
    """Yield batches of items with what becomes of them, as many being at work as the crew takes."""
    waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    while batch := list(islice(items, _BATCH)):
        waiting.append((batch, crew.give(batch)))
        if len(waiting) > crew.most_at_once:
            yield waiting.popleft()
    yield from waiting


def _shared(
    crew: _Crew[Item, Result], function: Callable[[Item], Result], items: Iterator[Item]
) -> Iterator[tuple[list[Item], Future[list[Result]]]]:
    """Yield batches of items with what becomes of them; what the crew has no room for is done here.

    Nothing further is begun after a batch that failed here.
    """
    waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    while batch := list(islice(items, _SHARED_BATCH)):
        if sum(not future.done() for _, future in waiting) < crew.most_at_once:
            waiting.append((batch, crew.give(batch)))
        else:
            waiting.append((batch, _done_here(function, batch)))
            if waiting[-1][1].exception() is not None:
                break
        while waiting and (waiting[0][1].done() or len(waiting) > _MOST_AHEAD):
            yield waiting.popleft()
    yield from waiting


def _done_here(function: Callable[[Item], Result], batch: list[Item]) -> Future[list[Result]]:
    """Return what became of ``batch`` in this process, which looks for garbage as before after."""
    future: Future[list[Result]] = Future()
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS)
    try:
        future.set_result(_done(function, batch))
    except Exception as error:  # noqa: BLE001 -- raised where its turn comes
        future.set_exception(error)
    finally:
        gc.set_threshold(*before)
    return future


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
        self.most_at_once = 2 * processes
        """Batches that are at work or wait for a process, so that none waits for this one."""

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
