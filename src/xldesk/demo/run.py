"""The demo: a sample desk made through the same doors as anybody's, at a fixed time."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.demo.days import TODAY
from xldesk.demo.exports import write_exports
from xldesk.demo.lists import company_name
from xldesk.demo.policy import demo_policy_text
from xldesk.desk import Desk
from xldesk.ledger.entry import Actor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xldesk.intake.completeness import Completeness

PERIOD = "2026-Q2"
"""The quarter that the demo closes."""

EXPORTS = "exports"
MAPPINGS = "mappings"


@dataclass(frozen=True)
class DemoDesk:
    """A sample desk with its data in, and how complete each export was."""

    desk: Desk
    completeness: list[Completeness]


def make_demo(directory: Path, progress: Callable[[int, int, str], None] | None = None) -> DemoDesk:
    """Make a sample desk in ``directory``, its exports beside the ledger, and return it open.

    Its data and times are the same on every run; hashes differ, because the digests of contacts
    are salted. Raises UsageError where ``directory`` already holds something.
    """
    revops = Actor("Maren Okafor", "revops")
    desk = Desk.create(
        directory,
        actor=revops,
        at=TODAY,
        name=company_name(),
        policy_text=demo_policy_text(),
        stands_at=TODAY,
    )
    try:
        return DemoDesk(desk, _filled(desk, directory, revops, progress))
    except BaseException:
        desk.close()
        shutil.rmtree(directory, ignore_errors=True)
        raise


def _filled(
    desk: Desk,
    directory: Path,
    revops: Actor,
    progress: Callable[[int, int, str], None] | None,
) -> list[Completeness]:
    desk.sign_policy(
        actor=Actor("Tomas Lindqvist", "finance"),
        approver="Ingrid Baptiste",
        reason="rules of the sample year",
        at=TODAY,
    )
    exports = write_exports(directory / EXPORTS, mappings=directory / MAPPINGS)
    reports: list[Completeness] = []
    for done, file in enumerate(exports.files):
        if progress is not None:
            progress(done, len(exports.files), f"reading {file.path.name}")
        reports += desk.intake([file.path], actor=revops, at=TODAY, mapping=file.mapping)
    return reports
