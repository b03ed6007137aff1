"""The sample's policy is the default one, and what it changes is named."""

from __future__ import annotations

import tomllib

import pytest

from xldesk.demo import policy as demo_policy
from xldesk.demo.days import TODAY
from xldesk.demo.lists import company_name, sample_list
from xldesk.demo.policy import demo_policy_text
from xldesk.policy.load import default_policy, default_policy_text, parse_policy
from xldesk.policy.period import quarter_of


def test_only_title_holidays_currencies_products_and_territories_differ():
    sample = parse_policy(demo_policy_text())
    default = default_policy()
    assert (
        sample.model_copy(
            update={
                "title": default.title,
                "currencies": default.currencies,
                "products": default.products,
                "territories": default.territories,
                "calendar": sample.calendar.model_copy(
                    update={"holidays": default.calendar.holidays}
                ),
            }
        )
        == default
    )
    assert company_name() in sample.title
    assert sample.currencies.reporting == "USD"


def test_comments_of_the_default_policy_stay():
    comments = [line for line in default_policy_text().splitlines() if line.startswith("#")]
    assert [line for line in demo_policy_text().splitlines() if line.startswith("#")] == comments


def test_every_quarter_and_the_one_under_way_has_rates():
    sample = parse_policy(demo_policy_text())
    periods = [row["period"] for row in sample_list("market")["quarter"]]
    periods.append(quarter_of(sample, TODAY.date()))
    known = [rates.period for rates in sample.currencies.rates]
    assert known[: len(periods)] == periods
    assert known == sorted(known)
    assert all(set(rates.rates) == {"EUR", "GBP", "JPY"} for rates in sample.currencies.rates)


def test_every_product_has_a_margin():
    sample = parse_policy(demo_policy_text())
    assert len(sample.products) == 5
    assert all(product.margin for product in sample.products)


@pytest.mark.parametrize(
    ("text", "table", "key"),
    [
        (
            "[calendar]\nholidays = [\n  2020-01-01, # first\n]\nweekend = []\n",
            "calendar",
            "holidays",
        ),
        ("holidays = 1\n[calendar]\nweekend = []\n", "calendar", "holidays"),
        ("title = 'x'\n", "calendar", "holidays"),
        ("# nothing above the first table\n[calendar]\nweekend = []\n", "", "holidays"),
        ("[a]\nholidays = 1\n[calendar] # days\n[b]\nholidays = 2\n", "calendar", "holidays"),
    ],
)
def test_a_value_is_set_in_its_table_and_nowhere_else(text: str, table: str, key: str):
    before = tomllib.loads(text)
    after = tomllib.loads(demo_policy._with_value(text, table, key, "[2026-12-25]"))
    given = after[table] if table else after
    assert [str(day) for day in given.pop(key)] == ["2026-12-25"]
    (before.setdefault(table, {}) if table else before).pop(key, None)
    assert after == before
