"""Which desk answers: the one in use, or found as on the command line."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import xlwings as xw

from xldesk.desk import Desk
from xldesk.desk_folder import desk_above
from xldesk.errors import UsageError, XldeskError
from xldesk_udfs.errors import CellError, cell_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xldesk.answers.answers import Answers

P = ParamSpec("P")
R = TypeVar("R")

_in_use: ContextVar[Answers | None] = ContextVar("answers_in_use", default=None)
_found: dict[tuple[str | None, Path | None, Path], Answers] = {}
_finding = Lock()


def answered(function: Callable[P, R]) -> Callable[P, R | CellError]:
    """Return ``function`` with its errors of use as the values that cells show."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R | CellError:
        try:
            return function(*args, **kwargs)
        except XldeskError as error:
            return cell_error(error)

    return asked


@contextmanager
def answering(answers: Answers) -> Iterator[None]:
    """Let ``answers`` answer every function called in this block, in this thread or task."""
    token = _in_use.set(answers)
    try:
        yield
    finally:
        _in_use.reset(token)


def answers() -> Answers:
    """Return the answers in use, else those of the desk that the command line would find.

    That is ``XLDESK_DESK``, else a desk in or above the folder of the calling workbook (where
    Excel calls), else in or above the current folder. Raises UsageError where there is none.
    """
    in_use = _in_use.get()
    if in_use is not None:
        return in_use
    named, workbook, here = os.environ.get("XLDESK_DESK") or None, caller_folder(), Path.cwd()
    key = (named, workbook, here)
    with _finding:
        if key not in _found:
            _found[key] = find_desk(named, workbook, here).answers(_present)
        return _found[key]


def find_desk(named: str | None, workbook: Path | None, here: Path) -> Desk:
    """Return the desk named, else the one found upwards from the workbook, else from ``here``.

    Raises UsageError where there is none, with what to do where no command line is.
    """
    if named is not None:
        return Desk.open(Path(named))
    for start in (workbook, here):
        folder = None if start is None else desk_above(start)
        if folder is not None:
            return Desk.open(folder)
    raise UsageError(
        f"no desk in {workbook or here} or above; keep the workbook in a desk's folder, set "
        "XLDESK_DESK to a desk, or make one: xldesk init desk"
    )


def caller_folder() -> Path | None:
    """Return the folder of the workbook that calls, None outside of Excel or for an unsaved one."""
    desktop = sys.modules.get("xlwings._xlwindows")
    if getattr(desktop, "BOOK_CALLER", None) is None:
        return None
    try:
        folder = Path(xw.Book.caller().fullname).parent
    except xw.XlwingsError:
        return None  # a workbook in the cloud that xlwings finds no local copy of
    return folder if folder.is_absolute() else None


def refresh() -> None:
    """Close every desk found, so that the next question finds and reads it anew."""
    with _finding:
        for found in _found.values():
            found.close()
        _found.clear()


def _present() -> datetime:
    return datetime.now(UTC)


atexit.register(refresh)
