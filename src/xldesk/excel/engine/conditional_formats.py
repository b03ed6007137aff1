"""Rules by which cells change their look: compared with a value, by a formula, or on a scale."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from xlwings import base_classes

from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.colors import Rgb, argb, shown
from xldesk.excel.engine.data_validation import OPERATORS, SAID_OPERATORS
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.put import write
from xldesk.excel.engine.rules import conditional_formats_of
from xldesk.excel.engine.without import without

if TYPE_CHECKING:
    from xldesk.excel.engine.ranges import Range

_TYPES = {
    "cellIs": "cell_value",
    "expression": "custom",
    "colorScale": "color_scale",
    "dataBar": "data_bar",
    "iconSet": "icon_set",
}
_THRESHOLDS = {
    "lowest_value": "min",
    "highest_value": "max",
    "number": "num",
    "percent": "percent",
    "percentile": "percentile",
}


@complete
class ConditionalFormat(Speaking, base_classes.ConditionalFormat):
    """One rule over cells of a range."""

    def __init__(self, formats: ConditionalFormats, cells: str, rule: Any) -> None:
        self._formats = formats
        self.cells = cells
        self.rule = rule

    @property
    def api(self) -> Any:
        """The rule of openpyxl."""
        return self.rule

    @property
    def type(self) -> str:
        """The kind: cell_value, custom, color_scale, data_bar, icon_set, else unknown."""
        return _TYPES.get(self.rule.type, "unknown")

    @property
    def stop_if_true(self) -> bool:
        """Whether later rules are passed over where this one holds."""
        return bool(self.rule.stopIfTrue)

    @property
    def operator(self) -> str | None:
        """How a cell's value is compared."""
        return SAID_OPERATORS.get(self.rule.operator) if self.rule.type == "cellIs" else None

    def _formula(self, number: int) -> str | None:
        formulas = self.rule.formula
        return f"={formulas[number]}" if number < len(formulas) else None

    @property
    def formula1(self) -> str | None:
        """What the value is compared with."""
        return self._formula(0) if self.rule.type == "cellIs" else None

    @property
    def formula2(self) -> str | None:
        """The other end of a span."""
        return self._formula(1) if self.rule.type == "cellIs" else None

    @property
    def formula(self) -> str | None:
        """The formula that must be true."""
        return self._formula(0) if self.rule.type == "expression" else None

    @property
    def fill_color(self) -> Rgb | None:
        """The colour behind cells where it holds."""
        fill = self.rule.dxf and self.rule.dxf.fill
        return shown(fill.bgColor, self._formats.workbook) if fill else None

    @property
    def font_color(self) -> Rgb | None:
        """The colour of text where it holds."""
        font = self.rule.dxf and self.rule.dxf.font
        return shown(font.color, self._formats.workbook) if font else None

    @property
    def font_bold(self) -> bool | None:
        """Whether text is bold where it holds."""
        font = self.rule.dxf and self.rule.dxf.font
        return None if not font or font.b is None else bool(font.b)

    @property
    def font_italic(self) -> bool | None:
        """Whether text is italic where it holds."""
        font = self.rule.dxf and self.rule.dxf.font
        return None if not font or font.i is None else bool(font.i)

    def delete(self) -> None:
        """Take the rule away, wherever it holds."""
        self._formats.put(
            [
                (cells, tuple(rule for rule in rules if (cells, rule) != (self.cells, self.rule)))
                for cells, rules in self._formats.all
            ]
        )


@complete
class ConditionalFormats(Speaking, base_classes.ConditionalFormats):
    """The rules over cells of a range, as far as they hold in it."""

    def __init__(self, parent: Range) -> None:
        self._parent = parent

    @property
    def workbook(self) -> Any:
        """The workbook of openpyxl, for its theme."""
        return self._parent.area.book.workbook

    @property
    def api(self) -> Any:
        """The rules of the whole sheet of openpyxl."""
        return self._parent.area.sheet.conditional_formatting

    @property
    def parent(self) -> Range:
        """The range."""
        return self._parent

    @property
    def all(self) -> tuple[tuple[str, tuple[Any, ...]], ...]:
        """The rules of the whole sheet: ranges, and their rules in order."""
        return conditional_formats_of(self._parent.area.sheet)

    @property
    def _found(self) -> list[ConditionalFormat]:
        own = CellRange(self._parent.area.address())
        return [
            ConditionalFormat(self, cells, rule)
            for cells, rules in self.all
            if any(not own.isdisjoint(part) for part in MultiCellRange(cells).ranges)
            for rule in rules
        ]

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return iter(self._found)

    def __call__(self, key: int) -> ConditionalFormat:
        """Return the one at this place, from 1."""
        return self._found[key - 1]

    def add_cell_value(self, spec: dict[str, Any]) -> ConditionalFormat:
        """Add a rule that compares each cell's value."""
        formulas = [spec["formula1"], spec["formula2"]]
        rule = CellIsRule(
            operator=OPERATORS[spec["operator"]],
            formula=[str(text).removeprefix("=") for text in formulas if text is not None],
            stopIfTrue=spec["stop_if_true"],
            **_look(spec),
        )
        return self._add(rule)

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        """Add a rule that holds where its formula is true."""
        formula = [spec["formula"].removeprefix("=")]
        return self._add(
            FormulaRule(formula=formula, stopIfTrue=spec["stop_if_true"], **_look(spec))
        )

    def add_color_scale(self, spec: dict[str, Any]) -> ConditionalFormat:
        """Colour each cell by where its value lies between two or three thresholds."""
        ends = ("start", "end") if len(spec["colors"]) == 2 else ("start", "mid", "end")
        parts: dict[str, Any] = {}
        for end, color, kind, value in zip(
            ends, spec["colors"], spec["threshold_types"], spec["thresholds"], strict=True
        ):
            parts |= {
                f"{end}_type": _THRESHOLDS[kind],
                f"{end}_value": value,
                f"{end}_color": argb(color),
            }
        return self._add(ColorScaleRule(**parts))

    def clear(self) -> None:
        """Take the rules away within the range; elsewhere they go on."""
        area = self._parent.area
        self.put([(without(MultiCellRange(cells), area), rules) for cells, rules in self.all])

    def put(self, rules: list[tuple[str, tuple[Any, ...]]]) -> None:
        """Make ``rules`` those of the whole sheet."""
        area = self._parent.area
        new = tuple((cells, of_cells) for cells, of_cells in rules if cells and of_cells)
        place = area.address()
        change = Change(area.sheet.title, place, Aspect.CONDITIONAL_FORMAT, self.all, new)
        write(area.book, change)

    def _add(self, rule: Any) -> ConditionalFormat:
        place = self._parent.area.address()
        known = self.all
        rule = copy(rule)
        rule.priority = 1 + max((r.priority for _, rules in known for r in rules), default=0)
        merged = dict(known)
        merged[place] = (*merged.get(place, ()), rule)
        self.put(list(merged.items()))
        return ConditionalFormat(self, place, rule)


def _look(spec: dict[str, Any]) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if "fill_color" in spec:
        look["fill"] = PatternFill(bgColor=argb(spec["fill_color"]))
    font = {name.removeprefix("font_"): spec[name] for name in spec if name.startswith("font_")}
    if font:
        color = font.pop("color", None)
        look["font"] = Font(color=color and argb(color), **font)
    return look
