"""Desks that the Excel functions are asked about: the sample company's, and a real CRM export."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from support.made_once import copy_of
from xldesk.demo.days import TODAY
from xldesk.demo.exports import write_exports
from xldesk.demo.policy import demo_policy_text
from xldesk.desk import Desk
from xldesk.ledger.entry import Actor

if TYPE_CHECKING:
    import pytest

    from xldesk.answers.answers import Answers

ACTOR = Actor("Ada Example", "revops")
CRM_TIME = datetime(2018, 1, 15, 9, tzinfo=UTC)
MAPPING = Path(__file__).parents[1] / "intake" / "mappings" / "sales_pipeline.toml"
LAST_QUARTER = ("10-2017", "11-2017", "12-2017")


@dataclass(frozen=True)
class AskedDesk:
    """A desk's folder, the time at which it is asked, and its answers at that time."""

    folder: Path
    at: datetime
    answers: Answers

    @property
    def as_of(self) -> str:
        """The time as the command line takes it."""
        return self.at.isoformat()


def asked(folder: Path, at: datetime) -> AskedDesk:
    """Return the desk in ``folder`` with its answers at one time; the caller closes them."""
    return AskedDesk(folder, at, Desk.open(folder).answers(lambda: at))


def sample_desk(factory: pytest.TempPathFactory) -> AskedDesk:
    """Return the sample company's desk: several currencies, rates, marketing funds.

    It is a copy of one that is made once a run.
    """
    made = copy_of(factory, "sample-desk", _make_sample_desk, factory.mktemp("sample"))
    return asked(made / "desk", TODAY)


def _make_sample_desk(folder: Path) -> None:
    folder.mkdir()
    exports = write_exports(folder / "exports")
    desk = Desk.create(
        folder / "desk", actor=ACTOR, at=TODAY, name="Sample", policy_text=demo_policy_text()
    )
    with desk:
        for file in exports.files:
            desk.intake([file.path], mapping=file.mapping, actor=ACTOR, at=TODAY)


def crm_desk(factory: pytest.TempPathFactory, pipeline: Path) -> AskedDesk:
    """Return a desk of a real export, two partners and a co-sell role on some won deals.

    It is a copy of one that is made once a run.
    """

    def make(folder: Path) -> None:
        folder.mkdir()
        _make_crm_desk(folder, pipeline)

    made = copy_of(factory, "crm-desk", make, factory.mktemp("crm"))
    return asked(made / "desk", CRM_TIME)


def _make_crm_desk(folder: Path, pipeline: Path) -> None:
    partners, roles = folder / "partners.csv", folder / "roles.csv"
    partners.write_text(
        "partner_id,name,type,status\nP-1,Harbor Systems,si,active\nP-2,Vela Partners,isv,active\n"
    )
    with pipeline.open(encoding="utf-8") as source:
        won = [
            row["opportunity_id"]
            for row in csv.DictReader(source)
            if row["deal_stage"] == "Won" and row["close_date"][3:] in LAST_QUARTER
        ]
    lines = ["opportunity_id,partner_id,role,accepted_by_partner_at,accepted_by_us_at,evidence"]
    lines += [
        f"{deal},P-{1 + number % 2},co_sell,2016-01-01T00:00Z,2016-01-01T00:00Z,joint plan"
        for number, deal in enumerate(won[::10])
    ]
    roles.write_text("\n".join(lines) + "\n")
    with Desk.create(folder / "desk", actor=ACTOR, at=CRM_TIME, name="Crm") as desk:
        desk.intake([pipeline], mapping=MAPPING, actor=ACTOR, at=CRM_TIME)
        desk.intake([partners, roles], actor=ACTOR, at=CRM_TIME)
