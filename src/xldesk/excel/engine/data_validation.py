"""What may be entered into a range: a list to choose from, a comparison, or a formula."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation as Rule
from xlwings import base_classes

from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.put import write
from xldesk.excel.engine.rules import validations_of
from xldesk.excel.engine.without import without

if TYPE_CHECKING:
    from xldesk.excel.engine.ranges import Range

_TYPES = {
    "whole_number": "whole",
    "decimal": "decimal",
    "list": "list",
    "date": "date",
    "time": "time",
    "text_length": "textLength",
    "custom": "custom",
}
OPERATORS = {
    "between": "between",
    "not_between": "notBetween",
    "equal_to": "equal",
    "not_equal_to": "notEqual",
    "greater_than": "greaterThan",
    "less_than": "lessThan",
    "greater_than_or_equal": "greaterThanOrEqual",
    "less_than_or_equal": "lessThanOrEqual",
}
_SAID_TYPES = {theirs: ours for ours, theirs in _TYPES.items()}
SAID_OPERATORS = {theirs: ours for ours, theirs in OPERATORS.items()}


@complete
class DataValidation(Speaking, base_classes.DataValidation):
    """The rule over a range; what its first cell has is what is said."""

    def __init__(self, parent: Range) -> None:
        self._parent = parent

    @property
    def _rules(self) -> list[Any]:
        found = CellRange(self._parent.area.address())
        return [
            rule
            for rule in self._parent.sheet.worksheet.data_validations.dataValidation
            if any(not found.isdisjoint(part) for part in rule.sqref.ranges)
        ]

    @property
    def api(self) -> Any:
        """The rule over the first cell of openpyxl, None without one."""
        return next(iter(self._rules), None)

    def _said(self, of: Callable[[Any], Any]) -> Any:
        rule = self.api
        return None if rule is None else of(rule)

    @property
    def type(self) -> str:
        """What kind of rule, ``none`` without one, ``inconsistent`` where cells have several."""
        rules = self._rules
        if len(rules) > 1:
            return "inconsistent"
        return _SAID_TYPES.get(rules[0].type, "unknown") if rules else "none"

    @property
    def operator(self) -> str | None:
        """How it compares."""
        found: str | None = self._said(
            lambda rule: (
                SAID_OPERATORS.get(rule.operator or "between")
                if rule.type not in {"list", "custom"}
                else None
            )
        )
        return found

    @property
    def formula1(self) -> str | None:
        """The first operand, or the formula."""
        found: str | None = self._said(lambda rule: rule.formula1)
        return found

    @property
    def formula2(self) -> str | None:
        """The second operand."""
        found: str | None = self._said(lambda rule: rule.formula2)
        return found

    @property
    def formula(self) -> str | None:
        """The formula of a custom rule."""
        found: str | None = self._said(
            lambda rule: f"={rule.formula1}" if rule.type == "custom" else None
        )
        return found

    @property
    def source(self) -> str | None:
        """What a list is from: a range or name, or its words with commas."""
        rule = self.api
        if rule is None or rule.type != "list":
            return None
        text = rule.formula1 or ""
        return text[1:-1].replace('""', '"') if text.startswith('"') else f"={text}"

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Let only what is on a list be entered: words, the cells of a range, or a name."""
        if isinstance(source, list):
            words = ",".join(source).replace('"', '""')
            formula = f'"{words}"'
        elif hasattr(source, "area"):
            formula = source.area.reference
        else:
            formula = source.name
        # The file's own flag says the opposite: that the arrow does not show.
        self._set(Rule("list", formula1=formula, showDropDown=not in_cell_dropdown))

    def set_rule(
        self, rule_type: str, operator: str | None, formula1: str, formula2: str | None
    ) -> None:
        """Let only what compares so, or makes the formula true, be entered."""
        rule = Rule(
            _TYPES[rule_type],
            formula1=formula1.removeprefix("="),
            formula2=formula2 and formula2.removeprefix("="),
            operator=operator and OPERATORS[operator],
        )
        self._set(rule)

    def delete(self) -> None:
        """Let anything be entered."""
        self._set(None)

    def _set(self, rule: Any) -> None:
        area = self._parent.area
        title, place = self._parent.sheet.name, area.address()
        old = validations_of(area.sheet)
        kept = []
        for other in old:
            rest = without(other.sqref, area)
            if rest:
                part = copy(other)
                part.sqref = rest
                kept.append(part)
        if rule is not None:
            rule.sqref = MultiCellRange(place)
            rule.allowBlank = rule.showErrorMessage = rule.showInputMessage = True
            kept.append(rule)
        write(area.book, Change(title, place, Aspect.VALIDATION, old, tuple(kept)))

    @property
    def in_cell_dropdown(self) -> bool | None:
        """Whether a list shows its arrow."""
        found: bool | None = self._said(
            lambda rule: not rule.showDropDown if rule.type == "list" else None
        )
        return found

    @property
    def ignore_blank(self) -> bool | None:
        """Whether empty cells are let be."""
        found: bool | None = self._said(lambda rule: bool(rule.allowBlank))
        return found

    @property
    def input_title(self) -> str | None:
        """The heading of the hint beside a chosen cell."""
        found: str | None = self._said(lambda rule: rule.promptTitle)
        return found

    @property
    def input_message(self) -> str | None:
        """The hint beside a chosen cell."""
        found: str | None = self._said(lambda rule: rule.prompt)
        return found

    @property
    def show_input(self) -> bool | None:
        """Whether the hint shows."""
        found: bool | None = self._said(lambda rule: bool(rule.showInputMessage))
        return found

    @property
    def error_title(self) -> str | None:
        """The heading of the message at a wrong entry."""
        found: str | None = self._said(lambda rule: rule.errorTitle)
        return found

    @property
    def error_message(self) -> str | None:
        """The message at a wrong entry."""
        found: str | None = self._said(lambda rule: rule.error)
        return found

    @property
    def show_error(self) -> bool | None:
        """Whether a wrong entry is refused."""
        found: bool | None = self._said(lambda rule: bool(rule.showErrorMessage))
        return found

    @property
    def alert_style(self) -> str | None:
        """How a wrong entry is met: stop, warning or information."""
        found: str | None = self._said(lambda rule: rule.errorStyle or "stop")
        return found
