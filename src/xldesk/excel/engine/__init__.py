"""The headless xlwings engine ``openpyxl``: macros over workbook files, without Excel.

``activate()`` makes it the active engine for good, ``headless()`` for a while. The rest of this
module is what xlwings has no member for: the journal of a book, the messages of a macro, macros
that are called by name, text that must not become a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk.excel.engine.apps import Alert
    from xldesk.excel.engine.engine import HeadlessEngine
    from xldesk.excel.engine.journal import Journal

NAME = "openpyxl"
_CALLER = "_mock_caller"
"""Where xlwings keeps the book that ``set_mock_caller`` named: it has no way to forget it."""


def activate() -> xw.main.Engine:
    """Register the engine with xlwings, once, and make it the active one; returns it."""
    engine = _registered()
    engine.activate()
    return engine


def _registered() -> xw.main.Engine:
    import xlwings as xw  # noqa: PLC0415 -- heavy, and only needed here

    from xldesk.excel.engine.engine import HeadlessEngine  # noqa: PLC0415 -- loads xlwings

    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.main.Engine(impl=HeadlessEngine()))
    engine: xw.main.Engine = xw.engines.engines_by_name[NAME]
    return engine


@contextmanager
def headless() -> Iterator[xw.main.Engine]:
    """Make the engine the active one for a while; its books are closed at the end.

    What was active before is active again then, and ``Book.caller()`` is what it was.
    """
    import xlwings as xw  # noqa: PLC0415 -- heavy, and only needed here

    before, caller = xw.engines.active, vars(xw.Book).get(_CALLER)
    engine = activate()
    known = set(engine.impl.apps.keys())
    try:
        yield engine
    finally:
        for app in list(engine.impl.apps):
            if app.pid not in known:
                app.quit()
        xw.engines.active = before
        if caller is not None:
            setattr(xw.Book, _CALLER, caller)
        elif _CALLER in vars(xw.Book):
            delattr(xw.Book, _CALLER)


def journal_of(book: xw.Book) -> Journal:
    """Return every change of a headless book since it was opened or saved."""
    _refuse_other(book)
    journal: Journal = book.impl.journal
    return journal


def alerts_of(app: xw.App) -> list[Alert]:
    """Return the messages that users of a headless application would have seen, in order."""
    alerts: list[Alert] = app.impl.alerts
    return alerts


def register_macro(name: str, macro: Callable[..., Any]) -> None:
    """Let ``app.macro(name)`` and ``book.macro(name)`` of the engine call ``macro``."""
    engine: HeadlessEngine = _registered().impl
    engine.macros[name] = macro


def typed_text(text: str) -> str:
    """Return ``text`` so that a range's value takes it as text, in Excel and headless alike.

    An apostrophe before it, which the cell does not show, keeps what begins like a formula, and
    what looks like a number or a day, the text that it is (OWASP ASVS 1.2.10).
    """
    return f"'{text}" if text else text


def _refuse_other(book: xw.Book) -> None:
    if book.app.engine.name != NAME:
        raise UsageError(f"{book.name} is open in {book.app.engine.name}, which keeps no journal")
