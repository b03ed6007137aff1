"""Leads: touches that came out of an activity and say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from xldesk.demo.stream import Stream
from xldesk.demo.touches import NOT_QUALIFYING, Touch

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xldesk.demo.mdf import Request

_FOLLOW_UP = timedelta(days=75)
"""How long after an activity its leads are still logged."""


def cite_activities(
    seed: int,
    touches: Sequence[Touch],
    requests: Sequence[Request],
    own_deals: Collection[tuple[str, str]],
) -> list[Touch]:
    """Return ``touches`` with leads of activities citing them, their number unchanged.

    A partner takes the customers of its ``own_deals`` (deal, partner) to its activities first.
    """
    stream = Stream(seed, "mdf/leads")
    cited = list(touches)
    by_partner: dict[str, list[int]] = {}
    for index, touch in enumerate(touches):
        if touch.kind not in NOT_QUALIFYING:
            by_partner.setdefault(touch.partner_id, []).append(index)
    for request in requests:
        if request.status != "approved":
            continue
        able = [
            index
            for index in by_partner.get(request.fund.partner.partner_id, [])
            if cited[index].mdf_request_id is None
            and request.activity_start <= cited[index].occurred_at.date()
            and cited[index].occurred_at.date() <= request.activity_end + _FOLLOW_UP
        ]
        own = [i for i in able if (cited[i].opportunity_id, cited[i].partner_id) in own_deals]
        guests = [*stream.sample(own, stream.between(2, 5)), *stream.sample(able, 3)]
        for index in dict.fromkeys(guests):
            cited[index] = replace(
                cited[index],
                kind=stream.weighted({"mdf_lead": 70, "event": 30}),
                mdf_request_id=request.request_id,
            )
    return cited
