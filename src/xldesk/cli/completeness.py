"""What an intake read, as a person reads it: counts, totals, rejected rows, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.cli.output import Heading, counted, say, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk.controls.total_comparison import TotalComparison
    from xldesk.intake.completeness import Completeness

SHOWN_REJECTS = 10
SHOWN_REMARKS = 10
"""Lines of one sort printed for each file; the JSON has all of them."""


def show_completeness(reports: Sequence[Completeness]) -> None:
    """Print one line a file, its control totals, and the first rejected rows."""
    from xldesk.records.money import format_minor

    counts = ("read", "added", "changed", "unchanged", "duplicate", "rejected")
    table(
        [Heading("file"), Heading("kind"), *(Heading(count, "right") for count in counts)],
        [
            (
                report.source,
                report.kind,
                f"{report.rows_read:,}",
                f"{report.added:,}",
                f"{report.changed:,}",
                f"{report.unchanged:,}",
                f"{report.duplicate:,}",
                f"{report.rejected:,}",
            )
            for report in reports
        ],
        title="Rows",
    )
    totals = [
        (report.source, report.amount_field, currency, format_minor(total, currency))
        for report in reports
        for currency, total in sorted(report.totals.items())
    ]
    if totals:
        table(
            [Heading("file"), Heading("column"), Heading("currency"), Heading("total", "right")],
            totals,
            title="Control totals, to compare with the source",
        )
    for report in reports:
        for reject in report.rejects[:SHOWN_REJECTS]:
            say(f"  {reject.source}:{reject.row}  {reject.reason_code}  {reject.message}", "yellow")
        if report.rejected > SHOWN_REJECTS:
            say(f"  ... and {report.rejected - SHOWN_REJECTS:,} more of {report.source}, kept too")
        for line, style in _remarks(report):
            say(f"  {report.source}: {line}", style)
    for skipped in reports[0].skipped if reports else ():
        say(f"  not read: {skipped}")


def _remarks(report: Completeness) -> Iterator[tuple[str, str | None]]:
    """Yield what else is worth knowing of a file, and the style to print it in."""
    if report.hint:
        yield report.hint, "bold"
    if report.mapping:
        show = f"xldesk mapping show {report.mapping}"
        yield f"read as the shipped mapping {report.mapping} says ({show})", None
    # A row of totals that differs is rejected, and said there where rejected rows are shown.
    said = {reject.row for reject in report.rejects[:SHOWN_REJECTS]}
    for total in [one for one in report.totals_rows if one.row not in said][:SHOWN_REMARKS]:
        yield total.text, None if total.agrees else "yellow"
    for rows in report.rows_left_out[:SHOWN_REMARKS]:
        yield f"no data: {rows}", None
    if report.left_out:
        named = ", ".join(report.left_out[:SHOWN_REMARKS])
        others = len(report.left_out) - SHOWN_REMARKS
        yield f"columns not read: {named}" + (f", and {others:,} more" if others > 0 else ""), None
    if report.contacts:
        yield f"contacts of {counted(report.contacts, 'partner')} are new", None
    for partner in report.named_again[:SHOWN_REMARKS]:
        again = f"people of {partner} were erased before, and this file names people of it again"
        remedy = f"take them out of the source, then xldesk contact erase {partner}"
        yield f"{again}: {remedy}", "yellow"


def show_control_totals(totals: Sequence[TotalComparison]) -> None:
    """Print what others state beside what the desk holds, each total once."""
    from xldesk.records.money import format_minor

    def shown(amount: int | None, currency: str) -> str:
        return "" if amount is None else format_minor(amount, currency)

    if not totals:
        return
    table(
        [
            Heading("stated by"),
            Heading("period"),
            Heading("measure"),
            Heading("currency"),
            Heading("stated", "right"),
            Heading("desk", "right"),
            Heading("difference", "right"),
            Heading("remark"),
        ],
        [
            (
                total.source,
                total.period,
                total.measure,
                total.currency,
                shown(total.stated, total.currency),
                shown(total.desk, total.currency),
                shown(total.difference, total.currency),
                total.problem or ("differs" if total.difference else "equal"),
            )
            for total in dict.fromkeys(totals)
        ],
        title="Control totals stated by others",
    )
