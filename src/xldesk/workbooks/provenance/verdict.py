"""Verify a workbook against the ledger: as issued, altered, or not ours."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xldesk.errors import LedgerError, XldeskError
from xldesk.records.place import Place
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.issue_again import issue_again
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.report import MOST_OF_ONE_CODE, CheckFinding, finding_at
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences
from xldesk.workbooks.provenance.facts import NoFactsError, facts_of
from xldesk.workbooks.provenance.findings import add_once, finding_of
from xldesk.workbooks.provenance.same_form import has_form_of
from xldesk.workbooks.spec_registry import specs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xldesk.ledger.ledger import Ledger
    from xldesk.workbooks.check.report import CheckReport
    from xldesk.workbooks.provenance.facts import Facts, Snapshot

    Reissue = Callable[[Sequence[Facts], Path], Mapping[Facts, Path]]
    """Writes workbooks of one snapshot into a folder; those that the desk issues come back."""

Verdict = Literal["as issued", "altered", "not ours", "not compared"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a workbook turned out to be. ``position`` is that of the ledger that it shows.

    ``not compared``: it stands on this ledger, but has another form, as another version of xldesk
    may have made it, or it could not be issued again. ``findings`` say what differs, and where.
    ``shows`` is whose figures of which period the workbook holds, where the desk issued such a one.
    ``head`` is the position at which the desk stands now; None where the file is not its own.
    """

    verdict: Verdict
    position: int | None
    findings: tuple[CheckFinding, ...]
    shows: tuple[str, ...] = ()
    head: int | None = None

    def __str__(self) -> str:
        ledger = () if self.position is None else (f"ledger {self.position}",)
        return ", ".join((self.verdict, *ledger, *self.shows))

    def add_to(self, report: CheckReport) -> Verification:
        """Add the verdict and its findings to what a check of the same file said; return it.

        A file in which people only wrote beside or under a form, of which the check speaks, is as
        issued.
        """
        verdict = self.verdict
        report.position, report.desk_position = self.position, self.head
        if self.verdict in {"as issued", "altered"}:
            verdict = "altered" if add_once(self.findings, report) else "as issued"
        else:
            for finding in self.findings:
                report.add(finding)
        verification = replace(self, verdict=verdict)
        report.provenance = str(verification)
        return verification


def verify_workbooks(
    paths: Sequence[Path],
    ledger: Ledger,
    reissue: Reissue,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[Path, Verification]:
    """Return by file whether it is what the desk of ``ledger`` issued.

    Its position, head hash and policy must stand in the ledger; then it is issued again by
    ``reissue``, all workbooks of one snapshot together, and compared: cells and looks. Needs files
    that a check found safe. The digest of the data needs no look of its own: it stands on About,
    and is compared with the rest.
    """
    done: dict[Path, Verification] = {}
    snapshots: dict[Snapshot, dict[Path, Facts]] = {}
    head = ledger.head()
    now = None if head is None else head.position
    for path in paths:
        try:
            facts = facts_of(path, Limits())
        except NoFactsError:
            done[path] = Verification("not ours", None, (_says_nothing(path),))
            continue
        if facts is None:
            done[path] = Verification("not ours", None, ())
        elif problems := list(_not_of_this_ledger(path, facts, ledger)):
            done[path] = Verification("not ours", facts.position, tuple(problems))
        else:
            snapshots.setdefault(facts.snapshot, {})[path] = facts
    for of_one in snapshots.values():
        with tempfile.TemporaryDirectory() as work:
            try:
                issued = reissue(list(of_one.values()), Path(work))
            except XldeskError as error:
                for path, facts in of_one.items():
                    failed = (_not_issued(path, error),)
                    done[path] = Verification("not compared", facts.position, failed, head=now)
                continue
            for path, facts in of_one.items():
                if progress is not None:
                    progress(len(done), len(paths), path.name)
                done[path] = _compared(path, facts, issued.get(facts), now)
    return done


def _says_nothing(path: Path) -> CheckFinding:
    return finding_at(
        Place(file=path.name, sheet="About"),
        "PROVENANCE",
        "About does not say which state of a ledger the file shows",
        "ask for the file as it was issued, or issue it again with: xldesk pack",
    )


def _not_compared(path: Path) -> CheckFinding:
    return finding_at(
        Place(file=path.name, sheet="About"),
        "NOT-COMPARED",
        "this xldesk makes the workbook with other sheets, tables or columns, so its figures were "
        "not compared: it was issued before these changed, or somebody changed the file",
        "check it with the xldesk that issued it, or issue a new one with: xldesk pack; what "
        "people typed and signed stands in this file alone: keep it",
    )


def _not_issued(path: Path, error: XldeskError) -> CheckFinding:
    return finding_at(
        Place(file=path.name),
        "NOT-COMPARED",
        "the desk could not issue the file again, so its figures were not compared: "
        f"{error.message}",
        "mend this and check again; the file may be all right",
    )


def _compared(path: Path, facts: Facts, issued: Path | None, now: int | None) -> Verification:
    if issued is None:
        finding = finding_at(
            Place(file=path.name, sheet="About"),
            "PROVENANCE",
            f"the desk issues no {facts.workbook} for {shown(facts.scope)}",
            "compare About with the file that was sent",
        )
        return Verification("not ours", facts.position, (finding,))
    if not facts.same_form and not has_form_of(path, issued):
        return Verification("not compared", facts.position, (_not_compared(path),), head=now)
    found = tuple(_differences(path, issued, facts))
    is_altered = any(finding.severity == "block" for finding in found)
    verdict: Verdict = "altered" if is_altered else "as issued"
    return Verification(verdict, facts.position, found, (facts.scope, facts.period), now)


def _not_of_this_ledger(path: Path, facts: Facts, ledger: Ledger) -> Iterator[CheckFinding]:
    place = Place(file=path.name, sheet="About")
    remedy = "check it beside the desk that issued it, or issue it again with: xldesk pack"
    try:
        entry = ledger.entry(facts.position)
    except LedgerError:
        yield finding_at(place, "PROVENANCE", f"the ledger has no entry {facts.position}", remedy)
        return
    if entry.hash != facts.head_hash:
        yield finding_at(
            place,
            "PROVENANCE",
            f"the ledger's hash at entry {facts.position} is {entry.hash[:12]}…, not "
            f"{shown(facts.head_hash[:12])}",
            remedy,
        )
    if facts.policy_version not in {policy.version for policy in ledger.policies()}:
        yield finding_at(
            place,
            "PROVENANCE",
            f"the ledger has no policy {shown(facts.policy_version[:12])}",
            remedy,
        )


def _differences(path: Path, issued: Path, facts: Facts) -> Iterator[CheckFinding]:
    """Yield what differs, of each code no more than a report lists."""
    counts: Counter[str] = Counter()
    spec = next((spec for spec in specs() if spec.name == facts.workbook), None)
    again = issue_again(spec)
    try:
        for difference in workbook_differences(issued, path, Limits()):
            counts[difference.code] += 1
            if counts[difference.code] <= MOST_OF_ONE_CODE:
                yield finding_of(difference, path.name, again)
    except ArchiveError as error:
        yield finding_at(
            Place(file=path.name),
            "LOOK-ALTERED",
            f"a part cannot be compared: {error.message}",
            f"do not read the figures here: {again}",
        )
