"""A deal explained on the terminal: what was done, what counts, and the arithmetic to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from shlex import quote
from typing import TYPE_CHECKING

from xldesk.cli.output import Heading, grid, say, table, wide
from xldesk.policy.version import short
from xldesk.records.currency import exponent
from xldesk.records.money import format_minor

if TYPE_CHECKING:
    from xldesk.attribution.explain import Explanation, Since
    from xldesk.attribution.story import Story
    from xldesk.attribution.story_acts import Act
    from xldesk.attribution.story_changes import Change
    from xldesk.attribution.story_parts import Line, Part

LARGEST_SHOWN = 1_000_000
"""A weight of larger numbers is shown as a decimal fraction; JSON has the whole numbers."""

MOST_CHANGES = 12
"""How many changes are listed."""

EXACT_PLACES = 2
"""Decimals of the exact figure beyond those of the currency."""


def show_explanation(explained: Explanation) -> None:
    """Print the story of a deal, as people argue about it."""
    story = explained.story
    _show_head(story)
    _show_acts(story)
    for line in story.lines:
        _show_line(line, several=len(story.lines) > 1)
    if not story.lines:
        say(f"  {_nothing(story)}")
        say()
    for obstacle in story.obstacles:
        if obstacle.lifted:
            say(f"  {obstacle.code} stops nothing: {obstacle.lifted}", "dim")
        else:
            say(f"  cannot be approved: {obstacle.code}: {obstacle.message}", "red")
            say(f"      do: {obstacle.remedy}", "dim")
    _show_since(explained.since)
    _show_next(story)


def _show_head(story: Story) -> None:
    deal = story.deal
    amount = "no amount" if deal.amount is None else format_minor(deal.amount, deal.currency)
    when = {"won": deal.close_date, "lost": deal.close_date, "open": None}[deal.state]
    title = "  ".join(part for part in (deal.opportunity_id, deal.name or deal.account) if part)
    money = amount if deal.amount is None else f"{deal.currency} {amount}"
    say(f"{title}   {money}   {deal.state} {when or ''}".rstrip(), "bold")
    say(
        f"headline  {story.headline_category.replace('_', '-').upper()}"
        f"   policy {short(story.policy_version)}"
        f"   as of {story.as_of:%Y-%m-%d} (ledger {story.position})   "
        f"status {_status(story)}"
    )
    what_if = " (what if: only the policy's own model can be approved)"
    say(
        f"model     {story.model}: {story.model_says}{what_if if story.status == 'what_if' else ''}"
    )
    say()


def _status(story: Story) -> str:
    if not story.lines:
        return "nothing to approve"
    return f"{story.status}, blocked" if story.blocked else story.status


def _show_acts(story: Story) -> None:
    if not story.acts:
        say("  no partner did anything on this deal that the desk knows of")
        say()
        return
    grid(
        [
            (_time(act.occurred_at), _partner(act.partner_id, act.partner_name), _what(act),
             act.verdict, act.why)
            for act in story.acts
        ],
        indent=2,
    )  # fmt: skip


def _what(act: Act) -> str:
    if act.object_kind == "deal_registration":
        return f"registration {act.object_id}"
    return act.kind.replace("_", "-" if act.kind == "co_sell" else " ")


def _show_line(line: Line, *, several: bool) -> None:
    if several:
        amount = format_minor(line.amount, line.currency)
        say(f"  line {line.product_family or 'without product'}   {line.currency} {amount}", "bold")
    rounded = any(part.rounding for part in line.parts)
    headings = [
        *((Heading("pool"), Heading("policy", "right"), Heading("here", "right"))
          if line.pools else (Heading("category"),)),
        Heading("partner"),
        Heading("weight", "right"),
        Heading("share", "right"),
        *([Heading("exactly", "right")] if rounded else []),
        Heading("credit", "right"),
        Heading("made of"),
    ]  # fmt: skip
    before = len(headings) - (4 if rounded else 3)
    total = (
        *[""] * before,
        f"{sum(part.share for part in line.parts) / 10_000:.4f} %",
        *([""] if rounded else []),
        format_minor(sum(part.credit for part in line.parts), line.currency),
        "= amount",
    )
    table(headings, list(_rows(line, rounded=rounded)), total=total)
    if rounded:
        levels = "pools first, then the partners in each; " if line.pools else ""
        say(f"  rounded to the smallest unit: {levels}the largest remainders take it up", "dim")
        say()


def _rows(line: Line, *, rounded: bool) -> Iterator[tuple[str, ...]]:
    if not line.pools:
        for part in line.parts:
            yield (part.category.replace("_", "-"), *_part_cells(part, line, rounded=rounded))
        return
    shown: set[str] = set()
    for pool in line.pools:
        first = (
            pool.name.replace("_", "-"),
            "" if pool.policy is None else str(pool.policy),
            "–" if pool.here is None else str(pool.here),
        )
        if pool.name == "agreed":
            yield (*first[:2], "", pool.remark, *[""] * (4 if rounded else 3), "")
            continue
        inside = [part for part in line.parts if part.category == pool.name]
        for part in inside:
            cells = _part_cells(part, line, rounded=rounded)
            yield (*(first if pool.name not in shown else ("", "", "")), *cells)
            shown.add(pool.name)
        if not inside:
            yield (
                *first,
                f"({pool.remark})" if pool.remark else "",
                *[""] * (4 if rounded else 3),
                "",
            )


def _part_cells(part: Part, line: Line, *, rounded: bool) -> tuple[str, ...]:
    return (
        _partner(part.partner_id, part.partner_name if wide() else None),
        " × ".join(map(_factor, part.steps)),
        f"{part.share / 10_000:.4f} %",
        *([_exact(part.exact, line.currency)] if rounded else []),
        format_minor(part.credit, line.currency),
        part.made_of.replace("co_sell", "co-sell").replace("_", " "),
    )


def _factor(step: tuple[int, int]) -> str:
    numerator, denominator = step
    if denominator == 1_000_000:
        return f"{numerator / 10_000:g} %"
    if denominator > LARGEST_SHOWN:
        return f"{numerator / denominator:.6f}"
    return f"{numerator}/{denominator}"


def _exact(exact: Fraction, currency: str) -> str:
    places = exponent(currency) + EXACT_PLACES
    scaled = exact / 10 ** exponent(currency)
    whole = round(scaled * 10**places)
    text = f"{abs(whole) // 10**places:,}.{abs(whole) % 10**places:0{places}}"
    return f"({text})" if whole < 0 else text


def _nothing(story: Story) -> str:
    if story.deal.state == "lost":
        return (
            "lost: nothing is credited; what was done counts for models that learn from lost deals"
        )
    if story.deal.amount is None:
        return "no amount: there is nothing to credit"
    return "nothing is credited"


def _show_since(since: Since | None) -> None:
    if since is None:
        return
    when = f"ledger {since.position} ({_time(since.at)})"
    if since.comparison is None:
        say(f"  new since {when}: the desk did not know this deal then")
    elif not since.comparison:
        say(f"  unchanged since {when}")
        return
    else:
        say(f"  changed since {when}", "bold")
    for entry in since.entries:
        say(
            f"      ledger {entry.position}  {_time(entry.at)}  {entry.reason}  "
            f"by {entry.actor.name} ({entry.actor.role})",
            "dim",
        )
    if since.comparison is not None:
        compared = since.comparison
        changes = (*compared.deal, *compared.obstacles, *compared.acts)
        for change in changes[:MOST_CHANGES]:
            say(f"      {change.what}: {_change(change)}")
        if len(changes) > MOST_CHANGES:
            say(f"      ... and {len(changes) - MOST_CHANGES} more: --json")
        for moved in since.comparison.credit:
            now, before = (format_minor(x, moved.currency) for x in (moved.now, moved.before))
            sign = "+" if moved.difference > 0 else ""
            more = f"{sign}{format_minor(moved.difference, moved.currency)}"
            of = f"{moved.partner_id}, {moved.line_category.replace('_', '-')}"
            line = f", {moved.product_family}" if moved.product_family else ""
            say(f"      credit of {of}{line}: {before} → {now}, {more}")
    say()


def _change(change: Change) -> str:
    if not change.before:
        return f"new, {change.now}"
    return f"{change.before} → {change.now}" if change.now else f"gone, was {change.before}"


def _show_next(story: Story) -> None:
    obstacle = next((each for each in story.obstacles if not each.lifted), None)
    stopped = next((act for act in story.acts if act.verdict == "blocked"), None)
    mend = "next: mend the source and read it in again, or resolve the finding by two people:"
    if obstacle is not None:
        say(mend)
        say(
            f"      xldesk finding resolve {quote(obstacle.key)} --outcome waived --reason TEXT "
            "--approver NAME"
        )
    elif stopped is not None and stopped.codes:
        say(mend)
        say(f"      xldesk validate --code {stopped.codes[0]}")
    else:
        say("next: xldesk attribute --explain ID --since T compares with another time")


def _partner(partner_id: str, name: str | None) -> str:
    if partner_id == "DIRECT":
        return "DIRECT no partner"
    return f"{partner_id} {name}" if name and name != partner_id else partner_id


def _time(moment: datetime | None) -> str:
    return "no time" if moment is None else f"{moment:%Y-%m-%d %H:%M}Z"
