"""Rows of a source that could not be read as records; none of them is lost."""

from __future__ import annotations

from typing import ClassVar

from xldesk.records.fields import Identifier
from xldesk.records.record import Record


class RejectedRow(Record):
    """One rejected row: where it stands, what it says and why it was refused.

    ``source`` is the file's name, ``row`` its row number as a text editor counts it,
    ``content`` the row as it was read (JSON, cut after 2,000 characters).
    """

    KIND: ClassVar[str] = "rejected_row"
    KEY: ClassVar[tuple[str, ...]] = ("source", "row")

    source: Identifier
    row: int
    target_kind: Identifier
    object_key: str | None = None
    reason_code: Identifier
    field: str | None = None
    message: str
    content: str
    cleared: bool = False
