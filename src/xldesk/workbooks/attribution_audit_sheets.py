"""The tables of the audit that may be longer than a sheet, and what stands on which sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.workbooks import attribution_audit_rows as rows_of
from xldesk.workbooks.continued import (
    FURTHER_TABLE,
    MOST_SHEETS,
    further_rows,
    spread,
    step_field,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xldesk.ledger.basis import Basis
    from xldesk.workbooks.attribution_audit_rows import Rows, Scope
    from xldesk.workbooks.content import Row


@dataclass(frozen=True, slots=True)
class Span:
    """The deals whose credit lines stand on one sheet, first to last, and how many lines."""

    first: str
    last: str
    lines: int

    def __str__(self) -> str:
        return f"credit lines of the deals {self.first} to {self.last}"


def long_tables(
    basis: Basis,
    days: Scope,
    reconciled: Rows,
    rooms: Mapping[str, int],
    credit_fields: Sequence[str],
) -> dict[str, Iterable[Row]]:
    """Return Credits and Findings on as many sheets as their rows need, and Reconciliation.

    ``rooms`` is how many rows of each stand on a sheet, ``credit_fields`` what the columns of
    Credits show. Where one of them needs several, the table
    that leads to them is there too. Raises UsageError where they need more than ``MOST_SHEETS``.
    """
    parts = spans(basis, days, rooms["Credits"])
    findings = rows_of.findings(basis, days)
    sliced = _sliced(findings, rooms["Findings"])
    _refuse_too_many("credit lines", parts)
    _refuse_too_many("findings", sliced)
    tables: dict[str, Iterable[Row]] = {
        "Reconciliation": with_parts(basis, days, reconciled, parts),
        "Credits": rows_of.credits(basis, days, credit_fields),
        **spread("Findings", sliced),
    }
    if parts:
        tables |= spread(
            "Credits",
            [rows_of.credits(basis, days, credit_fields, part.first, part.last) for part in parts],
        )
    further = further_rows("Credits", [(str(part), part.lines) for part in parts])
    if len(sliced) > 1:
        further += further_rows("Findings", _numbered(sliced))
    return {**tables, FURTHER_TABLE: further} if further else tables


def _sliced(rows: Rows, room: int) -> list[Rows]:
    return [rows[at : at + room] for at in range(0, max(1, len(rows)), room)]


def _numbered(slices: Sequence[Rows]) -> Iterator[tuple[str, int]]:
    """Yield what stands on each sheet of findings, and how many."""
    ended = 0
    for rows in slices:
        yield f"findings {ended + 1:,} to {ended + len(rows):,}", len(rows)
        ended += len(rows)


def _refuse_too_many(what: str, parts: Sequence[object]) -> None:
    if len(parts) > MOST_SHEETS:
        raise UsageError(
            f"the {what} need {len(parts)} sheets, and a workbook has {MOST_SHEETS} for them;"
            " choose a shorter period"
        )


def spans(basis: Basis, days: Scope, room: int) -> list[Span]:
    """Return the spans of deals whose credit lines fit sheets of ``room`` rows, in their order.

    None where one sheet holds them all. All lines of a deal stand together.
    """
    counted = rows_of.of_credits(
        basis, days, "opportunity_id, count(*)", "GROUP BY opportunity_id ORDER BY opportunity_id"
    )
    found = list(packed(counted, room))
    return found if len(found) > 1 else []


_TOTALS = """currency, headline, CAST(sum(credit) AS BIGINT),
    CAST(coalesce(sum(credit) FILTER (WHERE line = 'direct'), 0) AS BIGINT)"""


def packed(deals: Iterable[tuple[str, int]], room: int) -> Iterator[Span]:
    """Yield spans of at most ``room`` lines of ``deals``, each with its lines, in their order.

    A deal of more lines than that is a span of its own.
    """
    first = last = ""
    total = 0
    for deal, lines in deals:
        if total and total + lines > room:
            yield Span(first, last, total)
            total = 0
        if total == 0:
            first = deal
        last = deal
        total += lines
    if total:
        yield Span(first, last, total)


def with_parts(basis: Basis, days: Scope, reconciled: Rows, parts: Sequence[Span]) -> Rows:
    """Return the reconciliation with what stands on each sheet of ``parts``: credits, direct."""
    rows = [dict(row) for row in reconciled]
    by_place = {(row["currency"], row["headline"]): row for row in rows}
    for number, span in enumerate(parts, start=1):
        on_sheet = {step_field("credits", number): 0, step_field("partners", number): 0}
        for place in by_place:
            by_place[place] |= on_sheet
        totals = rows_of.of_credits(
            basis, days, _TOTALS, "GROUP BY currency, headline", span.first, span.last
        )
        for currency, headline, *found in totals:
            if (currency, headline) in by_place:
                by_place[currency, headline] |= zip(on_sheet, found, strict=True)
    return rows
