"""What a workbook shows: values by field, rows by table, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xldesk.errors import XldeskError

if TYPE_CHECKING:
    from datetime import datetime

PROGRAMME = "Programme"
"""The scope of a workbook that is no partner's own."""

Row = Mapping[str, Any] | Sequence[Any]
"""A row by field, or as a sequence in the order of the table's columns."""


class ContentError(XldeskError):
    """A value that the workbook's spec does not take; the message names sheet and column."""


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to the top of another sheet of the same workbook."""

    text: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The snapshot a workbook shows; all of it stands on the About sheet.

    ``position`` and ``head_hash`` anchor the ledger, ``policy_version`` the rulebook. Times
    are UTC. ``scope`` says for whom the file is (the programme, or one partner).
    """

    desk: str
    period: str
    as_of: datetime
    snapshot_at: datetime
    position: int
    head_hash: str
    policy_version: str
    scope: str = PROGRAMME


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a stamp needs: values are typed as ``spec.ColumnType`` says.

    Formula cells carry the desk's own figure as their value. ``checks`` holds the difference
    of every check by its name, normally 0; ``lists`` the words offered by validations.
    """

    provenance: Provenance
    fields: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Iterable[Row]] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
