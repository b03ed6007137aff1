"""Parse a table's columns: each distinct text of a column is judged once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from xldesk.intake.amounts import AmountReader, ProvenStyle
from xldesk.intake.choices import choice_parser, stage_parser
from xldesk.intake.currency_marks import told_currency
from xldesk.intake.day_order import DayOrder, ProvenOrder
from xldesk.intake.figures import fraction_parser, parse_boolean, parse_integer
from xldesk.intake.identifiers import identifier_parser
from xldesk.intake.minor_units import MinorUnitReader
from xldesk.intake.moments import date_parser, time_parser
from xldesk.intake.reject import CellError, Problem, problem
from xldesk.intake.texts import (
    Parser,
    currency_parser,
    list_parser,
    parse_external_ids,
    partner_parser,
    text_parser,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xldesk.intake.kinds import FieldShape
    from xldesk.intake.mapping import Mapping
    from xldesk.policy.rulebook import Policy

MOST_REMEMBERED = 50_000
"""Distinct texts a column remembers; columns of identifiers would fill the memory otherwise."""

Proof = ProvenStyle | ProvenOrder
"""What a whole column proves of how its amounts or dates are written."""

PARTNER_FIELDS = ("partner_id", "claimant_partner_id")
"""Fields that hold the id of a partner."""


class Words:
    """What a mapping says of one field's texts: which mean nothing, which mean another word."""

    def __init__(self, mapping: Mapping, field: str) -> None:
        self._nulls = {"", *(null.strip() for null in mapping.nulls)}
        given = {
            word.strip(): meant.strip() for word, meant in mapping.values.get(field, {}).items()
        }
        self._exact = given
        self._any_case = {word.casefold(): meant for word, meant in given.items()}

    def meant(self, text: str) -> str | None:
        """Return the stripped text that a cell means, None where it means no value."""
        text = text.strip()
        if self._exact:
            found = self._exact.get(text)
            text = self._any_case.get(text.casefold(), text) if found is None else found
        return None if text in self._nulls else text


class Column(dict[str, str | None]):
    """The values of one field by the text that stands for them, filled as texts turn up.

    A text that is no value has the value None and stands in ``problems``.
    """

    def __init__(
        self, field: FieldShape, parse: Parser, words: Words, order: DayOrder | None = None
    ) -> None:
        super().__init__()
        self.field = field
        self.order = order
        self.problems: dict[str, Problem] = {}
        self._parse = parse
        self._words = words

    def __missing__(self, text: str) -> str | None:
        """Judge a text that was not seen before."""
        value = self._judge(text)
        self[text] = value
        return value

    def read(self, texts: Iterable[str]) -> list[str | None]:
        """Return the value of each text, in order."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
            self.problems.clear()
        return list(map(self.__getitem__, texts))

    def said(self, texts: Iterable[str]) -> list[bool]:
        """Return for each text whether it says anything at all."""
        return [self._words.meant(text) is not None for text in texts]

    def _judge(self, text: str) -> str | None:
        meant = self._words.meant(text)
        if meant is not None:
            try:
                meant = self._parse(meant)
            except CellError as error:
                self.problems[text] = error.problem(self.field.name)
                return None
        if meant is not None:
            return meant
        if self.field.required:
            self.problems[text] = problem("REQUIRED", "no value", field=self.field.name)
        return self.field.default


class AmountColumn(dict[tuple[str, str | None], str | None]):
    """The amounts of one field, in minor units, by their text and their row's currency."""

    def __init__(self, field: FieldShape, reader: AmountReader, words: Words) -> None:
        super().__init__()
        self.field = field
        self.reader = reader
        self.problems: dict[tuple[str, str | None], Problem] = {}
        self._words = words

    def __missing__(self, cell: tuple[str, str | None]) -> str | None:
        """Judge an amount that was not seen before."""
        value = self._judge(cell)
        self[cell] = value
        return value

    def read(self, texts: Sequence[str], currencies: Sequence[str | None]) -> list[str | None]:
        """Return the minor units of each amount, in order."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
            self.problems.clear()
        return list(map(self.__getitem__, zip(texts, currencies, strict=True)))

    def _judge(self, cell: tuple[str, str | None]) -> str | None:
        text, currency = cell
        meant = self._words.meant(text)
        name = self.field.name
        if meant is None:
            if self.field.required:
                self.problems[cell] = problem("REQUIRED", "no value", field=name)
            return self.field.default
        try:
            if currency is None:
                told_currency(meant)
                self.problems[cell] = problem(
                    "REQUIRED", f"{name} has an amount without a currency", field="currency"
                )
                return None
            return self.reader.parse(meant, currency)
        except CellError as error:
            self.problems[cell] = error.problem(name)
            return None


def column_of(
    field: FieldShape, mapping: Mapping, policy: Policy, settled: Proof | None = None
) -> Column:
    """Return the column that reads ``field``, which is no amount."""
    words = Words(mapping, field.name)
    if field.shape in {"date", "time"}:
        order = DayOrder(cast("ProvenOrder | None", settled))
        return Column(field, _moment_parser(field, mapping, policy, order), words, order)
    return Column(field, _parser(field, mapping, policy), words)


def amount_column_of(field: FieldShape, mapping: Mapping, settled: Proof | None) -> AmountColumn:
    """Return the column that reads the amounts of ``field``."""
    minor = mapping.amount_unit == "minor"
    reader = (
        MinorUnitReader()
        if minor
        else AmountReader(mapping.amount_style, cast("ProvenStyle | None", settled))
    )
    return AmountColumn(field, reader, Words(mapping, field.name))


def _parser(field: FieldShape, mapping: Mapping, policy: Policy) -> Parser:
    match field.shape:
        case "choice":
            return choice_parser(field.choices)
        case "stage":
            return stage_parser(policy.stages, field.longest)
        case "text" if field.name in PARTNER_FIELDS:
            return identifier_parser(partner_parser(field.longest))
        case "text" if is_identifier(field):
            return identifier_parser(text_parser(field.longest))
        case "fraction":
            return fraction_parser(mapping.amount_style)
        case _:
            return _plain_parser(field)


def is_identifier(field: FieldShape) -> bool:
    """Tell whether a field holds the id of something."""
    return field.shape == "text" and field.name.endswith(("_id", "_number"))


def _moment_parser(field: FieldShape, mapping: Mapping, policy: Policy, order: DayOrder) -> Parser:
    policy_zone = ZoneInfo(policy.calendar.time_zone)
    zone = ZoneInfo(mapping.time_zone) if mapping.time_zone else None
    if field.shape == "date":
        return date_parser(mapping.date_format, policy_zone, order)
    return time_parser(mapping.time_format, mapping.date_format, zone, policy_zone, order)


def _plain_parser(field: FieldShape) -> Parser:
    match field.shape:
        case "currency":
            return currency_parser(field.longest)
        case "integer":
            return parse_integer
        case "boolean":
            return parse_boolean
        case "list":
            return list_parser(field.longest)
        case "external_ids":
            return parse_external_ids
        case _:
            return text_parser(field.longest)
