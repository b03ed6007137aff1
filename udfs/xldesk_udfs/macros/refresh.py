"""The macro ``refresh``: all tables of a workbook from the desk as of now."""

from __future__ import annotations

import xlwings as xw

from xldesk_udfs.macros.refreshed import refreshed
from xldesk_udfs.macros.setting import at_work, say


@xw.script
def refresh(book: xw.Book) -> None:
    """Fill all tables of this workbook anew from the desk, as of now.

    Tables get as many rows as the desk has; what people typed stays with its row. What was typed
    beside a row that the desk has no more goes to a sheet of its own, and so do signatures for
    another state, and what stood in cells of the desk that somebody altered. Other sheets and
    columns stay as they are.
    """
    with at_work(book) as setting:
        done = refreshed(book, setting)
    say(book, f"{book.name} shows ledger position {done.position}, {done.said}.")
