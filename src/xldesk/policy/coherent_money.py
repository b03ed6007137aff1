"""Rules between values of the sections about money: currencies, rates, products, MDF, SPIF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xldesk.policy.repetition import repeated
from xldesk.records.currency import is_known

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy

_QUARTER = re.compile(r"\d{4}-Q[1-4]")


def _unknown(key: str, code: str) -> Iterator[str]:
    if not is_known(code):
        yield f"{key} = {code!r}: a currency code of ISO 4217 such as 'USD' is needed"


def approval_currency(policy: Policy) -> Iterator[str]:
    """Yield what is wrong with the currency of the approval limits."""
    yield from _unknown("approval_currency", policy.approval_currency)


def rates(policy: Policy) -> Iterator[str]:
    """Yield what is wrong with the reporting currency and the rates (domain model, section 2)."""
    reporting, periods = policy.currencies.reporting, policy.currencies.rates
    if reporting is not None:
        yield from _unknown("currencies.reporting", reporting)
    elif periods:
        yield "currencies.reporting is missing: rates need the currency that they convert to"
    yield from repeated("currencies.rates.period", (row.period for row in periods))
    for row in periods:
        key = f"currencies.rates[{row.period}]"
        if not _QUARTER.fullmatch(row.period):
            yield f"{key}.period = {row.period!r}: a quarter such as '2026-Q2' is needed"
        for code, rate in row.rates.items():
            if not is_known(code):
                yield f"{key}.rates.{code}: a currency code of ISO 4217 such as 'EUR' is needed"
            if code == reporting and rate != 1:
                yield f"{key}.rates.{code} = {rate}: the reporting currency's own rate is 1"


def products(policy: Policy) -> Iterator[str]:
    """Yield product names that stand for more than one family."""
    names = [name for row in policy.products for name in (row.family, *row.aliases)]
    yield from repeated("products.family and aliases", (name.casefold() for name in names))


def mdf(policy: Policy) -> Iterator[str]:
    """Yield what is wrong with the governance of market development funds (section 6)."""
    yield from _unknown("mdf.approval_limits_currency", policy.mdf.approval_limits_currency)
    yield from repeated("mdf.activities.kind", (row.kind for row in policy.mdf.activities))
    if not policy.mdf.activities:
        yield "mdf.activities: at least one kind of activity is needed"
    for row in policy.mdf.activities:
        if not row.evidence:
            yield f"mdf.activities[{row.kind}].evidence: at least one proof is needed"


def spif(policy: Policy) -> Iterator[str]:
    """Yield what is wrong with the governance of incentives (section 7)."""
    yield from _unknown("spif.exception_currency", policy.spif.exception_currency)
    yield from _unknown("spif.tax_form_currency", policy.spif.tax_form_currency)
