"""Forms into which people inserted lines: the issued sheet as it would be with as many.

Which of a form's lines were inserted does not matter: the desk issues all of them blank and alike,
and people may type anything into any. So what was issued below a form is looked for as many rows
further down, nowhere else, and further lines hold nothing but cells to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from xldesk.workbooks.provenance.difference import Difference
from xldesk.workbooks.provenance.looks.ranged_rules import is_within, place_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from xldesk.workbooks.check.cell import FoundRow
    from xldesk.workbooks.check.document import Area, FoundTable
    from xldesk.workbooks.provenance.looks.ranges import Ranges

_Rule = TypeVar("_Rule")

MOST_LINES = 1_000
"""Lines that people may insert into the forms of a sheet; each is held while it is compared."""


_INSERT = (
    "let it end in row {last} again (Table Design, Resize Table), and insert whole rows between its"
    " lines instead"
)
_SEND_APART = (
    f"let the forms of the sheet have {MOST_LINES:,} lines more than issued at the most, and send"
    " the others in a second file"
)
_NO_REMEDIES: Mapping[str, str] = MappingProxyType({})


class LongerForm(NamedTuple):
    """The issued table of a form, where all its lines are now, and how many were inserted.

    ``under`` are rows that were inserted right below the form, and are none of its lines.
    """

    table: FoundTable
    lines: Area
    more: int = 0
    under: int = 0


class LongerForms:
    """The forms of one sheet that have more lines than the desk issued, from top to bottom.

    ``remedies`` say, by the name of a form in small letters, what to do about one that has more of
    them and is not compared as such.
    """

    def __init__(
        self,
        tables: Sequence[FoundTable],
        forms: Sequence[LongerForm] = (),
        remedies: Mapping[str, str] = _NO_REMEDIES,
    ) -> None:
        """Take the issued ``tables`` of the sheet, and those of them that are longer ``forms``."""
        self._issued = tables
        self.forms = forms
        self.remedies = remedies

    @property
    def tables(self) -> Sequence[FoundTable]:
        """The issued tables as they would be with as many lines."""
        return [replace(table, area=self.area(table.area)) for table in self._issued]

    def area(self, area: Area) -> Area:
        """Return where an issued range stands; one that ends with a form takes its lines in."""
        ending = sum(form.more for form in self.forms if form.table.area.last_row == area.last_row)
        return replace(
            area,
            first_row=self._row(area.first_row),
            last_row=self._row(area.last_row) + ending,
        )

    def ranges(self, issued: Mapping[_Rule, Ranges]) -> dict[_Rule, Ranges]:
        """Return where the ranges of each rule of the sheet stand."""
        return {rule: tuple(map(self.area, areas)) for rule, areas in issued.items()}

    def rows(self, issued: Generator[FoundRow]) -> Generator[FoundRow]:
        """Return the ``issued`` rows where they stand, and the further lines, blank."""
        return self._stretched(issued) if self.forms else issued

    def _stretched(self, issued: Generator[FoundRow]) -> Generator[FoundRow]:
        last = {form.table.area.last_row: form for form in self.forms}
        with closing(issued) as every:
            for row in every:
                moved = row._replace(number=self._row(row.number))
                yield moved
                if row.number in last:
                    yield from _further(last[row.number], moved)

    def said(self, sheet: str) -> Iterator[Difference]:
        """Yield how many lines were inserted into each form, and how many rows right below it."""
        for form in self.forms:
            if form.more:
                yield Difference("FORM-LONGER", sheet, place_of((form.lines,)), _longer(form))
            if form.under:
                yield _rows_under(sheet, form)

    def _row(self, number: int) -> int:
        return number + sum(
            form.more + form.under for form in self.forms if form.table.area.last_row < number
        )


def longer_forms(
    issued: Sequence[FoundTable], found: Sequence[FoundTable], inputs: AbstractSet[tuple[int, int]]
) -> LongerForms:
    """Return which of the tables ``issued`` on a sheet are forms that have more lines now.

    ``inputs`` are the issued cells to fill in, by row and column. A form is a table of which all
    cells are to be filled in. None is longer where a table is missing, stands beside another one or
    in other columns, or not as far below as the forms over it are longer, and further only below a
    form: then rows were not, or not only, inserted into forms and right below them.
    """
    by_name = {table.name.casefold(): table for table in found}
    forms: list[LongerForm] = []
    above: FoundTable | None = None
    moved = 0
    for table in sorted(issued, key=lambda one: one.area.first_row):
        other = by_name.get(table.name.casefold())
        if other is None or (above is not None and table.area.first_row <= above.end):
            return LongerForms(issued)
        under = other.area.first_row - table.area.first_row - moved
        more = other.area.last_row - table.area.last_row - moved - under
        is_here = other.area == _moved(table.area, moved + under, more)
        is_apart = under < 0 or (under > 0 and (above is None or not _is_form(above, inputs)))
        if is_apart or not is_here or more < 0 or (more > 0 and not _is_form(table, inputs)):
            return LongerForms(issued, remedies=_remedies(forms, _INSERT))
        if under and above is not None:
            if forms and forms[-1].table is above:
                forms[-1] = forms[-1]._replace(under=under)
            else:
                forms.append(LongerForm(above, _lines(_moved(above.area, moved)), under=under))
        moved += under
        if more:
            forms.append(LongerForm(table, _lines(other.area), more))
        moved, above = moved + more, table
    if moved > MOST_LINES:
        return LongerForms(issued, remedies=_remedies(forms, _SEND_APART))
    return LongerForms(issued, forms)


def _is_form(table: FoundTable, inputs: AbstractSet[tuple[int, int]]) -> bool:
    return is_within(_lines(table.area), inputs)


def _moved(area: Area, down: int, more: int = 0) -> Area:
    return replace(area, first_row=area.first_row + down, last_row=area.last_row + down + more)


def _lines(area: Area) -> Area:
    """Return the rows of a table's ``area`` without its header."""
    return replace(area, first_row=area.first_row + 1)


def _remedies(forms: Sequence[LongerForm], remedy: str) -> dict[str, str]:
    return {
        form.table.name.casefold(): remedy.format(last=form.lines.last_row - form.more)
        for form in forms
    }


def _longer(form: LongerForm) -> str:
    lines = form.lines.last_row - form.lines.first_row + 1
    were = "line was" if form.more == 1 else "lines were"
    return (
        f"{form.more:,} {were} inserted into table {form.table.name}, which has {lines:,} now; "
        "they are read and checked as its other lines"
    )


def _rows_under(sheet: str, form: LongerForm) -> Difference:
    first = form.lines.last_row + 1
    last = form.lines.last_row + form.under
    were = "row was" if form.under == 1 else "rows were"
    message = (
        f"{form.under:,} {were} inserted below table {form.table.name}, where no line of it is read"
    )
    remedy = (
        f"let the table end in row {last} (Table Design, Resize Table), or delete what was inserted"
    )
    place = place_of((replace(form.lines, first_row=first),))
    return Difference("TABLE-ROWS", sheet, place, message, remedy=remedy)


def _further(form: LongerForm, model: FoundRow) -> Iterator[FoundRow]:
    """Yield the lines that were inserted, each with the cells of the last issued one, blank."""
    columns = range(form.lines.first_column, form.lines.last_column + 1)
    blank = {
        at: cell._replace(kind="n", value=None, formula=None, group=None, extra=None)
        for at, cell in model.cells.items()
        if at in columns
    }
    for more in range(1, form.more + 1):
        yield model._replace(number=model.number + more, cells=blank, is_hidden=False)
