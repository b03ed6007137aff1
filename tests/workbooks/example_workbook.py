"""A workbook with a part of every kind, small enough to read and large enough to look at."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from xldesk.workbooks.content import Content, Link, Provenance
from xldesk.workbooks.spec import (
    Chart,
    Check,
    Column,
    Field,
    Fields,
    Figure,
    KeyFigures,
    Sheet,
    Table,
    TextBlock,
    Workbook,
    checks_sheet,
)
from xldesk.workbooks.stamp import Stamper, StampReceipt
from xldesk.workbooks.template import build_template

if TYPE_CHECKING:
    from pathlib import Path

CATEGORIES = ("sourced", "co_sell", "influenced", "direct")
CURRENCIES = ("USD", "EUR", "JPY", "KWD", "CLF")

SPEC = Workbook(
    name="example",
    title="Example audit",
    sheets=(
        Sheet(
            "Summary",
            "summary",
            title="Example audit",
            note="Does every credit line add up to bookings, and what needs a decision?",
            blocks=(
                KeyFigures(
                    (
                        Figure("Won deals", "won"),
                        Figure("Won bookings, {currency}", "bookings", type="amount"),
                        Figure("Lines", "lines", formula="=ROWS(Credits[Credit])"),
                        Figure("Partner share", "share", type="percent"),
                        Figure("Nothing yet", "nothing", type="amount"),
                    )
                ),
                Chart(
                    "Bookings and credits",
                    kind="column",
                    table="ByCategory",
                    category="Headline category",
                    series=("Bookings", "Credits"),
                    unit="Whole units",
                    alt_text="Columns: bookings and credits by headline category",
                ),
                Table(
                    "ByCategory",
                    (
                        Column("Headline category", "category", type="category"),
                        Column("Currency", "currency", width=10),
                        Column("Deals", "deals", type="integer"),
                        Column("Bookings", "bookings", type="amount", currency="currency"),
                        Column(
                            "Credits",
                            "credits",
                            type="amount",
                            currency="currency",
                            formula="=SUMIFS(Credits[Credit],Credits[Headline category],"
                            "[@[Headline category]],Credits[Currency],[@Currency])",
                        ),
                        Column(
                            "Difference",
                            "difference",
                            type="amount",
                            currency="currency",
                            formula="=[@Credits]-[@Bookings]",
                            highlight="nonzero",
                        ),
                        Column(
                            "Average",
                            "average",
                            type="number",
                            formula='=IF([@Deals]=0,"",[@Bookings]/[@Deals])',
                        ),
                        Column("Used", "used", type="percent", highlight="bar"),
                    ),
                    heading="Bookings and credits",
                ),
                Fields(
                    "Sign-off",
                    (
                        Field("Prepared by", "prepared", role="input", help="Name of the preparer"),
                        Field(
                            "Decision",
                            "decision",
                            role="input",
                            choices=("accepted", "returned"),
                        ),
                        Field("Signed on", "signed", type="date", role="input"),
                    ),
                ),
            ),
        ),
        Sheet(
            "Controls",
            "action",
            note="Each control says what it proves.",
            blocks=(
                Table(
                    "Controls",
                    (
                        Column("Id", "id", width=10),
                        Column("What it proves", "proves", width=48, wrap=True),
                        Column("Status", "status", type="status"),
                        Column("Exceptions", "exceptions", type="integer", width=14),
                        Column("At stake", "stake", type="amount", currency="currency"),
                        Column("Currency", "currency", width=12),
                        Column("Detail", "detail", type="link", role="link"),
                        Column("Owner", "owner", role="input", choices="roles", help="Who answers"),
                        Column("Spent", "spent", type="amount", role="input", currency="currency"),
                    ),
                    blank_rows=2,
                ),
            ),
        ),
        Sheet(
            "Credits",
            "detail",
            blocks=(
                Table(
                    "Credits",
                    (
                        Column("Opportunity", "opportunity", width=16),
                        Column("Partner", "partner", width=12),
                        Column("Headline category", "category", type="category"),
                        Column("Share", "share", type="share"),
                        Column("Credit", "credit", type="amount", currency="currency"),
                        Column("Currency", "currency", width=12),
                        Column("Close date", "close", type="date"),
                        Column("Recorded (UTC)", "recorded", type="time"),
                        Column("Won", "won", type="flag"),
                        Column("Ratio", "ratio", type="ratio"),
                    ),
                ),
            ),
        ),
        Sheet(
            "Notes",
            "reference",
            blocks=(
                TextBlock("How to read", ("One paragraph that is always here.",)),
                TextBlock("Today", field="notes"),
                Fields("Named", (Field("Margin", "margin", type="percent", name="Margin"),)),
            ),
        ),
        checks_sheet(
            (
                Check(
                    "Credits equal bookings",
                    "No amount of any deal is lost or counted twice.",
                    '=SUMIF(ByCategory[Difference],">0")-SUMIF(ByCategory[Difference],"<0")',
                ),
                Check(
                    "Every line has a partner",
                    "No credit line stands without the partner that earned it.",
                    '=COUNTIFS(Credits[Partner],"",Credits[Opportunity],"<>")',
                ),
            )
        ),
    ),
)

PROVENANCE = Provenance(
    desk="Northwind revenue desk",
    period="2026-Q2",
    as_of=datetime(2026, 7, 8, 9, 0, tzinfo=UTC),
    snapshot_at=datetime(2026, 7, 8, 9, 5, tzinfo=UTC),
    position=412,
    head_hash="ab" * 32,
    policy_version="7c" * 32,
)

CONTROLS = (
    {
        "id": "CTL-01",
        "proves": "Credits equal bookings per currency and headline category, to the minor unit,"
        " for every won deal of the period.",
        "status": "pass",
        "exceptions": 0,
        "stake": 0,
        "currency": "USD",
        "detail": Link("Credits", "Credits"),
        "owner": "finance",
        "spent": None,
    },
    {
        "id": "CTL-02",
        "proves": "Every sourced credit has a valid registration or an accepted referral.",
        "status": "fail",
        "exceptions": 3,
        "stake": -1_234_567,
        "currency": "USD",
        "detail": Link("Credits", "Credits"),
        "owner": None,
        "spent": 12_50,
    },
    {
        "id": "CTL-03",
        "proves": "=1+1",
        "status": "not run",
        "exceptions": None,
        "stake": None,
        "currency": None,
        "detail": None,
        "owner": "revops",
        "spent": None,
    },
)


def content(lines: int = 40) -> Content:
    """Return content with ``lines`` credit lines; the same each time."""
    draw = random.Random(1)
    credits_: list[dict[str, object]] = []
    sums: dict[tuple[str, str], list[int]] = {}
    for index in range(lines):
        currency = CURRENCIES[index % len(CURRENCIES)]
        category = CATEGORIES[(index // 4) % len(CATEGORIES)]
        credit = draw.randrange(1, 10**9)
        sums.setdefault((category, currency), []).append(credit)
        credits_.append(
            {
                "opportunity": f"W-{20_000 + index}",
                "partner": f"P-{index % 60:03d}",
                "category": category,
                "share": 1_000_000 if index % 3 else 333_333,
                "credit": credit,
                "currency": currency,
                "close": date(2026, 6, 1 + index % 28),
                "recorded": datetime(2026, 6, 1 + index % 28, 10, index % 60, tzinfo=UTC),
                "won": index % 5 > 0,
                "ratio": Decimal(index) / 8,
            }
        )
    by_category = [
        {
            "category": category,
            "currency": currency,
            "deals": len(amounts),
            "bookings": sum(amounts),
            "credits": sum(amounts),
            "difference": 0,
            "average": _average(amounts, currency),
            "used": Decimal(position + 1) / 32,
        }
        for position, ((category, currency), amounts) in enumerate(sorted(sums.items()))
    ]
    return Content(
        provenance=PROVENANCE,
        fields={
            "won": lines,
            "bookings": (10_005_534_00, "USD"),
            "lines": max(lines, 1),
            "share": Decimal("0.4231"),
            "nothing": None,
            "notes": ["A paragraph of the day. " * 20, "And another."],
            "margin": Decimal("0.35"),
        },
        tables={"ByCategory": by_category, "Credits": credits_, "Controls": CONTROLS},
        lists={"roles": ("finance", "revops", "partner_manager", "sales")},
        checks={
            "Credits equal bookings": 0,
            "Every line has a partner": 0,
        },
    )


def _average(amounts: list[int], currency: str) -> Decimal:
    places = {"JPY": 0, "KWD": 3, "CLF": 4}.get(currency, 2)
    return Decimal(sum(amounts)).scaleb(-places) / len(amounts)


template = cache(build_template)
"""The empty workbook of a spec: every test of it fills the same."""


def write(target: Path, shown: Content | None = None, spec: Workbook = SPEC) -> StampReceipt:
    """Stamp ``shown`` (the example by default) as ``target``."""
    return Stamper(spec, template(spec)).write(shown or content(), target)
