"""The first page of the attribution audit: figures, bookings by category, and signatures."""

from __future__ import annotations

from xldesk.workbooks.spec import (
    Chart,
    Column,
    Figure,
    Flag,
    KeyFigures,
    Sheet,
    Table,
)

_DECISIONS = ("accepted", "returned")


def _part_of(category: str) -> str:
    return (
        "=IF([@Bookings]=0,0,SUMIFS(Reconciliation[Bookings],Reconciliation[Currency],[@Currency],"
        f'Reconciliation[Headline category],"{category}")/[@Bookings])'
    )


def _count_of(status: str) -> str:
    return f"=COUNTIFS(Controls[Status],{status})"


SUMMARY = Sheet(
    "Summary",
    "summary",
    title="Attribution audit",
    note="Does credit equal bookings, to the cent, and which controls of the close hold? "
    "Where one must hold, nobody can accept its failure.",
    flag=Flag(
        "controls.line",
        '=CONCATENATE(IF(Controls_Failed=0,"No control fails",IF(Controls_Failed=1,'
        '"1 control fails",CONCATENATE(Controls_Failed," controls fail"))),", ",'
        'Controls_Not_Run," not run")',
        fails="Controls_Failed<>0",
        warns="Controls_Not_Run<>0",
    ),
    blocks=(
        KeyFigures(
            (
                Figure("Won deals", "won_deals", formula="=SUM(Bookings[Won deals])"),
                Figure(
                    "Bookings, {currency}",
                    "bookings",
                    type="amount",
                    caption_field="bookings.caption",
                ),
                Figure(
                    "Controls that fail",
                    "controls.fail",
                    formula='=COUNTIFS(Controls[Status],"fail")',
                    name="Controls_Failed",
                ),
                Figure(
                    "Controls not run",
                    "controls.not_run",
                    formula='=COUNTIFS(Controls[Status],"not run")',
                    name="Controls_Not_Run",
                ),
            )
        ),
        Chart(
            "Bookings by headline category",
            kind="stacked_bar",
            table="Bookings",
            category="Currency",
            series=("Sourced", "Co-sell", "Influenced", "Direct"),
            unit="part of the currency's bookings",
            alt_text="A bar for each currency: which part of its bookings is sourced, co-sell, "
            "influenced and direct. The table beside it has the figures.",
            colours=("sourced", "co_sell", "influenced", "direct"),
            rows=24,
            beside=True,
        ),
        Table(
            "Bookings",
            (
                Column("Currency", "currency", width=16),
                Column(
                    "Bookings",
                    "bookings",
                    type="amount",
                    currency="currency",
                    width=32,
                    formula="=SUMIFS(Reconciliation[Bookings],Reconciliation[Currency],[@Currency])",
                ),
                Column(
                    "Won deals",
                    "deals",
                    type="integer",
                    width=16,
                    formula="=SUMIFS(Reconciliation[Deals],Reconciliation[Currency],[@Currency])",
                ),
                Column("Sourced", "sourced", "percent", 12, formula=_part_of("sourced")),
                Column("Co-sell", "co_sell", "percent", 12, formula=_part_of("co_sell")),
                Column("Influenced", "influenced", "percent", 14, formula=_part_of("influenced")),
                Column("Direct", "direct", "percent", 12, formula=_part_of("direct")),
            ),
            heading="Bookings of the period",
        ),
        Table(
            "ControlStatus",
            (
                Column("Status", "status", type="status"),
                Column("Which controls", "which", width=32, wrap=True),
                Column("Controls", "controls", "integer", 16, formula=_count_of("[@Status]")),
                Column(
                    "Must hold",
                    "must_hold",
                    type="integer",
                    width=16,
                    formula=_count_of('[@Status],Controls[Can be accepted],"no"'),
                ),
                Column(
                    "Acceptable",
                    "acceptable",
                    type="integer",
                    width=16,
                    formula=_count_of('[@Status],Controls[Can be accepted],"yes"'),
                ),
                Column(
                    "Exceptions",
                    "exceptions",
                    type="integer",
                    width=14,
                    formula="=SUMIFS(Controls[Exceptions],Controls[Status],[@Status])",
                ),
                Column("Detail", "detail", type="link", role="link", width=12),
            ),
            heading="Controls by status",
        ),
        Table(
            "FailedControls",
            (
                Column("Id", "id", type="link", role="link", width=16),
                Column("Control", "title", width=32, wrap=True),
                Column("Owner", "owner", width=16),
                Column("Examined", "population", type="integer", width=16),
                Column("Exceptions", "exceptions", type="integer", width=16, highlight="nonzero"),
                Column("Acceptable", "acceptable", type="flag", width=14),
                Column("Detail", "detail", type="link", role="link", width=12),
            ),
            heading="Controls that fail",
        ),
        Table(
            "SignOff",
            (
                Column("Sign-off", "part", width=16),
                Column(
                    "Name",
                    "name",
                    role="input",
                    width=32,
                    help="Two different people: one prepares, the other reviews.",
                ),
                Column("Day", "day", type="date", role="input", width=16),
                Column("Result", "result", role="input", choices=_DECISIONS, width=14),
                Column(
                    "Ledger position",
                    "position",
                    type="integer",
                    role="input",
                    width=14,
                    help="Written by the macro sign_off: the state that was signed.",
                ),
                Column(
                    "Ledger head hash",
                    "head_hash",
                    role="input",
                    width=14,
                    help="Written by the macro sign_off: the first signs of that on About.",
                ),
                Column(
                    "Digests: data-answers",
                    "digest",
                    role="input",
                    width=28,
                    help="Written by the macro sign_off: the first signs of the digest of the data "
                    "on About, and behind the dash of that of the answers to exceptions.",
                ),
            ),
            heading="Sign-off by two people",
            note="A signature is for the state that stands beside it, and for no other.",
        ),
    ),
)
