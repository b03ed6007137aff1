"""The filled rows of a table for input: checked as rows, and turned into values of a record."""

from __future__ import annotations

import hashlib
import json
import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from pydantic import ValidationError

from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.read.cell_error import CellError
from xldesk.workbooks.read.numbers import minor_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xldesk.records.mdf import MdfClaim, MdfFund, MdfRequest
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.read.book import ReadBook
    from xldesk.workbooks.read.forms import Form
    from xldesk.workbooks.read.row import ReadRow

_CLOSE_RATE = Decimal("0.000001")
"""Close rates are kept to a ten-thousandth of a percent, half to even."""

_BETWEEN_FILES = re.compile(r"[,;\n]")
_ID_LENGTH = 16
_Made = TypeVar("_Made", "MdfRequest", "MdfClaim")


class Payer(NamedTuple):
    """Whose money a row is about: the partner and the currency of its fund or request."""

    partner_id: str
    currency: str

    @classmethod
    def of(cls, record: MdfFund | MdfRequest) -> Self:
        """Return the payer of a fund's or request's money."""
        return cls(record.partner_id, record.currency)


class FormRows:
    """Goes through the filled rows of ``form``; what is wrong is added to ``findings``."""

    def __init__(
        self,
        book: ReadBook,
        form: Form,
        payers: Mapping[str, Payer] | None,
        findings: list[CheckFinding],
    ) -> None:
        self._book = book
        self._form = form
        self._payers = _payers(book, form) if payers is None else payers
        self._findings = findings
        self._seen: set[str] = set()

    def rows(self) -> Iterator[tuple[ReadRow, dict[str, Any]]]:
        """Yield each sound row with the values of its record, id and partner included."""
        table = self._book.tables.get(self._form.table)
        for row in () if table is None else table.rows:
            values = self._values(row)
            if values is None:
                continue
            key = values[self._form.key]
            if key in self._seen:
                self._say(
                    row,
                    self._form.refers,
                    CellError(
                        "ROW-TWICE",
                        "the row says what one above it says, and was left out",
                        "clear it, or change what differs",
                    ),
                )
                continue
            self._seen.add(key)
            yield row, values

    def record(self, row: ReadRow, kind: type[_Made], values: dict[str, Any]) -> _Made | None:
        """Return the record of ``values``, None where it does not take them."""
        try:
            return kind(**values)
        except ValidationError as errors:
            fields = {name: own for own, name in self._form.fields.items()}
            for error in errors.errors(include_url=False):
                own = fields.get(str(error["loc"][0]), self._form.refers)
                message = f"{self._form.header(own)} cannot be taken: {error['msg']}"
                self._say(row, own, CellError("CELL-TYPE", message, "enter it again"))
            return None

    def _values(self, row: ReadRow) -> dict[str, Any] | None:
        """Return the values of the row's record, None where a finding blocks."""
        problems: list[tuple[str, CellError]] = []
        payer = self._payers.get(row.values[self._form.refers] or "")
        values: dict[str, Any] = {}
        if not row.faulty:
            if payer is None:
                problems.append((self._form.refers, self._unknown(row)))
            else:
                values = self._converted(row, payer, problems)
        for own, problem in problems:
            self._say(row, own, problem)
        if problems or row.faulty or payer is None:
            return None
        said = json.dumps([self._form.table, payer, values], default=str, sort_keys=True)
        digest = hashlib.sha256(said.encode()).hexdigest()[:_ID_LENGTH]
        return {**values, **payer._asdict(), self._form.key: f"{self._form.prefix}-{digest}"}

    def _converted(
        self, row: ReadRow, payer: Payer, problems: list[tuple[str, CellError]]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for own, name in self._form.fields.items():
            try:
                values[name] = self._value(own, row.values[own], payer)
            except CellError as error:
                problems.append((own, error))
        return values

    def _unknown(self, row: ReadRow) -> CellError:
        header = self._form.header(self._form.refers)
        said = shown(row.values[self._form.refers])
        return CellError("REF-UNKNOWN", f"{header} {said} is not known", "choose one of the list")

    def _value(self, own: str, value: Any, payer: Payer) -> Any:
        """Return a row's value as its record takes it; raises CellError."""
        if own == "proof":
            names = _BETWEEN_FILES.split(value or "")
            return tuple(name.strip() for name in names if name.strip())
        if value is None:
            return None
        if own == "close_rate":
            return value.quantize(_CLOSE_RATE, ROUND_HALF_EVEN)
        if own not in self._form.amounts:
            return value
        return minor_of(value, payer.currency)

    def _say(self, row: ReadRow, own: str, error: CellError) -> None:
        place = self._book.place(self._form.table, row, own)
        self._findings.append(finding_at(place, error.code, error.message, error.remedy))


def _payers(book: ReadBook, form: Form) -> dict[str, Payer]:
    """Return whose money the tracker's own rows are about, by id of the fund or request."""
    table = book.tables.get(form.known_in)
    key = form.fields[form.refers]
    return {
        row.values[key]: Payer(row.values["partner_id"], row.values["currency"])
        for row in ([] if table is None else table.rows)
        if not row.faulty
        and None not in {row.values[key], row.values["partner_id"], row.values["currency"]}
    }
