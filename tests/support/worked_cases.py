"""The worked cases of the operating model as records of a desk."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from xldesk.records.money import parse_minor
from xldesk.records.opportunity import Opportunity, OpportunityLine
from xldesk.records.partner import Partner
from xldesk.records.registration import DealRegistration
from xldesk.records.role import PartnerRole
from xldesk.records.touch import Touch

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.records.record import Record


def worked_cases(shared: Path) -> list[dict[str, Any]]:
    """Return the cases of ``oracles/worked_cases.json``."""
    cases = json.loads((shared / "oracles" / "worked_cases.json").read_text("utf-8"))["cases"]
    return list(cases)


def case_records(case: dict[str, Any]) -> list[Record]:
    """Return the records of one case: its partners are active, its deal is won."""
    deal = dict(case["opportunity"])
    currency = deal["currency"]
    deal["amount"] = parse_minor(deal["amount"], currency, "point")
    deal.setdefault("is_closed", True)
    deal.setdefault("stage", "Closed Won")
    own = {"opportunity_id": deal["opportunity_id"]}
    records: list[Record] = [Opportunity.model_validate(deal)]
    records += [
        OpportunityLine.model_validate(
            {**own, **line, "amount": parse_minor(line["amount"], currency, "point"),
             "currency": currency}
        )
        for line in case.get("lines", [])
    ]  # fmt: skip
    records += [DealRegistration.model_validate(given) for given in case.get("registrations", [])]
    records += [PartnerRole.model_validate({**own, **given}) for given in case.get("roles", [])]
    records += [
        Touch.model_validate({"event_id": f"E-{number:02}", **own, **given})
        for number, given in enumerate(case.get("touches", []), start=1)
    ]
    partners = sorted({r.partner_id for r in records if hasattr(r, "partner_id")})
    return [*(Partner(partner_id=name, name=name) for name in partners), *records]


def case_as_of(case: dict[str, Any]) -> datetime:
    """Return a noon eight days after the case's close, when everything in it is known."""
    close = date.fromisoformat(case["opportunity"]["close_date"])
    return datetime(close.year, close.month, close.day, 12, tzinfo=UTC) + timedelta(days=8)
