"""Decide what a file's rows are and which column is which field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xldesk.errors import UsageError
from xldesk.intake.headings import CONTACT_FIELDS, aliases, field_names, plain_heading
from xldesk.intake.kind_words import refuse_unknown_kind
from xldesk.intake.kinds import INTAKE_KINDS, field_shapes
from xldesk.intake.likeness import nearest, nearest_heading
from xldesk.intake.mapping import parse_mapping
from xldesk.intake.untold import near_misses, shared_options, untold
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xldesk.intake.mapping import Mapping

EXTERNAL = "external_ids."


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file's rows are: fields by column (its place in the header), constants, the rest.

    ``external`` holds the columns of other systems' identifiers by system, ``contacts`` those of
    a partner's contact, ``left_out`` the names of columns that nothing is read from. ``if_new``
    are the fields that only a new object takes, ``reverse`` and ``span`` the columns of the
    mapping's ``reverse`` and ``period_span``; ``marked`` the amounts that say their currency
    themselves, where nothing else does.
    """

    kind: str
    columns: dict[str, int]
    constants: dict[str, str]
    external: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    if_new: tuple[str, ...] = ()
    reverse: tuple[int, int] | None = None
    span: tuple[int, int] | None = None
    marked: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the file speaks of, in the order of the record."""
        spoken = {*self.columns, *self.constants}
        spoken |= {"external_ids"} if self.external else set()
        spoken |= {"period"} if self.span else set()
        spoken |= {"currency"} if self.marked else set()
        return tuple(name for name in field_shapes(self.kind) if name in spoken)

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that the file does not speak of."""
        shapes = field_shapes(self.kind)
        return tuple(n for n, shape in shapes.items() if shape.required and n not in self.fields)

    @property
    def weight(self) -> int:
        """How many columns of the file are fields of the kind."""
        return len(self.columns) + len(self.contacts)


def recognise(
    place: str,
    header: Sequence[str],
    mapping: Mapping,
    kind: str | None,
    marked: Collection[int] = (),
) -> Layout:
    """Return the layout of a file with this ``header``.

    ``marked`` are columns whose amounts have a currency written beside them.

    ``kind``, else the mapping's, says what the rows are; without one it is the kind that knows
    the most columns. Raises UsageError naming the place, the candidates and what is missing.
    """
    _refuse_duplicates(place, header)
    chosen = kind or mapping.kind
    refuse_unknown_kind(chosen)
    mapped = _mapped_columns(place, header, mapping)
    if chosen is None:
        return _told_by_header(place, header, mapping, mapped, marked)
    refused = _unknown_targets(chosen, mapping)
    if refused:
        raise UsageError("\n".join(refused))
    layout = _layout(place, chosen, header, mapping, mapped, marked)
    if layout.missing:
        raise UsageError(_missing_text(place, header, layout))
    return layout


def _told_by_header(
    place: str,
    header: Sequence[str],
    mapping: Mapping,
    mapped: dict[str, str],
    marked: Collection[int],
) -> Layout:
    fitting = [kind for kind in INTAKE_KINDS if not _unknown_targets(kind, mapping)]
    if not fitting:
        # The kind that fits best is the one to speak of.
        plain = parse_mapping({"columns": mapping.columns}, mapping.place)
        unknown = {
            kind: (
                len(_unknown_targets(kind, mapping)),
                -_layout(place, kind, header, plain, mapped, marked, lenient=True).weight,
            )
            for kind in INTAKE_KINDS
        }
        best = min(INTAKE_KINDS, key=lambda kind: unknown[kind])
        raise UsageError("\n".join(_unknown_targets(best, mapping)))
    # A kind that only trips over its own aliases is not a candidate worth an error of its own.
    layouts = [
        _layout(place, kind, header, mapping, mapped, marked, lenient=True) for kind in fitting
    ]
    layouts.sort(key=lambda layout: (-layout.weight, len(layout.missing)))
    first = layouts[0]
    equals = [
        layout
        for layout in layouts
        if (layout.weight, bool(layout.missing)) == (first.weight, bool(first.missing))
    ]
    if len(equals) == 1 and not first.missing:
        return _layout(place, first.kind, header, mapping, mapped, marked)
    raise untold(place, header, layouts)


