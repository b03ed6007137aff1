"""ROW-REJECTED: a row that intake refused is waiting to be mended."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="ROW-REJECTED",
    severity="warn",
    scope="row",
    object_kind="rejected_row",
    title="a row was refused at intake and is missing from every figure",
    why="Nothing read may be lost: until its source is mended, a refused row stays on this list.",
    remedy="mend the row in its source and read the file again",
    owner_role="revops",
)
