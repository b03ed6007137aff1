"""New requests and claims that a partner filled into a tracker, as records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.records.mdf import MdfClaim, MdfRequest
from xldesk.workbooks.read.form_rows import FormRows, Payer
from xldesk.workbooks.read.forms import CLAIM_FORM, REQUEST_FORM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from xldesk.records.mdf import MdfFund
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.read.book import ReadBook
    from xldesk.workbooks.read.row import ReadRow


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as a record, and the row it was filled into."""

    record: MdfRequest
    row: ReadRow


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim as a record, and its row, which also has the invoice's date (``invoiced``)."""

    record: MdfClaim
    row: ReadRow


@dataclass(slots=True)
class Returned:
    """What a tracker came back with; a row about which a finding blocks became no record."""

    requests: list[NewRequest] = field(default_factory=list)
    claims: list[NewClaim] = field(default_factory=list)
    findings: list[CheckFinding] = field(default_factory=list)


def returned_requests(
    book: ReadBook,
    *,
    received_at: datetime,
    submitted_by: str | None = None,
    funds: Iterable[MdfFund] | None = None,
    requests: Iterable[MdfRequest] | None = None,
) -> Returned:
    """Return the requests and claims that were filled into an MDF tracker, from top to bottom.

    ``received_at`` (with its zone) is when they count as submitted. ``funds`` and ``requests``
    are those the sender may name, from the ledger; without them the tracker's own tables are
    believed, so a check must have found them as issued. The findings are about rows; those about
    single cells are the book's.

    Ids are made of what a row says: the same row read again has the same id, a changed one
    another, so nothing that was decided is ever replaced.
    """
    returned = Returned()
    given = {"submitted_at": received_at, "submitted_by": submitted_by}
    payers = None if funds is None else {one.fund_id: Payer.of(one) for one in funds}
    asking = FormRows(book, REQUEST_FORM, payers, returned.findings)
    for row, values in asking.rows():
        request = asking.record(row, MdfRequest, {**values, **given})
        if request is not None:
            returned.requests.append(NewRequest(request, row))
    payers = None if requests is None else {one.request_id: Payer.of(one) for one in requests}
    claiming = FormRows(book, CLAIM_FORM, payers, returned.findings)
    for row, values in claiming.rows():
        claim = claiming.record(row, MdfClaim, {**values, **given})
        if claim is not None:
            returned.claims.append(NewClaim(claim, row))
    return returned