def _refuse_duplicates(place: str, header: Sequence[str]) -> None:
    seen: dict[str, int] = {}
    for number, name in enumerate(header, start=1):
        if name.casefold() in seen:
            raise UsageError(
                f"{place}: columns {seen[name.casefold()]} and {number} are both {name!r}; "
                "rename one at the source"
            )
        if name:
            seen[name.casefold()] = number


def _mapped_columns(place: str, header: Sequence[str], mapping: Mapping) -> dict[str, str]:
    """Return field (or ``""``) by the header's own name, for the columns that the mapping names."""
    plain = {plain_heading(name): name for name in header if name}
    found: dict[str, str] = {}
    for column, target in mapping.columns.items():
        name = _in_header(column, header, plain)
        if name is None and mapping.optional_columns:
            continue
        if name is None:
            near = nearest_heading(plain_heading(column), plain)
            hint = f"; is it {plain[near]!r}?" if near else ""
            raise UsageError(
                f"{mapping.place}: columns.{column}: {place} has no such column{hint} "
                f"(it has: {_listed(header)})"
            )
        found.setdefault(name, target.strip())
    return found


def _in_header(column: str, header: Sequence[str], plain: dict[str, str]) -> str | None:
    return column.strip() if column.strip() in header else plain.get(plain_heading(column))


def _pair(
    place: str, header: Sequence[str], mapping: Mapping, key: Literal["reverse", "period_span"]
) -> tuple[int, int] | None:
    """Return the places of the two columns that a key of the mapping names, None without them."""
    named: tuple[str, str] | None = getattr(mapping, key)
    if named is None:
        return None
    plain = {plain_heading(name): name for name in header if name}
    found = [_in_header(column, header, plain) for column in named]
    missing = [column for column, name in zip(named, found, strict=True) if name is None]
    if missing and mapping.optional_columns:
        return None
    if missing:
        raise UsageError(
            f"{mapping.place}: {key}: {place} has no column {' and '.join(missing)} "
            f"(it has: {_listed(header)})"
        )
    first, second = (header.index(name) for name in found if name is not None)
    return first, second


def _unknown_targets(kind: str, mapping: Mapping) -> list[str]:
    """Return a line for everything in the mapping that is no field of ``kind``."""
    known = field_names(kind)
    place = mapping.place
    named = [
        *(
            (f'{place}: columns."{column}" = "{name}"', name)
            for column, name in mapping.columns.items()
        ),
        *((mapping.constant(name), name) for name in mapping.constants),
        *((f"{place}: values.{name}", name) for name in mapping.values),
        *(
            (f"{place}: {key}.{one}", name)
            for key, table in (("same_as", mapping.same_as), ("if_new", mapping.if_new))
            for one, other in table.items()
            for name in (one, other)
        ),
        *(((f"{place}: period_span", "period"),) if mapping.period_span else ()),
    ]
    lines = []
    for key, written in named:
        name = written.strip()
        if not name or name in known or (name.startswith(EXTERNAL) and name != EXTERNAL):
            continue
        near = nearest(plain_heading(name), known)
        hint = f" (is it {near}?)" if near else ""
        lines.append(f"{key}: not a field of {kind}{hint}; its fields: {', '.join(known)}")
    return lines


