"""A desk that issued workbooks and has learnt more since: what macros are run over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from support.issuing_once import IssuingOnce, Shelf
from support.made_once import copy_of
from workbooks.provenance_desk import NOW, issued_desk
from xldesk.desk import Desk
from xldesk.excel.engine import headless
from xldesk.excel.running.run_macro import MacroRun, run_macro
from xldesk.ledger.entry import Actor
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences

if TYPE_CHECKING:
    import pytest
    import xlwings as xw

_NO_ALTERATION = {"LOOK-CHANGED", "LINK-OF-MACRO"}

LATER = NOW + timedelta(days=1)
"""When the desk learns of two more deals, one in a currency that was not there, and a partner."""

MORE = {
    "partners": "partner_id,name,type,status\nP-3,Lock,isv,active\n",
    "deals": (
        "opportunity_id,currency,stage,amount,created_date,close_date,account_name\n"
        "V-1,GBP,Closed Won,30.50,2026-04-01,2026-05-01,Gamma\n"
        "W-3,USD,Closed Won,70.00,2026-04-01,2026-05-03,Delta\n"
    ),
    "roles": (
        "opportunity_id,partner_id,role,accepted_by_partner_at,accepted_by_us_at,evidence\n"
        "W-1,P-1,co_sell,2026-04-01T00:00Z,2026-04-01T00:00Z,joint plan\n"
        "V-1,P-2,co_sell,2026-04-01T00:00Z,2026-04-01T00:00Z,joint plan\n"
    ),
    "funds": (
        "fund_id,partner_id,period,budget,currency,expiry\n"
        "F-3,P-1,2026-Q2,900.00,GBP,2026-12-31\nF-4,P-1,2026-Q3,100.00,EUR,2026-12-31\n"
    ),
}


@dataclass(frozen=True)
class MacroDesk:
    """The desk's folder; ``packs`` and ``trackers`` in it were issued before it learnt more."""

    folder: Path
    _shelf: Shelf = field(default_factory=dict)

    @property
    def audit(self) -> Path:
        """The attribution audit as issued."""
        return self.folder / "packs" / "attribution_audit.xlsx"

    @property
    def tracker(self) -> Path:
        """The tracker of partner P-1 as issued."""
        return self.folder / "trackers" / "mdf_tracker_P-1.xlsx"

    def run(
        self,
        name: str,
        file: Path,
        at: datetime = LATER,
        user: str | None = "Ada Example",
        now: datetime | None = None,
    ) -> MacroRun:
        """Run a macro over ``file``, which it changes; figures are of ``at``, signatures of now."""
        with IssuingOnce.open(self.folder) as desk:
            assert isinstance(desk, IssuingOnce)
            desk.shelf = self._shelf
            return run_macro(name, file, desk=desk, as_of=at, user=user, now=now)

    def now(self, name: str) -> Path:
        """Return the file ``name`` of the desk's folder, as issued ``LATER``."""
        return self.folder / "now" / name


def apart(issued: Path, file: Path) -> list[str]:
    """Return where ``file`` is not what was ``issued``, as far as that alters it."""
    found = workbook_differences(issued, file, Limits())
    return [f"{f.sheet}!{f.cell}: {f.message}" for f in found if f.code not in _NO_ALTERATION]


def macro_desk(factory: pytest.TempPathFactory) -> MacroDesk:
    """Return a copy of such a desk, which is made once a run."""

    def make(folder: Path) -> None:
        _learn_more(issued_desk(factory, folder))

    return MacroDesk(copy_of(factory, "learning-desk", make, factory.mktemp("learning") / "desk"))


def _learn_more(folder: Path) -> None:
    actor = Actor("Ada Example", "revops")
    with Desk.open(folder) as desk:
        for name, text in MORE.items():
            path = folder / f"more_{name}.csv"
            path.write_text(text)
            kind = "mdf_fund" if name == "funds" else None
            (report,) = desk.intake([path], actor=actor, at=LATER, kind=kind)
            assert not report.rejected, report
        now = folder / "now"
        desk.pack(as_of=LATER, period="2026-Q2", out=now / "packs")
        desk.pack(as_of=LATER, period="2026-Q2", partners=["P-1"], out=now / "trackers")


def copied(file: Path, folder: Path) -> Path:
    """Return a copy of ``file`` in ``folder``."""
    return Path(shutil.copy(file, folder / file.name))


@contextmanager
def edited(file: Path) -> Iterator[xw.Book]:
    """Let a user's changes be made in ``file``, as in a spreadsheet program; saved at the end."""
    with headless():
        import xlwings as xw

        book = xw.App(add_book=False).books.open(str(file))
        yield book
        book.save()


@contextmanager
def looked_into(file: Path) -> Iterator[xw.Book]:
    """Open ``file`` to be read."""
    with headless():
        import xlwings as xw

        yield xw.App(add_book=False).books.open(str(file))


def request_form(book: xw.Book) -> tuple[str, xw.Range]:
    """Return a kind of activity that a tracker lists, and the cells of its form for requests."""
    kinds = book.sheets["Instructions"].tables["Activities"].data_body_range
    form = book.sheets["New requests"].tables["NewRequests"].data_body_range
    return str(kinds[0, 0].value), form
