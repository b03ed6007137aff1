"""What a workbook is made of: sheets, tables, columns, figures, charts and checks.

A workbook module declares one ``SPEC`` and a function that returns its ``Content``:

    from xldesk.workbooks.content import Content, Provenance
    from xldesk.workbooks.spec import (
        Chart, Check, Column, Field, Fields, Figure, KeyFigures, Sheet, Table, TextBlock,
        Workbook, checks_sheet,
    )

    SPEC = Workbook(
        name="attribution_audit",            # the file's name, and the template's
        title="Attribution audit",
        sheets=(
            Sheet("Summary", "summary", note="Does credit equal bookings?", blocks=(
                KeyFigures((
                    Figure("Won deals", "won_deals"),
                    Figure("Bookings, {currency}", "bookings", type="amount"),
                )),
                Chart("Credit by category", kind="bar", table="Reconciliation",
                      category="Headline category", series=("Credits",), unit="USD",
                      alt_text="Bars: credit by headline category"),
                Fields("Sign-off", (
                    Field("Prepared by", "prepared_by", role="input", help="Name of the preparer"),
                    Field("Decision", "decision", role="input", choices=("accepted", "returned")),
                )),
            )),
            Sheet("Reconciliation", "action", blocks=(
                Table("Reconciliation", (
                    Column("Headline category", "category", type="category"),
                    Column("Currency", "currency", width=10),
                    Column("Bookings", "bookings", type="amount", currency="currency"),
                    Column("Credits", "credits", type="amount", currency="currency",
                           formula="=SUMIFS(Credits[Credit],Credits[Headline category],"
                                   "[@Headline category],Credits[Currency],[@Currency])"),
                    Column("Difference", "difference", type="amount", currency="currency",
                           formula="=[@Credits]-[@Bookings]", highlight="nonzero"),
                )),
            )),
            Sheet("Credits", "detail", blocks=(Table("Credits", (...)),)),
            checks_sheet((
                Check("Credits equal bookings", "No amount is lost or counted twice.",
                      "=SUM(Reconciliation[Difference])"),
            )),
        ),
    )

    def content(...) -> Content:
        return Content(
            provenance=Provenance(...),
            fields={"won_deals": 12, "bookings": (1_234_500, "USD")},   # minor units
            tables={"Reconciliation": [
                {"category": "sourced", "currency": "USD", "bookings": 100, "credits": 100,
                 "difference": 0},                     # formula cells carry the desk's figure
            ]},
            lists={"stages": ["Prospecting", ...]},    # for Column(choices="stages")
            checks={"Credits equal bookings": 0},
        )

Title (row 2), a line with desk, period, as of and ledger position (row 3) and the note
(row 4) stand on every sheet by themselves; a Lists sheet (where a column has named choices)
and the About sheet are added by the engine, see ``Workbook.pages``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xldesk.workbooks.continued import Counts, counts_in, counts_said, going_on
from xldesk.workbooks.continued_sheets import over_sheets
from xldesk.workbooks.parts import (
    Block,
    Chart,
    ChartKind,
    Check,
    CheckList,
    Column,
    ColumnType,
    Field,
    Fields,
    Figure,
    Flag,
    Highlight,
    KeyFigures,
    Role,
    Sheet,
    SheetKind,
    SpecError,
    Table,
    TextBlock,
    checks_sheet,
)
from xldesk.workbooks.spec_rules import refuse_invalid
from xldesk.workbooks.standard_sheets import pages

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Block",
    "Chart",
    "ChartKind",
    "Check",
    "CheckList",
    "Column",
    "ColumnType",
    "Field",
    "Fields",
    "Figure",
    "Flag",
    "Highlight",
    "KeyFigures",
    "Role",
    "Sheet",
    "SheetKind",
    "SpecError",
    "Table",
    "TextBlock",
    "Workbook",
    "checks_sheet",
]


@dataclass(frozen=True)
class Workbook:
    """A whole workbook; raises SpecError at once when no valid file can be made of it.

    What a module declares is the form in which each table has one sheet; ``form`` makes those in
    which tables go on upon further sheets, as ``continued`` then says. ``packed_by`` is the command
    that issues it.
    """

    name: str
    title: str
    sheets: tuple[Sheet, ...]
    continued: Counts = ()
    packed_by: str = "xldesk pack"

    def __post_init__(self) -> None:
        refuse_invalid(self)

    def form(self, counts: Counts) -> Workbook:
        """Return this workbook with tables on as many sheets as ``counts`` says; each made once.

        Raises SpecError where a formula does not add up over several tables.
        """
        if not counts:
            return self
        if counts not in self._forms:
            sheets = over_sheets(self.sheets, counts)
            self._forms[counts] = replace(self, sheets=sheets, continued=counts)
        return self._forms[counts]

    @cached_property
    def _forms(self) -> dict[Counts, Workbook]:
        return {}

    def form_with(self, names: Iterable[str]) -> Workbook:
        """Return the form that has tables of these ``names``."""
        return self.form(counts_in(going_on(self.sheets), names))

    def form_of(self, version: str) -> Workbook:
        """Return the form that a file's version tells (``template_names.spec_digest``)."""
        return self.form(counts_said(going_on(self.sheets), version))

    @cached_property
    def pages(self) -> tuple[Sheet, ...]:
        """All sheets in order, with the engine's own: Lists (where needed) and About."""
        return pages(self.title, self.sheets)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table by name in the order of the sheets, those of the engine's sheets too."""
        blocks = (block for sheet in self.pages for block in sheet.blocks)
        return {block.name: block for block in blocks if isinstance(block, Table)}

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The checks of the Checks sheet, in order."""
        return tuple(
            check
            for sheet in self.sheets
            for block in sheet.blocks
            if isinstance(block, CheckList)
            for check in block.checks
        )

    @cached_property
    def has_checks(self) -> bool:
        """Whether there is a Checks sheet, whose master flag the summary then shows."""
        return any(sheet.kind == "checks" for sheet in self.sheets)
