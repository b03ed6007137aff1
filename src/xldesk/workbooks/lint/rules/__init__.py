"""The rules of the modelling lint, one a file; their order is the order of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rules.about import About
from xldesk.workbooks.lint.rules.alt_texts import AltTexts
from xldesk.workbooks.lint.rules.amount_formats import AmountFormats
from xldesk.workbooks.lint.rules.chart_titles import ChartTitles
from xldesk.workbooks.lint.rules.checks_hold import ChecksHold
from xldesk.workbooks.lint.rules.checks_sheet import ChecksSheet
from xldesk.workbooks.lint.rules.constants import Constants
from xldesk.workbooks.lint.rules.contrasts import Contrasts
from xldesk.workbooks.lint.rules.external import External
from xldesk.workbooks.lint.rules.formula_length import FormulaLength
from xldesk.workbooks.lint.rules.frozen_headers import FrozenHeaders
from xldesk.workbooks.lint.rules.gridlines import Gridlines
from xldesk.workbooks.lint.rules.inputs import Inputs
from xldesk.workbooks.lint.rules.locks import Locks
from xldesk.workbooks.lint.rules.merged_cells import MergedCells
from xldesk.workbooks.lint.rules.nested_ifs import NestedIfs
from xldesk.workbooks.lint.rules.new_functions import NewFunctions
from xldesk.workbooks.lint.rules.passwords import Passwords
from xldesk.workbooks.lint.rules.patterns import Patterns
from xldesk.workbooks.lint.rules.print_setup import PrintSetup
from xldesk.workbooks.lint.rules.structured_references import StructuredReferences
from xldesk.workbooks.lint.rules.volatile import Volatile

if TYPE_CHECKING:
    from xldesk.workbooks.lint.rule import LintRule

RULES: tuple[type[LintRule], ...] = (
    Constants,
    Patterns,
    Volatile,
    External,
    ChecksHold,
    ChecksSheet,
    About,
    StructuredReferences,
    NewFunctions,
    NestedIfs,
    FormulaLength,
    Inputs,
    Locks,
    Passwords,
    MergedCells,
    AmountFormats,
    PrintSetup,
    Gridlines,
    FrozenHeaders,
    AltTexts,
    ChartTitles,
    Contrasts,
)
