"""Names that are nearly one, and registrations of accounts that are nearly one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.deals import partner, registration
from support.world import changed
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy
from xldesk.validation import near_names as module
from xldesk.validation.near_names import likeness, near_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.policy.rulebook import Policy

LEAST = Decimal("0.85")
PARTNERS = [partner("P1"), partner("P2")]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("northwind traders", "northwind traders", "1"),
        ("northwind traders", "traders northwind", "1"),
        ("north wind traders", "northwind traders", "1"),
        ("northwind traders", "northwind tradres", "0.9375"),
        ("northwind traders", "northwind trader", "0.9375"),
        ("anderson logistics", "andersen logistics", "0.8824"),
        ("northwind traders", "northwind trading", "0"),
        ("fit factory east", "fit factory west", "0"),
        ("carter media", "barter media", "0"),
        ("store 12", "store 21", "0"),
    ],
)
def test_likeness(first: str, second: str, alike: str) -> None:
    assert likeness(first.split(), second.split()) == Decimal(alike)
    assert likeness(second.split(), first.split()) == Decimal(alike)


def test_short_and_translated_words_stand_for_the_full_ones() -> None:
    assert near_names(["vestalux intl", "vestalux international", "vestalux"], LEAST, 60) == [
        ("vestalux international", "vestalux intl", Decimal(1))
    ]
    assert near_names(["smith and wren", "smith wren"], LEAST, 60) != []


words = st.text("abcdefgh", min_size=5, max_size=9)
names = st.lists(words, min_size=2, max_size=3)


@given(st.lists(names, max_size=8, unique_by=" ".join), names, st.data())
def test_a_slip_in_any_word_is_found_among_others(
    others: list[list[str]], name: list[str], data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, len(name) - 1))
    place = data.draw(st.integers(1, len(name[which]) - 1))
    slipped = [*name]
    slipped[which] = name[which][:place] + name[which][place - 1] + name[which][place:]
    pair = sorted([" ".join(name), " ".join(slipped)])
    everything = {*map(" ".join, others), *pair}
    near = near_names(everything, LEAST, 60)
    assert tuple(pair) in {(first, second) for first, second, _ in near}
    assert near == sorted(near)
    assert all(
        alike == likeness(first.split(), second.split()) >= LEAST for first, second, alike in near
    )


@pytest.mark.parametrize("count", [300, 900])
def test_names_that_all_begin_alike_are_compared_in_proportion(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0
    original = module.process.cdist

    def counted(rows: Sequence[str], columns: Sequence[str], **options: Any) -> Any:
        nonlocal compared
        compared += len(rows) * len(columns)
        return original(rows, columns, **options)

    monkeypatch.setattr(module.process, "cdist", counted)
    letters = "abcdefghij"
    near_names(
        (f"harbor {letters[n // 100]}{letters[n // 10 % 10]}{letters[n % 10]}light company"
         for n in range(count)),
        LEAST,
        20,
    )  # fmt: skip
    keys = 2 + module.RAREST
    assert 0 < compared <= count * 20 * keys


def named(first: dict[str, Any], second: dict[str, Any]) -> list[Any]:
    """Return two registrations a day apart, by name unless a domain is given."""
    return [
        *PARTNERS,
        registration("R1", "P1", "2026-01-10", **{"account_domain": None, **first}),
        registration("R2", "P2", "2026-01-11", **{"account_domain": None, **second}),
    ]


NORTHWIND = {"customer_name": "Northwind Traders"}
TRADRES = {"customer_name": "Northwind Tradres GmbH"}


def with_matching(**values: object) -> Policy:
    return changed(default_policy(), matching=values)


LATER = ["deal_registration|R2"]
BLOCKED = [
    Case("nearly one name", named(NORTHWIND, TRADRES), LATER),
    Case(
        "and only one of them says its domain",
        named({**NORTHWIND, "account_domain": "northwind.example"}, TRADRES),
        LATER,
    ),
    Case(
        "and domains with one label",
        named(
            {**NORTHWIND, "account_domain": "northwind.de"},
            {**TRADRES, "account_domain": "northwind.co.uk"},
        ),
        LATER,
    ),
]
WARNED = [
    Case(
        "a letter replaced",
        named({"customer_name": "Anderson Logistics"}, {"customer_name": "Andersen Logistics"}),
        LATER,
    ),
    Case(
        "a domain below the other",
        named({"account_domain": "acme.example"}, {"account_domain": "shop.acme.example"}),
        LATER,
    ),
    Case(
        "the policy blocks equal names alone",
        named(NORTHWIND, TRADRES),
        LATER,
        policy=with_matching(block_likeness="1"),
    ),
]
UNLIKE = [
    Case("another country", named(NORTHWIND, {**TRADRES, "country": "DE"})),
    Case("another product", named(NORTHWIND, {**TRADRES, "product_family": "services"})),
    Case(
        "domains that differ",
        named(
            {**NORTHWIND, "account_domain": "northwind.example"},
            {**TRADRES, "account_domain": "tradres.test"},
        ),
    ),
    Case(
        "hosts under an ending that everybody shares",
        named({"account_domain": "ash.co.uk"}, {"account_domain": "elm.co.uk"}),
    ),
    Case("the policy asks for more", named(NORTHWIND, TRADRES),
         policy=with_matching(block_likeness="1", warn_likeness="0.99")),
    Case("a policy from before there was matching", named(NORTHWIND, TRADRES),
         policy=changed(default_policy(), matching=None)),
]  # fmt: skip


@pytest.mark.parametrize("case", [*BLOCKED, *WARNED, *UNLIKE], ids=str)
def test_registered_twice_under_another_spelling(case: Case) -> None:
    for finding in check(case, "REG-DUP"):
        blocks = case in BLOCKED
        assert (finding.severity, finding.scope) == (
            ("block", "contribution") if blocks else ("warn", "none")
        )


def test_the_other_spelling_is_named() -> None:
    (finding,) = found(named(NORTHWIND, TRADRES))
    assert finding.message == (
        "registration 'R1' of partner 'P1' for 'Northwind Traders', 94 % alike, in the same "
        "country and product, came first, 2026-01-10 12:00Z"
    )
