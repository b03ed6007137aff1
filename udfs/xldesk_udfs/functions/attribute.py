"""``ATTRIBUTE``: the credit lines of deals as a table."""

from __future__ import annotations

import xlwings as xw

from xldesk.answers.credit_table import CreditRow
from xldesk.answers.unknown import Unknown
from xldesk_udfs.answering import answered, answers
from xldesk_udfs.arguments import Cell, Cells, each_identifier, moment_text, word, yes_or_no
from xldesk_udfs.cell_values import Row, Table
from xldesk_udfs.errors import CellError, not_known
from xldesk_udfs.excel_arguments import CELL, RANGE
from xldesk_udfs.host_values import HostValues
from xldesk_udfs.shape import cells_of

HEADERS = (
    "Opportunity",
    "Partner",
    "Headline category",
    "Line category",
    "Reason",
    "Share",
    "Credit",
    "Currency",
    "Status",
)


@xw.func(category="xldesk")
@xw.arg("opportunity", **RANGE)
@xw.arg("model", **CELL)
@xw.arg("as_of", **CELL)
@xw.arg("headers", **CELL)
@xw.ret(HostValues)
@answered
def ATTRIBUTE(
    opportunity: Cells, model: Cell = None, as_of: Cell = None, headers: Cell = None
) -> Table | CellError | None:
    """Return who earned what of an opportunity, or of many, as a table of credit lines.

    A range of ids is one call, however long: ask for a whole column at once. Each deal comes once;
    empty cells are left out; a lost deal, or one without an amount, has a line without credit.

    Args:
        opportunity: The id of an opportunity, or a range of ids.
        model: An attribution model, such as linear; else the policy's own. Any other than the
            policy's is marked what_if.
        as_of: What the desk knew then: a date, a time, or a position such as "ledger 412"; else
            now.
        headers: FALSE leaves out the row of headings.

    Returns:
        Rows of opportunity, partner, headline category, line category, reason, share, credit,
        currency and status. An unknown id is #N/A.

    Example:
        =ATTRIBUTE(A2)
        =ATTRIBUTE(A2:A5000,,,FALSE)
    """
    with_headers = yes_or_no(headers, "headers", default=True)
    asked = [each_identifier(cell, "opportunity") for cell in cells_of(opportunity)]
    ids = [found for found in asked if isinstance(found, str)]
    table = answers().credit_lines(ids, word(model, "model"), moment_text(as_of))
    rows: Table = []
    for found in dict.fromkeys(asked):
        if isinstance(found, CellError):
            rows.append([found] * len(HEADERS))
        elif found is not None:
            rows += _rows(found, table[found])
    if not isinstance(opportunity, list) or len(asked) == 1:
        alone = rows[0][-1] if rows else None
        if isinstance(alone, CellError):
            return alone
    if not rows:
        return None
    return [list(HEADERS), *rows] if with_headers else rows


def _rows(opportunity_id: str, lines: list[CreditRow] | Unknown) -> Table:
    if isinstance(lines, Unknown):
        error = not_known(lines.reason)
        return [[opportunity_id, *[error] * (len(HEADERS) - 1)]]
    if not lines:
        nothing: Row = [None] * (len(HEADERS) - 1)
        return [[opportunity_id, *nothing]]
    return [
        [
            opportunity_id,
            line.partner_id,
            line.headline_category,
            line.line_category,
            line.reason_code,
            line.share,
            line.credit,
            line.currency,
            line.status,
        ]
        for line in lines
    ]
