"""The policy file: complete, commented, refused with every problem, versioned by content."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.errors import PolicyError, UsageError
from xldesk.policy.coherence import incoherences
from xldesk.policy.diff import policy_diff
from xldesk.policy.load import default_policy, default_policy_text, load_policy, parse_policy
from xldesk.policy.process import Limits
from xldesk.policy.rulebook import Policy
from xldesk.policy.show import policy_lines, policy_section
from xldesk.policy.version import canonical, policy_version, short
from xldesk.records.touch import TouchKind

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
        (
            "sourced = 60",
            'sourced = "many"',
            "attribution.pools.sourced = 'many': a whole number from 0 to 1000 is needed",
        ),
        (
            "sourced = 60",
            "sourced = -1",
            "attribution.pools.sourced = -1: a whole number from 0 to 1000",
        ),
        (
            "sourced = 60",
            "sourced = 1001",
            "attribution.pools.sourced = 1001: a whole number from 0",
        ),
        ("sourced = 60", "sourced = 60.0", "attribution.pools.sourced = 60.0: a whole number"),
        ("sourced = 60", "sourced = true", "attribution.pools.sourced = true: a whole number"),
        ("demo = 25", "demos = 25", "kind_weights.demos is not a key here; did you mean"),
        ("demo = 25\n", "", "taxonomy.influence.kind_weights.demo is missing"),
        ("referral = 60\n", "", "attribution.role_weights.referral is missing"),
        (
            'category = "sourced"',
            'category = "direct"',
            "taxonomy.categories: each of sourced, co_sell, influenced, direct is needed once",
        ),
        (
            'probability = 0\nforecast = "closed"\nis_closed = true',
            'probability = 0\nforecast = "omitted"',
            "stages: a closed one that is not won is needed",
        ),
        ("[limits]", "[[limits]]", "limits = a list: a table of keys is needed"),
        ("products = []", "products = [5]", "products[1] = 5: a table of keys is needed"),
        ("products = []", 'products = "all"', "products = 'all': a list in [ ] is needed"),
        ("products = []", "products = [{}]", "products[1].family is missing: text in quotes"),
        (
            "products = []",
            'products = [{family = "A", aliases = ["b"]}, {family = "B"}]',
            "products.family and aliases: b stands there 2 times",
        ),
        ('title = "Partner revenue policy"', "title = 5", "title = 5: text in quotes is needed"),
        (
            "default_margin = 0.60",
            "default_margin = nan",
            "mdf.default_margin = NaN: a number from",
        ),
        ("co_sell = 30", "cosell = 30", "attribution.pools.cosell is not a key here"),
        ("co_sell = 30", "cosell = 30", "did you mean co_sell?"),
        (
            'by = "position"',
            'by = "place"',
            "attribution.custom.by = 'place': allowed are position",
        ),
        (
            "last = 30",
            "last = 101",
            "attribution.custom.positions.last = 101: a whole number from 0",
        ),
        ("influence = 20", "influenc = 20", "did you mean influence?"),
        ("influence = 20", "", "attribution.custom.kinds.influence is missing: 0 is the weight"),
        ("co_sell = 30", "", "attribution.pools.co_sell is missing: a whole number from 0 to 1000"),
        ('model = "taxonomy"', 'model = "magic"', "attribution.model = 'magic': allowed are"),
        (
            "probability = 0.05",
            "probability = 7",
            "stages[Prospecting].probability = 7: a number from 0 to 1",
        ),
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
        ("up_to = 250000", "up_to = 10", "approval_limits[revops].up_to = 10: it must rise above"),
        ("up_to = 250000", "", "approval_limits[revops].up_to is missing: only the last role"),
        (
            'role = "exec"\n\n#',
            'role = "exec"\nup_to = 9e6\n\n#',
            "approval_limits: the last role has",
        ),
        ("level = 3", "level = 4", "escalation.level: 1, 2, 4 given; 1, 2, 3 and so on are needed"),
        ("level = 3", "level = 2", "escalation.level: 2 stands there 2 times"),
        ('forecast = "commit"', 'forecast = "closed"', "stages[Negotiation].forecast = 'closed'"),
        (
            "probability = 1\n",
            "probability = 0.9\n",
            "stages[Closed Won].probability = 0.9: 1 when",
        ),
        ("is_closed = true\nis_won", "is_won", "stages[Closed Won]: is_won needs is_closed"),
        ('"gmail.com",', '"gmail.com", "Gmail.com",', "domains: gmail.com stands there 2 times"),
        ('"gmail.com",', '"me@x.org",', "free_mail_domains has 'me@x.org': a domain such as"),
        ('weekend = ["sat", "sun"]', 'weekend = "sat"', "calendar.weekend = 'sat': a list in [ ]"),
        (
            'weekend = ["sat", "sun"]',
            'weekend = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]',
            "calendar.weekend: at least one working day",
        ),
        ("2024-01-01, 2024-12-25", "2024-01-01, 2024-01-01", "holidays: 2024-01-01 stands there 2"),
        (
            'consulted = ["sales"]',
            'consulted = ["revops"]',
            "revops stands there twice; only R and A",
        ),
        ('consulted = ["sales"]', 'consulted = ["boss"]', "allowed are partner_manager, revops,"),
        ('every = "day"', 'every = "day"\nweekday = "mon"', "only a weekly step has one"),
        ('every = "day"', 'every = "day"\nbusiness_day = 2', "only monthly and quarterly steps"),
        ('name = "Accruals"', 'name = "MDF review"', "cadence.name: MDF review stands there 2"),
        ('every = "week"', 'every = "fortnight"', "allowed are day, week, month, quarter"),
        (
            'evidence = ["invoice", "call report"]',
            "evidence = []",
            "activities[telemarketing].evidence",
        ),
        ('tax_form_currency = "USD"', 'tax_form_currency = "usd"', "tax_form_currency = 'usd'"),
        ("max_rows = 5000000", "max_rows = 0", "limits.max_rows = 0: a whole number of at least 1"),
        (
            "rates = []",
            'reporting = "USD"\nrates = [{period = "2026-Q1", rates = {USD = 2, EUR = 0}}]',
            "currencies.rates[2026-Q1].rates.EUR = 0: a number above 0",
        ),
        (
            "rates = []",
            'reporting = "USD"\nrates = [{period = "2026-Q1", rates = {USD = 2}}]',
            "currencies.rates[2026-Q1].rates.USD = 2: the reporting currency's own rate is 1",
        ),
        (
            "rates = []",
            'rates = [{period = "2026-Q1", rates = {EUR = 1.1}}]',
            "currencies.reporting is missing",
        ),
        (
            "rates = []",
            'reporting = "USD"\nrates = [{period = "2026-Q1", rates = {EURO = 1.1}}]',
            "currencies.rates[2026-Q1].rates.EURO: a currency code of ISO 4217",
        ),
        ('weekday = "mon"', "", "cadence[Pipeline review].weekday is missing"),
        ("business_day = 20", "", "cadence[Policy and access review].business_day is missing"),
        ('approval_currency = "USD"', 'approval_currency = "XXQ"', "a currency code of ISO 4217"),
        ("rates = []", 'rates = [{period = "Q2", rates = {}}]', "a quarter such as '2026-Q2'"),
        ("2024-01-01, 2024-12-25", "2024-01-01, 7", "calendar.holidays[2] = 7"),
        (
            "start_month = 1",
            "start_month = 13",
            "fiscal.year_start_month = 13: a whole number from 1 to 12",
        ),
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


def test_all_problems_are_told_at_once_those_between_values_too() -> None:
    broken = (
        edited("sourced = 60", "sourced = -1")
        .replace("probability = 0.05", "probability = 7")
        .replace('"UTC"', '"Mars/Base"')
        .replace("2024-01-01, 2024-12-25", "2024-01-01, 2024-01-01")
    )
    with pytest.raises(PolicyError) as refused:
        parse_policy(broken)
    assert [row.split(" ")[1] for row in refused.value.message.splitlines()] == [
        "attribution.pools.sourced",
        "stages[Prospecting].probability",
        "calendar.time_zone",
        "calendar.holidays:",
    ]


def test_a_rule_between_sections_is_silent_while_one_of_them_cannot_be_read() -> None:
    broken = edited("probability = 0.05", "probability = 7").replace('"Proposal" #', '"Offer" #')
    with pytest.raises(PolicyError) as refused:
        parse_policy(broken)
    assert refused.value.message.startswith("policy.toml: stages[Prospecting].probability")
    assert "latest_stage" not in refused.value.message


def test_a_file_from_a_windows_editor_is_read() -> None:
    windows = "\ufeff" + TEXT.replace("\n", "\r\n")
    assert policy_version(parse_policy(windows)) == policy_version(default_policy())


def test_an_unreadable_key_without_a_near_one_lists_those_known() -> None:
    with pytest.raises(PolicyError, match="known here: sourced, co_sell, influenced"):
        parse_policy(edited("influenced = 10", "influenced = 10\nzzz = 1"))


def test_a_file_that_is_no_toml_or_not_there_is_one_line(tmp_path: Any) -> None:
    with pytest.raises(PolicyError, match=r"policy\.toml: not TOML: .*line 1"):
        parse_policy("title = \n[x]")
    with pytest.raises(PolicyError, match=r"nowhere\.toml cannot be read"):
        load_policy(tmp_path / "nowhere.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyError, match=r"bytes\.toml is not UTF-8 text"):
        load_policy(tmp_path / "bytes.toml")
    (tmp_path / "mine.toml").write_text(TEXT, "utf-8")
    assert load_policy(tmp_path / "mine.toml") == default_policy()


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


def leaves_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves_of(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from leaves_of(inner, (*path, index))
    elif not isinstance(value, list):
        yield path


OTHER_WORDS = {
    "category": ("sourced", "direct"),
    "model": ("taxonomy", "linear"),
    "forecast": ("pipeline", "omitted"),
    "owner": ("finance", "legal"),
    "role": ("finance", "legal"),
    "responsible": ("finance", "legal"),
    "accountable": ("finance", "legal"),
    "consulted": ("finance", "legal"),
    "informed": ("finance", "legal"),
    "weekend": ("mon", "tue"),
    "weekday": ("mon", "tue"),
    "every": ("month", "quarter"),
    "by": ("position", "kind"),
}
"""Two allowed words for each key that takes only certain words."""


def other_than(path: tuple[Any, ...], value: Any) -> Any:
    """Return another value that the key at ``path`` takes."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        at_most_1 = path[-1] in {"probability", "reimbursement_pct"}
        return 1 - value if at_most_1 else value + 1
    if isinstance(value, float):
        return round(value + 0.000001, 6)
    if isinstance(value, date):
        return value + timedelta(days=1)
    words = OTHER_WORDS.get(next(key for key in reversed(path) if isinstance(key, str)))
    if words:
        return next(word for word in words if word != value)
    return f"{value}x"


