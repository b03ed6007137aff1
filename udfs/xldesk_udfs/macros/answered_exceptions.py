"""Whether an audit may be signed as accepted: failing controls, and answers to exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.records.placeholder import says_nothing
from xldesk.workbooks.signed_state import ANSWER_COLUMNS, ANSWERED
from xldesk_udfs.macros.table_columns import column, shown, table_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw

_ANSWER = ANSWER_COLUMNS[-2:]
"""What people type: the action and the comment."""


@dataclass(frozen=True, slots=True)
class ControlCounts:
    """How many controls of an audit fail and did not run, and how many exceptions are answered.

    ``unlisted`` are exceptions beyond those that an audit lists: nobody can answer them there.
    """

    failing: int
    answered: int
    not_run: int
    unlisted: int

    @property
    def said(self) -> str:
        """The three counts, for a message and the note beside a signature."""
        unlisted = f" and {self.unlisted} not listed" if self.unlisted else ""
        return (
            f"{_counted(self.failing, 'control fails', 'controls fail')}, "
            f"{_counted(self.answered, 'exception', 'exceptions')} answered{unlisted}, "
            f"{_counted(self.not_run, 'control', 'controls')} not run"
        )


def accepted_controls(book: xw.Book) -> ControlCounts:
    """Return the counts of an audit that may be signed as accepted.

    Raises UsageError while a control of integrity fails, which can only be fixed, and while an
    exception has no action or no comment that says anything. Exceptions of a control that two
    people accepted in the ledger have their answer there.
    """
    statuses: dict[str, str] = {}
    unacceptable = []
    unlisted = 0.0
    columns = ("Id", "Status", "Can be accepted", "Exceptions", "Listed")
    for control, status, acceptable, exceptions, listed in _rows(book, "Controls", *columns):
        statuses[str(control)] = str(status)
        unlisted += (exceptions or 0) - (listed or 0)
        if status == "fail" and acceptable in {"no", False}:
            unacceptable.append(str(control))
    if unacceptable:
        raise UsageError(
            f"{book.name}: {_counted(len(unacceptable), 'control fails', 'controls fail')} that "
            f"can not be accepted, only fixed ({', '.join(unacceptable)}); see the sheet Controls"
        )
    answers = [
        statuses.get(str(control)) == "accepted" or not any(map(_is_no_answer, answer))
        for control, *answer in _rows(book, ANSWERED, "Control", *_ANSWER)
        if control not in {None, ""}
    ]
    if not all(answers):
        raise UsageError(
            f"{book.name}: {answers.count(False)} of "
            f"{_counted(len(answers), 'exception', 'exceptions')} without an answer, the first at "
            f"{_place(book, answers.index(False))}; fill in its {' and '.join(_ANSWER)}"
        )
    counted = list(statuses.values())
    return ControlCounts(
        counted.count("fail"), len(answers), counted.count("not run"), int(unlisted)
    )


def answers(book: xw.Book) -> list[list[str]]:
    """Return the texts of ANSWER_COLUMNS of every exception, none for a book without exceptions."""
    if table_named(book, ANSWERED) is None:
        return []
    return [[_text(value) for value in row] for row in _rows(book, ANSWERED, *ANSWER_COLUMNS)]


def _text(value: object) -> str:
    """Return what a cell says, days and truths as the numbers that files have for them."""
    if isinstance(value, datetime):
        value = (value - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 -- a cell's time has no zone
    return "" if value is None else str(int(value) if isinstance(value, bool) else value)


def _rows(book: xw.Book, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield what the columns ``names`` of a table show, row by row."""
    found = _table(book, table)
    yield from zip(*(shown(column(found, name)) for name in names), strict=True)


def _table(book: xw.Book, name: str) -> xw.main.Table:
    found = table_named(book, name)
    if found is None:
        raise UsageError(f"{book.name} has no table {name}; an attribution audit has")
    return found


def _place(book: xw.Book, at: int) -> str:
    """Return where the answer to an exception (from 0) is to be typed."""
    cell = column(_table(book, ANSWERED), _ANSWER[0])[at]
    address = cell.get_address(row_absolute=False, column_absolute=False)
    return f"{cell.sheet.name}!{address}"


def _is_no_answer(value: object) -> bool:
    return value is None or (isinstance(value, str) and says_nothing(value))


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
