"""Issues workbooks once more from the ledger, to compare them with those that are about."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from xldesk.errors import (
    LedgerBusyError,
    LedgerCorruptError,
    LedgerError,
    UsageError,
    XldeskError,
)
from xldesk.policy.period import period_days
from xldesk.workbooks import mdf_tracker_partner
from xldesk.workbooks.content import PROGRAMME
from xldesk.workbooks.pack import partner_scopes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from xldesk.ledger.basis import Basis
    from xldesk.workbooks.pack_file import Packed
    from xldesk.workbooks.provenance.facts import Facts

    Open = Callable[[datetime, int], AbstractContextManager[Basis]]

PARTNER_TRACKER = mdf_tracker_partner.SPEC.name


class Pack(Protocol):
    """Writes workbooks of a desk, as ``Desk.pack`` does."""

    def __call__(
        self,
        *,
        as_of: datetime,
        position: int,
        period: str,
        only: Sequence[str],
        partners: Sequence[str] | None,
        out: Path,
        processes: int,
    ) -> list[Packed]:
        """Return what was written, in the order asked for."""


class Reissuer:
    """Writes the workbooks of one snapshot with a desk's own ``pack``; ``open_basis`` opens it."""

    def __init__(self, pack: Pack, open_basis: Open, processes: int) -> None:
        self._pack = pack
        self._open = open_basis
        self._processes = processes

    def __call__(self, wanted: Sequence[Facts], folder: Path) -> dict[Facts, Path]:
        """Return where each of ``wanted`` was written; those the desk does not issue are left out.

        All of them are of one snapshot. Raises XldeskError where the desk has rules for it and
        cannot issue it all the same: a template is missing, the ledger busy.
        """
        plain = {one.workbook for one in wanted if one.workbook != PARTNER_TRACKER}
        scopes = {one.scope for one in wanted if one.workbook == PARTNER_TRACKER}
        try:
            issued = self._plain(wanted[0], sorted(plain), folder) if plain else {}
            if scopes:
                issued |= self._trackers(wanted[0], sorted(scopes), folder)
        except XldeskError:
            if self._has_rules_for(wanted[0]):
                raise
            return {}
        return {one: issued[one.key] for one in wanted if one.key in issued}

    def _has_rules_for(self, of: Facts) -> bool:
        """Tell whether a policy is in force at the snapshot's time, and its period has begun."""
        try:
            with self._open(of.as_of, of.position) as basis:
                return period_days(basis.policy, of.period)[0] <= basis.as_of_day
        except (LedgerBusyError, LedgerCorruptError):
            return True
        except (LedgerError, UsageError):
            return False

    def _plain(self, of: Facts, names: Sequence[str], folder: Path) -> dict[tuple[str, str], Path]:
        packed = self._packed(of, folder / "plain", only=names, partners=None)
        return {(one.name, PROGRAMME): one.path for one in packed}

    def _trackers(
        self, of: Facts, scopes: Sequence[str], folder: Path
    ) -> dict[tuple[str, str], Path]:
        partners = self._partners_of(of, scopes)
        if not partners:
            return {}
        packed = self._packed(of, folder / "partners", only=(), partners=list(partners))
        return {
            (one.name, scope): one.path
            for one, scope in zip(packed, partners.values(), strict=True)
        }

    def _packed(
        self, of: Facts, out: Path, *, only: Sequence[str], partners: Sequence[str] | None
    ) -> list[Packed]:
        as_of, position, period = of.snapshot
        return self._pack(
            as_of=as_of,
            position=position,
            period=period,
            only=only,
            partners=partners,
            out=out,
            processes=self._processes,
        )

    def _partners_of(self, of: Facts, scopes: Sequence[str]) -> dict[str, str]:
        """Return those of ``scopes`` that the desk has, by partner id."""
        with self._open(of.as_of, of.position) as basis:
            known = partner_scopes(basis)
        return {partner: scope for partner, scope in known.items() if scope in scopes}
