"""The MDF tracker that goes to a partner: its own money and deals, nothing that is internal.

Internal are margins and what is computed of them, who decides what and why, advice on other
uses of the money, and what revenue accounting records. Such columns and sheets are not in the
file at all.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks import mdf_tracker_rows as rows_of
from xldesk.workbooks.content import Content
from xldesk.workbooks.mdf_tracker_detail import CLAIMS, FUNDS, MOVEMENTS, REQUESTS, ROI, ROI_DEALS
from xldesk.workbooks.mdf_tracker_forms import currencies
from xldesk.workbooks.mdf_tracker_rules import CHECKS, INSTRUCTIONS
from xldesk.workbooks.mdf_tracker_sheets import NEW_REQUESTS, summary, use_chart
from xldesk.workbooks.spec import Fields, Sheet, Table, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.ledger.basis import Basis
    from xldesk.workbooks.content import Provenance
    from xldesk.workbooks.mdf_tracker_rows import Rows
    from xldesk.workbooks.spec import Block

WAITING = '=COUNTIFS(Requests[Status],"submitted")+COUNTIFS(Claims[Status],"submitted")'
MARGINS = ("Margin", "Projected ROI", "Margin on won credit", "Actual ROI", "Margin on credit")
ACCOUNTING = ("Partner is a customer", "Service received", "Fair value", "Reduces revenue")
OF_ITSELF = ("Partner", "Partner name")
"""Columns that say the same in every row. Whose tracker it is stands under each title; forms that
come back name the partner by its funds and requests, which keep it."""

INTERNAL_RULES = ("rule.second", "rule.currency", "rule.reallocate")


def _without(block: Block, names: tuple[str, ...]) -> Block:
    """Return ``block`` without the columns of these names and the fields of these fields."""
    if isinstance(block, Table):
        return replace(
            block, columns=tuple(column for column in block.columns if column.name not in names)
        )
    if isinstance(block, Fields):
        return replace(block, items=tuple(item for item in block.items if item.field not in names))
    return block


def _shared(
    sheet: Sheet,
    *names: str,
    name: str | None = None,
    title: str | None = None,
    note: str | None = None,
) -> Sheet:
    """Return ``sheet`` without ``names``, with the partner's own name, title and note if given."""
    return replace(
        sheet,
        blocks=tuple(_without(block, names) for block in sheet.blocks),
        name=name or sheet.name,
        title=title or sheet.title,
        note=note or sheet.note,
    )


SPEC = Workbook(
    name="mdf_tracker_partner",
    title="MDF tracker",
    sheets=(
        summary(WAITING, use_chart("Use of each fund", "Funds", "Period", "each fund, by period")),
        NEW_REQUESTS,
        FUNDS,
        _shared(REQUESTS, "Partner name", "Against the rules"),
        _shared(
            CLAIMS,
            *OF_ITSELF,
            *ACCOUNTING,
            note="Money asked back: in time, within the approval and the invoice, and with its "
            "proof.",
        ),
        _shared(
            ROI,
            *OF_ITSELF,
            *MARGINS,
            name="Results",
            title="What the activities brought",
            note="Per approved activity. Credit is your own on deals that a touch links to the "
            "activity, split equally over its linked activities. Immature: one sales cycle has "
            "not passed yet.",
        ),
        _shared(
            ROI_DEALS,
            *OF_ITSELF,
            *MARGINS,
            "Decimals",
            name="Linked deals",
            note="Which credit of which deal counts for which activity, in the fund's currency.",
        ),
        _shared(MOVEMENTS, "Reason"),
        _shared(INSTRUCTIONS, *INTERNAL_RULES),
        CHECKS,
    ),
    packed_by="xldesk pack --partner ID",
)


_READ_TOGETHER = 50
"""Partners whose rows are read at once: few enough for memory, many enough for speed."""


class _PartnerRows(NamedTuple):
    """The rows of one partner, as ``mdf_tracker_rows`` makes them."""

    funds: Rows
    movements: Rows
    requests: Rows
    claims: Rows
    linked: Rows
    returns: Rows


def contents(
    basis: Basis, provenances: Iterable[tuple[str, Provenance]]
) -> Iterator[tuple[str, Content]]:
    """Yield each partner's id and tracker, with nothing of any other and nothing internal in it.

    ``provenances`` are ids of partners and what About is to say. ``mdf_figures`` must have run on
    ``basis``. An unknown partner has an empty tracker. The rows of a few partners are held at once.
    """
    source = iter(provenances)
    while together := dict(islice(source, _READ_TOGETHER)):
        rows = _rows_by_partner(basis, list(together))
        for partner_id, provenance in together.items():
            yield partner_id, _content(basis, provenance, rows[partner_id])


def content(basis: Basis, provenance: Provenance, partner_id: str) -> Content:
    """Return the tracker of one partner; see ``contents``."""
    return next(contents(basis, [(partner_id, provenance)]))[1]


def _rows_by_partner(basis: Basis, partners: list[str]) -> dict[str, _PartnerRows]:
    linked = rows_of.linked_credit(basis, partners)
    tables = _PartnerRows(
        funds=rows_of.funds(basis, partners),
        movements=rows_of.movements(basis, partners),
        requests=rows_of.requests(basis, partners),
        claims=rows_of.claims(basis, partners),
        linked=linked,
        returns=rows_of.returns(basis, partners, linked),
    )
    found = {partner: _PartnerRows([], [], [], [], [], []) for partner in partners}
    for at, rows in enumerate(tables):
        for row in rows:
            found[row["of_partner"]][at].append(row)
    return found


def _content(basis: Basis, provenance: Provenance, rows: _PartnerRows) -> Content:
    waiting = sum(row["status"] == "submitted" for row in (*rows.requests, *rows.claims))
    return Content(
        provenance=provenance,
        fields={
            **rows_of.headline(rows.funds, waiting),
            **currencies(rows.funds, rows.requests, basis.as_of_day),
            **{
                name: value
                for name, value in rows_of.rules(basis).items()
                if name not in INTERNAL_RULES
            },
        },
        tables={
            "Money": rows_of.money(rows.funds),
            "NewRequests": [],
            "NewClaims": [],
            "Funds": _shown("Funds", rows.funds),
            "Requests": _shown("Requests", rows.requests),
            "Claims": _shown("Claims", rows.claims),
            "Roi": _shown("Roi", rows.returns),
            "RoiDeals": _shown("RoiDeals", rows.linked),
            "Movements": _shown("Movements", rows.movements),
            "Activities": rows_of.activities(basis),
        },
        lists=rows_of.offered(basis, rows.funds, rows.requests),
        checks=rows_of.checks(rows.funds, rows.requests, rows.claims, rows.returns, rows.movements),
    )


def _shown(table: str, rows: Rows) -> Rows:
    """Return ``rows`` with the fields that the partner's table shows, and no other."""
    names = [column.field for column in SPEC.tables[table].columns]
    return [{name: row[name] for name in names} for row in rows]
