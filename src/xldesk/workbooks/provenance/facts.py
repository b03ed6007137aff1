"""What a workbook's About sheet says of where its numbers come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.recalculation.formula_cells import cells_on
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.standard_sheets import ABOUT_FIELDS
from xldesk.workbooks.template_names import spec_digest

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.check.limits import Limits
    from xldesk.workbooks.recalculation.formula_cells import Value

Snapshot = tuple[datetime, int, str]
"""Time, ledger position and period."""

_DAY = 86_400_000
"""Milliseconds, to which a cell's time is exact."""

_MOST_ENTRIES = 2.0**53

_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Facts:
    """The snapshot that a workbook says it shows; times in UTC, to the digits that a cell holds.

    ``same_form`` tells whether this version of xldesk makes the workbook in the same form, so
    that its cells can be compared with a new one.
    """

    workbook: str
    desk: str
    scope: str
    period: str
    as_of: datetime
    position: int
    head_hash: str
    policy_version: str
    same_form: bool

    @property
    def key(self) -> tuple[str, str]:
        """What tells workbooks of one snapshot apart: which it is, and for whom."""
        return self.workbook, self.scope

    @property
    def snapshot(self) -> Snapshot:
        """What workbooks that are issued together have in common."""
        return self.as_of, self.position, self.period


class NoFactsError(ValueError):
    """A workbook of a desk whose About does not say which state of a ledger it shows."""


def facts_of(path: Path, limits: Limits) -> Facts | None:
    """Return what the workbook at ``path`` says of itself, None where it is none of the desk's.

    Raises NoFactsError where it is one, and its About sheet is not filled as the desk fills it.
    """
    try:
        with Archive(path, limits) as archive:
            document = read_document(archive, limits, specs())
            about = next((sheet for sheet in document.sheets if sheet.name == "About"), None)
            if document.spec is None:
                return None
            if about is None:
                raise NoFactsError
            told: dict[int, dict[int, Value]] = {}
            for row, column, value, _, _ in cells_on(document, about.part):
                told.setdefault(row, {})[column] = value
            # A program that drops the version on saving leaves the form to be compared.
            same_form = document.version in {None, spec_digest(document.spec)}
            name = document.spec.name
    except ArchiveError:
        return None
    by_label = {str(cells.get(2)): cells.get(3) for cells in told.values()}
    said = {field.field: by_label.get(field.label) for field in ABOUT_FIELDS}
    as_of, position = said["about.as_of"], said["about.position"]
    if not isinstance(as_of, float) or not isinstance(position, float):
        raise NoFactsError
    if not 0 <= position < _MOST_ENTRIES or position != int(position):
        raise NoFactsError
    try:
        moment = _EPOCH + timedelta(milliseconds=round(as_of * _DAY))
    except (OverflowError, ValueError) as error:
        raise NoFactsError from error
    return Facts(
        workbook=name,
        desk=_text(said["about.desk"]),
        scope=_text(said["about.scope"]),
        period=_text(said["about.period"]),
        as_of=moment,
        position=int(position),
        head_hash=_text(said["about.head_hash"]),
        policy_version=_text(said["about.policy_version"]),
        same_form=same_form,
    )


def _text(value: Value) -> str:
    return "" if value is None else str(value)
