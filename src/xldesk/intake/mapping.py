"""Mappings: how the columns, words and formats of somebody's export become records."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PrivateAttr,
    ValidationError,
)

from xldesk.errors import UsageError
from xldesk.intake.epoch import EPOCHS
from xldesk.intake.kinds import INTAKE_KINDS
from xldesk.intake.mapping_faults import LARGEST_BITS, mapping_faults
from xldesk.intake.mapping_text import mapping_data
from xldesk.intake.serials import SERIAL_FORMATS
from xldesk.records.money import AmountStyle

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from pathlib import Path

_PROBE = datetime(2017, 11, 28, 14, 35, tzinfo=UTC)
"""A moment whose day cannot be a month: a format that loses a part of it shows."""

NO_ENCODINGS_OF_FILES = ("idna", "punycode", "unicode-escape", "raw-unicode-escape")
"""What Python also calls encodings: of host names and of program text, not of files."""


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _plain_text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if value.bit_length() > LARGEST_BITS:
            raise ValueError("a shorter number is needed")
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
        known = codecs.lookup(value).name not in NO_ENCODINGS_OF_FILES
    except (LookupError, UnicodeError, ValueError):
        known = False
    if not known:
        raise ValueError("an encoding such as utf-8, cp1252 or utf-16 is needed")
    return value


def _date_format(value: str) -> str:
    if value in SERIAL_FORMATS:
        return value
    if _read_back(value) != _PROBE.date():
        raise ValueError('a format with day, month and year such as "%d-%m-%Y" is needed')
    return value


def _time_format(value: str) -> str:
    hours = ("%H", "%I", *EPOCHS)
    if _read_back(value) != _PROBE.date() or not any(mark in value for mark in hours):
        raise ValueError('a format with date and hour such as "%d-%m-%Y %H:%M" is needed')
    return value


def _read_back(pattern: str) -> date | None:
    if pattern in EPOCHS:
        return _PROBE.date()
    try:
        # Only the date is compared: whether there is a zone does not matter here.
        return datetime.strptime(_PROBE.strftime(pattern), pattern).date()  # noqa: DTZ007
    except (ValueError, re.error):  # the latter for a part that stands twice
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
Alternatives = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Names of one column, any of which may stand in the header."""

SET = "--set"
"""The place of a mapping that holds no more than constants given on the command line."""

DESCRIPTIVE = ("title", "source", "notes", "signature")
"""Keys that say something about the mapping, and change nothing of what is read with it."""


def _key(default: Any, means: str, allowed: str, example: str, unsaid: str | None = None) -> Any:
    """Return a key of a mapping with what the reference says of it; ``unsaid`` is its default."""
    extra: dict[str, JsonValue] = {"allowed": allowed, "unsaid": unsaid or str(default)}
    return Field(default, description=means, examples=[example], json_schema_extra=extra)


