"""Turn chunks of text into columns of exact values, and rows with problems into rejected rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, TypeVar

from xldesk.errors import UsageError
from xldesk.intake.aside import SetAside
from xldesk.intake.columns import (
    MOST_REMEMBERED,
    AmountColumn,
    Column,
    Proof,
    Words,
    amount_column_of,
    column_of,
)
from xldesk.intake.currency_marks import divided
from xldesk.intake.endings import begins_like_totals, is_totals_row, lone_text
from xldesk.intake.headings import CONTACT_FIELDS
from xldesk.intake.kinds import field_shapes
from xldesk.intake.lone_rows import LoneRows
from xldesk.intake.period_span import BETWEEN, span_column
from xldesk.intake.reject import CellError, Problem, problem
from xldesk.intake.texts import external_ids_text, text_parser
from xldesk.records.currency import is_known
from xldesk.records.fields import MAX_TEXT
from xldesk.records.kinds import KINDS
from xldesk.records.partner import Contact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from collections.abc import Mapping as AnyMapping

    from xldesk.intake.layout import Layout
    from xldesk.intake.mapping import Mapping
    from xldesk.intake.table import Chunk
    from xldesk.policy.rulebook import Policy

Text = TypeVar("Text")

MOST_CONTENT = 2_000
WITHHELD = "(personal data, not kept)"
DERIVED = ("is_closed", "is_won")
"""Fields of an opportunity that follow from its stage where the file does not say them."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not accepted, with all that is wrong with it."""

    number: int
    object_key: str | None
    problems: tuple[Problem, ...]
    content: str


@dataclass(slots=True)
class Parsed:
    """The good rows of a chunk by field, each value in the text that DuckDB reads exactly.

    ``contacts`` holds the people named in good rows: row, partner, person. ``links`` has of every
    row that names its reverse: row, its own id, the id of the other row.
    """

    numbers: list[int]
    values: dict[str, list[str | None]]
    rejected: list[Rejected] = field(default_factory=list)
    contacts: list[tuple[int, str, Contact]] = field(default_factory=list)
    links: list[tuple[int, str, str]] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)


