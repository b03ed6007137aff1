"""The policy as lines for people, whole or one section of it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.policy.diff import leaves
from xldesk.policy.version import content_of

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy


def policy_section(policy: Policy, path: str | None = None) -> Any:
    """Return the content below a dotted path such as ``attribution.pools``; all of it without.

    Raises UsageError for a path that the policy does not have, with the nearest key.
    """
    content: Any = content_of(policy)
    walked: list[str] = []
    for word in path.split(".") if path else ():
        if not isinstance(content, dict) or word not in content:
            known = list(content) if isinstance(content, dict) else []
            near = difflib.get_close_matches(word, known, n=1)
            hint = f"; did you mean {'.'.join([*walked, near[0]])}?" if near else ""
            raise UsageError(f"the policy has no section {path!r}{hint}")
        content = content[word]
        walked.append(word)
    return content


def policy_lines(policy: Policy, path: str | None = None) -> list[str]:
    """Return ``key = value`` lines of a section, in the order of the policy's keys."""
    return [f"{key} = {value}" for key, value in leaves(path or "", policy_section(policy, path))]
