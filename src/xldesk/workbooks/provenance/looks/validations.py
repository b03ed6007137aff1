"""What may be typed into cells, and the words that a reader sees beside them.

LibreOffice writes out what is left out elsewhere: operators that do not count, a second formula,
``errorStyle`` and every flag.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.markup import MAIN, is_on
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.provenance.difference import Difference, altered, changed
from xldesk.workbooks.provenance.looks.bare_lines import BareLines
from xldesk.workbooks.provenance.looks.ranged_rules import rule_differences
from xldesk.workbooks.provenance.looks.ranges import (
    corner_of,
    joined,
    ranges_of,
    relative_formula,
)
from xldesk.workbooks.provenance.looks.sheet_frame import KEPT_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Area
    from xldesk.workbooks.provenance.longer_forms import LongerForms
    from xldesk.workbooks.provenance.looks.ranges import Ranges

_NEWER = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_RANGED = {"between", "notBetween"}


class _Validation(NamedTuple):
    """A validation as far as its effect goes; formulas are relative to its first cell."""

    kind: str
    operator: str
    formulas: tuple[str, ...]
    refusal: tuple[str, str, str]
    prompt: tuple[str, str]

    def __str__(self) -> str:
        limits = f"{self.kind} {self.operator} {', '.join(self.formulas)}".strip()
        return f"{shown(limits)}, saying {shown(' '.join(self.prompt).strip())}"


def validation_differences(
    sheet: str,
    issued: Element,
    found: Element,
    inputs: AbstractSet[tuple[int, int]],
    forms: LongerForms,
) -> Iterator[Difference]:
    """Yield validations that differ; ``inputs`` are the cells (row, column) to fill in.

    Lines of ``forms`` that lack what others of their form have are told once.
    """
    one, other = forms.ranges(_validations(issued)), _validations(found)
    for form in forms.forms:
        bare = BareLines(form)
        one = bare.left_out(one, other)
        yield from bare.said(sheet)
    yield from rule_differences(sheet, "validation", one, other, inputs, missing=changed)
    for _ in found.iter(f"{_NEWER}dataValidation"):
        yield altered(sheet, None, "a validation of a newer kind was added")


@lru_cache(KEPT_FRAMES)
def _validations(root: Element) -> dict[_Validation, Ranges]:
    areas: dict[_Validation, list[Area]] = {}
    for element in root.iterfind(f"{MAIN}dataValidations/{MAIN}dataValidation"):
        where = ranges_of(element.get("sqref", ""))
        areas.setdefault(_validation(element, where), []).extend(where)
    return {validation: joined(where) for validation, where in areas.items()}


def _validation(element: Element, where: list[Area]) -> _Validation:
    base = corner_of(where)
    kind = element.get("type", "none")
    operator = "" if kind in {"none", "list", "custom"} else element.get("operator", "between")
    count = 0 if kind == "none" else 2 if operator in _RANGED else 1
    texts = [element.findtext(f"{MAIN}formula{number}") for number in (1, 2)]
    refuses = is_on(element.get("showErrorMessage"))
    speaks = is_on(element.get("showInputMessage"))
    return _Validation(
        kind,
        operator,
        tuple(relative_formula(text or "", base) for text in texts[:count]),
        (
            element.get("errorStyle", "stop"),
            element.get("errorTitle", ""),
            element.get("error", ""),
        )
        if refuses
        else ("", "", ""),
        (element.get("promptTitle", ""), element.get("prompt", "")) if speaks else ("", ""),
    )
