"""The applications of the engine: where books are open, and what a user would see and answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import __version__ as openpyxl_version
from xlwings import base_classes

from xldesk.errors import UsageError
from xldesk.excel.engine.books import Books
from xldesk.excel.engine.missing import Speaking, complete

if TYPE_CHECKING:
    from xldesk.excel.engine.engine import HeadlessEngine
    from xldesk.excel.engine.open_book import OpenBook

_FIRST_BUTTON = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}
_CALCULATIONS = ("automatic", "manual", "semiautomatic")
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Alert:
    """A message that a user would have seen, and the button that was taken for pressed."""

    prompt: str
    title: str | None
    buttons: str
    answer: str


@complete
class Apps(Speaking, base_classes.Apps):
    """The applications, the one in use first."""

    def __init__(self, engine: HeadlessEngine) -> None:
        self._engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        """Return the numbers of the applications."""
        return [app.pid for app in self._apps]

    def add(
        self,
        spec: object = None,
        add_book: object = None,
        xl: object = None,
        visible: object = None,
    ) -> App:
        """Start an application, with a new book unless ``add_book`` is false."""
        del spec, xl
        app = App(self._engine, self)
        app.visible = bool(visible)
        self._apps.insert(0, app)
        if add_book is None or add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Do nothing: there are no processes to end."""

    def drop(self, app: App) -> None:
        """Forget an application that ended."""
        self._apps = [other for other in self._apps if other is not app]

    def bring_forward(self, app: App) -> None:
        """Make ``app`` the one in use."""
        self._apps.sort(key=lambda other: other is not app)

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)


@complete
class App(Speaking, base_classes.App):
    """One application: nothing is seen, messages are collected, nothing is calculated.

    ``alerts`` are the messages so far. ``answer`` says which button is pressed, by default the
    first one. ``recalculate`` is called for each open book by ``calculate()``; the engine has no
    calculation of its own.
    """

    def __init__(self, engine: HeadlessEngine, apps: Apps) -> None:
        self.engine = engine
        self._apps = apps
        self._pid = next(_numbers)
        self._books = Books(self)
        self._calculation = "automatic"
        self._visible = False
        self._screen_updating = self._display_alerts = self._enable_events = True
        self._interactive = True
        self._status_bar: str | bool = False
        self.alerts: list[Alert] = []
        self.answer: Callable[[Alert], str] | None = None
        self.recalculate: Callable[[OpenBook], None] | None = None

    @property
    def api(self) -> App:
        """This application: there is nothing behind it."""
        return self

    @property
    def books(self) -> Books:
        """The open books."""
        return self._books

    @property
    def pid(self) -> int:
        """A number of its own; no process has it."""
        return self._pid

    @property
    def hwnd(self) -> None:
        """No window."""
        return

    @property
    def version(self) -> str:
        """The version of openpyxl."""
        return str(openpyxl_version)

    @property
    def path(self) -> str:
        """Where openpyxl is installed."""
        return str(Path(base_classes.__file__).parent)

    @property
    def selection(self) -> Any:
        """The selected range of the active book, A1 of its active sheet if nothing was selected."""
        book = self._books.active_or_none
        return None if book is None else book.selected

    def activate(self, steal_focus: object = None) -> None:
        """Make this the application in use."""
        del steal_focus
        self._apps.bring_forward(self)

    def quit(self) -> None:
        """Close all books without saving, and end."""
        for book in list(self._books):
            book.close()
        self._apps.drop(self)

    def kill(self) -> None:
        """As ``quit``."""
        self.quit()

    def calculate(self) -> None:
        """Let ``recalculate`` calculate every open book; without it nothing happens."""
        if self.recalculate is not None:
            for book in self._books:
                self.recalculate(book.open)

    @property
    def calculation(self) -> str:
        """When a desktop Excel would calculate: automatic, manual or semiautomatic."""
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in _CALCULATIONS:
            raise UsageError(f"calculation {value!r} is none of {', '.join(_CALCULATIONS)}")
        self._calculation = value

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: object, callback: object
    ) -> str:
        """Keep the message, and return the button that ``answer`` chooses, else the first."""
        del mode, callback
        wanted = buttons or "ok"
        if wanted not in _FIRST_BUTTON:
            raise UsageError(f"buttons {wanted!r} are none of {', '.join(_FIRST_BUTTON)}")
        alert = Alert(str(prompt), title, wanted, _FIRST_BUTTON[wanted])
        if self.answer is not None:
            alert = Alert(alert.prompt, title, wanted, self.answer(alert))
        self.alerts.append(alert)
        return alert.answer

    def run(self, macro: str, args: Any) -> Any:
        """Call the registered Python macro of this name, with or without its book before it."""
        name = macro.rpartition("!")[2]
        macros = self.engine.macros
        if name not in macros:
            known = ", ".join(sorted(macros)) or "none"
            raise UsageError(f"no macro {name!r} is registered; there are: {known}")
        return macros[name](*args)

    @property
    def visible(self) -> bool:
        """Whether a user would see the application; nobody does."""
        return self._visible

    @visible.setter
    def visible(self, value: bool) -> None:
        self._visible = bool(value)

    @property
    def screen_updating(self) -> bool:
        """Kept for the macro that sets it; nothing is drawn."""
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self._screen_updating = bool(value)

    @property
    def display_alerts(self) -> bool:
        """Kept for the macro that sets it."""
        return self._display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._display_alerts = bool(value)

    @property
    def enable_events(self) -> bool:
        """Kept for the macro that sets it; there are no events."""
        return self._enable_events

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        self._enable_events = bool(value)

    @property
    def interactive(self) -> bool:
        """Kept for the macro that sets it."""
        return self._interactive

    @interactive.setter
    def interactive(self, value: bool) -> None:
        self._interactive = bool(value)

    @property
    def status_bar(self) -> str | bool:
        """What the status bar would show, False for nothing."""
        return self._status_bar

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status_bar = value