class Mapping(BaseModel):
    """What a file does not say itself. All keys are optional.

    The description, examples and ``json_schema_extra`` of each key make its reference.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[str, AfterValidator(_kind)] | None = _key(
        None,
        "What the rows are. With several files, those that plainly are of another kind are read "
        "without the mapping.",
        "a kind of the list below",
        'kind = "opportunity"',
        unsaid="told by the headers, or by --as",
    )
    delimiter: Annotated[str, AfterValidator(_one_character)] | None = _key(
        None,
        "What stands between two cells.",
        "one character",
        'delimiter = ";"',
        unsaid="told by the header",
    )
    encoding: Annotated[str, AfterValidator(_codec)] | None = _key(
        None,
        "How the file's letters are stored.",
        "an encoding such as utf-8, cp1252 or utf-16",
        'encoding = "cp1252"',
        unsaid="utf-8",
    )
    sheet: Annotated[tuple[str, ...], BeforeValidator(_listed)] = _key(
        (),
        'The sheets of a workbook that are read; "*" stands for every one that is not hidden.',
        'the name of a sheet, a list of names, or "*"',
        'sheet = "Deals 2026"',
        unsaid="the one sheet whose headers are known",
    )
    header_row: Annotated[int, Field(ge=1, le=1_000, strict=True)] | None = _key(
        None,
        "The row that holds the names of the columns, as a text editor or Excel counts it.",
        "a row number up to 1,000",
        "header_row = 4",
        unsaid="told by the names in the first rows",
    )
    amount_style: AmountStyle = _key(
        "auto",
        "How decimals are written: 1,234.50 (point) or 1.234,50 (comma). With auto each amount "
        "tells it; one such as 1,234, which can be read two ways, is read as the other amounts of "
        "its column prove, else rejected.",
        "auto, point, comma",
        'amount_style = "comma"',
    )
    date_format: Formats = _key(
        (),
        "How dates are written: %d is the day, %m the month, %Y the year with four digits, %y with "
        "two, %b a short English month; unix_s and unix_ms count seconds and milliseconds since "
        "1970, excel and excel1904 are day numbers of Excel. Where nothing is said, dates such as "
        "31/03/2026 are read as the whole column proves, else rejected.",
        "one format or a list of formats, each with day, month and year",
        'date_format = "%d.%m.%Y"',
        unsaid="2026-03-31, or as the column proves",
    )
    time_format: TimeFormats = _key(
        (),
        "How times are written: as for dates, with %H the hour, %M the minute, %S the second, %z "
        "the offset from UTC.",
        "one format or a list of formats, each with a date and an hour",
        'time_format = ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"]',
        unsaid="2026-03-31T09:00:00Z",
    )
    time_zone: Annotated[str, AfterValidator(_zone)] | None = _key(
        None,
        "The zone of times that are written without one.",
        "a name of the time zone database",
        'time_zone = "Europe/Berlin"',
        unsaid="such times are rejected",
    )
    amount_unit: Literal["major", "minor"] = _key(
        "major",
        "What an amount of 1 is: one whole unit of the currency (major), or its smallest one, "
        "such as a cent (minor). Minor amounts are whole numbers.",
        "major, minor",
        'amount_unit = "minor"',
    )
    nulls: tuple[str, ...] = _key(
        ("",),
        "Texts that mean no value, beside the empty cell.",
        "a list of texts",
        'nulls = ["null", "n/a"]',
        unsaid="the empty cell only",
    )
    optional_columns: bool = _key(
        default=False,
        means="Whether the columns named below may be missing from a file. Of several columns for "
        "one field the first is read, and a constant gives way to a column. What the kind requires "
        "must be there all the same.",
        allowed="true, false",
        example="optional_columns = true",
        unsaid="false",
    )
    reverse: tuple[str, str] | None = _key(
        None,
        "Two columns, of a row's own id and of the row that says the same the other way round. Of "
        "two rows that name each other, the one with the smaller id (as text) is read and the "
        "other one is a duplicate.",
        "a list of two columns",
        'reverse = ["Id", "ReversePartnerId"]',
        unsaid="every row stands for itself",
    )
    period_span: tuple[str, str] | None = _key(
        None,
        "Two columns with the first and the last day of what the field period names: the fiscal "
        "quarter, month or year of just these days, else the two days with a slash between.",
        "a list of two columns",
        'period_span = ["StartDate", "EndDate"]',
        unsaid="period is read from its own column",
    )
    title: str = _key(
        "",
        "What export the mapping is for.",
        "a text",
        'title = "Deals of our reseller portal"',
        unsaid="no title",
    )
    source: str = _key(
        "",
        "Where the names of the columns are documented.",
        "a text",
        'source = "Portal handbook, page 12"',
        unsaid="no source",
    )
    notes: tuple[str, ...] = _key(
        (),
        "What a reader of the export should know, and what cannot be read from it.",
        "a list of texts",
        'notes = ["The portal has no currency."]',
        unsaid="no notes",
    )
    signature: tuple[Alternatives, ...] = _key(
        (),
        "Columns that together are found in this export only; a list within the list holds names "
        "that may stand for each other. Files are told by the signatures of the shipped mappings.",
        "a list of columns",
        'signature = ["Portal ID", ["Stage", "Phase"]]',
        unsaid="never chosen by itself",
    )
    columns: dict[str, str] = _key(
        {},
        'Which column is which field. The field "" leaves a column out; external_ids.NAME keeps '
        "the column as the identifier in the system NAME.",
        "column = field",
        '[columns]\n"Deal Stage" = "stage"\nSFDC = "external_ids.sfdc"\nNotes = ""',
        unsaid="columns are known by the names of fields and other common names",
    )
    same_as: dict[str, str] = _key(
        {},
        "A field without a column of its own that is read from the column of another field.",
        "field = other field",
        '[same_as]\nclose_date = "created_date"',
        unsaid="a column is one field",
    )
    if_new: dict[str, str] = _key(
        {},
        "What a field without a column takes in a new object: the value of another field. A known "
        "object keeps its own.",
        "field = other field",
        '[if_new]\nname = "opportunity_id"',
        unsaid="a new object has no value there",
    )
    constants: dict[str, PlainText] = _key(
        {},
        "The value of a field that has no column: the same for every row.",
        "field = value, written as a cell would be",
        '[constants]\ncurrency = "EUR"\nterm_months = 12',
        unsaid="no constants",
    )
    values: dict[str, dict[str, PlainText]] = _key(
        {},
        "The desk's word for a word of the file, field by field; upper and lower case do not "
        "matter.",
        "[values.FIELD], then word in the file = word of the desk",
        '[values.stage]\nWon = "Closed Won"\n"In talks" = "Negotiation"',
        unsaid="words as they stand",
    )

    _place: str = PrivateAttr(default="the mapping")

    @property
    def place(self) -> str:
        """The file it was read from, for messages."""
        return self._place

    def constant(self, name: str) -> str:
        """Return where a person wrote a constant, for messages."""
        return f"{SET} {name}" if self._place == SET else f"{self._place}: constants.{name}"


def load_mapping(path: Path) -> Mapping:
    """Return the mapping in a TOML file; raises UsageError with every problem, a line each."""
    return parse_mapping(mapping_data(path), str(path))


def parse_mapping(data: AnyMapping[str, object], place: str) -> Mapping:
    """Return the mapping in ``data``; raises UsageError naming key, value and what is allowed."""
    try:
        mapping = Mapping.model_validate(data)
    except ValidationError as error:
        raise UsageError(mapping_faults(place, error, Mapping.model_fields)) from error
    mapping._place = place  # noqa: SLF001  # its own private attribute, set once at birth
    return mapping
