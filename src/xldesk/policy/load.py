"""Read a policy file; every problem in it is told, with key, value and what is allowed."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import ValidationError

from xldesk.errors import PolicyError
from xldesk.policy.rulebook import Policy

if TYPE_CHECKING:
    from pathlib import Path


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
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path} cannot be read: {error}") from error
    return parse_policy(text, source=path.name)


def parse_policy(text: str, source: str = "policy.toml") -> Policy:
    """Return the policy written in ``text``; raises PolicyError with all of its problems."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{source}: not TOML: {error}") from error
    try:
        return Policy.model_validate(content)
    except ValidationError as error:
        raise PolicyError(
            "\n".join(
                f"{source}: {'.'.join(map(str, problem['loc']))} = {problem['input']!r}: {problem['msg']}"
                for problem in error.errors()
            )
        ) from error
