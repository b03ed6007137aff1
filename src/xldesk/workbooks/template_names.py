"""What a template and its stamps agree on: the spec's digest and the footer's words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from xldesk.workbooks.continued import suffix

if TYPE_CHECKING:
    from xldesk.workbooks.spec import Workbook

LEDGER_FOOTER = "Ledger position –"
"""Stands in a template's footer where a stamped workbook names its ledger position."""


def spec_digest(spec: Workbook) -> str:
    """Return a digest of the spec a template was built from (16 hex characters).

    Where tables go on upon further sheets, on how many follows: ``…-Credits.2``.
    """
    digest = hashlib.sha256(repr((spec.name, spec.title, spec.pages)).encode()).hexdigest()[:16]
    return digest + suffix(spec.continued)
