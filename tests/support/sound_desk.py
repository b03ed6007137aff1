"""A sound desk: signed rules, authenticated actors, complete intake, and deals that hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from support.mdf_world import at, deal, fund, lead, paid_claim, partner, request
from support.world import AS_OF
from xldesk.attribution.run import attribute
from xldesk.incentives.mdf import mdf_figures
from xldesk.ledger.basis import Basis, open_basis
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.ledger import Ledger
from xldesk.policy.load import default_policy
from xldesk.policy.version import policy_version
from xldesk.records.kinds import KINDS
from xldesk.records.record import Record
from xldesk.records.registration import DealRegistration
from xldesk.records.role import PartnerRole
from xldesk.validation.run import validate

ADA = Actor("Ada", "revops", authenticated=True)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Sound:
    """A ledger that is written entry by entry, each by an authenticated actor."""

    def __init__(self, directory: Path, *, actor: Actor = ADA, approver: str = "Max") -> None:
        self.directory = directory
        self.ledger = Ledger.create(directory)
        self.actor = actor
        policy = default_policy()
        self._count = 0
        with self.ledger.writing(self._command("init", {"approver": approver})) as writer:
            writer.put_policy(policy, "")
        assert self.ledger.policies()[0].version == policy_version(policy)

    def intake(self, *records: Record, **counts: int) -> None:
        """Append records as one file's intake that accounts for each of them."""
        by_kind: dict[str, list[Record]] = {}
        for record in records:
            by_kind.setdefault(record.KIND, []).append(record)
        with self.ledger.writing(self._command("intake", {})) as writer:
            for kind, of_kind in by_kind.items():
                writer.add_records(kind, of_kind)
            empty = dict.fromkeys(("changed", "unchanged", "duplicate", "rejected"), 0)
            writer.details["completeness"] = {
                "source": "export.csv",
                "rows_read": len(records),
                "added": len(records),
                **empty,
                **counts,
            }

    def basis(self, as_of: datetime = AS_OF) -> Basis:
        """Return a basis with every figure, its records as tables that a test may change."""
        basis = open_basis(self.ledger, as_of)
        for kind in KINDS:
            _as_table(basis, kind)
        validate(basis)
        attribute(basis)
        _as_table(basis, "credit")
        mdf_figures(basis)
        return basis

    def _command(self, kind: str, details: dict[str, object]) -> Command:
        self._count += 1
        name = f"{kind}-{self._count}"
        return Command(
            command_id=name,
            kind=kind,
            actor=self.actor,
            at=START + timedelta(hours=self._count),
            reason="a test",
            content_digest=name,
            details=details,
        )


def _as_table(basis: Basis, name: str) -> None:
    """Turn a view into a table of the same name, where it is one."""
    found = basis.con.execute(
        "SELECT 1 FROM duckdb_views() "
        "WHERE view_name = ? AND database_name = current_database() AND NOT internal",
        [name],
    ).fetchone()
    if found is not None:
        basis.con.execute(f'CREATE TABLE given AS SELECT * FROM "{name}"')
        basis.con.execute(f'DROP VIEW "{name}"')
        basis.con.execute(f'ALTER TABLE given RENAME TO "{name}"')


def records() -> list[Record]:
    """Return a sourced, a co-sold, an influenced and a direct deal, and a fund in order."""
    return [
        partner("P-1"),
        partner("P-2"),
        deal("W-1", account_domain="one.example", external_ids={"crm": "006-1"}),
        deal("W-2", 2_000_000, external_ids={"crm": "006-2"}),
        deal("W-3", 3_000_000, currency="EUR"),
        deal("W-4", 4_000_000, close_date=date(2026, 3, 31)),
        DealRegistration(
            registration_id="R-1",
            partner_id="P-1",
            opportunity_id="W-1",
            customer_name="Customer W-1",
            account_domain="one.example",
            product_family="",
            evidence=("mail",),
            submitted_at=at("2026-01-12"),
            submitted_by="Pia",
            status="approved",
            decided_at=at("2026-01-13"),
            decided_by="Max",
        ),
        PartnerRole(
            opportunity_id="W-2",
            partner_id="P-2",
            role="co_sell",
            accepted_by_partner_at=at("2026-02-01"),
            accepted_by_us_at=at("2026-02-01"),
            accepted_at_stage="Qualification",
            evidence="account plan",
        ),
        lead(1, "W-3"),
        fund(),
        request(),
        paid_claim(),
    ]
