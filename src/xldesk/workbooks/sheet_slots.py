"""What goes into the single cells of a sheet: basis line, flag, key figures and fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xldesk.records.money import Money
from xldesk.workbooks.cell_text import legal
from xldesk.workbooks.content import Content, ContentError
from xldesk.workbooks.encoders import ColumnEncoder, Encoded, ValueTypeError
from xldesk.workbooks.formula import file_form
from xldesk.workbooks.layout import (
    BASIS_ROW,
    FIRST_COLUMN,
    FLAG_ROW,
    OWN_FLAG_ROW,
    PlacedFields,
    PlacedFigures,
    SheetLayout,
    width_for,
)
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.standard_sheets import FLAG_FORMULA
from xldesk.workbooks.theme import FIGURE_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xldesk.workbooks.compiled import CompiledSheet
    from xldesk.workbooks.parts import Field, Figure
    from xldesk.workbooks.style_book import StyleBook

ENGINE_FIELDS = ("about.", "checks.")
"""Fields the engine fills; they are not part of the digest."""

_FIGURE_WIDENING = 1.08
"""Bold digits are a little wider."""


@dataclass(slots=True)
class Slots:
    """Filled cells by row and column letters, widths they need, and digest lines."""

    cells: dict[tuple[int, str], Encoded] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    digested: list[str] = field(default_factory=list)


def basis_line(content: Content) -> str:
    """Return the line under every title: desk, scope, period, as of, ledger position."""
    source = content.provenance
    return (
        f"{source.desk} · {source.scope} · {source.period} ·"
        f" as of {source.as_of:%Y-%m-%d %H:%M} UTC · ledger position {source.position}"
    )


class SlotFiller:
    """Fills the slots of one sheet from a content's fields."""

    def __init__(self, sheet: CompiledSheet, book: StyleBook, values: Mapping[str, Any]) -> None:
        self._layout: SheetLayout = sheet.layout
        self._styles = sheet.styles
        self._encoders = sheet.slot_encoders
        self._book = book
        self._values = values
        self._slots = Slots()

    def fill(self, basis: str, flag: str) -> Slots:
        """Return the sheet's filled cells; raises ContentError for a missing or wrong value."""
        self._put(BASIS_ROW, FIRST_COLUMN, "text", basis)
        if self._layout.shows_flag:
            self._put(FLAG_ROW, FIRST_COLUMN, "text", flag, FLAG_FORMULA)
            own = self._layout.sheet.flag
            if own is not None:
                text = self._value(own.field)
                self._put(OWN_FLAG_ROW, FIRST_COLUMN, "text", text, own.formula)
        for placed in self._layout.placed:
            if isinstance(placed, PlacedFigures):
                for index, figure in enumerate(placed.block.figures):
                    self._figure(placed, index, figure)
            elif isinstance(placed, PlacedFields):
                for index, item in enumerate(placed.block.items):
                    self._field(placed.first_row + index, item)
        return self._slots

    def _put(
        self, row: int, column: int, type_: str, value: Any, formula: str | None = None
    ) -> tuple[str, int]:
        """Fill a cell; returns its canonical text and its length as shown."""
        known = self._encoders.get((row, column))
        if known is None:
            letters = letters_of(column)
            held = None if formula is None else file_form(formula, None)
            encoder = ColumnEncoder(type_, self._styles[row, letters], self._book, held)
            known = self._encoders[row, column] = letters, encoder
        letters, encoder = known
        try:
            encoded = encoder(value)
        except ValueTypeError as error:
            raise ContentError(f"{self._layout.sheet.name}, {letters}{row}: {error}") from error
        self._slots.cells[row, letters] = encoded
        return encoded[1], encoded[2]

    def _value(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise ContentError(f"{self._layout.sheet.name}: no field {name!r}") from None

    def _figure(self, placed: PlacedFigures, index: int, figure: Figure) -> None:
        value = self._value(figure.field)
        column = placed.column(index)
        text, shown = self._put(placed.value_row, column, figure.type, value, figure.formula)
        caption = figure.caption
        if figure.caption_field is not None:
            caption = legal(self._value(figure.caption_field))
        shown_caption = caption.replace("{currency}", _currency_of(value))
        if value is None and figure.formula is None:
            shown_caption = ""
        self._put(placed.caption_row, column, "text", shown_caption)
        if figure.type == "amount":
            shown = max(1, shown - 3)
        width = width_for(shown, FIGURE_SIZE) * _FIGURE_WIDENING / placed.block.columns_each
        if figure.type not in {"text", "status", "category"}:
            self._slots.widths[column] = width
        self._slots.digested.append(f"{caption}\x1f{text}")

    def _field(self, row: int, item: Field) -> None:
        value = self._values.get(item.field) if item.role == "input" else self._value(item.field)
        text, shown = self._put(row, FIRST_COLUMN + 1, item.type, value, item.formula)
        if item.type in {"amount", "number", "integer", "time"}:
            self._slots.widths[FIRST_COLUMN + 1] = max(
                width_for(shown), self._slots.widths.get(FIRST_COLUMN + 1, 0.0)
            )
        if item.role != "input" and not item.field.startswith(ENGINE_FIELDS):
            self._slots.digested.append(f"{item.label}\x1f{text}")


def _currency_of(value: Any) -> str:
    if isinstance(value, Money):
        return value.currency
    if isinstance(value, tuple) and len(value) == 2:
        return str(value[1])
    return ""
