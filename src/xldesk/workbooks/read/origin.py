"""Where a workbook says it comes from: the fields of its About sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.records.place import Place
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.content import Provenance
from xldesk.workbooks.standard_sheets import ABOUT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xldesk.workbooks.check.report import CheckFinding

ABOUT = "about."


def provenance_of(fields: Mapping[str, Any]) -> Provenance | None:
    """Return what the About fields say, None where one of them is missing."""
    if any(fields.get(item.field) is None for item in ABOUT_FIELDS):
        return None
    return Provenance(
        desk=fields["about.desk"],
        period=fields["about.period"],
        as_of=fields["about.as_of"],
        snapshot_at=fields["about.snapshot_at"],
        position=fields["about.position"],
        head_hash=fields["about.head_hash"],
        policy_version=fields["about.policy_version"],
        scope=fields["about.scope"],
    )


def gaps(file: str, fields: Mapping[str, Any], again: str) -> Iterator[CheckFinding]:
    """Yield the About fields that say nothing; ``again`` is how the workbook is issued again."""
    for item in ABOUT_FIELDS:
        if fields.get(item.field) is None:
            yield finding_at(
                Place(file=file, sheet="About"),
                "ABOUT-INCOMPLETE",
                f"{item.label} is missing",
                again,
            )
