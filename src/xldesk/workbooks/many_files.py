"""The same work on many files: on all cores where there are enough of them, always in order."""

from __future__ import annotations

import gc
import os
from collections import deque
from concurrent.futures import Future
from itertools import chain, islice
from typing import TYPE_CHECKING

from xldesk.errors import XldeskError
from xldesk.workbooks.crew import ALLOCATIONS, Crew, Item, Result, make_ready
from xldesk.workbooks.lone_process import LoneProcess, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xldesk.workbooks.lone_process import Stopped

FEWEST = 48
"""Fewer items are done at once in this process: starting others takes longer."""

_BATCH = 4
_READ_AHEAD = 32
"""Items that are taken before they are needed, to see when they come to an end."""
_PARTS_AHEAD = 4
"""Into so many batches goes what is known to be left."""
_MOST_AHEAD = 128
"""Batches that may be done before one that came earlier."""


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
    crew = Crew(function, processes - here)
    lone = LoneProcess(function, make_ready, seconds)
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
    crew: Crew[Item, Result], items: Iterator[Item]
) -> Iterator[tuple[list[Item], Future[list[Result]]]]:
    """Yield batches of items with what becomes of them, as many being at work as the crew takes."""
    waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    while batch := list(islice(items, _BATCH)):
        waiting.append((batch, crew.give(batch)))
        if len(waiting) > crew.most_at_once:
            yield waiting.popleft()
    yield from waiting


def _shared(
    crew: Crew[Item, Result], function: Callable[[Item], Result], items: Iterator[Item]
) -> Iterator[tuple[list[Item], Future[list[Result]]]]:
    """Yield batches of items with what becomes of them; what the crew has no room for is done here.

    Here one item is done at a time, so that the crew does not wait, and the crew is given less at
    once towards the end, so that nobody waits for the crew. Nothing further is begun after an item
    that failed here.
    """
    waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    given: list[Future[list[Result]]] = []
    ahead: deque[Item] = deque()
    while True:
        ahead.extend(islice(items, _READ_AHEAD - len(ahead)))
        if not ahead:
            break
        given = [future for future in given if not future.done()]
        if len(given) < crew.most_at_once:
            batch = [ahead.popleft() for _ in range(1 + len(ahead) // _PARTS_AHEAD)]
            given.append(crew.give(batch))
            waiting.append((batch, given[-1]))
        else:
            batch = [ahead.popleft()]
            waiting.append((batch, _done_here(function, batch[0])))
            if waiting[-1][1].exception() is not None:
                break
        while waiting and (waiting[0][1].done() or len(waiting) > _MOST_AHEAD):
            yield waiting.popleft()
    yield from waiting


def _done_here(function: Callable[[Item], Result], item: Item) -> Future[list[Result]]:
    """Return what became of ``item`` in this process, which looks for garbage as before after."""
    future: Future[list[Result]] = Future()
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS)
    try:
        future.set_result([function(item)])
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
