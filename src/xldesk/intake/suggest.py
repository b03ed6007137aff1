"""Draft a mapping from an export's headers and values, saying what cannot be told from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.column_look import ColumnLook
from xldesk.intake.csv_table import CsvTable
from xldesk.intake.draft import Draft
from xldesk.intake.headings import plain_heading
from xldesk.intake.kind_words import refuse_unknown_kind
from xldesk.intake.kinds import field_shapes
from xldesk.intake.mapping import DESCRIPTIVE, Mapping
from xldesk.intake.matching import Known, Match, best_match
from xldesk.intake.opening import open_tables
from xldesk.intake.shipped import shipped_mapping, told_by_signature
from xldesk.intake.survey import survey
from xldesk.intake.values_told import say_formats, say_values
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xldesk.intake.table import Table
    from xldesk.policy.rulebook import Policy

CHUNK_ROWS = 20_000
EXAMPLES = {"currency": "USD", "partner_id": "P-1", "stage": "Closed Won"}
"""Constants that a draft proposes, to be changed."""
OTHER_ENCODINGS = ("cp1252", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Looked:
    """A table, what each of its columns looks like, and the other sheets that it may be of."""

    table: Table
    looks: tuple[ColumnLook, ...]
    encoding: str | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A draft as TOML, and the fields that it lacks: no column tells them."""

    text: str
    needed: tuple[str, ...]


def suggest_mapping(
    path: Path,
    policy: Policy,
    known: Known,
    kind: str | None = None,
    sheets: Sequence[str] = (),
) -> Suggestion:
    """Return a mapping for the export at ``path`` as TOML, with comments on what it does not tell.

    Everything is told from the whole file; what can be read two ways stands as a comment, never as
    a guess. Where the header carries the signature of a shipped mapping the draft is made of it.
    Raises UsageError for a file that cannot be read at all.
    """
    refuse_unknown_kind(kind)
    looked = _look_at(path, policy, known, kind, sheets)
    draft = Draft()
    name = next(
        (
            name
            for name in told_by_signature(looked.table.header)
            if kind in (None, shipped_mapping(name).kind)
        ),
        None,
    )
    draft.say("A draft made of the headers and values; read it before you use it.")
    if name is not None:
        draft.say(
            f"It is the shipped mapping {name}, which is taken by itself for these headers: you "
            "need a mapping of your own only to change it."
        )
        match = _of_shipped(looked, shipped_mapping(name), draft)
    else:
        match = best_match(looked.looks, known, kind)
        _say_columns(looked, match, draft)
    shipped = shipped_mapping(name) if name is not None else Mapping()
    _say_file(looked, draft)
    if sheets:
        draft.set("sheet", list(sheets))
    elif looked.others:
        others = ", ".join(looked.others)
        draft.say(f"It is of the sheet that fits best; with --sheet of another: {others}.")
        draft.set("sheet", looked.table.source.name.rpartition("!")[2])
    say_formats(looked.looks, match, draft)
    say_values(looked.looks, match, policy, draft)
    needed = _say_missing(match, draft, shipped)
    return Suggestion(draft.text(), needed)


def _look_at(
    path: Path, policy: Policy, known: Known, kind: str | None, sheets: Sequence[str]
) -> Looked:
    """Return the file's table; of several the one that fits a kind of rows best."""
    tables, encoding = _opened(path, policy, sheets)
    found = [_looked(table, tables, encoding) for table in tables]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda looked: best_match(looked.looks, known, kind).fitness)


def _looked(table: Table, tables: Sequence[Table], encoding: str | None) -> Looked:
    looks = tuple(ColumnLook(header) for header in table.header)
    for chunk in table.chunks(CHUNK_ROWS):
        for look, texts in zip(looks, zip(*chunk.rows, strict=True), strict=False):
            look.add(texts)
    names = (other.source.name.rpartition("!")[2] for other in tables if other is not table)
    return Looked(table, looks, encoding, tuple(names))


def _opened(
    path: Path, policy: Policy, sheets: Sequence[str]
) -> tuple[Sequence[Table], str | None]:
    """Return the tables of the file, and its encoding where that must be said."""
    first: UsageError | None = None
    for encoding in (None, *OTHER_ENCODINGS):
        if first is not None and f'"{encoding}"' not in first.message:
            continue
        try:
            source = survey(path, path.name, encoding, policy.limits)
            asked = Mapping(encoding=encoding, sheet=tuple(sheets))
            return open_tables(source, asked, policy.limits), encoding
        except UsageError as error:
            first = first or error
    raise first or AssertionError("every encoding was tried")


def _of_shipped(looked: Looked, shipped: Mapping, draft: Draft) -> Match:
    """Take a shipped mapping into the draft; return which of its columns the table has."""
    for note in shipped.notes:
        draft.say(note)
    for key, value in shipped.model_dump(exclude_defaults=True).items():
        if key not in DESCRIPTIVE:
            draft.set(key, value)
    match = Match(shipped.kind or "")
    places = {plain_heading(header): i for i, header in enumerate(looked.table.header)}
    for column, name in shipped.columns.items():
        place = places.get(plain_heading(column))
        if place is not None and name in field_shapes(match.kind) and name not in match.columns:
            match.take(name, place, "name")
    return match


def _say_columns(looked: Looked, match: Match, draft: Draft) -> None:
    draft.set("kind", match.kind)
    if match.fitness <= 0:
        draft.say(f"No kind of rows fits these columns well; {match.kind} is the nearest.")
    names = {column: name for name, column in match.columns.items()}
    remarks = {"name": "", "likeness": "the names are alike", "values": "told by its values"}
    for column, look in enumerate(looked.looks):
        if column in names:
            name = names[column]
            draft.put("columns", look.header, name, remarks[match.how[name]])
        elif look.header:
            draft.propose("columns", look.header, "", "not read: no field is told")


def _say_file(looked: Looked, draft: Draft) -> None:
    if looked.encoding is not None:
        draft.set("encoding", looked.encoding)
    table = looked.table
    if isinstance(table, CsvTable) and table.delimiter != ",":
        draft.set("delimiter", table.delimiter)


def _say_missing(match: Match, draft: Draft, shipped: Mapping) -> tuple[str, ...]:
    """Propose a constant for each field that nothing tells; return those that can be one.

    A field that alone tells rows apart cannot: another field may tell them apart as well.
    """
    given = {*shipped.constants, *shipped.same_as, *shipped.if_new}
    given |= {"period"} if shipped.period_span else set()
    missing = [name for name in match.missing if name not in given]
    shared = tuple(name for name in missing if (name,) != KINDS[match.kind].KEY)
    for name in missing:
        if name in shared:
            needed = "needed: no column tells it; or --set on the command line"
            draft.propose("constants", name, EXAMPLES.get(name, ""), needed)
        else:
            own = "needed, another for each row: best add it to the export"
            draft.propose("same_as", name, "name" if "name" in match.columns else "", own)
    return shared
