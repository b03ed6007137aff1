"""How the command line shows things: aligned tables, quiet lines, JSON, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol

from xldesk.cli.visible import visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PIPE_WIDTH = 400
WIDE = 150

STATUS_STYLES = {
    "block": "red",
    "fail": "red",
    "warn": "yellow",
    "info": "blue",
    "pass": "green",
    "accepted": "yellow",
    "not run": "dim",
    "counts": "green",
    "blocked": "red",
    "left out": "dim",
}


@dataclass(frozen=True)
class Heading:
    """A column of a printed table."""

    title: str
    align: Literal["left", "right"] = "left"


class Progress(Protocol):
    """Told how far a long step has come."""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Show ``done`` of ``total`` units."""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 deal``, ``2,000 deals``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def console() -> Console:
    """Return the console for results; colour only on a terminal."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False, markup=False)


def wide() -> bool:
    """Tell whether there is room for names beside ids: always in a pipe."""
    return not sys.stdout.isatty() or console().width >= WIDE


def say(text: str = "", style: str | None = None) -> None:
    """Print one line of result."""
    console().print(visible(text), style=style)


def warn(text: str) -> None:
    """Print one line of result that asks for attention."""
    say(text, "yellow")


def note(text: str) -> None:
    """Print one line about the run, on standard error, so that pipes carry results only."""
    from rich.console import Console

    Console(stderr=True, highlight=False, soft_wrap=True, emoji=False, markup=False).print(
        visible(text), style="dim"
    )


def table(
    headings: Sequence[Heading],
    rows: Sequence[Sequence[object]],
    title: str = "",
    *,
    total: Sequence[object] | None = None,
) -> None:
    """Print an aligned table without boxes; a cell that names a status is coloured.

    ``total`` stands below a line. On a narrow terminal text takes several lines; figures are
    never cut.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    if title:
        shown.title_style = "bold"
    for heading in headings:
        figures = heading.align == "right"
        shown.add_column(heading.title, justify=heading.align, no_wrap=figures, overflow="fold")
    for row in rows:
        cells = ["" if cell is None else visible(str(cell)) for cell in row]
        shown.add_row(*(Text(cell, style=STATUS_STYLES.get(cell, "")) for cell in cells))
    if total is not None:
        shown.add_section()
        shown.add_row(*(Text("" if cell is None else str(cell), style="bold") for cell in total))
    _print(shown)


def grid(rows: Sequence[Sequence[str]], *, indent: int = 0, style: str = "") -> None:
    """Print aligned cells without a header; a cell that names a status is coloured.

    On a narrow terminal the last cells take several lines.
    """
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    shown = Table.grid(padding=(0, 3, 0, 0))
    for _ in range(max(map(len, rows))):
        shown.add_column(overflow="fold")
    for row in rows:
        shown.add_row(*(Text(visible(cell), style=STATUS_STYLES.get(cell, style)) for cell in row))
    _print(Padding(shown, (0, 0, 0, indent), expand=False))


def _print(shown: RenderableType) -> None:
    """Print a table; in a pipe a row is one line, however long, without spaces at its end."""
    target = console()
    if sys.stdout.isatty():
        target.print(shown)
        return
    target.width = PIPE_WIDTH
    with target.capture() as captured:
        target.print(shown)
    for line in captured.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return str(value)


def as_json(value: Any) -> None:
    """Print ``value`` as JSON: amounts as decimal text, times in UTC."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show a progress bar on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():

        def silent(done: int, total: int, what: str = "") -> None:
            del done, total, what

        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def show(done: int, total: int, what: str = "") -> None:
            bar.update(task, completed=done, total=total or None, description=what or label)

        yield show
