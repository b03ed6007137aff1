"""The story of one deal: who did what, what counts and why, and the arithmetic to the cent."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.attribution.models import known_model
from xldesk.attribution.run import NEEDS_LOST, attribute_governed
from xldesk.attribution.statements import run_step
from xldesk.attribution.story_acts import Act, acts_of
from xldesk.attribution.story_deal import Deal, deal_of
from xldesk.attribution.story_parts import Line, lines_of
from xldesk.ledger.governed import under_its_policy

if TYPE_CHECKING:
    from datetime import datetime

    from xldesk.ledger.basis import Basis

ASIDE = "story"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A finding that stops the deal's approval; its credit stands in the figures meanwhile.

    ``lifted`` says by whose decision it stops nothing any more, and is empty while it does.
    """

    code: str
    message: str
    remedy: str
    key: str
    lifted: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One deal as of a time. ``acts`` are in time order, ``lines`` one a product family.

    ``lines`` is empty where nothing is credited: a lost deal, or one without an amount.
    It has a headline category nevertheless, by what counts on it: every opportunity has one
    (domain model, section 1). ``policy_version`` is that of the policy which governs the deal.
    """

    deal: Deal
    headline_category: str
    model: str
    model_says: str
    status: str
    policy_version: str
    as_of: datetime
    position: int
    acts: tuple[Act, ...]
    lines: tuple[Line, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def blocked(self) -> bool:
        """Tell whether something stops the deal's approval."""
        return any(not obstacle.lifted for obstacle in self.obstacles)


def tell(basis: Basis, opportunity_id: str, model: str | None = None) -> Story:
    """Return the story of a deal under the policy that governs it; needs ``validate(basis)``.

    It is told by the same SQL as ``attribute``, on this deal alone where the model allows it, and
    leaves the basis as it was. Raises UsageError for a deal or a model that does not exist, naming
    the nearest.
    """
    if model is not None:
        known_model(model)
    deal = deal_of(basis.con, opportunity_id)
    with under_its_policy(basis, opportunity_id, ASIDE) as governed:
        con = governed.con
        chosen = model or governed.policy.attribution.model
        if chosen not in NEEDS_LOST or not deal.is_credited:
            _narrow(governed, opportunity_id)
        attribute_governed(governed, model, uncredited="lost" if deal.is_credited else "all")
        status, headline = _standing(governed, opportunity_id)
        told = Story(
            deal=deal,
            headline_category=headline,
            model=chosen,
            model_says=sentences()[chosen],
            status=status,
            policy_version=governed.policy_version,
            as_of=basis.as_of,
            position=basis.position,
            acts=acts_of(con, opportunity_id),
            lines=lines_of(con, opportunity_id, chosen),
            obstacles=_obstacles(governed, opportunity_id),
        )
        run_step(con, "tidy")
    return told


@cache
def sentences() -> dict[str, str]:
    """Return what each model says of a deal, in one sentence, by model."""
    return tomllib.loads((files(__package__) / "models.toml").read_text("utf-8"))


def _narrow(basis: Basis, opportunity_id: str) -> None:
    quoted = opportunity_id.replace("'", "''")
    only = f"SELECT * FROM opportunity WHERE opportunity_id = '{quoted}'"  # noqa: S608 -- quoted
    basis.con.execute(f"CREATE OR REPLACE VIEW governed_opportunity AS {only}")


def _standing(basis: Basis, opportunity_id: str) -> tuple[str, str]:
    """Return the status of the deal's lines and its headline category."""
    found = basis.con.execute(
        "SELECT s.status, coalesce(h.headline_category, 'direct') "
        "FROM attribution_setting AS s LEFT JOIN headline AS h ON h.opportunity_id = ?",
        [opportunity_id],
    ).fetchall()
    return found[0][0], found[0][1]


def _obstacles(basis: Basis, opportunity_id: str) -> tuple[Obstacle, ...]:
    found = basis.con.execute(
        "SELECT f.code, f.message, f.remedy, f.key, CASE WHEN f.resolution IS NULL THEN '' "
        "ELSE concat(replace(f.resolution, '_', ' '), ' by ', r.actor, ' and ', r.approver, "
        "': ', r.reason, ', until ' || r.until) END "
        "FROM finding AS f LEFT JOIN finding_resolution AS r ON r.finding_key = f.key "
        "WHERE f.opportunity_id = ? AND f.severity = 'block' AND f.scope = 'opportunity' "
        "ORDER BY f.code, f.key",
        [opportunity_id],
    ).fetchall()
    return tuple(Obstacle(*row) for row in found)
