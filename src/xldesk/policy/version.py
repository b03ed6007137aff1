"""The version of a policy: the hash of what it says, not of how the file is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy

SHORT = 12


def canonical(policy: Policy) -> str:
    """Return the policy's content as JSON with sorted keys and no spaces.

    Comments, key order and the way a number is written in the file do not show in it.
    """
    return json.dumps(content_of(policy), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_of(policy: Policy) -> dict[str, Any]:
    """Return the policy's content as JSON has it, in the order of the model's keys.

    A number reads the same however its file wrote it: ``0.50`` is ``"0.5"``.
    """
    return {key: _plain(value) for key, value in policy.model_dump().items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def policy_version(policy: Policy) -> str:
    """Return the SHA-256 of the canonical content, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(policy).encode()).hexdigest()


def short(version: str) -> str:
    """Return the first characters of a version, enough for people."""
    return version[:SHORT]
