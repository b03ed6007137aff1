"""What the tables that partners fill in become: record, fields, and which are amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.workbooks.mdf_tracker_sheets import NEW_REQUESTS
from xldesk.workbooks.parts import Table

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Form:
    """A table for input: its record's fields by the row's, and amounts.

    ``refers`` is the row's field that names the fund or request, whose table in the tracker is
    ``known_in``; ``key`` is the record's own id, which begins with ``prefix``. What the row needs
    stands in its columns (``Column.entry``).
    """

    table: str
    key: str
    prefix: str
    refers: str
    known_in: str
    fields: Mapping[str, str]
    amounts: frozenset[str]

    def header(self, field: str) -> str:
        """Return the header of the row's field."""
        return _HEADERS[self.table, field]


REQUEST_FORM = Form(
    table="NewRequests",
    key="request_id",
    prefix="MR",
    refers="fund",
    known_in="Funds",
    fields={
        "fund": "fund_id",
        "name": "name",
        "kind": "activity_kind",
        "place": "place",
        "start": "activity_start",
        "end": "activity_end",
        "planned_spend": "planned_spend",
        "leads": "expected_leads",
        "pipeline": "expected_pipeline",
        "close_rate": "expected_close_rate",
    },
    amounts=frozenset({"planned_spend", "pipeline"}),
)

CLAIM_FORM = Form(
    table="NewClaims",
    key="claim_id",
    prefix="MC",
    refers="request",
    known_in="Requests",
    fields={
        "request": "request_id",
        "invoice": "invoice_number",
        "invoice_amount": "invoice_amount",
        "claimed": "claimed_amount",
        "proof": "evidence",
    },
    amounts=frozenset({"invoice_amount", "claimed"}),
)
"""The invoice's date has no field in the record; it stays in the row."""

_HEADERS = {
    (block.name, column.field): column.name
    for block in NEW_REQUESTS.blocks
    if isinstance(block, Table)
    for column in block.columns
}
