"""Mappings: how the columns, words and formats of somebody's export become records."""

from __future__ import annotations

import codecs
import tomllib
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    ValidationError,
)

from xldesk.errors import UsageError
from xldesk.intake.kinds import INTAKE_KINDS
from xldesk.records.money import AmountStyle

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

_PROBE = datetime(2017, 11, 28, 14, 35, tzinfo=UTC)
"""A moment whose day cannot be a month: a format that loses a part of it shows."""


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _plain_text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _kind(value: str) -> str:
    if value not in INTAKE_KINDS:
        raise ValueError(f"one of {', '.join(INTAKE_KINDS)} is needed")
    return value


def _one_character(value: str) -> str:
    if len(value) != 1 or value in '"\r\n':
        raise ValueError('one character such as ";" or "\\t" is needed')
    return value


def _codec(value: str) -> str:
    try:
        "a".encode(value)
        codecs.lookup(value)
    except (LookupError, UnicodeError, ValueError) as error:
        raise ValueError("an encoding such as utf-8, cp1252 or utf-16 is needed") from error
    return value


def _date_format(value: str) -> str:
    if _read_back(value) != _PROBE.date():
        raise ValueError('a format with day, month and year such as "%d-%m-%Y" is needed')
    return value


def _time_format(value: str) -> str:
    if _read_back(value) != _PROBE.date() or not any(mark in value for mark in ("%H", "%I")):
        raise ValueError('a format with date and hour such as "%d-%m-%Y %H:%M" is needed')
    return value


def _read_back(pattern: str) -> date | None:
    try:
        # Only the date is compared: whether there is a zone does not matter here.
        return datetime.strptime(_PROBE.strftime(pattern), pattern).date()  # noqa: DTZ007
    except ValueError:
        return None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("a time zone such as UTC or Europe/Berlin is needed") from error
    return value


PlainText = Annotated[str, BeforeValidator(_plain_text)]
Formats = Annotated[
    tuple[Annotated[str, AfterValidator(_date_format)], ...], BeforeValidator(_listed)
]
TimeFormats = Annotated[
    tuple[Annotated[str, AfterValidator(_time_format)], ...], BeforeValidator(_listed)
]


class Mapping(BaseModel):
    """What a file does not say itself. All parts are optional.

    ``columns``: column → field, ``""`` leaves a column out, ``external_ids.NAME`` is another
    system's identifier. ``constants``: field → text for a field without a column. ``values``:
    field → (word in the file → word of the desk). ``nulls``: texts that mean "no value", beside
    the empty one. ``amount_style`` ``auto`` lets each column prove its own. ``date_format`` and
    ``time_format`` are formats of ``strptime``, one or several. ``time_zone`` is that of times
    written without one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[str, AfterValidator(_kind)] | None = None
    delimiter: Annotated[str, AfterValidator(_one_character)] | None = None
    encoding: Annotated[str, AfterValidator(_codec)] | None = None
    amount_style: AmountStyle = "auto"
    date_format: Formats = ()
    time_format: TimeFormats = ()
    time_zone: Annotated[str, AfterValidator(_zone)] | None = None
    nulls: tuple[str, ...] = ("",)
    columns: dict[str, str] = {}
    constants: dict[str, PlainText] = {}
    values: dict[str, dict[str, PlainText]] = {}

    _place: str = PrivateAttr(default="the mapping")

    @property
    def place(self) -> str:
        """The file it was read from, for messages."""
        return self._place


def load_mapping(path: Path) -> Mapping:
    """Return the mapping in a TOML file; raises UsageError with every problem, a line each."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file; name a mapping (TOML)") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} is not TOML in UTF-8: {error}") from error
    return parse_mapping(data, str(path))


def parse_mapping(data: AnyMapping[str, object], place: str) -> Mapping:
    """Return the mapping in ``data``; raises UsageError naming key, value and what is allowed."""
    try:
        mapping = Mapping.model_validate(data)
    except ValidationError as error:
        lines = [_line(place, details) for details in error.errors(include_url=False)]
        raise UsageError("\n".join(lines)) from error
    mapping._place = place  # noqa: SLF001  # its own private attribute, set once at birth
    return mapping


def _line(place: str, details: ErrorDetails) -> str:
    key = ".".join(str(part) for part in details["loc"])
    if details["type"] == "extra_forbidden":
        near = get_close_matches(key, Mapping.model_fields, n=1)
        hint = f" (is it {near[0]}?)" if near else ""
        return f"{place}: {key} is not a key of a mapping{hint}; known: " + ", ".join(
            Mapping.model_fields
        )
    wanted = details.get("ctx", {}).get("error")
    needed = str(wanted) if wanted else _needed(details)
    return f"{place}: {key} = {_toml(details['input'])}: {needed}"


def _needed(details: ErrorDetails) -> str:
    expected = details.get("ctx", {}).get("expected")
    if expected:
        return f"{expected} is needed"
    return {
        "string_type": "a text in quotation marks is needed",
        "dict_type": "a table of names is needed",
        "tuple_type": "a list of texts is needed",
    }.get(details["type"], details["msg"])


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
