"""What people typed into the cells to fill in, brought into another book of the same form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk_udfs.macros.table_in_book import TableInBook

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk.answers.picture import BookPicture
    from xldesk_udfs.macros.host import Host


def bring_entries(book: xw.Book, fresh: xw.Book, picture: BookPicture, host: Host) -> None:
    """Write what columns to fill in show in ``book`` into ``fresh``, which ``picture`` pictures.

    The tables of both have the same rows, save that people may have made those of a form longer.
    Values go over, and nothing else that a cell or a file may hold.
    """
    for name in picture.sheets:
        for wanted in picture.sheet(name).tables:
            inputs = [column.name for column in wanted.spec.columns if column.role == "input"]
            if inputs:
                ours = TableInBook(book.sheets[name], wanted)
                theirs = TableInBook(fresh.sheets[name], wanted)
                theirs.resize(ours.rows, host)
                for column in inputs:
                    theirs.write(column, ours.values(column), theirs.values(column))
