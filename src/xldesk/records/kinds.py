"""All kinds of records by name, and the type each field has in tables."""

from __future__ import annotations

import types
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from xldesk.records.attribution import Attribution
from xldesk.records.dispute import Dispute
from xldesk.records.finding import FindingResolution
from xldesk.records.mdf import MdfClaim, MdfFund, MdfRequest, MdfTransaction
from xldesk.records.opportunity import BookingEvent, Opportunity, OpportunityLine, StageChange
from xldesk.records.partner import Partner
from xldesk.records.record import Record
from xldesk.records.registration import DealRegistration
from xldesk.records.rejected import RejectedRow
from xldesk.records.role import PartnerRole
from xldesk.records.spif import Payee, SpifProgram, SpifTransaction
from xldesk.records.target import ControlTotal, Target
from xldesk.records.touch import Touch

RECORD_TYPES: tuple[type[Record], ...] = (
    Partner,
    Opportunity,
    OpportunityLine,
    StageChange,
    BookingEvent,
    DealRegistration,
    PartnerRole,
    Touch,
    Attribution,
    Dispute,
    FindingResolution,
    Target,
    ControlTotal,
    Payee,
    MdfFund,
    MdfRequest,
    MdfClaim,
    MdfTransaction,
    SpifProgram,
    SpifTransaction,
    RejectedRow,
)

KINDS: dict[str, type[Record]] = {record.KIND: record for record in RECORD_TYPES}
"""Record classes by kind, in the order in which a reader meets them."""


def value_type(annotation: Any) -> Any:
    """Return the plain type behind an annotation: ``str | None`` and ``Identifier`` are ``str``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return value_type(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        return value_type(members[0])
    if origin is Literal:
        return str
    return annotation


@cache
def column_types(kind: str) -> dict[str, str]:
    """Return the columns of ``kind`` with their DuckDB types, key fields first.

    Times are TIMESTAMP in UTC without a zone; amounts BIGINT minor units; fractions
    DECIMAL(18,6); lists of text VARCHAR[]; nested objects VARCHAR holding JSON.
    ``contacts`` is left out: personal data never stands in a segment.
    """
    record = KINDS[kind]
    names = [*record.KEY, *(name for name in record.model_fields if name not in record.KEY)]
    return {
        name: _sql_type(record.model_fields[name].annotation)
        for name in names
        if name != "contacts"
    }


def _sql_type(annotation: Any) -> str:
    plain = value_type(annotation)
    if get_origin(plain) is tuple:
        member = get_args(plain)[0]
        nested = isinstance(member, type) and issubclass(member, BaseModel)
        return "VARCHAR" if nested else "VARCHAR[]"
    if get_origin(plain) is dict:
        return "VARCHAR"
    return {
        str: "VARCHAR",
        int: "BIGINT",
        bool: "BOOLEAN",
        date: "DATE",
        datetime: "TIMESTAMP",
        Decimal: "DECIMAL(18,6)",
    }[plain]
