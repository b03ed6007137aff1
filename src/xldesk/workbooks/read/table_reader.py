"""Reads the rows of one table of the spec, wherever it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.records.place import Place
from xldesk.workbooks.check.codes import SEVERITIES
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import TableView, says_something, shown
from xldesk.workbooks.entry import FREE
from xldesk.workbooks.read.cell_error import CellError
from xldesk.workbooks.read.decoder import CellDecoder, column_decoder
from xldesk.workbooks.read.row import ReadRow, RowColumns
from xldesk.workbooks.read.table import ReadTable
from xldesk.workbooks.same import Same
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import FoundTable
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import RowBlock
    from xldesk.workbooks.parts import Column, Table


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one column is read: where it stands, and where its currency stands."""

    field: str
    number: int
    decode: CellDecoder
    currency: int | None


class _Form(NamedTuple):
    """What holds for a table of a spec in every file where it has the same columns.

    ``plans`` are how columns are read, and for those whose choices are a file's own lists, where
    they stand and where their currency does.
    """

    columns: dict[int, Column]
    places: dict[str, int]
    missing: list[str]
    headers: dict[int, str]
    empty: dict[str, None]
    plans: list[_Plan | tuple[Column, int, int | None]]
    telling: tuple[int, ...]
    is_judged: bool


@lru_cache(maxsize=200)
def _form_of(same: Same[Table], headers: tuple[str, ...], first: int, system: str) -> _Form:
    """Return the form of a table with these ``headers`` from column ``first`` on."""
    spec = same.held.columns
    at: dict[str, int] = {}
    for number, name in enumerate(headers, start=first):
        at.setdefault(name, number)
    here = [column for column in spec if column.name in at]
    places = {column.field: at[column.name] for column in here}
    kept = [column.field for column in spec if column.role != "calculated"]
    return _Form(
        columns={at[column.name]: column for column in here},
        places=places,
        missing=[column.name for column in spec if column.name not in at],
        headers={at[column.name]: column.name for column in here},
        empty=dict.fromkeys(column.field for column in spec),
        plans=[
            (column, at[column.name], beside)
            if isinstance(column.choices, str)
            else _Plan(
                column.field,
                at[column.name],
                column_decoder(column, system, column.choices),
                beside,
            )
            for column in here
            for beside in [None if column.currency is None else places.get(column.currency, 0)]
        ],
        telling=tuple(at[column.name] for column in here if not kept or column.field in kept),
        is_judged=any(column.role == "input" or column.entry != FREE for column in spec),
    )


def _plan_of(
    column: Column, at: int, currency: int | None, system: str, words: Collection[str] | None
) -> _Plan:
    return _Plan(column.field, at, column_decoder(column, system, words), currency)


class TableReader:
    """Turns the rows of a table into typed ones; a wholly blank row is none.

    Cells that calculate do not make a row: a row counts where a person or the desk put a value.
    ``restore`` is what to do about columns that were changed.
    """

    def __init__(
        self,
        spec: Table,
        found: FoundTable,
        sheet: str,
        system: str,
        words_of: Callable[[Column], Collection[str] | None],
        restore: str,
    ) -> None:
        form = _form_of(Same(spec), found.columns, found.area.first_column, system)
        self.found = found
        self.view = TableView(spec, found, form.columns)
        self._restore = restore
        self.is_judged = form.is_judged
        self.table = ReadTable(spec.name, sheet, dict(form.places))
        self._missing = form.missing
        self._headers = form.headers
        self._empty = form.empty
        self._plans = [
            plan if isinstance(plan, _Plan) else _plan_of(*plan, system, words_of(plan[0]))
            for plan in form.plans
        ]
        self._telling = form.telling

    def covers(self, number: int) -> bool:
        """Tell whether the table's header or a row of it stands in this row of the sheet."""
        return self.found.area.first_row <= number <= self.found.area.last_row

    def problems(self, file: str) -> Iterator[CheckFinding]:
        """Yield the columns of the spec that the file's table does not have."""
        if self._missing:
            place = Place(file=file, sheet=self.table.sheet)
            names = ", ".join(self._missing)
            message = f"the columns of table {self.table.name} were changed (missing: {names})"
            yield finding_at(place, "TABLE-COLUMNS", message, self._restore)

    def headers(self, file: str, cells: dict[int, ReadCell]) -> Iterator[CheckFinding]:
        """Yield the header cells that say something else than their column."""
        for number, name in self._headers.items():
            cell = cells.get(number)
            if cell is None or cell.value != name:
                place = self._place(file, self.found.area.first_row, number)
                yield finding_at(
                    place, "TABLE-HEADER", f"the header should read {shown(name)}", self._restore
                )

    def row(
        self, file: str, number: int, cells: dict[int, ReadCell]
    ) -> tuple[ReadRow | None, list[CheckFinding]]:
        """Return the row in these cells, None for a blank one, and what is wrong with it."""
        if not any(says_something(cells.get(at)) for at in self._telling):
            return None, []
        values: dict[str, Any] = self._empty.copy()
        findings: list[CheckFinding] = []
        faulty: list[str] = []
        for plan in self._plans:
            try:
                values[plan.field] = plan.decode(
                    cells.get(plan.number),
                    None if plan.currency is None else _currency(cells.get(plan.currency)),
                )
            except CellError as error:
                values[plan.field] = error.value
                place = self._place(file, number, plan.number)
                findings.append(finding_at(place, error.code, error.message, error.remedy))
                if SEVERITIES[error.code] == "block":
                    faulty.append(plan.field)
        return ReadRow(number, values, frozenset(faulty)), findings

    def block(self, block: RowBlock) -> RowColumns | None:
        """Return the rows of ``block`` that are not blank; None where something is wrong there."""
        if not self._plans:
            return RowColumns((), {})
        count = len(block.pieces)
        nothing: Sequence[None] = [None] * count
        decoded: dict[str, Sequence[Any]] = dict.fromkeys(self._empty, nothing)
        try:
            for plan in self._plans:
                column = block.columns.get(plan.number)
                if column is not None:
                    currencies = self._currencies(block, plan)
                    decoded[plan.field] = plan.decode.column(column, currencies)
        except CellError:
            return None
        numbers = range(block.first, block.last + 1)
        return RowColumns(numbers, decoded).only(self._tell(block))

    def _tell(self, block: RowBlock) -> Sequence[bool]:
        """Return of each row whether it is one at all, and not blank."""
        telling = [column for at in self._telling if (column := block.columns.get(at)) is not None]
        if any(column.formula is not None for column in telling):
            return [True] * len(block.pieces)
        if any(all(column.values) for column in telling):
            return [True] * len(block.pieces)
        if not telling:
            return [False] * len(block.pieces)
        return [any(texts) for texts in zip(*(column.values for column in telling), strict=True)]

    @staticmethod
    def _currencies(block: RowBlock, plan: _Plan) -> Sequence[str | None] | None:
        column = None if plan.currency is None else block.columns.get(plan.currency)
        if column is None or column.kind != "s":
            return None
        return [text or None for text in column.values]

    def _place(self, file: str, row: int, column: int) -> Place:
        return Place(file=file, sheet=self.table.sheet, cell=f"{letters_of(column)}{row}")


def _currency(cell: ReadCell | None) -> str | None:
    return cell.value or None if cell is not None and cell.kind == "s" else None
