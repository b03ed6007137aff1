"""What a key of the policy takes, read off the model: kind of value, range, allowed words."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

_KINDS = {
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    str: "text in quotes",
    date: "a date such as 2026-12-25",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the policy: the plain type of its value and the limits put on it."""

    type: Any
    limits: tuple[Any, ...] = ()


def slot_at(model: type[BaseModel], path: Sequence[int | str]) -> Slot:
    """Return the slot at ``path`` as pydantic names it: fields, list positions, dictionary keys.

    A path that leaves the model ends in a slot without a type.
    """
    slot = Slot(model)
    for step in path:
        slot = _inside(slot, step)
    return slot


def keys_of(slot: Slot) -> list[str]:
    """Return the keys that a table of the policy has; none where they are free or no table."""
    if _is_model(slot.type):
        return list(slot.type.model_fields)
    if get_origin(slot.type) is dict:
        return [str(word) for word in get_args(_slot(get_args(slot.type)[0]).type)]
    return []


def allowed(slot: Slot) -> str:
    """Return in words what the slot takes, such as ``a whole number from 0 to 1000 is needed``."""
    if get_origin(slot.type) is Literal:
        return f"allowed are {', '.join(map(str, get_args(slot.type)))}"
    if get_origin(slot.type) is tuple:
        return "a list in [ ] is needed"
    if get_origin(slot.type) is dict or _is_model(slot.type):
        return "a table of keys is needed"
    kind = _KINDS.get(slot.type)
    return "another value is needed" if kind is None else f"{kind}{_limits(slot)} is needed"


def _limits(slot: Slot) -> str:
    found = {
        name: value
        for limit in slot.limits
        for name in ("ge", "gt", "le", "min_length", "max_length", "max_digits", "decimal_places")
        if (value := getattr(limit, name, None)) is not None
    }
    words = ""
    if "ge" in found and "le" in found:
        words = f" from {found['ge']} to {found['le']}"
    elif "ge" in found:
        words = f" of at least {found['ge']}"
    elif "gt" in found:
        words = f" above {found['gt']}"
    if "max_length" in found:
        words += f" of {found.get('min_length', 0)} to {found['max_length']} characters"
    if "decimal_places" in found:
        words += f" with at most {found['decimal_places']} decimals"
        if "le" not in found:
            words += f" and {found['max_digits']} digits"
    return words


def _inside(slot: Slot, step: int | str) -> Slot:
    if _is_model(slot.type):
        field = slot.type.model_fields.get(step)
        return Slot(None) if field is None else _slot(field.annotation, tuple(field.metadata))
    members = get_args(slot.type)
    if get_origin(slot.type) is tuple and isinstance(step, int):
        return _slot(members[0])
    if get_origin(slot.type) is dict:
        return _slot(members[1])
    return slot if step == "[key]" else Slot(None)


def _slot(annotation: Any, limits: tuple[Any, ...] = ()) -> Slot:
    """Return the slot behind ``Annotated`` and ``| None``, with every limit met on the way."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        told = tuple(limit for field in more for limit in getattr(field, "metadata", [field]))
        return _slot(inner, limits + told)
    if origin in (Union, types.UnionType):
        member = next(one for one in get_args(annotation) if one is not type(None))
        return _slot(member, limits)
    return Slot(annotation, limits)


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)
