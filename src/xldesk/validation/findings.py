"""Findings as objects, counts and a file."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from xldesk.errors import UsageError
from xldesk.records.csv_file import plain_text, write_csv
from xldesk.records.finding import Finding
from xldesk.records.place import Place
from xldesk.validation.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.ledger.basis import Basis

COLUMNS = (
    "key",
    "code",
    "severity",
    "scope",
    "object_kind",
    "object_id",
    "opportunity_id",
    "field",
    "source_file",
    "source_row",
    "message",
    "remedy",
    "owner_role",
    "due_at",
    "resolution",
)
"""Columns of the table ``finding`` in order."""

SEVERITIES = ("block", "warn", "info")

ROWS_AT_ONCE = 10_000

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM finding"  # noqa: S608  # constants alone
_ORDER = " ORDER BY CASE severity WHEN 'block' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, code"


def findings(
    basis: Basis,
    *,
    severity: str | None = None,
    code: str | None = None,
    limit: int | None = None,
    resolved: bool = False,
    about: str | None = None,
) -> list[Finding]:
    """Return the open findings, blocking ones first, then by code and key.

    ``resolved`` adds those that two people waived or called no issue. ``about`` takes only those
    on the object of this id, or about this deal. Needs ``validate``. Raises UsageError for a
    severity or code that does not exist.
    """
    if severity is not None and severity not in SEVERITIES:
        raise UsageError(f"severity {severity!r} is not one of {', '.join(SEVERITIES)}")
    if code is not None and code not in RULES:
        raise UsageError(f"no rule {code!r}{_meant(code.upper(), list(RULES))}")
    rows = basis.con.execute(
        f"{_SELECT} WHERE ($severity IS NULL OR severity = $severity) "
        f"AND ($code IS NULL OR code = $code) AND ($resolved OR resolution IS NULL) "
        f"AND ($about IS NULL OR object_id = $about OR opportunity_id = $about)"
        f"{_ORDER}, key LIMIT $limit",
        {
            "severity": severity,
            "code": code,
            "resolved": resolved,
            "about": about,
            "limit": 2**62 if limit is None else limit,
        },
    ).fetchall()
    return [_finding(row) for row in rows]


def finding_counts(basis: Basis) -> dict[tuple[str, str], int]:
    """Return how many open findings there are by (severity, code). Needs ``validate``."""
    rows = basis.con.execute(
        "SELECT severity, code, count(*) FROM finding WHERE resolution IS NULL "  # noqa: S608
        f"GROUP BY severity, code{_ORDER}"
    ).fetchall()
    return {(severity, code): int(n) for severity, code, n in rows}


def finding_by_key(basis: Basis, key: str) -> Finding:
    """Return one finding, resolved or not.

    Raises UsageError for a key that no finding has, naming the nearest ones. Needs ``validate``.
    """
    row = basis.con.execute(f"{_SELECT} WHERE key = ?", [key]).fetchone()
    if row is None:
        near = _meant(key, _alike_keys(basis, key))
        raise UsageError(f"no finding has the key {key!r}{near}; xldesk validate lists them")
    return _finding(row)


def write_findings(basis: Basis, path: Path) -> int:
    """Write all findings, resolved ones too, as CSV; return how many. Needs ``validate``.

    A text that a spreadsheet would take for a formula gets an apostrophe in front. The file
    appears when it is complete. Raises UsageError where it cannot be written.
    """
    return write_csv(path, COLUMNS, ([_cell(value) for value in row] for row in _rows(basis)))


def _rows(basis: Basis) -> Iterator[tuple[Any, ...]]:
    result = basis.con.execute(f"{_SELECT}{_ORDER}, key")
    while batch := result.fetchmany(ROWS_AT_ONCE):
        yield from batch


def _cell(value: object) -> object:
    return plain_text(value) if isinstance(value, str) else value


def _finding(row: tuple[Any, ...]) -> Finding:
    values = dict(zip(COLUMNS, row, strict=True))
    file, line = values.pop("source_file"), values.pop("source_row")
    due = values.pop("due_at")
    return Finding(
        **values,
        place=None if file is None else Place(file=file, row=line),
        due_at=None if due is None else due.replace(tzinfo=UTC),
    )


def _alike_keys(basis: Basis, key: str) -> list[str]:
    """Return keys worth comparing with ``key``: of the same rule, or of the same object."""
    parts = [part for part in key.split("|") if part]
    rows = basis.con.execute(
        "SELECT key FROM finding WHERE list_has_any(string_split(key, '|'), $parts) "
        "OR $whole ORDER BY key LIMIT 100000",
        {"parts": parts, "whole": len(parts) < 2},
    ).fetchall()
    return [found for (found,) in rows]


def _meant(given: str, known: list[str]) -> str:
    near = process.extract(given, known, scorer=fuzz.WRatio, limit=3, score_cutoff=55)
    return f"; did you mean {', '.join(choice for choice, _, _ in near)}?" if near else ""
