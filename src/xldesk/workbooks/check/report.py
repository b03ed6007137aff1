"""What a check found: findings with a place, and what the file is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xldesk.workbooks.check.codes import SEVERITIES
from xldesk.workbooks.check.order import in_order

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xldesk.records.finding import Severity
    from xldesk.records.place import Place

Verdict = Literal["as_issued", "altered", "not_ours", "not_compared"]
"""Whether the desk issued a file as it is; ``not_compared`` where nobody could tell."""

UNSAFE = frozenset({"MACRO", "LINK-EXTERNAL", "CONNECTION", "EMBEDDED"})
"""Findings with which a file is given to no other program."""

MOST_OF_ONE_CODE = 1_000
"""Findings of one code that are listed; further ones are counted."""


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something about a workbook file; ``place`` reads workbook!Sheet!Cell.

    It ``follows`` where it may come of another one: what the place reads or stands in is gone.
    ``is_addition`` tells that nothing was issued there.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    remedy: str
    follows: bool = False
    is_addition: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} {self.code}: {self.message}; {self.remedy}"


def finding_at(place: Place, code: str, message: str, remedy: str) -> CheckFinding:
    """Return a finding with the severity of its code."""
    return CheckFinding(code, SEVERITIES[code], place, message, remedy)


@dataclass(slots=True)
class CheckReport:
    """The result for one file; ``workbook`` is the spec's name, None where it is not ours.

    ``provenance`` says whether the desk issued it, None where no desk was asked; ``verdict`` is the
    word for it. ``position`` is that of the ledger which the file shows, ``desk_position`` the one
    at which the desk that issued it stands now. ``sheets`` are the file's, as their tabs stand.
    ``filled`` counts the lines of its forms that people filled in, by what such a line is.
    ``signed`` is who signed it, with the ledger position that stands beside each name.
    """

    path: Path
    workbook: str | None = None
    provenance: str | None = None
    verdict: Verdict = "not_compared"
    position: int | None = None
    desk_position: int | None = None
    sheets: tuple[str, ...] = ()
    findings: list[CheckFinding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    signed: tuple[tuple[str, str], ...] = ()

    def add(self, finding: CheckFinding) -> None:
        """Add ``finding``; of one code only the first 1,000 are kept, all are counted."""
        count = self.counts[finding.code] = self.counts.get(finding.code, 0) + 1
        if count <= MOST_OF_ONE_CODE:
            self.findings.append(finding)

    def count_filled(self, name: str) -> None:
        """Count a line of a form that people filled in; ``name`` is what such a line is."""
        self.filled[name] = self.filled.get(name, 0) + 1

    def join(self, other: CheckReport) -> None:
        """Take over the findings of ``other`` with codes that this report does not have yet."""
        new = {code: count for code, count in other.counts.items() if code not in self.counts}
        self.findings += [finding for finding in other.findings if finding.code in new]
        self.counts |= new

    def sort(self) -> None:
        """Put the findings in the order in which they are told; see ``in_order``."""
        self.findings = in_order(self.findings, self.sheets)

    def drop(self, code: str) -> None:
        """Take the findings of ``code`` out of the report."""
        self.counts.pop(code, None)
        self.findings = [finding for finding in self.findings if finding.code != code]

    def drop_where(self, is_dropped: Callable[[CheckFinding], bool]) -> None:
        """Take the listed findings for which ``is_dropped`` holds out of the report."""
        kept = []
        for finding in self.findings:
            if is_dropped(finding):
                self.counts[finding.code] -= 1
            else:
                kept.append(finding)
        self.findings = kept
        self.counts = {code: count for code, count in self.counts.items() if count}

    @property
    def is_outdated(self) -> bool:
        """Whether the desk that issued the file has learnt more since."""
        return (self.desk_position or 0) > (self.position or 0)

    @property
    def is_ours(self) -> bool:
        """Whether the file was recognised as a workbook of the desk."""
        return self.workbook is not None

    @property
    def is_safe(self) -> bool:
        """Whether another program may be given the file: it can be read, and holds no traps."""
        return not any(
            found.code in UNSAFE or (found.code.startswith("FILE-") and found.severity == "block")
            for found in self.findings
        )

    @property
    def ok(self) -> bool:
        """Whether nothing blocks the file's use."""
        return all(finding.severity != "block" for finding in self.findings)