def test_what_the_ledger_keeps_reads_back_as_the_same_policy() -> None:
    kept = canonical(default_policy())
    assert Policy.model_validate_json(kept) == default_policy()
    assert canonical(Policy.model_validate_json(kept)) == kept


def test_decimals_never_pass_through_binary_floating_point() -> None:
    exact = "0.0066123456"
    text = edited(
        "rates = []",
        f'reporting = "USD"\nrates = [{{period = "2026-Q1", rates = {{JPY = {exact}}}}}]',
    )
    assert str(parse_policy(text).currencies.rates[0].rates["JPY"]) == exact
    assert policy_version(parse_policy(text)) == policy_version(
        parse_policy(text.replace(f"JPY = {exact}", f'JPY = "{exact}"'))
    )


LEAVES = list(leaves_of(tomllib.loads(TEXT)))


@given(st.sampled_from(LEAVES))
def test_the_version_depends_on_every_value(path: tuple[Any, ...]) -> None:
    content = tomllib.loads(TEXT)
    holder = content
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = other_than(path, holder[path[-1]])
    changed = Policy.model_validate(content)
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


def test_a_policy_without_any_kind_of_activity_is_refused() -> None:
    content = tomllib.loads(TEXT)
    content["mdf"]["activities"] = []
    problems = incoherences(Policy.model_validate(content))
    assert problems == ["mdf.activities: at least one kind of activity is needed"]


