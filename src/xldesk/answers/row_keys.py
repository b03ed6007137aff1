"""Which columns of a table tell whose row it is, so that what people typed stays with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.signed_state import ANSWERED, ASKED_COLUMNS

if TYPE_CHECKING:
    from xldesk.workbooks.parts import Table

_KEYS = {
    "Controls": ("Id",),
    "ControlStatus": ("Status",),
    "FailedControls": ("Id",),
    "SignOff": ("Sign-off",),
    "PolicySignOff": ("Signs as",),
    "Exceptions": ("Control", "About", "Object", "Opportunity"),
    "Credits": ("Opportunity", "Product family", "Partner", "Role"),
    "Findings": ("Code", "Object", "Field"),
    "Decisions": ("About", "Object"),
    "Advice": ("From fund", "To fund"),
    "Cadence": ("Date", "What"),
    "Checks": ("Check",),
    "Contents": ("Table",),
    "Funds": ("Fund",),
    "Requests": ("Request",),
    "Claims": ("Claim",),
    "Playbooks": ("Playbook",),
    "Raci": ("Area", "Task"),
    "RulesInForce": ("Concerns", "Rule"),
    "ServiceLevels": ("Service level",),
    "ApprovalLimits": ("Approver",),
}
"""Keys of tables in which people type, or whose other texts may change or name no row."""

_NUMBER = re.compile(r"_?\d+$")
"""Behind the name of a table that goes on upon a further sheet."""

_NAMING = frozenset({"text", "link", "category"})


def asked_columns(table: Table) -> tuple[str, ...]:
    """Return the names of the columns of ``table`` that its entries answer, none for most tables.

    Where they say something else, what was typed beside them answers it no more.
    """
    return ASKED_COLUMNS if _NUMBER.sub("", table.name) == ANSWERED else ()


def key_columns(table: Table) -> tuple[str, ...]:
    """Return the names of the columns that make the key of ``table``.

    Of a table in which nobody types these are its short texts: ids, names and categories.
    """
    known = _KEYS.get(_NUMBER.sub("", table.name))
    if known is not None:
        return known
    return tuple(
        column.name
        for column in table.columns
        if column.role in {"data", "link"} and column.type in _NAMING and not column.wrap
    )
