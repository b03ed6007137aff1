"""The mappings that a desk keeps: which of them, or of the shipped ones, a header may want."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from xldesk.errors import UsageError
from xldesk.intake.headings import plain_heading
from xldesk.intake.layout import recognise
from xldesk.intake.mapping import load_mapping
from xldesk.intake.shipped import SUFFIX, overlaid, shipped_mapping, shipped_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xldesk.intake.mapping import Mapping

MAPPINGS = "mappings"
"""The folder of a desk in which mappings of its exports' columns stand."""

NAMED_COLUMNS = 3


class _Fit(NamedTuple):
    """How a mapping fits a header: as which kind it reads it (``""``: it does not), by how much."""

    kind: str
    found: int
    absent: tuple[str, ...]


def mapping_hint(folder: Path, header: Sequence[str], given: Mapping) -> str:
    """Return which mapping reads a header that tells no kind, else which of the desk comes near.

    It goes behind a message, and is empty where none knows a column. One of the desk's own comes
    before a shipped one; what ``given`` says besides counts. Files in ``folder`` that are no
    mapping are left out: whoever names one with --map is told why.
    """
    if given.columns:
        return ""
    own = [(path, mapping, _fit(header, mapping, given)) for path, mapping in _kept(folder)]
    own.sort(key=lambda one: (one[2].kind == "", -one[2].found))
    if own and own[0][2].kind:
        path, _, fit = own[0]
        return f"; the mapping {path} reads it as {fit.kind}: --map {quote(str(path))}"
    shipped = [(name, _fit(header, shipped_mapping(name), given)) for name in shipped_names()]
    name, fit = max(shipped, key=lambda one: (one[1].kind != "", one[1].found))
    if fit.kind:
        return f"; the shipped mapping {name} reads it as {fit.kind}: --map {name}"
    if own and own[0][2].found:
        path, mapping, fit = own[0]
        lacks = ", ".join(repr(column) for column in fit.absent[:NAMED_COLUMNS])
        of = f" ({mapping.kind})" if mapping.kind else ""
        more = len(fit.absent) - NAMED_COLUMNS
        lacks += f" and {more} more" if more > 0 else ""
        return f"; the mapping {path}{of} comes near" + (f", but names {lacks}" if lacks else "")
    return ""


def _kept(folder: Path) -> Iterator[tuple[Path, Mapping]]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            yield path, load_mapping(path)
        except UsageError:
            continue


def _fit(header: Sequence[str], mapping: Mapping, given: Mapping) -> _Fit:
    plain = {plain_heading(name) for name in header if name}
    absent = tuple(column for column in mapping.columns if plain_heading(column) not in plain)
    found = len(mapping.columns) - len(absent)
    kind = ""
    if found:
        try:
            kind = recognise("", header, overlaid(mapping, given), None).kind
        except UsageError:
            kind = ""
    return _Fit(kind, found, absent)
