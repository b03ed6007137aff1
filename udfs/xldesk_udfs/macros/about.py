"""Which workbook of the desk a book is, for whom and of which state: what its About sheet says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.workbooks import mdf_tracker, mdf_tracker_partner
from xldesk.workbooks.content import PROGRAMME
from xldesk.workbooks.layout import FIRST_COLUMN, TITLE_ROW
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.standard_sheets import ABOUT_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings as xw

    from xldesk.desk import Desk
    from xldesk.workbooks.spec import Workbook

ABOUT = "About"
_TITLE = "About: "


@dataclass(frozen=True, slots=True)
class About:
    """What a book says of itself: the ledger position that it shows, and as of when (UTC).

    ``head_hash`` and ``digest`` are those of the ledger's head and of the data.
    """

    spec: Workbook
    desk: str
    scope: str
    period: str
    position: int
    head_hash: str
    digest: str
    as_of: datetime

    @property
    def workbook(self) -> str:
        """The name of its spec."""
        return self.spec.name

    def issued(self, desk: Desk, folder: Path, as_of: datetime | None = None) -> Path:
        """Let ``desk`` issue the book into ``folder`` again: the state it shows, or ``as_of``."""
        return desk.issue_again(
            self.workbook,
            self.scope,
            self.period,
            as_of=self.as_of if as_of is None else as_of,
            position=self.position if as_of is None else None,
            folder=folder,
        )


def about(book: xw.Book) -> About:
    """Return what ``book`` says of itself.

    Raises UsageError where it is no workbook of a desk, or its About sheet was changed so that it
    does not say.
    """
    if ABOUT not in [sheet.name for sheet in book.sheets]:
        raise UsageError(f"{book.name} is no workbook of a desk: it has no sheet {ABOUT}")
    sheet = book.sheets[ABOUT]
    title = sheet.range((TITLE_ROW, FIRST_COLUMN)).value
    last = sheet.used_range.last_cell.row
    rows = sheet.range((1, FIRST_COLUMN), (last, FIRST_COLUMN + 1)).options(ndim=2).value
    said = {label: value for label, value in rows if isinstance(label, str)}
    told = {field.field.removeprefix("about."): said.get(field.label) for field in ABOUT_FIELDS}
    scope, position = str(told["scope"] or ""), told["position"]
    spec = _spec(str(title or ""), scope)
    as_of = told["as_of"]
    if (
        spec is None
        or not isinstance(position, float)
        or not isinstance(as_of, datetime)
        or not told["period"]
    ):
        raise UsageError(
            f"{book.name}: the sheet {ABOUT} does not say which workbook of which desk this is; "
            "issue it again with: xldesk pack"
        )
    period, moment = str(told["period"]), as_of.replace(tzinfo=UTC)
    return About(
        spec,
        str(told["desk"] or ""),
        scope,
        period,
        int(position),
        str(told["head_hash"] or ""),
        str(told["digest"] or ""),
        moment,
    )


def _spec(title: str, scope: str) -> Workbook | None:
    is_partners = scope != PROGRAMME
    for spec in specs():
        if title != f"{_TITLE}{spec.title}":
            continue
        if (
            spec.title != mdf_tracker.SPEC.title
            or (spec == mdf_tracker_partner.SPEC) == is_partners
        ):
            return spec
    return None
