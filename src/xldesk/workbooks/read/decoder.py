"""From a cell to the typed value of its column: what ``encoders`` writes, read back."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from xldesk.records.limits import SHARE_UNITS
from xldesk.workbooks.check.cell import ReadCell, made_cell
from xldesk.workbooks.check.days import day_of, moment_of, written_moment
from xldesk.workbooks.check.input_words import is_offered, not_offered, out_of_range
from xldesk.workbooks.check.number_and_day import number_and_day
from xldesk.workbooks.check.numbers import number_of
from xldesk.workbooks.check.rule import said, shown
from xldesk.workbooks.encoders import number_text
from xldesk.workbooks.formula import shown_formula
from xldesk.workbooks.parts import NUMERIC
from xldesk.workbooks.read.cell_error import CellError
from xldesk.workbooks.read.numbers import minor_of
from xldesk.workbooks.read.whole_column import numbers_of
from xldesk.workbooks.validations import input_range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from xldesk.workbooks.check.row_block import BlockColumn
    from xldesk.workbooks.parts import Column, Field

_REMEMBERED = 2_000
_FLAGS = {"yes": True, "no": False, "1": True, "0": False}
_WORDS = {
    "integer": "a whole number",
    "share": "a share in whole parts per million",
    "date": "a date",
    "time": "a date and time",
    "flag": "yes or no",
    "text": "text",
}
_MAKERS = {
    "amount": "_amount",
    "share": "_share",
    "date": "_date",
    "time": "_time",
    "flag": "_flag",
    "integer": "_integer",
    "number": "_number",
    "percent": "_number",
    "ratio": "_number",
}
"""The method for each type that is no text."""

_REMEDIES = {
    "date": "enter a date, such as 2026-06-30",
    "time": "enter a time in UTC, such as 2026-06-30 09:00",
    "flag": "enter yes or no",
}


def column_decoder(column: Column, system: str, words: Collection[str] | None) -> CellDecoder:
    """Return the decoder of a column; one for all files where its choices are not the file's."""
    if isinstance(column.choices, str):
        return _of_column(column, system, words)
    return _decoder_of_every_file(column, system)


@lru_cache(maxsize=1_000)
def _decoder_of_every_file(column: Column, system: str) -> CellDecoder:
    return _of_column(column, system, column.choices)


def _of_column(column: Column, system: str, words: Collection[str] | None) -> CellDecoder:
    return CellDecoder(column.name, column, system, words, has_currency=column.currency is not None)


