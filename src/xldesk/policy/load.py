"""Read a policy file; every problem in it is told, with key, value and what is allowed."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from xldesk.errors import PolicyError
from xldesk.policy.coherence import incoherences
from xldesk.policy.problems import problem_lines
from xldesk.policy.rulebook import Policy

if TYPE_CHECKING:
    from pathlib import Path

_BYTE_ORDER_MARK = "\ufeff"
"""Windows editors put it before the first character of a file."""


def default_policy_text() -> str:
    """Return the policy that ships with xldesk, with its comments."""
    return (files(__package__) / "default.toml").read_text("utf-8")


@cache
def default_policy() -> Policy:
    """Return the policy that ships with xldesk."""
    return parse_policy(default_policy_text(), source="default.toml")


def load_policy(path: Path) -> Policy:
    """Return the policy in a file; raises PolicyError with all of its problems."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path} is not UTF-8 text; save it as UTF-8 ({error})") from error
    except OSError as error:
        raise PolicyError(f"{path} cannot be read: {error.strerror or error}") from error
    return parse_policy(text, source=path.name)


def parse_policy(text: str, source: str = "policy.toml") -> Policy:
    """Return the policy written in ``text``; its decimals are exact, never through float.

    Raises PolicyError with every problem, a line each: key, value, and what is allowed.
    """
    try:
        content = tomllib.loads(text.removeprefix(_BYTE_ORDER_MARK), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{source}: not TOML: {error}") from error
    try:
        policy = Policy.model_validate(content)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        lines = problem_lines(source, problems, content, Policy)
        unread = frozenset(str(problem["loc"][0]) for problem in problems)
        lines += _contradictions(source, _readable_part(content, unread), unread)
        raise PolicyError("\n".join(lines)) from error
    contradictions = _contradictions(source, policy)
    if contradictions:
        raise PolicyError("\n".join(contradictions))
    return policy


def _contradictions(source: str, policy: Policy, unread: frozenset[str] = frozenset()) -> list[str]:
    return [f"{source}: {line}" for line in incoherences(policy, unread)]


def _readable_part(content: dict[str, Any], unread: frozenset[str]) -> Policy:
    """Return the policy with the default's sections in place of those that cannot be read."""
    shipped = tomllib.loads(default_policy_text(), parse_float=Decimal)
    known = {key: content[key] for key in content if key in shipped}
    return Policy.model_validate(
        shipped | known | {key: shipped[key] for key in unread & shipped.keys()}
    )
