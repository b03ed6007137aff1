"""A deal explained as JSON: what the terminal shows, in full and exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.records.money import major

if TYPE_CHECKING:
    from xldesk.attribution.explain import Explanation, Since
    from xldesk.attribution.story_parts import Line


def explanation_json(explained: Explanation) -> dict[str, Any]:
    """Return the explanation for JSON: amounts as decimal text, shares as parts of 1."""
    story = explained.story
    deal = story.deal
    return {
        "opportunity": {
            **{name: getattr(deal, name) for name in (
                "opportunity_id", "name", "account", "currency", "stage", "state",
                "created_date", "close_date", "parent_opportunity_id", "source")},
            "amount": None if deal.amount is None else str(major(deal.amount, deal.currency)),
        },
        "headline_category": story.headline_category,
        "model": story.model,
        "model_says": story.model_says,
        "status": story.status,
        "blocked": story.blocked,
        "policy_version": story.policy_version,
        "as_of": story.as_of,
        "ledger_position": story.position,
        "contributions": story.acts,
        "lines": [_line_json(line) for line in story.lines],
        "obstacles": story.obstacles,
        "since": _since_json(explained.since),
    }  # fmt: skip


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "product_family": line.product_family,
        "amount": str(major(line.amount, line.currency)),
        "currency": line.currency,
        "pools": [
            {
                "pool": pool.name,
                "policy_weight": pool.policy,
                "weight": pool.here,
                "amount": str(major(pool.amount, line.currency)),
                "remark": pool.remark,
            }
            for pool in line.pools
        ],
        "parts": [
            {
                "line_category": part.category,
                "partner_id": part.partner_id,
                "partner_name": part.partner_name,
                "made_of": part.made_of,
                "reason_code": part.reason_code,
                "weights": [f"{numerator}/{denominator}" for numerator, denominator in part.steps],
                "exact_minor_units": str(part.exact),
                "share": f"{part.share / 1_000_000:.6f}",
                "credit": str(major(part.credit, line.currency)),
            }
            for part in line.parts
        ],
    }


def _since_json(since: Since | None) -> dict[str, Any] | None:
    if since is None:
        return None
    compared = since.comparison
    return {
        "ledger_position": since.position,
        "at": since.at,
        "known_then": compared is not None,
        "entries": [
            {
                "position": entry.position,
                "at": entry.at,
                "actor": entry.actor.name,
                "role": entry.actor.role,
                "reason": entry.reason,
            }
            for entry in since.entries
        ],
        "deal": compared.deal if compared else (),
        "obstacles": compared.obstacles if compared else (),
        "contributions": compared.acts if compared else (),
        "credit": [
            {
                "product_family": moved.product_family,
                "line_category": moved.line_category,
                "partner_id": moved.partner_id,
                "before": str(major(moved.before, moved.currency)),
                "now": str(major(moved.now, moved.currency)),
                "difference": str(major(moved.difference, moved.currency)),
            }
            for moved in (compared.credit if compared else ())
        ],
    }
