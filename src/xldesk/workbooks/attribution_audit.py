"""The attribution audit: whether credit equals bookings, and which controls hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks import attribution_audit_rows as rows_of
from xldesk.workbooks.attribution_audit_sheets import long_tables
from xldesk.workbooks.attribution_audit_summary import SUMMARY
from xldesk.workbooks.content import Content
from xldesk.workbooks.continued import going_on
from xldesk.workbooks.continued_sheets import room_of
from xldesk.workbooks.layout import MAX_SHEET_ROWS
from xldesk.workbooks.spec import (
    Check,
    Column,
    Sheet,
    Table,
    Workbook,
    checks_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.controls.result import ControlResult
    from xldesk.ledger.basis import Basis
    from xldesk.workbooks.content import Provenance

_CONTROLS = Sheet(
    "Controls",
    "action",
    note="What each control proves. The two names for each, preparer and reviewer, are optional: "
    "the audit is signed on the sheet Summary.",
    blocks=(
        Table(
            "Controls",
            (
                Column("Id", "id", width=8),
                Column("Control", "title", width=24, wrap=True),
                Column("Status", "status", type="status"),
                Column("What it proves", "proves", width=38, wrap=True),
                Column("Examined", "population", type="integer", width=12),
                Column("Exceptions", "exceptions", type="integer", width=12, highlight="nonzero"),
                Column(
                    "Listed",
                    "listed",
                    type="integer",
                    formula="=COUNTIFS(Exceptions[Control],[@Id])",
                ),
                Column("Amount at stake", "at_stake", width=20, wrap=True),
                Column("Reason", "reason", width=26, wrap=True),
                Column("How it is computed", "how", width=50, wrap=True),
                Column("Evidence", "evidence", width=22, wrap=True),
                Column("Owner", "owner", width=16),
                Column("Can be accepted", "acceptable", type="flag", width=12),
                Column(
                    "First sign-off",
                    "first",
                    role="input",
                    width=18,
                    help="Name of the person who looked at the evidence.",
                ),
                Column(
                    "Second sign-off",
                    "second",
                    role="input",
                    width=18,
                    help="Name of a second person.",
                ),
            ),
        ),
    ),
)

_EXCEPTIONS = Sheet(
    "Exceptions",
    "action",
    note="What the controls object to, one line each. Mend the source, or accept with a reason.",
    blocks=(
        Table(
            "Exceptions",
            (
                Column("Control", "control", width=10),
                Column("About", "object_kind", width=18),
                Column("Object", "object_id", width=26),
                Column("Opportunity", "opportunity_id", width=16),
                Column("What is wrong", "message", width=70, wrap=True),
                Column("Amount", "amount", type="amount", currency="currency"),
                Column("Currency", "currency", width=10),
                Column(
                    "Action",
                    "action",
                    role="input",
                    choices=("mend", "resolve", "accept", "ask"),
                    help="What will be done about it.",
                ),
                Column("Comment", "comment", role="input", width=30, help="Who does what by when."),
            ),
        ),
    ),
)

_RECONCILIATION = Sheet(
    "Reconciliation",
    "action",
    note="Credit lines against bookings, per currency and headline category. Every difference "
    "must be zero.",
    blocks=(
        Table(
            "Reconciliation",
            (
                Column("Currency", "currency", width=10),
                Column("Headline category", "headline", type="category", width=20),
                Column("Deals", "deals", type="integer"),
                Column("Bookings", "bookings", type="amount", currency="currency"),
                Column(
                    "Credits",
                    "credits",
                    type="amount",
                    currency="currency",
                    formula="=SUMIFS(Credits[Credit],Credits[Currency],[@Currency],"
                    "Credits[Headline category],[@[Headline category]])",
                    each_sheet="On {sheet}",
                ),
                Column(
                    "Difference",
                    "difference",
                    type="amount",
                    currency="currency",
                    formula="=[@Credits]-[@Bookings]",
                    highlight="nonzero",
                ),
                Column(
                    "Earned by partners",
                    "partners",
                    type="amount",
                    currency="currency",
                    formula="=[@Credits]-SUMIFS(Credits[Credit],Credits[Currency],[@Currency],"
                    "Credits[Headline category],[@[Headline category]],"
                    'Credits[Line category],"direct")',
                    each_sheet="Direct on {sheet}",
                ),
            ),
        ),
    ),
)

_CREDITS = Sheet(
    "Credits",
    "detail",
    note="Every credit line of the deals won in the period. The lines of a deal add up to 100 % "
    "and to its amount.",
    blocks=(
        Table(
            "Credits",
            (
                Column("Opportunity", "opportunity_id", width=16),
                Column("Product family", "product_family", width=18),
                Column("Closed", "close_date", type="date"),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Headline category", "headline", type="category"),
                Column("Line category", "line", type="category"),
                Column("Role", "role", width=14),
                Column("Reason", "reason_code", width=20),
                Column("Share", "share", type="share"),
                Column("Credit", "credit", type="amount", currency="currency"),
                Column("Currency", "currency", width=10),
                Column("Status", "status", type="status"),
            ),
            continues=True,
        ),
    ),
)

_FINDINGS = Sheet(
    "Findings",
    "detail",
    note="Findings about deals won in the period, or about no deal in particular: what is wrong, "
    "where, and what to do.",
    blocks=(
        Table(
            "Findings",
            (
                Column("Severity", "severity", type="status", width=11),
                Column("Code", "code", width=20),
                Column("About", "object_kind", width=18),
                Column("Object", "object_id", width=24),
                Column("Opportunity", "opportunity_id", width=16),
                Column("Field", "field", width=16),
                Column("Place", "place", width=26),
                Column("What is wrong", "message", width=56, wrap=True),
                Column("What to do", "remedy", width=50, wrap=True),
                Column("Owner", "owner_role", width=16),
                Column("Due (UTC)", "due_at", type="time"),
                Column("Resolution", "resolution", type="status"),
            ),
            continues=True,
        ),
    ),
)

_CHECKS = checks_sheet(
    (
        Check(
            "Credits equal bookings",
            "Per currency and headline category, credit is exactly what was booked.",
            '=SUMIFS(Reconciliation[Difference],Reconciliation[Difference],">0")'
            '-SUMIFS(Reconciliation[Difference],Reconciliation[Difference],"<0")',
        ),
        Check(
            "No credit outside the reconciliation",
            "Every credit line belongs to one currency and headline category above.",
            "=SUM(Credits[Credit])-SUM(Reconciliation[Credits])",
        ),
        Check(
            "Bookings add up",
            "The summary shows the bookings of the reconciliation, all of them.",
            "=SUM(Bookings[Bookings])-SUM(Reconciliation[Bookings])",
        ),
        Check(
            "Every control has a status",
            "The summary counts every control of the sheet Controls.",
            "=COUNTA(Controls[Id])-SUM(ControlStatus[Controls])",
        ),
        Check(
            "Every control that fails is named",
            "The summary lists all controls that fail, and no other.",
            '=COUNTIFS(Controls[Status],"fail")-COUNTA(FailedControls[Id])',
        ),
        Check(
            "Every exception has its control",
            "The listed exceptions are those that the controls count.",
            "=COUNTA(Exceptions[Control])-SUM(Controls[Listed])",
        ),
    )
)

SPEC = Workbook(
    name="attribution_audit",
    title="Attribution audit",
    sheets=(SUMMARY, _CONTROLS, _EXCEPTIONS, _RECONCILIATION, _CREDITS, _FINDINGS, _CHECKS),
)


def content(
    basis: Basis,
    controls: Sequence[ControlResult],
    provenance: Provenance,
    period: str | None = None,
    *,
    sheet_rows: int = MAX_SHEET_ROWS,
) -> Content:
    """Return what the audit shows of the deals won in ``period`` (all won deals without one).

    ``controls`` is the checklist run on the same basis for the same period. Credit lines and
    findings that are more than ``sheet_rows`` hold go on upon further sheets; the content is then
    that of ``SPEC.form_with`` its tables. Raises UsageError for a period that cannot be read, or
    for more lines than a workbook holds.
    """
    scope = rows_of.scope(basis, period)
    reconciliation = rows_of.reconciliation(basis, scope)
    rooms = {name: room_of(sheet, sheet_rows) for name, sheet in going_on(SPEC.sheets).items()}
    credit_fields = [column.field for column in SPEC.tables["Credits"].columns]
    bookings = rows_of.bookings(reconciliation)
    exceptions = rows_of.exceptions(controls)
    statuses = [rows_of.shown_status(control.status) for control in controls]
    largest = max(bookings, key=lambda row: (row["deals"], row["currency"]), default=None)
    return Content(
        provenance=provenance,
        fields={
            "won_deals": sum(row["deals"] for row in bookings),
            "bookings": None if largest is None else (largest["bookings"], largest["currency"]),
            "bookings.caption": rows_of.bookings_caption(bookings),
            "controls.line": rows_of.controls_line(statuses),
            "controls.fail": statuses.count("fail"),
            "controls.not_run": statuses.count("not run"),
        },
        tables={
            "Bookings": bookings,
            "ControlStatus": rows_of.by_status(controls),
            "FailedControls": rows_of.failed(controls),
            "SignOff": rows_of.sign_offs(),
            "Controls": rows_of.controls(controls),
            "Exceptions": exceptions,
            **long_tables(basis, scope, reconciliation, rooms, credit_fields),
        },
        checks={
            "Credits equal bookings": rows_of.total_difference(reconciliation),
            "No credit outside the reconciliation": 0,
            "Bookings add up": 0,
            "Every control has a status": 0,
            "Every control that fails is named": 0,
            "Every exception has its control": 0,
        },
    )