def _layout(
    place: str,
    kind: str,
    header: Sequence[str],
    mapping: Mapping,
    mapped: dict[str, str],
    marked: Collection[int],
    *,
    lenient: bool = False,
) -> Layout:
    columns = _assigned(place, kind, header, mapped, lenient=lenient or mapping.optional_columns)
    constants = {
        name: constant
        for name, constant in mapping.constants.items()
        if name not in columns or not mapping.optional_columns
    }
    for name in constants:
        if name in columns and not lenient:
            raise UsageError(
                f"{mapping.constant(name)}: the column {header[columns[name]]!r} of "
                f'{place} is {name} already; leave the column out ("{header[columns[name]]}" = "" '
                "under [columns]) or the constant"
            )
    _share(columns, constants, mapping.same_as)
    if_new = _share(columns, constants, mapping.if_new)
    span = None if "period" in columns else _pair(place, header, mapping, "period_span")
    reverse = _pair(place, header, mapping, "reverse")
    used = {*columns.values(), *(span or ()), *(reverse or ())}
    return Layout(
        kind=kind,
        columns={n: i for n, i in columns.items() if n in field_shapes(kind)},
        constants=constants,
        external={
            n.removeprefix(EXTERNAL): i for n, i in columns.items() if n.startswith(EXTERNAL)
        },
        contacts={n: i for n, i in columns.items() if n in CONTACT_FIELDS},
        left_out=tuple(name for i, name in enumerate(header) if i not in used and name),
        if_new=if_new,
        reverse=reverse,
        span=span,
        marked=_marked(kind, columns, marked) if "currency" not in {*columns, *constants} else (),
    )


def _marked(kind: str, columns: dict[str, int], marked: Collection[int]) -> tuple[str, ...]:
    """Return the amounts of a kind that stand in marked columns."""
    shapes = field_shapes(kind)
    return tuple(
        name
        for name, i in columns.items()
        if i in marked and name in shapes and shapes[name].shape == "amount"
    )


def _share(
    columns: dict[str, int], constants: dict[str, str], fields: dict[str, str]
) -> tuple[str, ...]:
    """Let fields without a column read that of another field; return which ones now do."""
    shared = tuple(
        name
        for name, other in fields.items()
        if name not in columns and name not in constants and other in columns
    )
    columns.update({name: columns[fields[name]] for name in shared})
    return shared


def _assigned(
    place: str, kind: str, header: Sequence[str], mapped: dict[str, str], *, lenient: bool
) -> dict[str, int]:
    """Return the column of each field: as mapped, else by the field's name, else by an alias."""
    ranked = [
        {header.index(name): target for name, target in mapped.items()},
        *(
            {
                i: known[plain_heading(name)]
                for i, name in enumerate(header)
                if name not in mapped and plain_heading(name) in known
            }
            for known in (field_names(kind), aliases(kind))
        ),
    ]
    columns: dict[str, int] = {}
    for matches in ranked:
        settled = set(columns)
        for i, name in matches.items():
            if not name or name in settled:
                continue
            if name in columns:
                if lenient:
                    continue
                raise UsageError(
                    f"{place}: the columns {header[columns[name]]!r} and {header[i]!r} both "
                    f'read as {name}; leave one out in a mapping ("{header[i]}" = "" under '
                    "[columns])"
                )
            columns[name] = i
    if "external_ids" in columns and any(name.startswith(EXTERNAL) for name in columns):
        raise UsageError(
            f"{place}: external_ids is a column, and a mapping adds to it; leave one of them out"
        )
    return columns


def _missing_text(place: str, header: Sequence[str], layout: Layout) -> str:
    near = near_misses(layout)
    hints = [f"{n} (is it {near[n]!r}?)" if n in near else n for n in layout.missing]
    key = KINDS[layout.kind].KEY
    about = "a key column" if set(key) & set(layout.missing) else "a required column"
    shared = shared_options(layout)
    remedy = "map a column to it ([columns] of a mapping)" + (
        f", or give what is the same for all rows:{shared}" if shared else ""
    )
    return (
        f"{place}: {about} of {layout.kind} is missing: {', '.join(hints)}; {remedy}; "
        f"the file has: {_listed(header)}"
    )


def _listed(header: Sequence[str], limit: int = 30) -> str:
    names = [name[:60] for name in header if name]
    more = f", and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
