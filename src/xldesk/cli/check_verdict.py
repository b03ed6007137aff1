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

VERDICT_WORDS: dict[Verdict, str] = {
    "as_issued": "as issued",
    "altered": "ALTERED",
    "not_ours": "not ours",
    "not_compared": "not compared",
}
"""As a line begins with them."""


def verdict_word(report: CheckReport) -> str:
    """Return whether the desk issued the file, as wide as the longest answer."""
    word = VERDICT_WORDS[report.verdict]
    if "FILE-NOT-OURS" in report.counts:
        word = VERDICT_WORDS["not_ours"]
    return word.ljust(max(map(len, VERDICT_WORDS.values())))


def verdict_line(report: CheckReport) -> str:
    """Return how many findings there are, which state of the desk is shown, and what is filled in.

    A file without a finding is fine only where a desk says that it is as issued.
    """
    from xldesk.workbooks.check.told import summary

    is_fine = report.provenance is not None and _is_compared(report)
    line = summary(report) if report.counts else "fine" if is_fine else "no finding"
    _, _, shows = (report.provenance or "").partition(", ")
    issued = ", not compared with a desk" if report.provenance is None else ""
    issued += f"   {shows}" if shows else ""
    names = [counted(number, name) for name, number in report.filled.items()]
    filled = f", {' and '.join(names)} filled in" if names else ""
    return line + issued + filled


def since_line(report: CheckReport) -> str:
    """Return at which position the desk stands where it went on, and who signed for which.

    Empty where it did not go on and nobody signed.
    """
    from xldesk.workbooks.check.rule import shown

    now = f"the desk stands at position {report.desk_position} now" if report.is_outdated else ""
    names: dict[str, list[str]] = {}
    for name, position in report.signed:
        names.setdefault(position, []).append(shown(name))
    signed = [
        f"{' and '.join(alike)} {f'for position {at}' if at else 'by hand'}"
        for at, alike in names.items()
    ]
    return ", ".join(filter(None, [now, f"signed by {', '.join(signed)}" if signed else ""]))


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
