"""A small desk that has issued workbooks: deals, two partners, a fund for each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from support.made_once import copy_of
from xldesk.desk import Desk
from xldesk.ledger.entry import Actor

if TYPE_CHECKING:
    import pytest

NOW = datetime(2026, 7, 8, 9, tzinfo=UTC)
DEALS = (
    "opportunity_id,currency,stage,amount,created_date,close_date,account_name\n"
    "W-1,USD,Closed Won,100.01,2026-04-01,2026-05-01,Acme\n"
    "W-2,EUR,Closed Won,2000.00,2026-04-01,2026-05-02,Beta\n"
)
FUNDS = (
    "fund_id,partner_id,period,budget,currency,expiry\nF-1,P-1,2026-Q2,5000.00,USD,2026-12-31\n"
    "F-2,P-2,2026-Q2,700.00,USD,2026-12-31\n"
)
PARTNERS = "partner_id,name,type,status\nP-1,Quay,reseller,active\nP-2,Pier,isv,active\n"


def made_desk(folder: Path) -> Path:
    """Make the desk in ``folder``, with its pack in ``packs`` and trackers in ``trackers``."""
    actor = Actor("Ada Example", "revops")
    with Desk.create(folder, actor=actor, at=NOW) as desk:
        for name, text in (("partners", PARTNERS), ("deals", DEALS), ("funds", FUNDS)):
            (folder / f"{name}.csv").write_text(text)
            kind = "mdf_fund" if name == "funds" else None
            desk.intake([folder / f"{name}.csv"], actor=actor, at=NOW, kind=kind)
        desk.pack(as_of=NOW, period="2026-Q2")
        desk.pack(as_of=NOW, period="2026-Q2", partners=[], out=folder / "trackers")
    return folder


def issued_desk(factory: pytest.TempPathFactory, folder: Path) -> Path:
    """Make ``folder`` a copy of such a desk, which is made once a run; return it."""
    return copy_of(factory, "issued-desk", made_desk, folder)
