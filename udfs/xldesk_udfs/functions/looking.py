"""``FINDINGS`` and ``DESKSTATUS``: what is open, and which state of the desk one looks at."""

from __future__ import annotations

import xlwings as xw

from xldesk.answers.unknown import Unknown
from xldesk.policy.version import short
from xldesk.records.finding import Finding
from xldesk_udfs.answering import answered, answers
from xldesk_udfs.arguments import Cell, identifier
from xldesk_udfs.cell_values import Row, Table
from xldesk_udfs.errors import CellError, not_known
from xldesk_udfs.excel_arguments import CELL
from xldesk_udfs.host_values import HostValues

HEADERS = ("Code", "Severity", "Object", "Field", "Message", "What to do", "Owner", "Due (UTC)")


@xw.func(category="xldesk")
@xw.arg("object_id", **CELL)
@xw.ret(HostValues)
@answered
def FINDINGS(object_id: Cell) -> Table | CellError | None:
    """Return the open findings on an object, and for an opportunity those of all that is about it.

    Args:
        object_id: The id of an opportunity, registration, touch, partner, MDF request or other
            object.

    Returns:
        A row of headings, then a row a finding, blocking ones first: code, severity, object,
        field, message, what to do, owner and due time. An unknown id is #N/A.

    Example:
        =FINDINGS(A2)
    """
    asked = identifier(object_id, "object_id")
    if asked is None:
        return None
    found = answers().findings(asked)
    if isinstance(found, Unknown):
        return not_known(found.reason)
    table: Table = [list(HEADERS)]
    table += [_row(finding) for finding in found]
    return table


@xw.func(category="xldesk")
@xw.ret(HostValues)
@answered
def DESKSTATUS() -> Table | CellError:
    """Return which state of the desk the functions of this workbook speak of.

    Returns:
        Rows of a name and a value: desk, ledger position, hash of the last entry, snapshot time,
        policy version, and the time spoken of. Times are UTC.

    Example:
        =DESKSTATUS()
    """
    status = answers().status()
    return [
        ["Desk", status.desk],
        ["Ledger position", status.position],
        ["Ledger hash", status.head_hash],
        ["Snapshot time (UTC)", status.snapshot_at],
        ["Policy version", short(status.policy_version)],
        ["As of (UTC)", status.as_of],
    ]


def _row(finding: Finding) -> Row:
    return [
        finding.code,
        finding.severity,
        finding.object_id,
        finding.field,
        finding.message,
        finding.remedy,
        finding.owner_role,
        finding.due_at,
    ]
