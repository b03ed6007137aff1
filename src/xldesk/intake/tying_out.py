"""Compare a file's own rows of totals with what was read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.intake.aside import SetAside
from xldesk.intake.currency_marks import divided
from xldesk.intake.parsing import Rejected
from xldesk.intake.reject import CellError, problem
from xldesk.intake.totals_row import TotalsRow
from xldesk.records.currency import is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.intake.layout import Layout
    from xldesk.intake.parsing import RowParser
    from xldesk.intake.staging import Staging


def tie_out(
    rows: Sequence[SetAside], layout: Layout, parser: RowParser, staging: Staging
) -> tuple[list[TotalsRow], list[Rejected]]:
    """Return what the rows of totals say beside what was read, and those that are rejected.

    A row is rejected where one of its amounts differs, or none can be compared.
    """
    found: list[TotalsRow] = []
    rejected: list[Rejected] = []
    since = 0
    for row in sorted(rows, key=lambda row: row.number):
        said, why = _compared(row, since, layout, parser, staging)
        found += said
        differing = [one.text for one in said if not one.agrees]
        if differing or not said:
            what = "; ".join(differing) if differing else f"a row of totals, but {why}"
            reason = problem("TOTALS-ROW", what)
            rejected.append(Rejected(row.number, None, (reason,), row.rejected.content))
        since = row.number
    return found, rejected


def _compared(
    row: SetAside, since: int, layout: Layout, parser: RowParser, staging: Staging
) -> tuple[list[TotalsRow], str]:
    """Return the amounts of a row that can be compared, and why none can."""
    why = "it has no amount"
    said = []
    for name in parser.amount_fields:
        place = layout.columns.get(name)
        text = row.cells[place].strip() if place is not None and place < len(row.cells) else ""
        if not text:
            continue
        sums = staging.sums(name, row.number)
        currency = _currency(row, text, layout, list(sums))
        if currency is None:
            why = "the rows above have several currencies"
            continue
        try:
            stated = int(parser.amount(name, text, currency))
        except CellError as error:
            why = error.what
            continue
        above = sums.get(currency, 0)
        lately = staging.sums(name, row.number, since).get(currency, 0)
        read = lately if stated == lately else above
        said.append(TotalsRow(row.number, name, currency, stated, read))
    return said, why


def _currency(row: SetAside, text: str, layout: Layout, read: Sequence[str]) -> str | None:
    """Return the currency of a row's amount: its own, the file's constant, else the only one."""
    codes = divided(text)[1]
    place = layout.columns.get("currency")
    own = row.cells[place].strip().upper() if place is not None and place < len(row.cells) else ""
    if is_known(own):
        return own
    if len(codes) == 1:
        return codes[0]
    if "currency" in layout.constants:
        return layout.constants["currency"].strip().upper()
    return read[0] if len(read) == 1 else None
