"""The companies that the sample company sells to."""

from __future__ import annotations

from dataclasses import dataclass

from xldesk.demo.lists import sample_list
from xldesk.demo.partners import slug
from xldesk.demo.stream import Stream

ACCOUNTS = 760


@dataclass(frozen=True)
class Account:
    """A customer or prospect as the CRM knows it. ``short`` is its name without legal form."""

    account_id: str
    name: str
    short: str
    domain: str
    country: str
    region: str
    currency: str
    owner: str


def make_accounts(seed: int, count: int = ACCOUNTS) -> tuple[list[Account], list[Account]]:
    """Return ``count`` accounts, and further companies that no deal belongs to (prospects).

    Countries get their share of accounts by weight; a country's names are used once each.
    """
    stream = Stream(seed, "accounts")
    lists = sample_list("accounts")
    total = sum(lists["weight"].values())
    chosen: list[tuple[str, str, str]] = []
    spare: list[tuple[str, str, str]] = []
    for country, weight in lists["weight"].items():
        names = lists["names"][country]
        pairs = [(stem, trade) for stem in names["stems"] for trade in names["trades"]]
        companies = [
            (country, f"{stem} {trade}", stream.pick(names["forms"]))
            for stem, trade in stream.shuffled(pairs)
        ]
        share = -(-count * weight // total)
        chosen += companies[:share]
        spare += companies[share : share + 3]
    chosen = stream.shuffled(chosen)
    return (
        [_account(stream, 1000 + n, *company) for n, company in enumerate(chosen[:count], 1)],
        [_account(stream, 9000 + n, *company) for n, company in enumerate(spare, 1)],
    )


def _account(stream: Stream, number: int, country: str, short: str, form: str) -> Account:
    lists = sample_list("accounts")
    region = lists["region"][country]
    return Account(
        account_id=f"A-{number}",
        name=f"{short} {form}".rstrip(),
        short=short,
        domain=f"{slug(short)}.example",
        country=country,
        region=region,
        currency=lists["currency"][country],
        owner=stream.pick(sample_list("people")["owners"][region]),
    )
