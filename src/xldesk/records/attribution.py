"""Credit lines: who earned which part of a deal, exactly."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from xldesk.records.fields import (
    Category,
    CurrencyCode,
    Identifier,
    MinorUnits,
    Text,
    UtcTime,
)
from xldesk.records.limits import SHARE_UNITS
from xldesk.records.record import Record

AttributionStatus = Literal["proposed", "approved", "locked", "disputed", "adjusted", "what_if"]


class Attribution(Record):
    """One credit line. The lines of a deal add up to 100 % and to its amount, to the cent.

    ``share`` is in parts per million of the deal's line, ``credit`` in minor units.
    """

    KIND: ClassVar[str] = "attribution"
    KEY: ClassVar[tuple[str, ...]] = (
        "opportunity_id",
        "product_family",
        "partner_id",
        "line_category",
        "model",
    )

    opportunity_id: Identifier
    product_family: Text = ""
    partner_id: Identifier
    headline_category: Category
    line_category: Category
    role: Text
    reason_code: Text
    model: Text
    share: int = Field(ge=0, le=SHARE_UNITS)
    credit: MinorUnits
    currency: CurrencyCode
    status: AttributionStatus = "proposed"
    policy_version: Text
    decided_at: UtcTime | None = None
    decided_by: Text | None = None
    locked_at: UtcTime | None = None
    caused_by: Text | None = None
