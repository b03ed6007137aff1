"""What is wrong with a policy file, in words: key, value, and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.policy.allowed import Slot, allowed, keys_of, slot_at
from xldesk.policy.diff import NAMES

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

MAX_SHOWN = 60
"""Characters of a wrong value that a message repeats."""


def problem_lines(
    source: str, problems: Sequence[ErrorDetails], content: Any, model: type[BaseModel]
) -> list[str]:
    """Return one line a problem: ``policy.toml: key = value: what is allowed``."""
    return [f"{source}: {_line(problem, content, model)}" for problem in problems]


def _line(problem: ErrorDetails, content: Any, model: type[BaseModel]) -> str:
    path = problem["loc"]
    key = _key(path, content)
    if problem["type"] == "missing":
        return f"{key} is missing: {allowed(slot_at(model, path))}"
    if problem["type"] == "extra_forbidden":
        return f"{key} is not a key here; {_hint(path[-1], slot_at(model, path[:-1]))}"
    if path[-1] == "[key]":
        table = slot_at(model, path[:-2])
        return f"{key} is not a key here; {_hint(path[-2], table)}"
    return f"{key} = {_value(problem['input'])}: {allowed(slot_at(model, path))}"


def _hint(given: int | str, table: Slot) -> str:
    known = keys_of(table)
    near = difflib.get_close_matches(str(given), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"


def _key(path: Sequence[int | str], content: Any) -> str:
    """Return the dotted key; an entry of a list is named by what people call it."""
    shown = ""
    for step in path:
        if step == "[key]":
            continue
        if isinstance(step, int):
            content = content[step] if isinstance(content, list) else None
            shown += f"[{_entry_name(content) or step + 1}]"
        else:
            content = content.get(step) if isinstance(content, Mapping) else None
            shown += f".{step}" if shown else step
    return shown


def _entry_name(entry: Any) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    return next((str(entry[name]) for name in NAMES if entry.get(name)), None)


def _value(value: Any) -> str:
    """Return a value as the file writes it, in one line."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value) if isinstance(value, Decimal | date) else repr(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."
