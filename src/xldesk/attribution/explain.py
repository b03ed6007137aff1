"""Explain a deal: its story, and what changed since it last told something else."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.attribution.story import Story, tell
from xldesk.attribution.story_changes import NOTHING, Comparison, compare
from xldesk.attribution.story_needs import rules_not_compared, told_the_same
from xldesk.errors import UsageError
from xldesk.ledger.basis import open_basis
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from xldesk.ledger.basis import Basis
    from xldesk.ledger.entry import Entry
    from xldesk.ledger.ledger import Ledger

MOST_STATES = 3
"""How many earlier states are looked at for one that told something else."""

MOST_ENTRIES = 5
"""How many entries are named as those that may have brought a change."""


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier state to compare with: its ledger position and time; ``entries`` came after it.

    ``comparison`` is None where the desk did not know the deal then.
    """

    position: int
    at: datetime
    entries: tuple[Entry, ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A deal's story and what changed; ``since`` is None where there is no earlier state."""

    story: Story
    since: Since | None


def explain(
    ledger: Ledger,
    basis: Basis,
    opportunity_id: str,
    *,
    model: str | None = None,
    since: tuple[datetime, int] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Explanation:
    """Return the story of a deal, compared with an earlier state of the desk.

    ``since`` names that state, a time and a ledger position. Without it the latest state is
    taken in which the story was another one: first the state that the last entry which brought
    something of this deal left, for what other records changed in it since; then those before
    each of the last ``MOST_STATES`` such entries: its own rows, those of what was done on it, of
    its partners, resolutions, and policies. Makes ``validate`` run on ``basis``, and what of it
    a comparison needs on each earlier state that may have told something else. Raises UsageError
    for a deal or model that does not exist.
    """
    states = MOST_STATES + 2
    _tell(progress, 0, states, "validating")
    validate(basis)
    story = tell(basis, opportunity_id, model)
    if since is not None:
        at, position = since
        if position >= basis.position:
            raise UsageError(
                f"--since names ledger {position}, which is not before ledger {basis.position}"
            )
        brought = _brought(ledger, basis, story)
        return Explanation(story, _compared(ledger, story, at, position, brought, model))
    brought, found = _brought(ledger, basis, story), None
    for number, position in enumerate(_looked_behind(basis, brought), start=1):
        _tell(progress, number, states, f"comparing with ledger {position}")
        if position >= brought[0] and told_the_same(ledger, basis, story, position):
            found = _since(ledger, story, position, brought, NOTHING)
            continue
        earlier = _compared(ledger, story, basis.as_of, position, brought, model)
        found = earlier or found
        if earlier is None or earlier.comparison is None or earlier.comparison:
            break
    return Explanation(story, found)


def _looked_behind(basis: Basis, brought: Sequence[int]) -> list[int]:
    """Return the positions of the states to compare with, the latest first."""
    untouched_since = [position for position in brought[:1] if position < basis.position]
    return [*untouched_since, *(position - 1 for position in brought[:MOST_STATES])]


def _tell(
    progress: Callable[[int, int, str], None] | None, done: int, total: int, what: str
) -> None:
    if progress is not None:
        progress(done, total, what)


def _compared(
    ledger: Ledger,
    story: Story,
    at: datetime,
    position: int,
    brought: Sequence[int],
    model: str | None,
) -> Since | None:
    """Return the comparison with the state at ``position``, None where no policy was in force."""
    if position < 1 or all(entry.position > position for entry in ledger.policies()):
        return None
    basis = open_basis(ledger, at, position)
    with closing(basis.con):
        validate(basis, leave_out=rules_not_compared(basis))
        known = basis.con.execute(
            "SELECT 1 FROM opportunity WHERE opportunity_id = ?", [story.deal.opportunity_id]
        ).fetchone()
        before = tell(basis, story.deal.opportunity_id, model) if known else None
    comparison = None if before is None else compare(before, story)
    return _since(ledger, story, position, brought, comparison)


def _since(
    ledger: Ledger,
    story: Story,
    position: int,
    brought: Sequence[int],
    comparison: Comparison | None,
) -> Since:
    """Return the state at ``position`` as one to compare with.

    Its entries are those of ``brought``; where none came after, any may have brought the change.
    """
    later = [found for found in brought if found > position]
    later = later or list(range(story.position, position, -1))
    entries = [ledger.entry(found) for found in later[:MOST_ENTRIES]]
    return Since(position, ledger.entry(position).at, tuple(entries), comparison)


def _brought(ledger: Ledger, basis: Basis, story: Story) -> list[int]:
    """Return the positions of entries that brought what the story tells, the latest first."""
    own = {"opportunity_id": story.deal.opportunity_id}
    rows = basis.con.execute(
        "SELECT ledger_position FROM opportunity WHERE opportunity_id = $opportunity_id "
        "UNION SELECT ledger_position FROM opportunity_line "
        "WHERE opportunity_id = $opportunity_id "
        "UNION SELECT ledger_position FROM partner_role WHERE opportunity_id = $opportunity_id "
        "UNION SELECT ledger_position FROM stage_change WHERE opportunity_id = $opportunity_id "
        "UNION SELECT ledger_position FROM partner WHERE list_contains($partners, partner_id) "
        "UNION SELECT r.ledger_position FROM finding_resolution AS r JOIN finding AS f "
        "ON f.key = r.finding_key WHERE f.opportunity_id = $opportunity_id "
        "OR list_contains($acts, f.object_id)",
        {
            **own,
            "partners": sorted({act.partner_id for act in story.acts}),
            "acts": sorted({act.object_id for act in story.acts}),
        },
    ).fetchall()
    found = {int(position) for (position,) in rows}
    found |= {act.ledger_position for act in story.acts if act.ledger_position is not None}
    found |= {entry.position for entry in ledger.policies()}
    return sorted((p for p in found if p <= basis.position), reverse=True)
