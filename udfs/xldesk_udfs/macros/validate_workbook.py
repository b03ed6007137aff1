"""The macro ``validate_workbook``: wrong cells marked, and a sheet that says what is wrong."""

from __future__ import annotations

import xlwings as xw

from xldesk.errors import UsageError
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.looked_at import looked_at
from xldesk_udfs.macros.marks import clear_fills, findings_sheet, mark
from xldesk_udfs.macros.setting import at_work, say


@xw.script
def validate_workbook(book: xw.Book) -> None:
    """Mark wrong cells of this workbook with a colour and a note, and list what is wrong.

    The findings are those of ``xldesk check`` for the workbook as it is now, saved or not. The
    marks of the last run go first; your own notes and colours stay. Cells beside and below what
    the desk issues are listed, not marked. A file that no desk issued is refused.
    """
    with at_work(book) as setting:
        _refuse_other_files(book)
        cleared = clear_fills(book)
        setting.tell("checking")
        looked = looked_at(book, setting)
        marked = mark(book, looked, setting.host, cleared.notes)
        sheet = findings_sheet(book).name
        if looked.blocking:
            setting.block(
                "1 finding blocks" if looked.blocking == 1 else f"{looked.blocking} findings block"
            )
    if not looked.findings:
        text = f"{book.name}: no finding{_issued(looked.verdict)}. There is nothing to do."
    else:
        cells = "1 cell is" if marked == 1 else f"{marked} cells are"
        text = (
            f"{book.name}: {looked.said}{_issued(looked.verdict)}; {cells} marked. Next: the sheet "
            f"{sheet} says what to do."
        )
    say(book, f"{text} {cleared.said}." if cleared.said else text)


def _refuse_other_files(book: xw.Book) -> None:
    """Raise UsageError for a file that does not say which workbook of a desk it is."""
    try:
        about(book)
    except UsageError as error:
        raise UsageError(
            f"{error}; nothing was marked. To see what is in it: xldesk check {book.name}"
        ) from error


def _issued(verdict: str | None) -> str:
    return "" if verdict is None else f" ({verdict})"
