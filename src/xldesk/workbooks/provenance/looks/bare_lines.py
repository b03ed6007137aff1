"""Lines that people inserted into a form, and over which its validations do not stand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from xldesk.workbooks.provenance.difference import Difference, changed
from xldesk.workbooks.provenance.looks.ranged_rules import holds, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xldesk.workbooks.check.document import Area
    from xldesk.workbooks.provenance.longer_forms import LongerForm
    from xldesk.workbooks.provenance.looks.ranges import Ranges

_Rule = TypeVar("_Rule")


class BareLines:
    """The lines of a longer ``form`` that lack a validation which others of its lines have."""

    def __init__(self, form: LongerForm) -> None:
        self._form = form
        self._rows: set[int] = set()

    def left_out(
        self, issued: Mapping[_Rule, Ranges], found: Mapping[_Rule, Ranges]
    ) -> dict[_Rule, Ranges]:
        """Return the rules ``issued`` over the form, without the lines that lack them now.

        A rule that no line has any more is left as it is: somebody took it away.
        """
        return {
            rule: tuple(piece for area in areas for piece in self._with(area, found.get(rule, ())))
            for rule, areas in issued.items()
        }

    def said(self, sheet: str) -> Iterator[Difference]:
        """Yield the lines that lack one, each run of them once."""
        for run in _runs(sorted(self._rows)):
            first, last = run[0], run[-1]
            lines = f"line {first} lacks" if first == last else f"lines {first} to {last} lack"
            message = (
                f"{lines} what says and limits what may be typed into the other lines of table "
                f"{self._form.table.name}"
            )
            place = place_of((replace(self._form.lines, first_row=first),))
            it = "it" if first == last else "them"
            remedy = f"copy a line of the form that has it, and paste its validation over {it}"
            yield changed(sheet, place, message)._replace(remedy=remedy)

    def _with(self, area: Area, now: Ranges) -> Iterator[Area]:
        """Yield the pieces of an issued ``area`` whose lines the rule stands on ``now``."""
        if not holds(self._form.lines, area):
            yield area
            return
        rows = range(area.first_row, area.last_row + 1)
        lines = [replace(area, first_row=row, last_row=row) for row in rows]
        kept = [line.first_row for line in lines if any(holds(one, line) for one in now)]
        if not kept:
            yield area
            return
        self._rows |= set(rows).difference(kept)
        for run in _runs(kept):
            yield replace(area, first_row=run[0], last_row=run[-1])


def _runs(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ``rows``, which are in order, in pieces without a gap."""
    breaks = [at for at, (row, below) in enumerate(pairwise(rows), 1) if below != row + 1]
    for start, end in pairwise([0, *breaks, len(rows)]):
        if start < end:
            yield rows[start:end]
