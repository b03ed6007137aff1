"""A workbook of a desk, issued as of another time than it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.workbooks import mdf_tracker_partner
from xldesk.workbooks.content import PROGRAMME
from xldesk.workbooks.pack import make_pack, partner_scopes

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.ledger.basis import Basis
    from xldesk.ledger.ledger import Ledger


def issue(
    basis: Basis, ledger: Ledger, desk: str, workbook: str, scope: str, period: str, folder: Path
) -> Path:
    """Write ``workbook`` for ``scope`` and ``period`` into ``folder`` and return its path.

    ``basis`` is computed. Raises UsageError for a partner that the desk does not have, or a
    workbook or period that it does not issue.
    """
    partners = None
    only: tuple[str, ...] = (workbook,)
    if workbook == mdf_tracker_partner.SPEC.name:
        partners = [_partner_of(basis, scope)]
        only = ()
    elif scope != PROGRAMME:
        raise UsageError(f"the desk issues no {workbook} for {scope!r}")
    (packed,) = make_pack(
        basis, ledger, desk=desk, folder=folder, period=period, only=only, partners=partners
    )
    return packed.path


def _partner_of(basis: Basis, scope: str) -> str:
    for partner, known in partner_scopes(basis).items():
        if known == scope:
            return partner
    raise UsageError(
        f"the desk has no partner {scope!r} with marketing funds; ask for the file as it was sent"
    )
