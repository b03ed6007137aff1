"""Say in a draft how dates, amounts and words of its columns are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.intake.draft import toml
from xldesk.intake.epoch import EPOCHS
from xldesk.intake.kinds import field_shapes
from xldesk.intake.words_told import stages_for, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as AnyMapping

    from xldesk.intake.column_look import ColumnLook
    from xldesk.intake.draft import Draft
    from xldesk.intake.matching import Match
    from xldesk.policy.rulebook import Policy

MOST_WORDS = 40
"""Words of one column that a draft proposes something for."""


def say_formats(looks: Sequence[ColumnLook], match: Match, draft: Draft) -> None:
    """Say formats of dates and times, the style of amounts, and texts that mean no value."""
    _say_moments(looks, match, draft)
    _say_amounts(looks, match, draft)
    nulls = sorted({null for column in match.columns.values() for null in looks[column].nulls})
    if nulls and "nulls" not in draft.plain:
        draft.set("nulls", nulls)


def say_values(looks: Sequence[ColumnLook], match: Match, policy: Policy, draft: Draft) -> None:
    """Say which words of the desk those of stages, products and choices are, or that none is."""
    shapes = field_shapes(match.kind)
    for name, column in match.columns.items():
        shape = shapes.get(name)
        texts = list(looks[column].distinct)[:MOST_WORDS]
        table = f"values.{name}"
        if shape is None or table in draft.tables:
            continue
        if shape.shape == "stage":
            found = stages_for(texts, policy.stages)
            listed = ", ".join(stage.name for stage in policy.stages)
        elif name == "product_family" and policy.products:
            families = [product.family for product in policy.products]
            found, listed = words_for(texts, families), ", ".join(families)
        elif shape.shape == "choice":
            found, listed = words_for(texts, shape.choices), ", ".join(shape.choices)
        else:
            continue
        for text, meant in found.items():
            if meant is None:
                draft.propose(table, text, "", f"no word is near; one of {listed}")
            else:
                draft.put(table, text, meant)


def _say_moments(looks: Sequence[ColumnLook], match: Match, draft: Draft) -> None:
    columns = list(_columns(match, "date", "time"))
    told = [looks[c].formats[0] for _, _, c in columns if len(looks[c].formats) == 1]
    settled: dict[str, list[str]] = {}
    undecided: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for shape, name, column in columns:
        formats = looks[column].formats
        fitting = [pattern for pattern in formats if pattern in told]
        key = "time_format" if shape == "time" and any(map(_of_times, formats)) else "date_format"
        if len(fitting) == 1:
            settled.setdefault(key, []).append(fitting[0])
        elif formats:
            headers = undecided.setdefault(key, {}).setdefault(tuple(formats), [])
            headers.append(looks[column].header)
        if shape == "time" and looks[column].lacks_zone and "time_zone" not in draft.plain:
            draft.propose_key("time_zone", "UTC", f"times of {name} have no zone: say theirs")
    for key in ("date_format", "time_format"):
        if key not in draft.plain:
            _say_format(key, settled.get(key, []), undecided.get(key, {}), draft)


def _say_format(
    key: str,
    settled: Sequence[str],
    undecided: AnyMapping[tuple[str, ...], list[str]],
    draft: Draft,
) -> None:
    """Set a format; propose all in one line where a column does not tell its own.

    A mapping has each key once, so nothing is set beside what is proposed.
    """
    if not undecided:
        if settled:
            draft.set(key, _one_or_all(settled))
        return
    choices = max(map(len, undecided))
    said = [
        _one_or_all([*settled, *(formats[min(i, len(formats) - 1)] for formats in undecided)])
        for i in range(choices)
    ]
    others = " or ".join(map(toml, said[1:]))
    headers = " and ".join(header for named in undecided.values() for header in named)
    both = f"every date of {headers} can be read both ways, so none is guessed"
    draft.propose_key(key, said[0], f"or {others}: {both}")


def _one_or_all(formats: Sequence[str]) -> str | list[str]:
    distinct = list(dict.fromkeys(formats))
    return distinct[0] if len(distinct) == 1 else distinct


def _say_amounts(looks: Sequence[ColumnLook], match: Match, draft: Draft) -> None:
    columns = [looks[column] for _, _, column in _columns(match, "amount")]
    styles = {style for look in columns for style in look.styles}
    if "amount_style" in draft.plain or "amount_unit" in draft.plain:
        return
    if len(styles) == 1:
        draft.set("amount_style", next(iter(styles)))
    elif any(look.ambiguous for look in columns):
        named = " and ".join(look.header for look in columns if look.ambiguous)
        draft.propose_key(
            "amount_style", "point", f'or "comma": amounts of {named} can be read both ways'
        )


def _columns(match: Match, *shapes: str) -> Iterator[tuple[str, str, int]]:
    """Yield shape, name and column of the fields that have one of ``shapes``."""
    known = field_shapes(match.kind)
    for name, column in match.columns.items():
        if name in known and known[name].shape in shapes:
            yield known[name].shape, name, column


def _of_times(pattern: str) -> bool:
    return pattern in EPOCHS or "%H" in pattern or "%I" in pattern