class ToldCurrencies(dict[str, str | None]):
    """The currency that an amount's text says itself, None where it says none or several."""

    def __missing__(self, text: str) -> str | None:
        """Look at a text that was not seen before."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
        codes = divided(text)[1]
        self[text] = codes[0] if len(codes) == 1 else None
        return self[text]


class RowParser:
    """Parses the chunks of one file. ``fields`` are those that come out, in the record's order."""

    def __init__(
        self,
        layout: Layout,
        header: Sequence[str],
        mapping: Mapping,
        policy: Policy,
        settled: AnyMapping[str, Proof],
    ) -> None:
        self._layout = layout
        self._header = header
        shapes = field_shapes(layout.kind)
        self._columns: dict[str, Column] = {}
        self._amounts: dict[str, AmountColumn] = {}
        for name in layout.fields:
            if shapes[name].shape == "amount":
                self._amounts[name] = amount_column_of(shapes[name], mapping, settled.get(name))
            elif name == "period" and layout.span:
                self._columns[name] = span_column(shapes[name], mapping, policy)
            else:
                self._columns[name] = column_of(shapes[name], mapping, policy, settled.get(name))
        self._words = Words(mapping, "")
        self._currencies = ToldCurrencies()
        self._key_fields = KINDS[layout.kind].KEY
        self._lone_rows = LoneRows(layout, self._columns, self._key_fields)
        self._flags = {
            stage.name: {
                "is_closed": str(stage.is_closed).lower(),
                "is_won": str(stage.is_won).lower(),
            }
            for stage in policy.stages
        }
        derived = DERIVED if layout.kind == "opportunity" else ()
        self.fields = tuple(name for name in shapes if name in layout.fields or name in derived)
        self._refuse_bad_constants(mapping)

    @property
    def proofs(self) -> dict[str, Proof]:
        """What was read so far proves of columns with amounts or dates that could be two."""
        found: dict[str, Proof | None] = {
            name: column.reader.verdict() for name, column in self._amounts.items()
        }
        found.update(
            (n, column.order.verdict()) for n, column in self._columns.items() if column.order
        )
        return {name: proof for name, proof in found.items() if proof}

    def parse(self, chunk: Chunk) -> Parsed:
        """Return the chunk's good rows and its rejected ones, each in the file's order."""
        count = len(chunk.rows)
        by_place = list(zip(*chunk.rows, strict=True))
        texts: dict[str, Sequence[str]] = {
            name: by_place[i] if count else () for name, i in self._layout.columns.items()
        }
        for name, constant in self._layout.constants.items():
            texts[name] = (constant,) * count
        if self._layout.span:
            first, last = self._layout.span
            texts["period"] = [f"{row[first]}{BETWEEN}{row[last]}" for row in chunk.rows]
        values: dict[str, list[str | None]] = {}
        problems: dict[int, list[Problem]] = {}
        for name, column in self._columns.items():
            if name in texts:
                values[name] = column.read(texts[name])
                _collect(problems, column.problems, texts[name])
        if self._layout.marked:
            values["currency"] = self._told_currencies(texts, problems)
        currencies = values.get("currency", [None] * count)
        for name, amounts in self._amounts.items():
            values[name] = amounts.read(texts[name], currencies)
            if amounts.problems:
                _collect(problems, amounts.problems, zip(texts[name], currencies, strict=True))
        if self._layout.external:
            values["external_ids"] = self._external_ids(chunk.rows)
        if self._layout.kind == "opportunity":
            self._derive(values, texts)
        people = self._people(chunk.rows, problems) if self._layout.contacts else {}
        aside = self._aside(chunk, problems)
        parsed = self._sorted_out(chunk, values, problems, {row.number for row in aside})
        parsed.aside = aside
        parsed.contacts = [
            (chunk.numbers[i], key, person)
            for i, person in people.items()
            if i not in problems and (key := values["partner_id"][i]) is not None
        ]
        parsed.links = self._links(chunk)
        return parsed

    def _told_currencies(
        self, texts: dict[str, Sequence[str]], problems: dict[int, list[Problem]]
    ) -> list[str | None]:
        """Return the currency that the first of each row's amounts with one says."""
        amounts = zip(*(texts[name] for name in self._layout.marked), strict=True)
        found: list[str | None] = []
        for i, row in enumerate(amounts):
            told = next((code for code in map(self._currencies.__getitem__, row) if code), None)
            if told is None and not any(self._words.meant(text) for text in row):
                missing = problem("REQUIRED", "no value", field="currency")
                problems.setdefault(i, []).append(missing)
            found.append(told)
        return found

    def content(self, cells: Sequence[str]) -> str:
        """Return a row as the ledger keeps it when it is rejected: JSON, without personal data."""
        if len(cells) != len(self._header):
            kept: object = [WITHHELD] * len(cells) if self._layout.contacts else list(cells)
        else:
            private = set(self._layout.contacts.values())
            kept = {
                self._header[i] or str(i + 1): WITHHELD if i in private and cell else cell
                for i, cell in enumerate(cells)
            }
        return json.dumps(kept, ensure_ascii=False)[:MOST_CONTENT]

    @property
    def amount_fields(self) -> tuple[str, ...]:
        """The amounts that the file speaks of."""
        return tuple(self._amounts)

    def amount(self, name: str, text: str, currency: str) -> str:
        """Return an amount in minor units as its column is read; raises CellError."""
        return self._amounts[name].reader.parse(text, currency)

    def _aside(self, chunk: Chunk, problems: dict[int, list[Problem]]) -> list[SetAside]:
        """Return the rows that may be totals or a footer: such rows lack what data have.

        Those among the chunk's rows get a problem, so that they are no good rows.
        """
        keys = [i for name, i in self._layout.columns.items() if name in self._key_fields]
        named = {
            i
            for place in keys
            for i, row in enumerate(chunk.rows)
            if begins_like_totals(row[place])
        }
        self._lone_rows.learn(chunk.rows)
        found = []
        for i in sorted(named | problems.keys()):
            cells = chunk.rows[i]
            line = lone_text(cells) if len(cells) > 1 and i in problems else None
            totals = is_totals_row(cells, keys)
            if totals or line is not None:
                if not problems.get(i):
                    problems[i] = [problem("TOTALS-ROW", "a row of totals")]
                rejected = self._rejected(chunk.numbers[i], None, problems[i], cells)
                found.append(self._set_aside(chunk.numbers[i], cells, rejected, totals))
        for row in chunk.refused:
            line = lone_text(row.cells) if len(self._header) > 1 else None
            totals = is_totals_row(row.cells, keys if len(row.cells) == len(self._header) else ())
            if totals or line is not None:
                rejected = self._rejected(row.number, None, [row.problem], row.cells)
                found.append(self._set_aside(row.number, row.cells, rejected, totals))
        return sorted(found, key=lambda row: row.number)

    def _set_aside(
        self, number: int, cells: Sequence[str], rejected: Rejected, totals: bool
    ) -> SetAside:
        if totals:
            return SetAside(number, tuple(cells), rejected, None)
        may_be = self._lone_rows.may_be_footer(cells)
        return SetAside(number, tuple(cells), rejected, lone_text(cells), may_be)

    def _rejected(
        self, number: int, key: str | None, problems: Sequence[Problem], cells: Sequence[str]
    ) -> Rejected:
        return Rejected(number, key, tuple(problems), self.content(cells))

    def _sorted_out(
        self,
        chunk: Chunk,
        values: dict[str, list[str | None]],
        problems: dict[int, list[Problem]],
        aside: Collection[int],
    ) -> Parsed:
        rejected = [
            self._rejected(row.number, None, [row.problem], row.cells)
            for row in chunk.refused
            if row.number not in aside
        ]
        if not problems:
            ordered = {name: values[name] for name in self.fields}
            return Parsed(chunk.numbers, ordered, rejected)
        order = {name: place for place, name in enumerate(field_shapes(self._layout.kind))}
        for i, found in problems.items():
            if chunk.numbers[i] in aside:
                continue
            found.sort(key=lambda problem: order.get(problem.field or "", len(order)))
            key = self._key(i, values, found)
            rejected.append(self._rejected(chunk.numbers[i], key, found, chunk.rows[i]))
        rejected.sort(key=lambda row: row.number)
        good = [i not in problems for i in range(len(chunk.rows))]
        return Parsed(
            numbers=list(compress(chunk.numbers, good)),
            values={name: list(compress(values[name], good)) for name in self.fields},
            rejected=rejected,
        )

    def _key(
        self, i: int, values: dict[str, list[str | None]], problems: Sequence[Problem]
    ) -> str | None:
        """Return the row's key as ``Record.key_text`` writes it, None where a part is not known."""
        wrong = {problem.field for problem in problems}
        shapes = field_shapes(self._layout.kind)
        parts = []
        for name in KINDS[self._layout.kind].KEY:
            value = values[name][i] if name in values else shapes[name].default
            if value is None or name in wrong:
                return None
            parts.append(f"{value}+00:00" if shapes[name].shape == "time" else value)
        return "/".join(parts)

    def _derive(self, values: dict[str, list[str | None]], texts: dict[str, Sequence[str]]) -> None:
        flags = [self._flags.get(stage or "", {}) for stage in values["stage"]]
        for name in DERIVED:
            derived = [flag.get(name, "false") for flag in flags]
            if name not in texts:
                values[name] = list(derived)
            else:
                said = self._columns[name].said(texts[name])
                values[name] = [
                    value if spoken else follows
                    for value, spoken, follows in zip(values[name], said, derived, strict=True)
                ]

    def _links(self, chunk: Chunk) -> list[tuple[int, str, str]]:
        if self._layout.reverse is None:
            return []
        own, other = self._layout.reverse
        named = (
            (number, self._words.meant(row[own]), self._words.meant(row[other]))
            for number, row in zip(chunk.numbers, chunk.rows, strict=True)
        )
        return [(number, one, two) for number, one, two in named if one and two]

    def _external_ids(self, rows: Sequence[Sequence[str]]) -> list[str | None]:
        found: list[str | None] = []
        for row in rows:
            ids = {
                system: meant
                for system, i in self._layout.external.items()
                if (meant := self._words.meant(row[i])) is not None
            }
            found.append(external_ids_text(ids))
        return found

    def _people(
        self, rows: Sequence[Sequence[str]], problems: dict[int, list[Problem]]
    ) -> dict[int, Contact]:
        """Return the contact named in each row that names one; too long a text is a problem."""
        fits = text_parser(MAX_TEXT)
        people: dict[int, Contact] = {}
        for i, row in enumerate(rows):
            said: dict[str, str] = {}
            for name in CONTACT_FIELDS:
                place = self._layout.contacts.get(name)
                meant = self._words.meant(row[place]) if place is not None else None
                said[name.removeprefix("contact_")] = meant or ""
                try:
                    fits(meant or "")
                except CellError:
                    error = CellError("TOO-LONG", f"the text has more than {MAX_TEXT:,} characters")
                    problems.setdefault(i, []).append(error.problem(name))
            if any(said.values()) and i not in problems:
                people[i] = Contact(**said)
        return people

    def _refuse_bad_constants(self, mapping: Mapping) -> None:
        for name, constant in self._layout.constants.items():
            column = self._columns.get(name)
            if column is None:
                continue
            (value,) = column.read([constant])
            wrong = column.problems.get(constant)
            if wrong is not None:
                said = wrong.message.removeprefix(f"{name}: ")
                said = "no value; say one" if wrong.code == "REQUIRED" else said
                raise UsageError(f"{mapping.constant(name)}: {said}")
            if value is not None and column.field.shape == "currency" and not is_known(value):
                raise UsageError(
                    f"{mapping.constant(name)}: {constant!r} is not a currency; say its code "
                    "(ISO 4217), such as USD"
                )


def _collect(
    problems: dict[int, list[Problem]], known: dict[Text, Problem], texts: Iterable[Text]
) -> None:
    """Note the problems of a column's texts at the rows where they stand."""
    if known:
        for i, text in enumerate(texts):
            if text in known:
                problems.setdefault(i, []).append(known[text])
