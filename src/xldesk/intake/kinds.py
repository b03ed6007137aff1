"""Which kinds of records a file may bring, and what intake must know of their fields."""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel

from xldesk.records.fields import CurrencyCode, MinorUnits
from xldesk.records.kinds import KINDS, value_type

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

MADE_BY_THE_DESK = ("rejected_row", "attribution", "finding_resolution")
"""Kinds that the desk itself appends: no file brings them."""

INTAKE_KINDS: tuple[str, ...] = tuple(kind for kind in KINDS if kind not in MADE_BY_THE_DESK)

Shape = Literal[
    "text", "currency", "amount", "integer", "fraction", "boolean",
    "date", "time", "choice", "stage", "list", "external_ids",
]  # fmt: skip

STAGE_FIELDS = ("stage", "accepted_at_stage")

_SHAPES: dict[Any, Shape] = {
    str: "text",
    bool: "boolean",
    int: "integer",
    date: "date",
    datetime: "time",
    Decimal: "fraction",
    tuple: "list",
    dict: "external_ids",
}


@dataclass(frozen=True, slots=True)
class FieldShape:
    """What a field takes. ``default`` is the stored text where a file says nothing, None: null.

    ``longest`` is the limit of texts (of each member of a list), ``choices`` the words allowed.
    """

    name: str
    shape: Shape
    required: bool
    default: str | None
    longest: int
    choices: tuple[str, ...]


@cache
def field_shapes(kind: str) -> dict[str, FieldShape]:
    """Return the fields of ``kind`` by name, in the order of the record.

    ``contacts`` is left out: personal data takes its own way.
    """
    record = KINDS[kind]
    hints = get_type_hints(record, include_extras=True)
    return {
        name: _field_shape(name, hints[name], info)
        for name, info in record.model_fields.items()
        if name != "contacts"
    }


@cache
def amount_field(kind: str) -> str | None:
    """Return the field that a file of ``kind`` is totalled by; None where it has no amounts.

    It is ``amount``, else the first required amount, else the first one.
    """
    amounts = [field for field in field_shapes(kind).values() if field.shape == "amount"]
    ranked = sorted(amounts, key=lambda field: (field.name != "amount", not field.required))
    return ranked[0].name if ranked else None


def _field_shape(name: str, hint: Any, info: FieldInfo) -> FieldShape:
    bare = _without_none(hint)
    shape = _shape(name, bare)
    plain = value_type(bare)
    member = get_args(plain)[0] if get_origin(plain) is tuple else bare
    return FieldShape(
        name=name,
        shape=shape,
        required=info.is_required(),
        default=None
        if info.is_required()
        else _stored(info.get_default(call_default_factory=True)),
        longest=_longest(member),
        choices=get_args(bare) if shape == "choice" else (),
    )


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(member for member in get_args(hint) if member is not type(None))
    return hint


def _shape(name: str, hint: Any) -> Shape:
    if hint == CurrencyCode:
        return "currency"
    if hint == MinorUnits:
        return "amount"
    if get_origin(hint) is Literal:
        return "choice"
    plain = value_type(hint)
    if plain is str and name in STAGE_FIELDS:
        return "stage"
    return _SHAPES[get_origin(plain) or plain]


def _longest(hint: Any) -> int:
    if get_origin(hint) is Annotated:
        for info in hint.__metadata__:
            for rule in getattr(info, "metadata", ()):
                longest = getattr(rule, "max_length", None)
                if isinstance(longest, int):
                    return longest
    return 2**31


def _stored(default: object) -> str | None:
    """Return a field's default as the text it is staged with."""
    if default is None:
        return None
    if isinstance(default, bool):
        return "true" if default else "false"
    if default == ():
        return "[]"
    if default == {}:
        return "{}"
    if isinstance(default, BaseModel):
        raise TypeError(f"{default!r} cannot stand for an absent column")
    return str(default)
