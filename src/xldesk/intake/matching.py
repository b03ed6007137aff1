"""Tell which column is which field: by its name, by a like name, or by the values in it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz

from xldesk.intake.headings import aliases, field_names, plain_heading
from xldesk.intake.kinds import INTAKE_KINDS, amount_field, field_shapes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from xldesk.intake.column_look import ColumnLook
    from xldesk.ledger.snapshot import Snapshot
    from xldesk.policy.rulebook import Policy

How = Literal["name", "likeness", "values"]

ALIKE = 80.0
"""How alike two headings must be, of 100, to be proposed for each other."""

KNOWN_PART = 0.8
"""Which part of a column's texts must be known to the desk or the policy."""

PARTNERS = ("partner_id", "claimant_partner_id")


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk and its policy know already: ids of partners and deals, names of stages."""

    stages: tuple[str, ...]
    partners: frozenset[str] = frozenset()
    opportunities: frozenset[str] = frozenset()


def known_to(snapshot: Snapshot, policy: Policy) -> Known:
    """Return what the desk's state and its policy know."""
    with closing(snapshot.connect()) as con:
        partners = con.execute("SELECT partner_id FROM partner").fetchall()
        opportunities = con.execute("SELECT opportunity_id FROM opportunity").fetchall()
    return Known(
        stages=tuple(stage.name for stage in policy.stages),
        partners=frozenset(key for (key,) in partners),
        opportunities=frozenset(key for (key,) in opportunities),
    )


@dataclass(slots=True)
class Match:
    """Columns (places in the header) of the fields of a kind, and how each was told."""

    kind: str
    columns: dict[str, int] = field(default_factory=dict)
    how: dict[str, How] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields without a column."""
        shapes = field_shapes(self.kind).values()
        return tuple(s.name for s in shapes if s.required and s.name not in self.columns)

    @property
    def fitness(self) -> float:
        """How well the kind fits: columns that are told, less the fields that would be missing."""
        weight = {"name": 1.0, "likeness": 0.6, "values": 0.3}
        return sum(weight[how] for how in self.how.values()) - len(self.missing)

    def take(self, name: str, column: int, how: How) -> None:
        """Let a column be a field."""
        self.columns[name] = column
        self.how[name] = how


def best_match(looks: Sequence[ColumnLook], known: Known, kind: str | None = None) -> Match:
    """Return the columns of ``kind``, without one of the kind that fits the columns best."""
    kinds = INTAKE_KINDS if kind is None else (kind,)
    return max((_match(looks, known, one) for one in kinds), key=lambda match: match.fitness)


def _match(looks: Sequence[ColumnLook], known: Known, kind: str) -> Match:
    match = Match(kind)
    told: tuple[tuple[How, Iterator[tuple[str, int]]], ...] = (
        ("name", _by_name(looks, kind)),
        ("likeness", _by_likeness(looks, kind)),
        ("values", _by_values(looks, known, match)),
    )
    for how, pairs in told:
        for name, column in pairs:
            if name not in match.columns and column not in match.columns.values():
                match.take(name, column, how)
    return match


def _by_name(looks: Sequence[ColumnLook], kind: str) -> Iterator[tuple[str, int]]:
    """Yield field and column: the fields' own names, then other names whose values suit."""
    own, others = field_names(kind), aliases(kind)
    plain = [plain_heading(look.header) for look in looks]
    for column, name in enumerate(plain):
        if name in own:
            yield own[name], column
    for column, name in enumerate(plain):
        meant = others.get(name)
        if meant is not None and (
            meant not in field_shapes(kind) or _suits(looks[column], kind, meant)
        ):
            yield meant, column


def _by_likeness(looks: Sequence[ColumnLook], kind: str) -> Iterator[tuple[str, int]]:
    """Yield field and column, the likest pair first; only where the values suit the field."""
    names = {**field_names(kind), **aliases(kind)}
    scored = [
        (-fuzz.token_sort_ratio(_words(plain_heading(look.header)), _words(name)), column, meant)
        for column, look in enumerate(looks)
        for name, meant in names.items()
        if meant in field_shapes(kind) and _suits(look, kind, meant)
    ]
    for score, column, meant in sorted(scored):
        if -score >= ALIKE:
            yield meant, column


def _by_values(
    looks: Sequence[ColumnLook], known: Known, match: Match
) -> Iterator[tuple[str, int]]:
    """Yield fields of columns that nothing but their values tells, where only one can be meant."""
    shapes = field_shapes(match.kind)
    tests = {
        "currency": lambda look: look.is_currency,
        "stage": lambda look: look.part_of_words(known.stages) >= KNOWN_PART,
        "opportunity_id": lambda look: look.part_of(known.opportunities) >= KNOWN_PART,
        **{name: lambda look: look.part_of(known.partners) >= KNOWN_PART for name in PARTNERS},
        (amount_field(match.kind) or ""): _is_sum,
    }
    for name, test in tests.items():
        if name in shapes and name not in match.columns:
            yield from _only_one(name, match, [i for i, look in enumerate(looks) if test(look)])
    yield from _moments(looks, match)


def _moments(looks: Sequence[ColumnLook], match: Match) -> Iterator[tuple[str, int]]:
    """Yield the one column of dates that is left: a deal's creation, else what is required."""
    shapes = field_shapes(match.kind)
    moments = [i for i, look in enumerate(looks) if look.is_moment]
    wanted = [n for n in match.missing if shapes[n].shape in {"date", "time"}]
    if match.kind == "opportunity" and "close_date" in match.columns:
        wanted.append("created_date")
    for name in wanted[:1]:
        yield from _only_one(name, match, moments)


def _only_one(name: str, match: Match, columns: Collection[int]) -> Iterator[tuple[str, int]]:
    free = [column for column in columns if column not in match.columns.values()]
    if len(free) == 1:
        yield name, free[0]


def _is_sum(look: ColumnLook) -> bool:
    """Tell whether a column holds amounts, and no numbers that identify or count something."""
    words = _words(plain_heading(look.header)).split()
    return look.is_amount and not look.is_boolean and not {"id", "number", "no"} & {*words}


def _suits(look: ColumnLook, kind: str, name: str) -> bool:
    if not look.filled:
        return True
    match field_shapes(kind)[name].shape:
        case "date" | "time":
            return look.is_moment
        case "amount" | "integer" | "fraction":
            return look.is_amount
        case "currency":
            return look.is_currency
        case "boolean":
            return look.is_boolean
        case _:
            return not look.is_moment


def _words(plain: str) -> str:
    return plain.replace("_", " ")
