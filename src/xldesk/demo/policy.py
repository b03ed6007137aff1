"""The sample company's policy: the default one, with its currency, rates, products and holidays."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from xldesk.demo.lists import company_name, sample_list
from xldesk.demo.partners import WORLDWIDE
from xldesk.policy.load import default_policy_text, parse_policy
from xldesk.policy.screening import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REPORTING = "USD"
_HEADER = re.compile(r"\[\[?\s*([^\[\]]+?)\s*\]?\]\s*(?:#.*)?")


def demo_policy_text() -> str:
    """Return the sample company's policy.toml: the default policy's text, comments and all.

    Changed are the title, the holidays, the reporting currency with its rates, the products with
    their margins, and the territories. Raises PolicyError where the default text no longer takes
    them.
    """
    holidays = sample_list("finance")["holidays"]["days"]
    text = default_policy_text()
    text = _with_value(text, "", "title", _quoted(f"{company_name()} partner programme"))
    text = _with_value(text, "calendar", "holidays", _listed(str(day) for day in holidays))
    text = _with_value(text, "currencies", "rates", _listed(_rates()))
    text = _with_value(text, "currencies", "reporting", _quoted(REPORTING))
    text = _with_value(text, "", "products", _listed(_products()))
    text = _with_value(text, "", "territories", _listed(_territories()))
    parse_policy(text, source="the demo's policy.toml")
    return text


def _rates() -> Iterator[str]:
    for quarter in sample_list("finance")["rate"]:
        rates = ", ".join(
            f"{code} = {_quoted(rate)}" for code, rate in quarter.items() if code != "period"
        )
        yield f"{{ period = {_quoted(quarter['period'])}, rates = {{ {rates} }} }}"


def _products() -> Iterator[str]:
    for product in sample_list("market")["product"]:
        yield f"{{ family = {_quoted(product['family'])}, margin = {product['margin']} }}"


def _territories() -> Iterator[str]:
    by_region: dict[str, list[str]] = {WORLDWIDE: [ANYWHERE]}
    for country, region in sample_list("accounts")["region"].items():
        by_region.setdefault(region, []).append(country)
    for region, countries in by_region.items():
        listed = ", ".join(_quoted(country) for country in countries)
        yield f"{{ region = {_quoted(region)}, countries = [{listed}] }}"


def _listed(members: Iterable[str]) -> str:
    return "\n".join(["[", *(f"  {member}," for member in members), "]"])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _with_value(text: str, table: str, key: str, value: str) -> str:
    """Return ``text`` with ``key`` of ``table`` set to ``value``, in its place if it has one."""
    lines = text.splitlines()
    first, behind = _span(lines, table, key)
    return "\n".join([*lines[:first], f"{key} = {value}", *lines[behind:], ""])


def _span(lines: list[str], table: str, key: str) -> tuple[int, int]:
    """Return the lines, first and behind the last, that give ``key`` of ``table`` its value.

    Without one it is the empty span below the table's header, which is added where missing.
    """
    current, below_header = "", 0
    for number, line in enumerate(lines):
        header = _HEADER.fullmatch(line.strip())
        current = header[1] if header else current
        if header and current == table:
            below_header = number + 1
        if current == table and re.match(rf"{re.escape(key)}\s*=", line):
            return number, _end_of_value(lines, number)
    if table and not below_header:
        lines += ["", f"[{table}]"]
        below_header = len(lines)
    return below_header, below_header


def _end_of_value(lines: list[str], first: int) -> int:
    """Return where the value that begins on line ``first`` ends: as soon as it is whole TOML."""
    for behind in range(first + 1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[first:behind]))
        except tomllib.TOMLDecodeError:
            continue
        return behind
    raise ValueError(f"line {first + 1} of the default policy begins a value that never ends")
