"""Processes that work on batches of items, and those that take the place of lost ones."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")

ALLOCATIONS = 20_000
"""Objects that are made before Python looks for garbage, instead of 700."""


class Crew(Generic[Item, Result]):
    """Processes that work on batches of items; when one is lost, others take their place."""

    def __init__(self, function: Callable[[Item], Result], processes: int) -> None:
        self._function = function
        self._processes = processes
        self._pool = self._new_pool()
        self.most_at_once = 2 * processes
        """Batches that are at work or wait for a process, so that none waits for this one."""

    def give(self, batch: list[Item]) -> Future[list[Result]]:
        """Return what will become of ``batch``."""
        packed = [pickle.dumps(item) for item in batch]
        try:
            return self._pool.submit(_done, self._function, packed)
        except (BrokenProcessPool, OSError):
            # A pool that breaks closes the lines to its processes before it says that it is broken.
            self.end()
            self._pool = self._new_pool()
            return self._pool.submit(_done, self._function, packed)

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
            self._processes, mp_context=get_context("spawn"), initializer=make_ready
        )


def make_ready() -> None:
    """Leave Ctrl-C to the process that the user started, end with it, look for garbage less often.

    A file makes some ten thousand small objects, none of them in a circle.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(ALLOCATIONS)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process at once when the one that started it is no more."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _done(function: Callable[[Item], Result], packed: list[bytes]) -> list[Result]:
    """Return what ``function`` makes of each item, which is unpacked when its turn comes."""
    return [function(pickle.loads(item)) for item in packed]  # noqa: S301 -- packed by ``give``
