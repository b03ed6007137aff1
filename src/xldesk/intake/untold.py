"""Say of a header that tells no kind which one is nearest, by which columns, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.headings import plain_heading
from xldesk.intake.likeness import nearest_heading
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.intake.layout import Layout

NAMED_CANDIDATES = 3
NAMED_COLUMNS = 5
_DRAFTS = "xldesk intake FILE --suggest-map drafts a mapping"


class UntoldKindError(UsageError):
    """A file whose headers do not tell what its rows are."""


def untold(place: str, header: Sequence[str], layouts: Sequence[Layout]) -> UntoldKindError:
    """Return the error for a header; ``layouts`` are those of every kind, the nearest first."""
    says = f"{place}: the headers do not tell what the rows are; "
    known = [layout for layout in layouts if layout.weight]
    if not known:
        return UntoldKindError(f"{says}no field is known in them; {_say()}")
    first = known[0]
    equals = [layout for layout in known if _rank(layout) == _rank(first)]
    named = known[:NAMED_CANDIDATES] if first.missing else equals
    says += f"candidates: {'; '.join(map(_candidate, named))}; "
    if len(equals) > 1:
        return UntoldKindError(f"{says}{_say()}")
    return UntoldKindError(
        f"{says}nearest is {first.kind}, by {_known_by(first, header)}{_near_misses(first)}; "
        + _remedy(first)
    )


def shared_options(layout: Layout) -> str:
    """Return the options that give what ``layout`` lacks and may be the same for all rows.

    What alone tells rows apart cannot be.
    """
    key = KINDS[layout.kind].KEY
    return "".join(f" --set {name}=…" for name in layout.missing if (name,) != key)


def near_misses(layout: Layout) -> dict[str, str]:
    """Return for fields that ``layout`` lacks the column left out that each may be meant by."""
    plain = {plain_heading(column): column for column in layout.left_out}
    found = ((name, nearest_heading(name, plain)) for name in layout.missing)
    return {name: plain[near] for name, near in found if near}


def _remedy(layout: Layout) -> str:
    """Return what to do about the nearest kind; without what tells its rows apart it is mapped."""
    if KINDS[layout.kind].KEY in [(name,) for name in layout.missing]:
        return f"map the columns (--map; {_DRAFTS})"
    return _say(layout.kind, shared_options(layout).strip())


def _say(kind: str = "", options: str = "--set FIELD=VALUE") -> str:
    same = f" what no column tells ({options})," if options else ""
    return f"say the kind (--as{kind and f' {kind}'}),{same} or map the columns (--map; {_DRAFTS})"


def _rank(layout: Layout) -> tuple[int, int]:
    return layout.weight, len(layout.missing)


def _candidate(layout: Layout) -> str:
    lacks = f" (missing: {', '.join(layout.missing)})" if layout.missing else ""
    return f"{layout.kind}{lacks}"


def _known_by(layout: Layout, header: Sequence[str]) -> str:
    names = [repr(header[i][:60]) for i in sorted(layout.columns.values())]
    more = f" and {len(names) - NAMED_COLUMNS} more" if len(names) > NAMED_COLUMNS else ""
    return ", ".join(names[:NAMED_COLUMNS]) + more


def _near_misses(layout: Layout) -> str:
    said = [f"{name} may be {column!r}" for name, column in near_misses(layout).items()]
    return f" ({', '.join(said)})" if said else ""
