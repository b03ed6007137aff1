"""The rules of a check, one a file; their order is the order of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rules.about import AboutComplete
from xldesk.workbooks.check.rules.blank_inputs import BlankInputs
from xldesk.workbooks.check.rules.cell_types import CellTypes
from xldesk.workbooks.check.rules.choices import Choices
from xldesk.workbooks.check.rules.comments import Comments
from xldesk.workbooks.check.rules.connections import Connections
from xldesk.workbooks.check.rules.currency_decimals import CurrencyDecimals
from xldesk.workbooks.check.rules.data_digest import DataDigest
from xldesk.workbooks.check.rules.day_count import DayCount
from xldesk.workbooks.check.rules.days_ahead import DaysAhead
from xldesk.workbooks.check.rules.embedded_objects import EmbeddedObjects
from xldesk.workbooks.check.rules.error_values import ErrorValues
from xldesk.workbooks.check.rules.expected_cells import ExpectedCells
from xldesk.workbooks.check.rules.external_links import ExternalLinks
from xldesk.workbooks.check.rules.file_name import FileName
from xldesk.workbooks.check.rules.formulas import Formulas
from xldesk.workbooks.check.rules.hidden_rows import HiddenRows
from xldesk.workbooks.check.rules.hidden_sheets import HiddenSheets
from xldesk.workbooks.check.rules.input_order import InputOrder
from xldesk.workbooks.check.rules.macros import Macros
from xldesk.workbooks.check.rules.master_flag import MasterFlag
from xldesk.workbooks.check.rules.missing_values import MissingValues
from xldesk.workbooks.check.rules.needed_cells import NeededCells
from xldesk.workbooks.check.rules.outside_forms import OutsideForms
from xldesk.workbooks.check.rules.package_parts import PackageParts
from xldesk.workbooks.check.rules.past_days import PastDays
from xldesk.workbooks.check.rules.recalculates import RecalculatesOnLoad
from xldesk.workbooks.check.rules.repeated_inputs import RepeatedInputs
from xldesk.workbooks.check.rules.signed_states import SignedStates
from xldesk.workbooks.check.rules.structure import Structure
from xldesk.workbooks.check.rules.two_signatures import TwoSignatures
from xldesk.workbooks.check.rules.unread_sheets import UnreadSheets
from xldesk.workbooks.check.rules.within_days import WithinDays
from xldesk.workbooks.check.rules.within_figures import WithinFigures

if TYPE_CHECKING:
    from xldesk.workbooks.check.rule import Rule

INPUT_RULES: tuple[type[Rule], ...] = (
    NeededCells,
    ExpectedCells,
    BlankInputs,
    InputOrder,
    OutsideForms,
    RepeatedInputs,
    DaysAhead,
    PastDays,
    WithinDays,
    WithinFigures,
    CurrencyDecimals,
)
"""Those about what people filled in, row by row, which a reader of the file runs too."""

RULES: tuple[type[Rule], ...] = (
    Macros,
    FileName,
    PackageParts,
    ExternalLinks,
    Connections,
    EmbeddedObjects,
    UnreadSheets,
    HiddenSheets,
    DayCount,
    RecalculatesOnLoad,
    HiddenRows,
    Comments,
    Structure,
    CellTypes,
    Formulas,
    ErrorValues,
    MissingValues,
    Choices,
    TwoSignatures,
    SignedStates,
    *INPUT_RULES,
    DataDigest,
    MasterFlag,
    AboutComplete,
)
