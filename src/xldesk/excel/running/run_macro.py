"""Runs one macro over a workbook file; the file changes whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.excel.engine import alerts_of, headless, journal_of
from xldesk.excel.running.headless_host import HeadlessHost, opened
from xldesk.workbooks.package import AtomicFile
from xldesk.workbooks.parts import Chart
from xldesk.workbooks.spec_registry import specs
from xldesk_udfs.macros.registry import NAMES, macro
from xldesk_udfs.macros.setting import Setting, setting_for_macros

if TYPE_CHECKING:
    from xldesk.desk import Desk
    from xldesk.excel.engine.open_book import OpenBook

_ENDINGS = {".xlsx"}


@dataclass(frozen=True, slots=True)
class MacroRun:
    """What came of a run: the macro's message, the file, and how many changes were written.

    ``blocking`` is what the macro found that has to be mended first, one sentence each.
    ``recalculates_on_load`` says that some formulas' values are left to the program that opens
    the file.
    """

    message: str
    path: Path
    changes: int
    blocking: tuple[str, ...]
    recalculates_on_load: bool


def run_macro(
    name: str,
    file: Path,
    *,
    desk: Desk | None,
    as_of: datetime,
    user: str | None = None,
    now: datetime | None = None,
    out: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> MacroRun:
    """Run the macro ``name`` over ``file`` and save it, as ``out`` if given.

    Figures are of ``as_of``; ``user`` signs on the day of ``now``, by default the present. Nothing
    is written where the macro fails, or where it changes nothing. Raises UsageError for an unknown
    macro, a file that is no workbook of a desk, an ``out`` that is another file already there, or
    what the macro refuses.
    """
    if name not in NAMES:
        raise UsageError(f"there is no macro {name!r}; there are {', '.join(NAMES)}")
    _refuse(file)
    if out is not None:
        _refuse_target(out, file)
    host = HeadlessHost(user)
    blocking: list[str] = []
    setting = Setting(desk, as_of, host, now or datetime.now(UTC), tell or _nobody, blocking.append)
    with headless() as engine:
        import xlwings as xw  # noqa: PLC0415 -- heavy, and loaded by the engine

        app = xw.App(add_book=False)
        del engine
        book = app.books.open(str(file))
        _let_desk_charts_follow(opened(book))
        with setting_for_macros(setting):
            macro(name)(book)
        changes = len(journal_of(book).net())
        recalculates = _save(opened(book), host, out or file)
        (message,) = (alert.prompt for alert in alerts_of(app))
    return MacroRun(message, out or file, changes, tuple(blocking), recalculates)


def _nobody(step: str) -> None:
    del step


def _refuse(file: Path) -> None:
    if not file.is_file():
        raise UsageError(f"{file} is not there")
    if file.suffix.lower() == ".xlsm":
        raise UsageError(
            f"{file}: a workbook with macros is worked on in Excel; run this over the .xlsx of the "
            "same name"
        )
    if file.suffix.lower() not in _ENDINGS:
        raise UsageError(f"{file}: macros run over workbooks of a desk, .xlsx files")


def _refuse_target(out: Path, file: Path) -> None:
    """Refuse a name that is no workbook's, and one under which another file would be lost."""
    if out.suffix.lower() not in _ENDINGS:
        raise UsageError(f"{out}: what a macro writes is a workbook; end its name in .xlsx")
    if out.exists() and not out.samefile(file):
        raise UsageError(
            f"{out} is there and would be lost; choose another name, or leave --out away to let "
            f"{file} itself be changed"
        )


def _save(book: OpenBook, host: HeadlessHost, target: Path) -> bool:
    """Write the book to ``target`` where it differs; tell whether values are left in doubt."""
    source = book.path
    if source is None:
        raise AssertionError("the book was opened from a file")
    with tempfile.TemporaryDirectory(prefix="xldesk-macro-") as folder:
        made = Path(folder) / source.name
        if host.ready is not None:
            made.write_bytes(host.ready)
        elif book.journal.net():
            host.save(book, made)
        else:
            shutil.copyfile(source, made)
            if host.taken_over is not None:
                host.taken_over.put_into(made, protects=host.protects, selection=book.selection)
        if not target.exists() or _digest(made) != _digest(target):
            with made.open("rb") as content, AtomicFile(target) as file:
                shutil.copyfileobj(content, file)
                file.flush()
                os.fsync(file.fileno())
    return bool(getattr(book.receipt, "recalculates_on_load", False))


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _let_desk_charts_follow(book: OpenBook) -> None:
    """Let rows move under the desk's own charts: they are taken from the issued file at the end."""
    titles = {
        block.title
        for spec in specs()
        for page in spec.pages
        for block in page.blocks
        if isinstance(block, Chart)
    }
    for sheet in book.workbook.worksheets:
        charts = sheet._charts  # noqa: SLF001 -- openpyxl has no public list
        charts[:] = [chart for chart in charts if _title(chart) not in titles]


def _title(chart: object) -> str:
    text = getattr(getattr(chart, "title", None), "tx", None)
    rich = getattr(text, "rich", None)
    paragraphs = () if rich is None else rich.p
    return "".join(run.t for part in paragraphs for run in part.r or ())
