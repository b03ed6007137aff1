"""The export of opportunities, in the CRM's own words: its headers, stages, dates and amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.demo.deals import OPEN_STAGES, Deal
from xldesk.demo.table import Row, Table
from xldesk.records.money import format_minor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

DATE_FORMAT = "%d.%m.%Y"
EMPTY = "null"
"""What the CRM writes where it has no value."""

STAGE_WORDS = {
    **{f"{number:02} {stage}": stage for number, stage in enumerate(OPEN_STAGES, 1)},
    "06 Won": "Closed Won",
    "07 Lost": "Closed Lost",
}
TYPE_WORDS = {"New Business": "new", "Cross-/Upsell": "expansion", "Contract Renewal": "renewal"}

COLUMNS = {
    "Opp. No.": "opportunity_id",
    "Opportunity": "name",
    "Account No.": "account_id",
    "Account": "account_name",
    "Web Domain": "account_domain",
    "Bill-to Country": "country",
    "Product Line": "product_family",
    "Business Type": "type",
    "TCV (net)": "amount",
    "Currency": "currency",
    "Sales Stage": "stage",
    "Created": "created_date",
    "In Stage Since": "stage_entered_date",
    "Last Activity": "last_activity_date",
    "Close Date": "close_date",
    "Go-live": "go_live_date",
    "Owner": "owner",
    "Sales Region": "owner_region",
    "Motion": "sales_motion",
    "Contract No.": "contract_id",
    "Term (months)": "term_months",
    "Next Step": "",
}
"""The CRM's columns by field; the last one says nothing that the desk wants."""

_NEXT_STEPS = ("call back", "send quote", "book demo", "security review", "legal review")


def opportunity_table(deals: Sequence[Deal]) -> Table:
    """Return the export of ``deals``, with one row that no program can read."""
    rows = [_row(deal, _NEXT_STEPS[n % 5]) for n, deal in enumerate(deals)]
    template = next(row for row in reversed(rows) if row["Sales Stage"] == "02 Qualification")
    unreadable = {**template, "Opp. No.": "OPP-19001", "TCV (net)": "see quote"}
    return Table("opportunities", "opportunity", tuple(COLUMNS), [*rows, unreadable], unreadable=1)


def mapping_text() -> str:
    """Return the mapping (TOML) that turns this export into opportunities."""
    return "\n".join([*_mapping_lines(), ""])


def _mapping_lines() -> Iterator[str]:
    yield "# How the CRM's export of opportunities becomes records: xldesk intake FILE --map THIS"
    yield 'kind = "opportunity"'
    yield f'date_format = "{DATE_FORMAT}"'
    yield 'amount_style = "point"'
    yield f'nulls = ["", "{EMPTY}"]'
    yield ""
    yield "# Column = field; an empty field leaves the column out."
    yield "[columns]"
    yield from (f'"{column}" = "{field}"' for column, field in COLUMNS.items())
    yield ""
    yield "# What no column says."
    yield "[constants]"
    yield 'source_system = "crm"'
    yield ""
    yield "# The CRM's word = the desk's word."
    yield "[values.stage]"
    yield from (f'"{word}" = "{stage}"' for word, stage in STAGE_WORDS.items())
    yield ""
    yield "[values.type]"
    yield from (f'"{word}" = "{kind}"' for word, kind in TYPE_WORDS.items())


def _row(deal: Deal, next_step: str) -> Row:
    account = deal.account
    stages = {stage: word for word, stage in STAGE_WORDS.items()}
    kinds = {kind: word for word, kind in TYPE_WORDS.items()}
    known = deal.has_account
    return {
        "Opp. No.": deal.opportunity_id,
        "Opportunity": deal.name if known else deal.name.removeprefix(account.short).strip(),
        "Account No.": account.account_id if known else EMPTY,
        "Account": account.name if known else EMPTY,
        "Web Domain": account.domain if known else EMPTY,
        "Bill-to Country": account.country,
        "Product Line": deal.family,
        "Business Type": kinds[deal.type],
        "TCV (net)": _amount(deal),
        "Currency": deal.currency,
        "Sales Stage": stages.get(deal.stage, deal.stage),
        "Created": _day(deal.created),
        "In Stage Since": _day(deal.stage_entered),
        "Last Activity": _day(deal.last_activity),
        "Close Date": _day(deal.close),
        "Go-live": _day(deal.go_live),
        "Owner": account.owner,
        "Sales Region": account.region,
        "Motion": "field" if deal.usd > 6_000_000 else "inside",
        "Contract No.": deal.contract_id or EMPTY,
        "Term (months)": str(deal.term_months),
        "Next Step": EMPTY if deal.is_closed else next_step,
    }


def _amount(deal: Deal) -> str:
    return EMPTY if deal.amount is None else format_minor(deal.amount, deal.currency)


def _day(day: date | None) -> str:
    return EMPTY if day is None else day.strftime(DATE_FORMAT)
