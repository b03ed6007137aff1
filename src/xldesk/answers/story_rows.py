"""The story of a deal as rows: what the command line tells, one thing a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.attribution.explain import Explanation, Since
    from xldesk.attribution.story import Story
    from xldesk.attribution.story_changes import Comparison
    from xldesk.attribution.story_parts import Line, Part

_SHARE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One row; ``about`` says of what: deal, model, contribution, credit, obstacle or change.

    ``share`` is a part of 1, ``amount`` in whole units of ``currency``.
    """

    about: str
    what: str
    when: date | datetime | None = None
    partner_id: str = ""
    result: str = ""
    why: str = ""
    share: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""


def story_rows(explained: Explanation) -> list[StoryRow]:
    """Return the deal, its model, what was done, the arithmetic, obstacles and changes, in order.

    They say what ``xldesk attribute --explain`` says.
    """
    story = explained.story
    return [
        *_deal(story),
        *(
            StoryRow(
                about="contribution",
                when=act.occurred_at,
                partner_id=act.partner_id,
                what=f"{act.kind} {act.object_id}",
                result=act.verdict,
                why=act.why,
            )
            for act in story.acts
        ),
        *(row for line in story.lines for row in _line(line, several=len(story.lines) > 1)),
        *(
            StoryRow(
                about="obstacle",
                what=obstacle.code,
                result="lifted" if obstacle.lifted else "stops approval",
                why=obstacle.lifted or f"{obstacle.message}; do: {obstacle.remedy}",
            )
            for obstacle in story.obstacles
        ),
        *_changes(explained.since),
    ]


def _deal(story: Story) -> Iterator[StoryRow]:
    deal = story.deal
    yield StoryRow(
        about="deal",
        when=None if deal.state == "open" else deal.close_date,
        what=" ".join(part for part in (deal.opportunity_id, deal.name or deal.account) if part),
        result=deal.state,
        why=f"headline {story.headline_category}",
        amount=None if deal.amount is None else major(deal.amount, deal.currency),
        currency=deal.currency,
    )
    yield StoryRow(
        about="model",
        when=story.as_of,
        what=story.model,
        result=story.status if story.lines else "nothing to approve",
        why=story.model_says,
    )


def _line(line: Line, *, several: bool) -> Iterator[StoryRow]:
    family = f" {line.product_family}" if several else ""
    for part in line.parts:
        yield StoryRow(
            about="credit",
            partner_id=part.partner_id,
            what=f"{part.category}{family}",
            result=part.reason_code,
            why=_arithmetic(part),
            share=Decimal(part.share).scaleb(-_SHARE_DECIMALS),
            amount=major(part.credit, line.currency),
            currency=line.currency,
        )


def _arithmetic(part: Part) -> str:
    weights = " × ".join(f"{numerator}/{denominator}" for numerator, denominator in part.steps)
    return f"{weights}: {part.made_of}" if part.made_of else weights


def _changes(since: Since | None) -> Iterator[StoryRow]:
    if since is None:
        return
    row = StoryRow(about="change", what=f"since ledger {since.position}", when=since.at)
    compared = since.comparison
    if compared is None:
        yield replace(row, result="new", why="the desk did not know this deal then")
    else:
        yield replace(row, result="changed" if compared else "unchanged")
        if not compared:
            return
    for entry in since.entries:
        who = f"by {entry.actor.name} ({entry.actor.role})"
        yield StoryRow("change", f"ledger {entry.position}", entry.at, result=entry.reason, why=who)
    if compared is not None:
        yield from _differences(compared)


def _differences(compared: Comparison) -> Iterator[StoryRow]:
    for change in (*compared.deal, *compared.obstacles, *compared.acts):
        yield StoryRow("change", change.what, result=change.now or "gone", why=_was(change.before))
    for moved in compared.credit:
        family = f", {moved.product_family}" if moved.product_family else ""
        yield StoryRow(
            "change",
            f"credit, {moved.line_category}{family}",
            partner_id=moved.partner_id,
            result=str(major(moved.now, moved.currency)),
            why=_was(str(major(moved.before, moved.currency))),
            amount=major(moved.difference, moved.currency),
            currency=moved.currency,
        )


def _was(before: str) -> str:
    return f"was {before}" if before else "new"
