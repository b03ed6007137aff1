"""What ``xldesk check`` says of a whole file: in a line, and in JSON."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from xldesk.cli.output import counted

if TYPE_CHECKING:
    from xldesk.workbooks.check.report import CheckReport, Verdict
    from xldesk.workbooks.provenance import verdict

VERDICTS: dict[verdict.Verdict, Verdict] = {
    "as issued": "as_issued",
    "altered": "altered",
    "not ours": "not_ours",
    "not compared": "not_compared",
}
"""By the word of a verification."""


def verdict_line(report: CheckReport) -> str:
    """Return how many findings there are, whether the desk issued the file, and what is filled in.

    A file without a finding is fine, unless it is not the desk's.
    """
    count = sum(report.counts.values())
    line = counted(count, "finding") if count else "fine" if _is_compared(report) else "no finding"
    issued = f"   {report.provenance}" if report.provenance else ", not compared with a desk"
    names = [counted(number, name) for name, number in report.filled.items()]
    filled = f", {' and '.join(names)} filled in" if names else ""
    return line + issued + filled


def in_json(report: CheckReport) -> dict[str, Any]:
    """Return the report by field, with ``verdict`` as a word and whether the file is ``fine``.

    ``fine`` is without a finding, and as issued or not compared with a desk.
    """
    said = {field.name: getattr(report, field.name) for field in fields(report)}
    if "FILE-NOT-OURS" in report.counts:
        said["verdict"] = "not_ours"
    return {**said, "fine": not report.counts and _is_compared(report)}


def _is_compared(report: CheckReport) -> bool:
    """Tell whether no desk was asked, or the desk asked could tell."""
    return not str(report.provenance).startswith("not")
