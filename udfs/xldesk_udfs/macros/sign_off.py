"""The macro ``sign_off``: two different people sign the audit, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlwings as xw

from xldesk.errors import UsageError
from xldesk.policy.calendar import local_day
from xldesk.workbooks.check.macro_notes import signature_note
from xldesk.workbooks.provenance.findings import TO_OWN_SHEET
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.answered_exceptions import accepted_controls
from xldesk_udfs.macros.failing_checks import failing_checks
from xldesk_udfs.macros.looked_at import looked_at
from xldesk_udfs.macros.marks import clear_marks
from xldesk_udfs.macros.refreshed import EARLIER
from xldesk_udfs.macros.setting import at_work, say
from xldesk_udfs.macros.signatures import ACCEPTED, Signatures, shown_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk_udfs.macros.about import About
    from xldesk_udfs.macros.setting import Setting


@xw.script
def sign_off(book: xw.Book) -> None:
    """Sign this audit as accepted, in your name and with the day of today.

    The first signs as who prepared it, the second as who reviewed it: two different people, both
    for the state that the audit shows, which stands beside the names. It is refused while an
    exception has no action or comment, a control of integrity fails, a check on the sheet Checks
    fails or has no value, the workbook differs from what the desk issued, or the desk knows more
    than it shows. The marks of ``validate_workbook`` go. A name that stands there is never
    replaced. No program proves whose the name is; a note beside it says where it comes from.
    """
    with at_work(book) as setting:
        found = about(book)
        state, signatures = shown_state(book, found), Signatures(book)
        name, named_by = setting.host.user(book), setting.host.named_by
        _refuse_left_behind(book, found, signatures, setting)
        at = signatures.place_for(name, state)
        _refuse_failing(book)
        counts = accepted_controls(book)
        clear_marks(book)
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
        names = [line.name for line in signatures.lines if line.name]
        signed = f" and is signed by {' and '.join(names)}" if names else ""
        leaves = "the signature then moves" if len(names) == 1 else "the signatures then move"
        anew = f"; {leaves} to the sheet {EARLIER}, and both people sign anew" if names else ""
        raise UsageError(
            f"{book.name} shows ledger position {found.position}{signed}, the desk is at "
            f"{now}; run quarter_close_audit first{anew}"
        )


def _refuse_altered(book: xw.Book, setting: Setting) -> None:
    """Raise UsageError for a workbook that is not as the desk issued it, naming what blocks."""
    looked = looked_at(book, setting)
    if looked.blocks:
        raise UsageError(f"{book.name}: {said_of_blocks(looked.blocks)}")
    if looked.verdict != "as issued":
        said = looked.verdict or "it cannot be compared with the desk"
        raise UsageError(f"{book.name}: {said}; run validate_workbook to see why")


def said_of_blocks(blocks: Sequence[CheckFinding]) -> str:
    """Return where and what the first of findings that block is, and what to do about it."""
    first, more = blocks[0], len(blocks) - 1
    place = "!".join(part for part in (first.place.sheet, first.place.cell) if part)
    others = f"; {more} more: run validate_workbook to see all" if more else ""
    remedy = first.remedy
    if all(map(_is_put_back, blocks)):
        remedy = "run quarter_close_audit, which puts back what the desk says"
    return f"{place or 'the file'}: {first.message} ({first.code}); {remedy}{others}"


def _is_put_back(finding: CheckFinding) -> bool:
    """Tell whether filling the book anew mends it: a cell in which the desk issued something."""
    is_own = finding.is_addition or finding.remedy.startswith(TO_OWN_SHEET)
    return finding.code == "CELL-ALTERED" and not is_own
