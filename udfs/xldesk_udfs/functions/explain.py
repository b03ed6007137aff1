"""``EXPLAIN``: the story of a deal as rows."""

from __future__ import annotations

import xlwings as xw

from xldesk.answers.story_rows import StoryRow
from xldesk.answers.unknown import Unknown
from xldesk_udfs.answering import answered, answers
from xldesk_udfs.arguments import Cell, identifier
from xldesk_udfs.cell_values import Row, Table
from xldesk_udfs.errors import CellError, not_known
from xldesk_udfs.excel_arguments import CELL
from xldesk_udfs.host_values import HostValues

HEADERS = ("About", "When (UTC)", "Partner", "What", "Result", "Why", "Share", "Amount", "Currency")


@xw.func(category="xldesk")
@xw.arg("opportunity", **CELL)
@xw.ret(HostValues)
@answered
def EXPLAIN(opportunity: Cell) -> Table | CellError | None:
    """Return the story of an opportunity: what was done, what counts and why, the arithmetic.

    It also says what stops the deal's approval, and what changed since the story was another one.
    It takes a few seconds: ask for one deal at a time.

    Args:
        opportunity: The id of an opportunity.

    Returns:
        Rows of what the row is about (deal, model, contribution, credit, obstacle or change),
        time, partner, what, result, why, share, amount and currency. An unknown id is #N/A.

    Example:
        =EXPLAIN(A2)
    """
    asked = identifier(opportunity, "opportunity")
    if asked is None:
        return None
    told = answers().story(asked)
    if isinstance(told, Unknown):
        return not_known(told.reason)
    table: Table = [list(HEADERS)]
    table += [_row(row) for row in told]
    return table


def _row(row: StoryRow) -> Row:
    return [
        row.about,
        row.when,
        row.partner_id,
        row.what,
        row.result,
        row.why,
        row.share,
        row.amount,
        row.currency,
    ]
