"""Figures from outside: targets to reach and totals to tie out against."""

from __future__ import annotations

from typing import ClassVar, Literal

from xldesk.records.fields import CurrencyCode, Identifier, MinorUnits, Text
from xldesk.records.record import Record

PROGRAMME = "PROGRAMME"
"""Stands for the partner id where a target or figure is that of the whole programme."""


class Target(Record):
    """What a partner, or the programme as a whole, should reach in a period."""

    KIND: ClassVar[str] = "target"
    KEY: ClassVar[tuple[str, ...]] = ("partner_id", "period", "measure", "currency")

    partner_id: Identifier = PROGRAMME
    period: Text
    measure: Text
    amount: MinorUnits
    currency: CurrencyCode


class ControlTotal(Record):
    """An independent total from the CRM, the ERP or the general ledger."""

    KIND: ClassVar[str] = "control_total"
    KEY: ClassVar[tuple[str, ...]] = ("source", "period", "currency", "measure")

    source: Literal["crm", "erp", "gl"]
    period: Text
    currency: CurrencyCode
    measure: Text
    amount: MinorUnits
    entered_by: Text
