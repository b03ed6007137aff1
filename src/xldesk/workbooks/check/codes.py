"""The codes of a check's findings and how severe each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.records.finding import Severity

SEVERITIES: dict[str, Severity] = {
    "FILE-READ": "block",
    "FILE-LOCKED": "block",
    "FILE-LIMIT": "block",
    "FILE-XML": "block",
    "FILE-ZIP": "block",
    "FILE-NOT-OURS": "warn",
    "FILE-VERSION": "warn",
    "MACRO": "block",
    "PART-UNUSED": "warn",
    "LINK-EXTERNAL": "block",
    "LINK-ADDRESS": "warn",
    "CONNECTION": "block",
    "CUSTOM-XML": "warn",
    "EMBEDDED": "block",
    "SHEET-HIDDEN": "block",
    "COMMENT": "warn",
    "ROWS-HIDDEN": "warn",
    "SHEET-MISSING": "block",
    "SHEET-ADDED": "warn",
    "TABLE-MISSING": "block",
    "TABLE-COLUMNS": "block",
    "TABLE-HEADER": "block",
    "CELL-TYPE": "block",
    "CELL-TEXT": "warn",
    "CELL-ERROR": "block",
    "FORMULA-ADDED": "block",
    "FORMULA-OVERWRITTEN": "block",
    "FORMULA-CHANGED": "block",
    "CHOICE-UNKNOWN": "block",
    "INPUT-RANGE": "block",
    "DATA-ALTERED": "block",
    "CHECKS-FAIL": "block",
    "ABOUT-INCOMPLETE": "block",
    "RECALC-DIFFERS": "block",
    "RECALC-FAILED": "block",
}
"""By code: block stops the file's use, warn does not."""
