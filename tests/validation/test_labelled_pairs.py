"""How well near accounts and double deals are told from others, on pairs labelled by hand."""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.deals import partner, registration, won
from validation.expectations import found

HERE = Path(__file__).parent
PARTNERS = [partner("P1"), partner("P2")]
MUST_NOT = ("free mail", "subsidiary", "co-term", "renewal")
"""Kinds of deals of which none may be called double."""

Outcome = dict[str, list[tuple[bool, bool]]]
"""By kind: whether each pair is one, and whether it was called one."""


def labelled(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["kind"])


@pytest.fixture(scope="module")
def accounts() -> Outcome:
    """Judge every pair of accounts as two registrations, by what blocks the later one."""
    kinds = [(kind, *pair) for kind in labelled("labelled_accounts") for pair in kind["pairs"]]
    records = [
        registration(
            f"R{number:03}-{nth}",
            f"P{nth}",
            f"2026-01-1{nth}",
            product_family=f"family {number}",
            customer_name=name or None,
            account_domain=domain or None,
            country=country,
        )
        for number, (_, *pair) in enumerate(kinds)
        for nth, (name, domain, country) in enumerate(pair, start=1)
    ]
    blocked = {
        one.object_id
        for one in found([*PARTNERS, *records])
        if one.code == "REG-DUP" and one.severity == "block"
    }
    outcome: Outcome = defaultdict(list)
    for number, (kind, *_) in enumerate(kinds):
        outcome[kind["name"]].append((kind["same"], f"R{number:03}-2" in blocked))
    return outcome


@pytest.fixture(scope="module")
def deals() -> Outcome:
    """Judge every pair of deals, each pair of an account of its own."""
    kinds = [(kind, *pair) for kind in labelled("labelled_deals") for pair in kind["pairs"]]
    records = []
    for number, (_, *pair) in enumerate(kinds):
        if any(given.get("parent") == "third" for given in pair):
            records.append(won(f"PARENT-{number}", amount=77_000, account_domain=None))
        records += [deal(number, nth, given) for nth, given in enumerate(pair, start=1)]
    called = {one.object_id for one in found(records) if one.code == "OPP-DOUBLE"}
    outcome: Outcome = defaultdict(list)
    for number, (kind, *_) in enumerate(kinds):
        both = {f"O{number:03}-1", f"O{number:03}-2"} <= called
        outcome[kind["name"]].append((kind["double"], both))
    return outcome


def deal(number: int, nth: int, given: dict[str, Any]) -> Any:
    """Return a deal with what is given; an empty text leaves a field out."""
    fields: dict[str, Any] = {
        "account_id": f"A-{number}",
        "account_domain": f"pair-{number}.example",
        "product_family": f"family {number}",
        "close_date": date(2026, 6, 30),
    }
    fields |= {key: value or None for key, value in given.items()}
    if parent := fields.pop("parent", None):
        parents = {"first": f"O{number:03}-1", "third": f"PARENT-{number}"}
        fields["parent_opportunity_id"] = parents[parent]
    if fields.pop("lost", False):
        fields |= {"is_won": False, "stage": "Closed Lost"}
    return won(f"O{number:03}-{nth}", **fields)


def precision(outcomes: list[tuple[bool, bool]]) -> float:
    called = [same for same, is_called in outcomes if is_called]
    return sum(called) / len(called)


def recall(outcomes: list[tuple[bool, bool]]) -> float:
    same = [is_called for is_same, is_called in outcomes if is_same]
    return sum(same) / len(same)


def told(outcome: Outcome, title: str) -> list[tuple[bool, bool]]:
    """Say how each kind went (pytest -s shows it) and return all pairs together."""
    lines = []
    for kind, pairs in outcome.items():
        called = sum(is_called for _, is_called in pairs)
        meant = "one" if pairs[0][0] else "two"
        lines.append(f"{title} / {kind}: {len(pairs)} pairs that are {meant}, {called} called one")
    together = [pair for pairs in outcome.values() for pair in pairs]
    lines.append(f"{title}: precision {precision(together):.3f}, recall {recall(together):.3f}")
    sys.stdout.write("\n".join([*lines, ""]))
    return together


def test_there_are_enough_pairs(accounts: Outcome, deals: Outcome) -> None:
    assert sum(map(len, [*accounts.values(), *deals.values()])) >= 150


def test_no_partner_is_blocked_by_another_account(accounts: Outcome) -> None:
    together = told(accounts, "accounts")
    assert precision(together) == 1.0
    assert recall(together) >= 0.88


def test_what_letters_cannot_tell_is_missed(accounts: Outcome) -> None:
    assert not any(is_called for _, is_called in accounts["missed"])


def test_deals_typed_twice_are_found(deals: Outcome) -> None:
    together = told(deals, "deals")
    assert recall(together) == 1.0
    assert precision(together) >= 0.85


@pytest.mark.parametrize("kind", MUST_NOT)
def test_never_called_double(deals: Outcome, kind: str) -> None:
    assert len(deals[kind]) >= 3
    assert not any(is_called for _, is_called in deals[kind])


def test_only_chance_is_called_double_wrongly(deals: Outcome) -> None:
    wrong = {kind for kind, pairs in deals.items() if (False, True) in pairs}
    assert wrong == {"chance"}
