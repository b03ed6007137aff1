"""The sample company's exports: the same bytes every time, and plausible at a glance."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
import tomllib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from xldesk.demo.company import make_company
from xldesk.demo.exports import SEED, Exports, write_exports
from xldesk.demo.lists import sample_list
from xldesk.intake.mapping import load_mapping
from xldesk.records.fields import MAX_TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.demo.deals import Deal

PINNED = {
    "mdf_claims.csv": "181be4167a8afcc2ed942ae44c768528b9a67c324356641686f9f12fa1c44585",
    "mdf_funds.csv": "2588e3e4248b61b7bd1763fb5c7db5ac27cef76eb98d2f4c4e3deb3448c67732",
    "mdf_requests.csv": "1652d153b9de3ceb737489586c976c56a5986380e689be1a27ad80be8344f845",
    "opportunities.csv": "b983205fd8c66e28510eaaa9d7bc89662d1c97548790a0ad71cb2a0bdf8a78d9",
    "opportunities.toml": "23ce632143ff76e78ce3159c55ef4a0859eab7b2abbf370857d3df0387887661",
    "partners.csv": "7f8c729ae22323bfc88aeff5ce08601f6e676fdd432cf32da5bc0fb48ad3d600",
    "registrations.csv": "5e7e6c5d274f35a7bd9bbfd7c61aa6fd38acfaef352e920d8dd61dd38fa9359c",
    "roles.csv": "99b35240abaa842c09ca3e733f7fc9f5bca548e4cf571b043394a86bf971456c",
    "touches.csv": "3b794f868294c24b9f19a24ab61fb1bd2da32c42c6d7dde395ab46cb8441f7bc",
}


def table(exports: Exports, name: str) -> list[dict[str, str]]:
    path = next(file.path for file in exports.files if file.path.name == f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


@pytest.fixture(scope="module")
def deals() -> list[Deal]:
    return make_company(SEED).deals


def test_the_bytes_are_pinned(exports: Exports):
    assert digests(exports.files[0].path.parent) == PINNED


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path: Path):
    for name, seed in (("once", 5), ("twice", 5), ("other", 6)):
        write_exports(tmp_path / name, seed)
    assert digests(tmp_path / "once") == digests(tmp_path / "twice")
    assert digests(tmp_path / "once") != digests(tmp_path / "other")


def test_the_mapping_may_stand_elsewhere(tmp_path: Path):
    written = write_exports(tmp_path / "exports", mappings=tmp_path / "mappings")
    needed = {file.path.name: file.mapping for file in written.files if file.mapping}
    assert needed == {"opportunities.csv": tmp_path / "mappings" / "opportunities.toml"}
    assert not list((tmp_path / "exports").glob("*.toml"))


def test_the_mapping_names_every_column_of_its_file(exports: Exports):
    file = next(file for file in exports.files if file.mapping)
    assert file.mapping is not None
    assert load_mapping(file.mapping).kind == "opportunity"
    columns = tomllib.loads(file.mapping.read_text("utf-8"))["columns"]
    assert list(columns) == list(table(exports, "opportunities")[0])


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("partners", 60, 60),
        ("opportunities", 1_501, 1_501),
        ("registrations", 250, 400),
        ("roles", 500, 1_000),
        ("touches", 6_001, 6_001),
        ("mdf_funds", 108, 108),
        ("mdf_requests", 150, 260),
        ("mdf_claims", 100, 200),
    ],
)
def test_tables_have_the_size_of_a_real_programme(exports: Exports, name: str, low: int, high: int):
    rows = table(exports, name)
    assert low <= len(rows) <= high
    assert next(f.rows for f in exports.files if f.path.stem == name) == len(rows)


def test_every_partner_type_tier_and_region_occurs(exports: Exports):
    partners = table(exports, "partners")
    assert {row["type"] for row in partners} == {
        "referral", "reseller", "si", "isv", "msp", "distributor", "hyperscaler",
    }  # fmt: skip
    assert {row["tier"] for row in partners} == {"Platinum", "Gold", "Silver", "Registered"}
    assert len({row["region"] for row in partners}) == 8


def test_four_currencies_eight_quarters_and_a_pipeline(deals: list[Deal]):
    currencies = Counter(deal.currency for deal in deals)
    assert {"USD", "EUR", "GBP", "JPY"} <= set(currencies)
    assert min(currencies[code] for code in ("USD", "EUR", "GBP", "JPY")) > 80
    wins = Counter(
        f"{deal.close.year}-Q{(deal.close.month + 2) // 3}"
        for deal in deals
        if deal.is_won and deal.close
    )
    quarters = [row["period"] for row in sample_list("market")["quarter"]]
    assert set(wins) - set(quarters) == {"2024-Q2"}, "only the two wins without a rate are earlier"
    assert all(wins[quarter] >= 30 for quarter in quarters)
    assert 200 <= sum(not deal.is_closed for deal in deals) <= 300


def test_year_ends_are_strong_and_wins_grow(deals: list[Deal]):
    wins = Counter(
        (deal.close.year, (deal.close.month + 2) // 3)
        for deal in deals
        if deal.is_won and deal.close
    )
    assert wins[2025, 4] == max(wins.values())
    assert wins[2025, 4] > wins[2024, 4]
    assert wins[2026, 2] > wins[2025, 2]


def test_cycles_and_win_rate_are_plausible(deals: list[Deal]):
    closed = [d for d in deals if d.is_closed and d.close and d.close >= d.created]
    cycles = sorted((deal.last_day - deal.created).days for deal in closed)
    assert cycles[0] >= 14
    assert cycles[-1] <= 300
    assert 50 <= cycles[len(cycles) // 2] <= 90
    assert 0.25 <= sum(deal.is_won for deal in closed) / len(closed) <= 0.36


def test_most_amounts_have_cents(deals: list[Deal]):
    in_cents = [d.amount for d in deals if d.amount is not None and d.currency in {"USD", "EUR"}]
    assert sum(amount % 100 != 0 for amount in in_cents) > len(in_cents) / 2


def test_no_company_or_person_has_two_names(deals: list[Deal]):
    accounts = {deal.account.account_id: deal.account for deal in deals}
    assert len({account.domain for account in accounts.values()}) == len(accounts)
    assert len({account.short for account in accounts.values()}) == len(accounts)


def test_an_account_buys_a_product_once_but_for_two_deals_typed_twice(deals: list[Deal]):
    pairs = Counter((deal.account.account_id, deal.family) for deal in deals)
    assert Counter(pairs.values()) == {1: len(deals) - 4, 2: 2}


def test_texts_are_within_the_limits(exports: Exports):
    for file in exports.files:
        for row in table(exports, file.path.stem):
            assert all(len(value) <= MAX_TEXT for value in row.values())
            assert not any(value.startswith(("=", "+", "@", "\t")) for value in row.values())


def test_domains_and_addresses_can_reach_nobody(exports: Exports):
    domains = {
        row[column]
        for name, column in (
            ("opportunities", "Web Domain"),
            ("registrations", "account_domain"),
            ("touches", "account_domain"),
            ("partners", "contact_email"),
        )
        for row in table(exports, name)
    } - {"", "null"}
    assert all(domain.endswith(".example") and domain.isascii() for domain in domains)


def test_people_are_put_together_from_the_lists(exports: Exports):
    people = sample_list("people")
    made = {
        f"{given} {family}"
        for names in people["names"].values()
        for given in names["given"]
        for family in names["family"]
    }
    staff = {
        name for group in (*people["owners"].values(), *people["staff"].values()) for name in group
    }
    named = {
        row[column]
        for name, column in (
            ("partners", "contact_name"),
            ("opportunities", "Owner"),
            ("registrations", "submitted_by"),
            ("registrations", "decided_by"),
            ("roles", "recorded_by"),
            ("mdf_requests", "submitted_by"),
            ("mdf_requests", "decided_by"),
            ("mdf_requests", "second_approver"),
            ("mdf_claims", "submitted_by"),
            ("mdf_claims", "decided_by"),
        )
        for row in table(exports, name)
    } - {""}
    assert named <= made | staff


def test_the_generator_loads_nothing_heavy():
    script = (
        "import sys, xldesk.demo.exports, xldesk.demo.policy\n"
        "heavy = {'pandas', 'numpy', 'scipy', 'duckdb', 'sqlalchemy', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
