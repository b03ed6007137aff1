"""The mappings that come with xldesk, and which of them a file's header asks for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.headings import field_names, plain_heading
from xldesk.intake.kinds import INTAKE_KINDS
from xldesk.intake.likeness import nearest
from xldesk.intake.mapping import DESCRIPTIVE, SET, Mapping, load_mapping, parse_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX = ".toml"


@cache
def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped mappings in alphabetical order."""
    found = (files(__package__) / "mappings").iterdir()
    return tuple(sorted(f.name.removesuffix(SUFFIX) for f in found if f.name.endswith(SUFFIX)))


def shipped_text(name: str) -> str:
    """Return a shipped mapping as it is written, to be copied and changed.

    Raises UsageError for a name that none has.
    """
    if name not in shipped_names():
        near = nearest(name, shipped_names())
        named = [one for one in shipped_names() if name and one.startswith(f"{name}-")]
        hint = f" (is it {near}?)" if near else f" (one of {', '.join(named)}?)" if named else ""
        raise UsageError(
            f"{name!r} is not a shipped mapping{hint}; xldesk mapping list names them all"
        )
    return (files(__package__) / "mappings" / f"{name}{SUFFIX}").read_text("utf-8")


@cache
def shipped_mapping(name: str) -> Mapping:
    """Return a shipped mapping; raises UsageError for a name that none has."""
    return parse_mapping(tomllib.loads(shipped_text(name)), name)


def mapping_named(text: str) -> Mapping:
    """Return the mapping in the file of that path, else the shipped one of that name.

    Raises UsageError where there is neither, or for a mapping that is wrong.
    """
    path = Path(text)
    if text in shipped_names() and not path.is_file():
        return shipped_mapping(text)
    if path.suffix or path.exists() or path.parent != Path():
        return load_mapping(path)
    return parse_mapping(tomllib.loads(shipped_text(text)), text)


def mapping_asked_for(
    named: Path | str | None, constants: dict[str, str], sheets: Sequence[str] = ()
) -> Mapping:
    """Return the mapping ``named`` by path or name, an empty one without, with what is added.

    Raises UsageError as ``mapping_named`` does, and for a constant that is a key of a mapping.
    """
    mapping = mapping_named(str(named)) if named is not None else Mapping()
    if constants:
        _refuse_keys(constants)
        given = parse_mapping({"constants": constants}, SET)
        mapping = overlaid(mapping, given) if named is not None else given
    return mapping.model_copy(update={"sheet": tuple(sheets)}) if sheets else mapping


def _refuse_keys(constants: dict[str, str]) -> None:
    fields = {name for kind in INTAKE_KINDS for name in field_names(kind)}
    for name, value in constants.items():
        if name in fields or name not in Mapping.model_fields:
            continue
        instead = (
            f"say --sheet {value}"
            if name == "sheet"
            else f"write {name} in a mapping (--map FILE; --suggest-map drafts one)"
        )
        raise UsageError(f"{SET} gives the value of a field, and {name} is none: {instead}")


def overlaid(base: Mapping, given: Mapping) -> Mapping:
    """Return ``base`` with what ``given`` says besides or instead, key by key of its tables."""
    said: dict[str, object] = {}
    for key in given.model_fields_set - set(DESCRIPTIVE):
        value, below = getattr(given, key), getattr(base, key)
        if key == "values":
            value = {name: {**below.get(name, {}), **words} for name, words in value.items()}
        said[key] = {**below, **value} if isinstance(value, dict) else value
    return base.model_copy(update=said)


def mapping_for(header: Sequence[str], given: Mapping, kind: str | None) -> Mapping:
    """Return the mapping to read a file with this header: ``given``, or a shipped one below it.

    A shipped one is taken where ``given`` names neither kind nor columns, the header carries its
    whole signature, it is of the ``kind`` asked for, and the file is none of the desk's own.
    """
    if given.kind or given.columns or _is_own(header):
        return given
    found = [
        name
        for name in told_by_signature(header)
        if kind is None or shipped_mapping(name).kind == kind
    ]
    return overlaid(shipped_mapping(found[0]), given) if found else given


def told_by_signature(header: Sequence[str]) -> list[str]:
    """Return the shipped mappings whose whole signature stands in the header, the longest first."""
    plain = {plain_heading(name) for name in header}
    found = [
        name
        for name in shipped_names()
        if (signature := shipped_mapping(name).signature)
        and all(any(plain_heading(one) in plain for one in column) for column in signature)
    ]
    return sorted(found, key=lambda name: -len(shipped_mapping(name).signature))


def _is_own(header: Sequence[str]) -> bool:
    """Tell whether every column has the very name of a field of one kind."""
    plain = {plain_heading(name) for name in header if name}
    return any(plain <= field_names(kind).keys() for kind in INTAKE_KINDS)
