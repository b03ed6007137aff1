"""One process that does one thing after another, and may be lost without harm to this one."""

from __future__ import annotations

from multiprocessing import get_context
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from xldesk.errors import XldeskError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

_Answer = tuple[Result] | Exception
"""What goes over the line: a result in a tuple of its own, or what the function raised."""

Stopped = Literal["ended", "late"]
"""Why there is no result: the process was ended from outside, or did not come back in time."""


class StoppedError(Exception):
    """The process was lost over an item; ``why`` says how."""

    def __init__(self, why: Stopped) -> None:
        super().__init__(why)
        self.why = why


class LoneProcess(Generic[Item, Result]):
    """A process that applies ``function`` to items; begun when needed, again after a loss.

    ``make_ready`` is called first in it. ``seconds`` are those an item may take, None for all
    the time it wants.
    """

    def __init__(
        self,
        function: Callable[[Item], Result],
        make_ready: Callable[[], None],
        seconds: float | None,
    ) -> None:
        self._function = function
        self._make_ready = make_ready
        self._seconds = seconds
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def result(self, item: Item) -> Result:
        """Return the result for ``item``; raises StoppedError, and what the function raises."""
        line = self._line or self._begun()
        try:
            line.send(item)
            if not line.poll(self._seconds):
                self._lose()
                raise StoppedError("late")
            answer: _Answer[Result] = line.recv()
        except (EOFError, OSError) as error:
            self._lose()
            raise StoppedError("ended") from error
        if isinstance(answer, Exception):
            raise answer
        return answer[0]

    def end(self) -> None:
        """End the process, which is not at work."""
        if self._line is not None:
            self._lose()

    def _begun(self) -> Connection:
        context = get_context("spawn")
        line, other_end = context.Pipe()
        process = context.Process(
            target=_serve, args=(other_end, self._function, self._make_ready), daemon=True
        )
        process.start()
        other_end.close()
        self._process, self._line = process, line
        try:
            line.recv()
        except EOFError as error:
            self._lose()
            raise XldeskError(
                "no process can be begun to read a file in; close other programs"
            ) from error
        return line

    def _lose(self) -> None:
        if self._process is not None and self._line is not None:
            self._line.close()
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._line = None


def _serve(
    line: Connection, function: Callable[[Item], Result], make_ready: Callable[[], None]
) -> None:
    """Answer each item with its result, or with what the function raised, until nobody asks."""
    make_ready()
    line.send(None)
    while True:
        try:
            item = line.recv()
        except EOFError:
            return
        try:
            answer: _Answer[Result] = (function(item),)
        except Exception as error:  # noqa: BLE001 -- raised where the result is asked for
            answer = error
        line.send(answer)
