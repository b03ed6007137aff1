"""What a template and its stamps agree on: the spec's digest and the footer's words."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from xldesk.workbooks.continued import suffix
from xldesk.workbooks.same import Same

if TYPE_CHECKING:
    from xldesk.workbooks.spec import Workbook

LEDGER_FOOTER = "Ledger position –"
"""Stands in a template's footer where a stamped workbook names its ledger position."""


def spec_digest(spec: Workbook) -> str:
    """Return a digest of the spec a template was built from (16 hex characters).

    Where tables go on upon further sheets, on how many follows: ``…-Credits.2``.
    """
    return _digest(Same(spec)) + suffix(spec.continued)


@lru_cache(maxsize=64)
def _digest(spec: Same[Workbook]) -> str:
    said = repr((spec.held.name, spec.held.title, spec.held.pages))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