def test_weights_leave_room_for_any_number_of_partners_on_a_deal() -> None:
    kinds, largest, partners = len(get_args(TouchKind)), 1_000, 200_000
    with pytest.raises(PolicyError, match=f"from 0 to {largest} is needed"):
        parse_policy(edited("demo = 25", f"demo = {largest + 1}"))
    assert kinds * largest * partners <= 2_000_000_000


def test_the_custom_model_needs_weights_above_nothing() -> None:
    text = re.sub(r"(?m)^(first|last|rest) = \d+", r"\1 = 0", default_policy_text())
    with pytest.raises(PolicyError, match=r"attribution\.custom\.positions: at least one weight"):
        parse_policy(text)


def test_a_policy_from_before_the_custom_model_is_read_and_has_none() -> None:
    start, end = "[attribution.custom]", "# ------"
    text = default_policy_text()
    older = text[: text.index(start)] + text[text.index(end, text.index(start)) :]
    assert parse_policy(older).attribution.custom is None
    with pytest.raises(PolicyError, match=r"attribution\.custom is missing"):
        parse_policy(older.replace('model = "taxonomy"', 'model = "custom"'))


def test_a_policy_signed_before_new_limits_has_those_that_are_shipped() -> None:
    shipped = default_policy().limits.model_dump()
    given_twice = {
        name: field.default
        for name, field in Limits.model_fields.items()
        if not field.is_required()
    }
    assert given_twice == {name: shipped[name] for name in given_twice}
    assert len(given_twice) == 5
