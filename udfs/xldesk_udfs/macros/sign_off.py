"""The macro ``sign_off``: two different people sign the audit, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlwings as xw

from xldesk.errors import UsageError
from xldesk.policy.calendar import local_day
from xldesk.records.people import name_problem, two_people
from xldesk.workbooks.check.macro_notes import SIGNED
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.failing_checks import failing_checks
from xldesk_udfs.macros.looked_at import looked_at
from xldesk_udfs.macros.setting import at_work, say
from xldesk_udfs.macros.table_columns import column, shown, table_named

if TYPE_CHECKING:
    from xldesk_udfs.macros.about import About
    from xldesk_udfs.macros.setting import Setting

_TABLE = "SignOff"
_RESULT = "accepted"


@xw.script
def sign_off(book: xw.Book) -> None:
    """Sign this audit as accepted, in your name and with the day of today.

    The first signs as who prepared it, the second as who reviewed it: two different people. It is
    refused while a check of the workbook fails or has no value, the workbook differs from what the
    desk issued, or the desk knows more than it shows. A name that stands there is never replaced.
    No program proves whose the name is; a note beside it says where it comes from.
    """
    with at_work(book) as setting:
        found = about(book)
        signatures = _Signatures(book)
        name, named_by = setting.host.user(book), setting.host.named_by
        at = signatures.place_for(name)
        _refuse_unsound(book, found, setting)
        policy = setting.known_desk.ledger.policy_at(setting.as_of)[1]
        signatures.sign(at, name, local_day(policy, setting.now), named_by)
        part, left = signatures.parts[at], signatures.left()
    following = f"Next: another person signs ({left})." if left else "It is signed by both."
    say(
        book,
        f"{part}: {name}, {_RESULT}, at ledger position {found.position}. The name is {named_by}; "
        f"nothing proves whose it is. {following}",
    )


class _Signatures:
    """The lines of a workbook in which people sign."""

    def __init__(self, book: xw.Book) -> None:
        table = table_named(book, _TABLE)
        if table is None:
            raise UsageError(f"{book.name} has no lines to sign; an attribution audit has")
        self._book = book
        self._table = table
        self.parts = [str(part) for part in self._column("Sign-off")]

    def _column(self, name: str) -> list[Any]:
        return shown(column(self._table, name))

    def place_for(self, name: str) -> int:
        """Return the line (from 0) in which ``name`` may sign.

        Raises UsageError where it is no person's name, has signed already, or all have.
        """
        no_name = name_problem(name)
        if no_name is not None:
            raise UsageError(f"{no_name}; sign with the name that people know you by")
        names = self._column("Name")
        for other in names:
            problem = None if not other else two_people(str(other), name)
            if problem is not None:
                raise UsageError(f"{self._book.name}: {problem}")
        free = [at for at, other in enumerate(names) if not other]
        if not free:
            raise UsageError(
                f"{self._book.name} is signed by {' and '.join(map(str, names))}; nothing is left "
                "to sign"
            )
        return free[0]

    def sign(self, at: int, name: str, day: Any, named_by: str) -> None:
        """Write name, day and result into line ``at``, and beside the name how it is known."""
        cell = column(self._table, "Name")[at]
        cell.value = f"'{name}"
        if cell.note is None:
            cell.add_note(f"{SIGNED}the name is {named_by}; nothing proves whose it is")
        column(self._table, "Day")[at].value = day
        column(self._table, "Result")[at].value = _RESULT

    def left(self) -> str | None:
        """Return the part that is not signed yet."""
        names = zip(self.parts, self._column("Name"), strict=True)
        return next((part for part, name in names if not name), None)


def _refuse_unsound(book: xw.Book, found: About, setting: Setting) -> None:
    """Raise UsageError for a workbook that nobody should sign."""
    failing = failing_checks(book)
    if failing is None:
        raise UsageError(
            f"{book.name}: the checks have no value yet; open it in Excel, save, and sign then"
        )
    if failing:
        raise UsageError(f"{book.name}: {failing:g} of its checks fail; see the sheet Checks")
    head = setting.known_desk.ledger.head()
    if head is not None and head.position > found.position:
        raise UsageError(
            f"{book.name} shows ledger position {found.position}, the desk is at "
            f"{head.position}; run quarter_close_audit first"
        )
    looked = looked_at(book, setting)
    if looked.verdict != "as issued" or looked.blocking:
        said = looked.verdict or "it cannot be compared with the desk"
        raise UsageError(
            f"{book.name}: {said}, {looked.blocking} findings block; run validate_workbook to see "
            "them, or quarter_close_audit to fill it anew"
        )
