"""What surrounds a macro: the desk, the time it speaks of, the program, and its one message."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk_udfs.answering import find_desk
from xldesk_udfs.macros.host import ExcelHost, Host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import xlwings as xw

    from xldesk.desk import Desk

TITLE = "xldesk"


def _silent(step: str) -> None:
    del step


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Setting:
    """What a macro works with.

    ``as_of`` is the time that figures are of, ``now`` the real one, at which somebody signs.
    ``tell`` hears each step, ``block`` each thing found that has to be mended first.
    """

    desk: Desk | None
    as_of: datetime
    host: Host
    now: datetime = field(default_factory=_now)
    tell: Callable[[str], None] = field(default=_silent)
    block: Callable[[str], None] = field(default=_silent)

    @property
    def known_desk(self) -> Desk:
        """The desk; raises UsageError where there is none."""
        if self.desk is None:
            raise UsageError("no desk here; name it with --desk DIR, or go to one")
        return self.desk

    @property
    def position_now(self) -> int:
        """The ledger position at which the desk stands, 0 for an empty ledger."""
        head = self.known_desk.ledger.head()
        return 0 if head is None else head.position


_in_use: ContextVar[Setting | None] = ContextVar("macro_setting", default=None)


@contextmanager
def setting_for_macros(setting: Setting) -> Iterator[None]:
    """Let macros called in this block work with ``setting``."""
    token = _in_use.set(setting)
    try:
        yield
    finally:
        _in_use.reset(token)


@contextmanager
def at_work(book: xw.Book) -> Iterator[Setting]:
    """Give what surrounds a macro over ``book``; screen and calculation rest meanwhile.

    Both are as before at the end, also after an error. On the desktop the desk is the one that
    the functions of the book ask.
    """
    app = book.app
    screen, calculation = app.screen_updating, app.calculation
    app.screen_updating = False
    app.calculation = "manual"
    try:
        setting = _in_use.get()
        if setting is not None:
            with setting.host.writable(book):
                yield setting
        else:
            folder = Path(book.fullname).parent
            named = os.environ.get("XLDESK_DESK") or None
            desk = find_desk(named, folder if folder.is_absolute() else None, Path.cwd())
            host = ExcelHost()
            with desk, host.writable(book):
                yield Setting(desk, _now(), host)
    finally:
        app.calculation = calculation
        app.screen_updating = screen


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="xldesk-") as folder:
        yield Path(folder)


def say(book: xw.Book, text: str) -> None:
    """End a macro with its one message."""
    book.app.alert(text, TITLE)