class CellDecoder:
    """Decodes the cells of one column or field; repeated values are made once.

    ``system`` is how the file counts days, ``words`` the choices where there are some.
    ``has_currency`` says whether amounts stand beside their currency; without one they are
    Decimals of whole units.
    """

    def __init__(
        self,
        name: str,
        part: Column | Field,
        system: str,
        words: Collection[str] | None,
        *,
        has_currency: bool,
    ) -> None:
        self._name = name
        self._type = part.type
        self._is_calculated = part.role == "calculated"
        self._is_input = part.role == "input"
        self._system = system
        self._words = words
        self._entry = part.entry
        self._range = input_range(part)
        self._has_currency = has_currency
        self._memory: dict[tuple[str, str | None], dict[str | None, Any]] = {}
        self._remembered = 0
        self._make = self._maker(has_currency=has_currency)

    def __call__(self, cell: ReadCell | None, currency: str | None = None) -> Any:
        """Return the value of ``cell``, None for an empty one.

        Raises CellError for a cell that holds no such value, or one that it may not hold.
        """
        if cell is None:
            return None
        if cell.formula is not None:
            self._look_at_formula(cell, cell.formula)
        text = cell.value
        if not text:
            return None
        memory = self._memory.get((cell.kind, currency))
        if memory is not None and (known := memory.get(text)) is not None:
            return known
        if cell.kind == "e":
            raise CellError(
                "CELL-ERROR",
                f"{self._name} shows the error {shown(text)}",
                "mend the formula or its inputs, or enter the value",
            )
        value = self._make(cell, text, currency)
        self._refuse_unwanted(cell, text, value)
        if self._remembered >= _REMEMBERED:
            self._memory.clear()
            self._remembered = 0
        self._remembered += 1
        self._memory.setdefault((cell.kind, currency), {})[text] = value
        return value

    def column(self, found: BlockColumn, currencies: Sequence[str | None] | None) -> list[Any]:
        """Return the values of a column of a block, as for each of its cells.

        ``currencies`` are those that stand beside, None where the column has no use for them.
        Raises CellError for the first cell that does.
        """
        kind, formula, texts = found.kind, found.formula, found.values
        if formula is not None:
            self._look_at_formula(ReadCell(0, kind, "", formula), formula)
        at_once = self._at_once(found, currencies)
        if at_once is not None:
            return at_once
        if currencies is None and formula is None:
            known = self._memory.get((kind, None), {})
            decoded = list(map(known.get, texts))
            if decoded.count(None) == texts.count(None):
                return decoded
        return [
            self(made_cell(0, kind, text, formula, ""), currency)
            for text, currency in zip(texts, currencies or repeat(None), strict=False)
        ]

    def _at_once(
        self, found: BlockColumn, currencies: Sequence[str | None] | None
    ) -> list[Any] | None:
        """Return the values of a column that needs no look at each; None for another."""
        if found.kind == "n":
            needs_currency = self._has_currency and self._type == "amount"
            if self._words is not None or (needs_currency and currencies is None):
                return None
            beside = currencies if needs_currency else None
            return numbers_of(found.values, self._type, beside, self._range)
        texts = found.values
        if found.kind != "s" or self._type in _MAKERS:
            return None
        if found.formula is not None and None in texts:
            return None
        if self._words is not None:
            words, entry = self._words, self._entry
            if not all(is_offered(text, words, entry) for text in set(texts) if text):
                return None
        return [text or None for text in texts]

    def _maker(self, *, has_currency: bool) -> Callable[[ReadCell, str, str | None], Any]:
        if self._type == "amount" and not has_currency:
            return self._number
        maker: Callable[[ReadCell, str, str | None], Any] = getattr(
            self, _MAKERS.get(self._type, "_text")
        )
        return maker

    def _look_at_formula(self, cell: ReadCell, formula: str) -> None:
        if not self._is_calculated:
            raise CellError(
                "FORMULA-ADDED",
                f"{self._name} holds a formula ({shown_formula(formula)}) where data belong",
                "replace it by the value it stands for",
            )
        if cell.value is None:
            raise CellError(
                "VALUE-MISSING",
                f"the formula of {self._name} was saved without its value",
                "open the file in a spreadsheet program and save it again",
            )

    def _refuse_unwanted(self, cell: ReadCell, text: str, value: Any) -> None:
        """Raise CellError with ``value`` where it is none that the cell offers."""
        if self._words is not None and not is_offered(value, self._words, self._entry):
            message, remedy = not_offered(said(cell), self._name, self._words, self._entry)
            raise CellError("CHOICE-UNKNOWN", message, remedy, value)
        allowed = self._range
        number = number_of(text) if allowed is not None and cell.kind == "n" else None
        if allowed is not None and number is not None and not allowed.has(number):
            message, remedy = out_of_range(cell, said(cell), self._name, self._type, allowed)
            raise CellError("INPUT-RANGE", message, remedy, value)

    def _number(self, cell: ReadCell, text: str, _currency: str | None) -> Decimal:
        number = number_of(text) if cell.kind == "n" else None
        if number is None:
            raise self._of_another_type(cell)
        return number

    def _integer(self, cell: ReadCell, text: str, _currency: str | None) -> int:
        return self._whole(self._number(cell, text, None), cell)

    def _share(self, cell: ReadCell, text: str, _currency: str | None) -> int:
        parts = self._number(cell, text, None) * SHARE_UNITS
        return self._whole(self._rounded(parts), cell)

    def _amount(self, cell: ReadCell, text: str, currency: str | None) -> int:
        number = self._number(cell, text, None)
        if currency is None:
            raise CellError(
                "AMOUNT-CURRENCY",
                f"no currency stands beside {self._name} ({said(cell)})",
                "enter the currency of the amount in its row",
            )
        return minor_of(number, currency, nearest=self._is_calculated)

    def _date(self, cell: ReadCell, text: str, _currency: str | None) -> date:
        if cell.kind == "n":
            number = number_of(text)
            day = None if number is None else day_of(number, self._system)
        else:
            moment = written_moment(text) if cell.kind == "s" else None
            day = None if moment is None else moment.date()
        if day is None:
            raise self._of_another_type(cell)
        return day

    def _time(self, cell: ReadCell, text: str, _currency: str | None) -> datetime:
        if cell.kind == "n":
            number = number_of(text)
            moment = None if number is None else moment_of(number, self._system)
        else:
            moment = written_moment(text) if cell.kind == "s" else None
        if moment is None:
            raise self._of_another_type(cell)
        return moment

    def _flag(self, cell: ReadCell, text: str, _currency: str | None) -> bool:
        word = text.casefold()
        if cell.kind == "n" or word not in _FLAGS or (cell.kind == "b") != word.isdigit():
            raise self._of_another_type(cell)
        return _FLAGS[word]

    def _text(self, cell: ReadCell, text: str, _currency: str | None) -> str:
        if cell.kind == "s":
            return text
        number = number_of(text)
        if number is None:
            raise self._of_another_type(cell)
        words = number_text(number) if cell.kind == "n" else ("TRUE" if number else "FALSE")
        if self._is_input:
            return words
        raise CellError(
            "CELL-TEXT",
            f"{self._name} needs text, not {number_and_day(cell, self._system)}",
            "format the cell as text and enter it again",
            words,
        )

    def _rounded(self, number: Decimal) -> Decimal:
        return number.to_integral_value(ROUND_HALF_EVEN) if self._is_calculated else number

    def _whole(self, number: Decimal, cell: ReadCell) -> int:
        if number != number.to_integral_value():
            raise self._of_another_type(cell)
        return int(number)

    def _of_another_type(self, cell: ReadCell) -> CellError:
        fallback = "a number" if self._type in NUMERIC else "text"
        return CellError(
            "CELL-TYPE",
            f"{self._name} needs {_WORDS.get(self._type, fallback)}, not {said(cell)}",
            _REMEDIES.get(self._type, "enter it again without letters or spaces"),
        )
