"""The policy file: complete, commented, refused with every problem, versioned by content."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.errors import PolicyError, UsageError
from xldesk.policy.diff import policy_diff
from xldesk.policy.load import default_policy, default_policy_text, load_policy, parse_policy
from xldesk.policy.rulebook import Policy
from xldesk.policy.show import policy_lines, policy_section
from xldesk.policy.version import canonical, policy_version, short

TEXT = default_policy_text()


def edited(old: str, new: str) -> str:
    assert old in TEXT, f"the default policy no longer says {old!r}"
    return TEXT.replace(old, new, 1)


def test_the_default_policy_says_every_required_key_and_explains_itself() -> None:
    assert set(Policy.model_fields) == set(tomllib.loads(TEXT))
    assert TEXT.count("#") > 30


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("sourced = 60", 'sourced = "many"', "attribution.pools.sourced = 'many': a whole number"),
        ("sourced = 60", "sourced = -1", "attribution.pools.sourced = -1: at least 0"),
        ("sourced = 60", "sourced = 1001", "attribution.pools.sourced = 1001: at most 1000"),
        ("co_sell = 30", "cosell = 30", "attribution.pools.cosell is not a key of the policy"),
        ("co_sell = 30", "cosell = 30", "did you mean co_sell?"),
        ("co_sell = 30", "", "attribution.pools.co_sell is missing"),
        ('model = "taxonomy"', 'model = "magic"', "attribution.model = 'magic': allowed are"),
        ("probability = 0.05", "probability = 7", "stages[Prospecting].probability = 7: at most 1"),
        ('"UTC"', '"Mars/Base"', "calendar.time_zone = 'Mars/Base': a zone such as"),
        ('"Proposal" #', '"Propsal" #', "latest_stage = 'Propsal': allowed are the open stages"),
        ("is_won = true", "is_won = false", "stages: one with is_won = true is needed"),
        ('name = "Discovery"', 'name = "proposal"', "stages.name: proposal stands there 2 times"),
        ('accountable = ["revops"]', "accountable = []", "accountable: exactly one role is needed"),
        (
            'accountable = ["revops"]',
            'accountable = ["revops", "exec"]',
            "accountable: exactly one role is needed",
        ),
        ('responsible = ["revops"]', "responsible = []", "responsible: at least one role"),
        ("hours = 48", "", "service_levels[registration_review]: either hours or business_days"),
        ('name = "approval"', 'name = "okay"', "service_levels: approval is missing"),
        ("up_to = 250000", "up_to = 10", "approval_limits: up_to must rise"),
        ('weekday = "mon"', "", "cadence[Pipeline review].weekday is missing"),
        ("business_day = 20", "", "cadence[Policy and access review].business_day is missing"),
        ('approval_currency = "USD"', 'approval_currency = "XXQ"', "a currency code of ISO 4217"),
        ("rates = []", 'rates = [{period = "Q2", rates = {}}]', "a quarter such as '2026-Q2'"),
        ("2024-01-01, 2024-12-25", "2024-01-01, 7", "calendar.holidays[2] = 7"),
        ("start_month = 1", "start_month = 13", "fiscal.year_start_month = 13: at most 12"),
        ("per_registration = true", "per_registration = 7", "true or false"),
        (
            "sourced = 60\nco_sell = 30\ninfluenced = 10",
            "sourced = 0\nco_sell = 0\ninfluenced = 0",
            "attribution.pools: at least one weight above 0",
        ),
    ],
)
def test_an_error_names_key_value_and_what_is_allowed(old: str, new: str, line: str) -> None:
    with pytest.raises(PolicyError) as refused:
        parse_policy(edited(old, new))
    assert line in refused.value.message
    assert all(row.startswith("policy.toml: ") for row in refused.value.message.splitlines())


def test_all_problems_are_told_at_once() -> None:
    broken = edited("sourced = 60", "sourced = -1").replace("probability = 0.05", "probability = 7")
    with pytest.raises(PolicyError) as refused:
        parse_policy(broken)
    assert len(refused.value.message.splitlines()) == 2


def test_a_file_that_is_no_toml_or_not_there_is_one_line(tmp_path: Any) -> None:
    with pytest.raises(PolicyError, match=r"policy\.toml: not TOML: .*line 1"):
        parse_policy("title = \n[x]")
    with pytest.raises(PolicyError, match=r"nowhere\.toml cannot be read"):
        load_policy(tmp_path / "nowhere.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(tmp_path / "bytes.toml")


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in sorted(value, reverse=True)}
    return [reordered(row) for row in value] if isinstance(value, list) else value


def test_the_version_does_not_depend_on_comments_order_or_spelling_of_numbers() -> None:
    version = policy_version(default_policy())
    assert policy_version(parse_policy(re.sub(r"(?m)^#.*$", "", TEXT))) == version
    assert policy_version(Policy.model_validate(reordered(tomllib.loads(TEXT)))) == version
    assert (
        policy_version(parse_policy(edited("probability = 0.10", "probability = 0.100"))) == version
    )
    assert re.fullmatch(r"[0-9a-f]{64}", version)
    assert version.startswith(short(version))
    assert " " not in canonical(default_policy()).split('"definition"', maxsplit=1)[0].split(":")[0]


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from numbers(inner, (*path, index))
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path


LEAVES = list(numbers(tomllib.loads(TEXT)))


@given(st.sampled_from(LEAVES))
def test_the_version_depends_on_every_value(path: tuple[Any, ...]) -> None:
    content = tomllib.loads(TEXT)
    holder = content
    for step in path[:-1]:
        holder = holder[step]
    old = holder[path[-1]]
    holder[path[-1]] = old + "x" if isinstance(old, str) else old / 2 + 0.000001
    if isinstance(old, int):
        holder[path[-1]] = old + 1
    try:
        changed = Policy.model_validate(content)
    except ValueError:
        return
    assert policy_version(changed) != policy_version(default_policy())
    assert policy_diff(default_policy(), changed)


def test_a_difference_is_named_by_key_with_both_values() -> None:
    changed = parse_policy(edited("probability = 0.25", "probability = 0.30"))
    (change,) = policy_diff(default_policy(), changed)
    assert (change.path, change.old, change.new) == ("stages[Discovery].probability", "0.25", "0.3")
    assert policy_diff(default_policy(), default_policy()) == []


def test_an_added_entry_shows_without_shifting_the_others() -> None:
    changed = parse_policy(edited("products = []", 'products = [{family = "Core", margin = 0.5}]'))
    paths = {change.path: change.new for change in policy_diff(default_policy(), changed)}
    assert paths["products[Core].margin"] == "0.5"
    assert all(path.startswith("products") for path in paths)


def test_a_section_is_shown_by_its_path_and_a_wrong_one_proposes_the_nearest() -> None:
    assert (
        policy_lines(default_policy(), "attribution.pools")[0] == "attribution.pools.sourced = 60"
    )
    assert policy_section(default_policy(), None)["title"] == "Partner revenue policy"
    with pytest.raises(UsageError, match="did you mean attribution.pools"):
        policy_section(default_policy(), "attribution.pool")
