"""The macro ``sign_off``: two different people sign the audit, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlwings as xw

from xldesk.errors import UsageError
from xldesk.policy.calendar import local_day
from xldesk.workbooks.check.macro_notes import signature_note
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.answered_exceptions import accepted_controls
from xldesk_udfs.macros.failing_checks import failing_checks
from xldesk_udfs.macros.looked_at import looked_at
from xldesk_udfs.macros.setting import at_work, say
from xldesk_udfs.macros.signatures import ACCEPTED, Signatures, shown_state

if TYPE_CHECKING:
    from xldesk_udfs.macros.about import About
    from xldesk_udfs.macros.setting import Setting


@xw.script
def sign_off(book: xw.Book) -> None:
    """Sign this audit as accepted, in your name and with the day of today.

    The first signs as who prepared it, the second as who reviewed it: two different people, both
    for the state that the audit shows, which stands beside the names. It is refused while an
    exception has no action or comment, a control of integrity fails, a check on the sheet Checks
    fails or has no value, the workbook differs from what the desk issued, or the desk knows more
    than it shows. A name that stands there is never replaced. No program proves whose the name is;
    a note beside it says where it comes from.
    """
    with at_work(book) as setting:
        found = about(book)
        state, signatures = shown_state(book, found), Signatures(book)
        name, named_by = setting.host.user(book), setting.host.named_by
        _refuse_left_behind(book, found, signatures, setting)
        at = signatures.place_for(name, state)
        _refuse_failing(book)
        counts = accepted_controls(book)
        _refuse_altered(book, setting)
        policy = setting.known_desk.ledger.policy_at(setting.as_of)[1]
        note = signature_note(name, state.said, counts.said, named_by)
        signatures.sign(at, name, local_day(policy, setting.now), state, note)
        lines = signatures.lines
    left = next((line.part for line in lines if not line.name), None)
    following = f"Next: another person signs ({left})." if left else "It is signed by both."
    say(
        book,
        f"{lines[at].part}: {name}, {ACCEPTED}, for {state.said}; {counts.said}. "
        f"The name is {named_by}; nothing proves whose it is. {following}",
    )


def _refuse_failing(book: xw.Book) -> None:
    """Raise UsageError where a check fails or has no value."""
    failing = failing_checks(book)
    if failing is None:
        raise UsageError(
            f"{book.name}: the checks on the sheet Checks have no value yet; open it in Excel, "
            "save, and sign then"
        )
    if failing:
        raise UsageError(f"{book.name}: {failing:g} of the checks on the sheet Checks fail")


def _refuse_left_behind(
    book: xw.Book, found: About, signatures: Signatures, setting: Setting
) -> None:
    """Raise UsageError where the desk knows more than the book shows, whoever signed that."""
    now = setting.position_now
    if now > found.position:
        names = " and ".join(line.name for line in signatures.lines if line.name)
        signed = f" and is signed by {names}" if names else ""
        raise UsageError(
            f"{book.name} shows ledger position {found.position}{signed}, the desk is at "
            f"{now}; run quarter_close_audit first"
        )


def _refuse_altered(book: xw.Book, setting: Setting) -> None:
    """Raise UsageError for a workbook that is not as the desk issued it."""
    looked = looked_at(book, setting)
    if looked.verdict != "as issued" or looked.blocking:
        said = looked.verdict or "it cannot be compared with the desk"
        blocking = looked.blocking
        findings = "1 finding blocks" if blocking == 1 else f"{blocking} findings block"
        raise UsageError(
            f"{book.name}: {said}, {findings}; run validate_workbook to see "
            "them, or quarter_close_audit to fill it anew"
        )
